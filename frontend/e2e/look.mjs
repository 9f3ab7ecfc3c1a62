// One screenshot of one page: BASE_URL=... node e2e/look.mjs /kommune/4026 1280 nb light out.png [clip height]
import { openBrowser, readersPage } from './browser.mjs';

const [path, width, language, scheme, out, guess] = process.argv.slice(2);
const browser = await openBrowser();
const { page, troubles } = await readersPage(browser, { width: Number(width), language, scheme, skipGuess: guess !== 'guess' });
await page.goto((process.env.BASE_URL ?? 'http://127.0.0.1:8765') + path);
await page.waitForLoadState('networkidle').catch(() => {});
await page.waitForTimeout(700);
await page.screenshot({ path: out, fullPage: true });
const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
console.log(JSON.stringify({ overflow, troubles }));
await browser.close();
