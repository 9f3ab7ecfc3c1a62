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

/** Watches inputs that the service answers: each is done when a frame with the answer to it, or to a newer one, is painted. */
const WATCH_ANSWERS = (pattern) => {
  window.times = [];
  const waiting = [];
  document.addEventListener('input', (event) => waiting.push({ start: event.timeStamp, value: event.target.value }), { capture: true });
  const answered = () => {
    const value = new RegExp(pattern).exec(document.querySelector('.bench').dataset.path)?.[1] ?? '0';
    const newest = waiting.findLastIndex((one) => one.value === value);
    if (newest < 0) return;
    const done = waiting.splice(0, newest + 1);
    requestAnimationFrame(() => {
      const after = new MessageChannel();
      after.port1.onmessage = () => window.times.push(...done.map(({ start }) => performance.now() - start));
      after.port2.postMessage(0);
    });
  };
  new MutationObserver(answered).observe(document.querySelector('.bench'), { attributes: true, attributeFilter: ['data-path'] });
};

async function timed(page, slider, answer) {
  await (answer ? page.evaluate(WATCH_ANSWERS, answer) : page.evaluate(WATCH));
  const handle = await page.locator(slider).first().elementHandle();
  await handle.scrollIntoViewIfNeeded();
  if (answer) await page.waitForTimeout(600); // what comes into sight is loaded
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
  if (answer) await page.waitForTimeout(400);
  const times = await page.evaluate(() => window.times);
  const sorted = [...times].sort((one, other) => one - other);
  const tidy = (value) => Math.round(value * 10) / 10;
  return { moves: times.length, first: tidy(times[0]), p50: tidy(quantile(sorted, 0.5)), p95: tidy(quantile(sorted, 0.95)), most: tidy(sorted.at(-1)) };
}

export async function sliderTimes(browser, base, only = '') {
  const result = {};
  for (const [name, path, slider, width, answer] of [
    ['map', '/', '.curve input[type=range]', 1280],
    ['map on a phone', '/', '.curve input[type=range]', 320],
    ['pyramid', '/kommune/3448', '#pyramide input[type=range]', 1280],
    ['pyramid by one year', '/landet', '#pyramide input[type=range]', 1280],
    ['weight of a story', '/kommune/3448/veivalg', '#weight-H3', 1280, 'H3-(\\d+)'],
    ['level of a choice', '/kommune/3448/veivalg?path=1~f.H1-60.H3-40~v.L001-3-2028.L009-2-2027.L021-2-2027', '#level-L021', 1280, 'L021-(\\d)'],
    ['level of a choice on a phone', '/kommune/3448/veivalg?path=1~f.H1-60.H3-40~v.L001-3-2028.L009-2-2027.L021-2-2027', '#level-L021', 320, 'L021-(\\d)'],
  ]) {
    if (!name.includes(only)) continue;
    const { context, page } = await readersPage(browser, { width, language: 'nb', scheme: 'light' });
    await page.goto(base + path);
    await page.waitForSelector(slider, { timeout: 30_000, state: 'attached' });
    if (answer) await page.waitForLoadState('networkidle');
    await page.waitForTimeout(1200);
    if (name.includes('one year')) await page.locator('#pyramide .groups button').nth(1).click();
    if (answer && width < 600) await page.locator('.to-choices').click();
    result[name] = await timed(page, slider, answer);
    await context.close();
  }
  return result;
}
