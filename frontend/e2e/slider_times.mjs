// Time from the slider's event to the frame in which the charts are redrawn, first move included.
import { readersPage } from './browser.mjs';

const quantile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];

/** Watches input events in the page: event's own time stamp to the task after the next frame is painted. */
const WATCH = () => {
  window.times = [];
  document.addEventListener('input', (event) => {
    const start = event.timeStamp;
    requestAnimationFrame(() => {
      const after = new MessageChannel();
      after.port1.onmessage = () => window.times.push(performance.now() - start);
      after.port2.postMessage(0);
    });
  }, { capture: true });
};

async function timed(page, slider) {
  await page.evaluate(WATCH);
  const handle = await page.locator(slider).first().elementHandle();
  await handle.scrollIntoViewIfNeeded();
  const box = await handle.boundingBox();
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * 0.3, y);
  await page.mouse.down();
  for (let step = 1; step <= 60; step++) {
    await page.mouse.move(box.x + box.width * (0.5 + 0.45 * Math.sin(step / 6)), y);
    await page.waitForTimeout(24);
  }
  await page.mouse.up();
  for (let step = 0; step < 10; step++) {
    await page.keyboard.press('ArrowLeft');
    await page.waitForTimeout(24);
  }
  const times = await page.evaluate(() => window.times);
  const sorted = [...times].sort((one, other) => one - other);
  const tidy = (value) => Math.round(value * 10) / 10;
  return { moves: times.length, first: tidy(times[0]), p50: tidy(quantile(sorted, 0.5)), p95: tidy(quantile(sorted, 0.95)), most: tidy(sorted.at(-1)) };
}

export async function sliderTimes(browser, base) {
  const result = {};
  for (const [name, path, slider, width] of [
    ['map', '/', '.curve input[type=range]', 1280],
    ['map on a phone', '/', '.curve input[type=range]', 320],
    ['pyramid', '/kommune/3448', '#pyramide input[type=range]', 1280],
    ['pyramid by one year', '/landet', '#pyramide input[type=range]', 1280],
  ]) {
    const { context, page } = await readersPage(browser, { width, language: 'nb', scheme: 'light' });
    await page.goto(base + path);
    await page.waitForSelector(slider, { timeout: 30_000 });
    await page.waitForTimeout(1200);
    if (name.includes('one year')) await page.locator('#pyramide .groups button').nth(1).click();
    result[name] = await timed(page, slider);
    await context.close();
  }
  return result;
}
