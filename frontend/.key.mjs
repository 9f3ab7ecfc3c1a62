import { openBrowser, readersPage } from './e2e/browser.mjs';
const browser = await openBrowser();
const { page } = await readersPage(browser, { width: 1280, language: 'nb', scheme: 'light' });
await page.goto('http://127.0.0.1:8972/kommune/3448'); await page.waitForSelector('#egne-tall select');await page.waitForTimeout(1500);
console.log(await page.evaluate(() => document.body.innerText.match(/.{0,60}web\.[a-z]+\.[^\s]*.{0,40}/g)), await page.evaluate(() => document.body.innerText.match(/.{0,40}\[bokmål\].{0,20}/g)));
await browser.close();
