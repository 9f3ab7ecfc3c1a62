import { openBrowser, readersPage } from './browser.mjs';
const [url, width, language, scheme, prefix, ...steps] = process.argv.slice(2);
const browser = await openBrowser();
const { page, troubles } = await readersPage(browser, { width: Number(width), language, scheme });
await page.setViewportSize({ width: Number(width), height: Number(width) < 600 ? 1400 : 1100 });
await page.goto('http://127.0.0.1:8831' + url);
await page.waitForLoadState('networkidle').catch(() => {});
await page.waitForTimeout(500);
let n = 0;
for (const step of steps) {
  const [kind, ...rest] = step.split('=');
  const arg = rest.join('=');
  if (kind === 'to') await page.evaluate((s) => document.querySelector(s)?.scrollIntoView(), arg);
  if (kind === 'by') await page.evaluate((y) => scrollBy(0, Number(y)), arg);
  if (kind === 'click') await page.locator(arg).first().click();
  if (kind === 'focus') await page.locator(arg).first().focus();
  if (kind === 'key') await page.keyboard.press(arg);
  if (kind === 'type') await page.keyboard.type(arg);
  if (kind === 'fill') { const [s, v] = arg.split('::'); await page.locator(s).first().fill(v); }
  if (kind === 'select') { const [s, v] = arg.split('::'); await page.locator(s).first().selectOption(v); }
  if (kind === 'wait') await page.waitForTimeout(Number(arg));
  if (kind === 'eval') console.log(JSON.stringify(await page.evaluate(arg)));
  if (kind === 'shot') { await page.waitForTimeout(250); await page.screenshot({ path: `${prefix}${arg || n++}.png` }); }
}
console.log(JSON.stringify({ over: await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), high: await page.evaluate(() => document.documentElement.scrollHeight), troubles, url: page.url() }));
await browser.close();
