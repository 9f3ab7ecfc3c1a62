// What a new user does the first evening, with the mouse: finds Nordre Land, mixes two stories, chooses five measures, sees that they do
// not add up, mends them, asks what it takes and whether it holds, and sends the link to somebody with another browser.
import { readersPage } from './browser.mjs';

const MEASURES = [['dagtilbud', 'L014', 5], ['unge familier', 'L059', 4], ['heltidskultur', 'L021', 3], ['forebygge fall', 'L009', 2], ['medisindispenser', 'L001', 3]];
const LONG = 60_000;

const pathOf = (page) => page.evaluate(() => document.querySelector('.bench').dataset.path);
const holds = (page, part) => page.waitForFunction((wanted) => document.querySelector('.bench')?.dataset.path.includes(wanted), part, { timeout: 15_000 });
const numbersOf = async (page) => (await page.locator('.numbers').innerText()).split('\n').filter((line) => !/^(Flyttet|mellom)/.test(line)).join('\n').replace(/\n+/g, '\n').trim();

async function weigh(page, story, percent) {
  const field = page.locator(`li:has(#weight-${story}) input[type=number]`);
  await field.fill(String(percent));
  await field.press('Enter');
  await holds(page, `${story}-${percent}`);
}

async function choose(page, words, lever, level) {
  await page.locator('.find input').fill(words);
  await page.locator(`#level-${lever}`).evaluate((slider, value) => {
    slider.value = String(value);
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    slider.dispatchEvent(new Event('change', { bubbles: true }));
  }, level);
  await holds(page, `${lever}-${level}-`);
}

export async function newUser(browser, base) {
  const steps = [];
  const did = (step, ok) => steps.push({ step: `new user: ${step}`, ok: Boolean(ok) });
  const { context, page, troubles } = await readersPage(browser, { width: 1280, language: 'nb', scheme: 'light' });
  await page.goto(base);
  await page.locator('input[role=combobox]').first().fill('nordre land');
  await page.locator('[role=option]', { hasText: 'Nordre Land' }).first().click();
  await page.waitForURL('**/kommune/3448', { timeout: 15_000 }).catch(() => {});
  await page.waitForSelector('#prov-valg a');
  did('finds Nordre Land', new URL(page.url()).pathname === '/kommune/3448');
  await page.locator('#prov-valg a').click();
  await page.waitForSelector('.bench');
  await weigh(page, 'H1', 60);
  await weigh(page, 'H3', 40);
  did('mixes two stories', /H1-60.*H3-40/.test(await pathOf(page)));
  for (const [words, lever, level] of MEASURES) await choose(page, words, lever, level);
  did('chooses five measures', (await pathOf(page)).match(/L\d{3}-/g)?.length === 5);
  await page.waitForSelector('.lacking li button', { timeout: LONG });
  did('sees that they do not add up', /mill/.test(await page.locator('.lacking').innerText()));
  let tries = 0;
  while ((await page.locator('.lacking').count()) > 0 && tries++ < 5) {
    const before = await pathOf(page);
    await page.locator('.lacking li button').first().click();
    await page.waitForFunction((old) => document.querySelector('.bench').dataset.path !== old, before, { timeout: LONG });
    await page.waitForTimeout(1500);
    if ((await page.locator('.lacking').count()) > 0) await page.waitForSelector('.lacking li button', { timeout: LONG });
  }
  did(`mends them with ${tries} changes`, (await page.locator('.lacking').count()) === 0);

  await page.locator('select:has(option[value="staff.unfilled_care"])').selectOption('staff.unfilled_care');
  await page.getByRole('button', { name: 'Hva skal til?' }).click();
  const form = page.locator('#question-panel form');
  await form.locator('input').first().fill('10');
  await form.locator('input[type=number]').fill('2040');
  await form.locator('button[type=submit]').click();
  await page.waitForSelector('#question-panel ol > li button', { timeout: LONG });
  const proposals = await page.locator('#question-panel ol > li').allInnerTexts();
  did(`asks what it takes for no more than ten: ${proposals.length} packages`, proposals.length >= 2);
  await page.locator('#question-panel ol > li button').first().click();
  await page.waitForTimeout(1500);
  did('uses one of them', (await pathOf(page)).match(/L\d{3}-/g)?.length >= 4);

  await page.getByRole('button', { name: 'Holder det?' }).click();
  await page.locator('#question-panel form input').first().fill('10');
  await page.locator('#question-panel form button[type=submit]').click();
  await page.waitForFunction(() => /1.000/.test(document.querySelector('#question-panel')?.innerText ?? ''), undefined, { timeout: LONG });
  did('asks whether it holds', /fremtider/.test(await page.locator('#question-panel').innerText()));
  await page.waitForTimeout(500);

  const numbers = await numbersOf(page);
  const other = await readersPage(browser, { width: 320, language: 'nb', scheme: 'dark' });
  await other.page.goto(page.url());
  await other.page.waitForSelector('.numbers');
  await other.page.waitForTimeout(1000);
  did('another browser shows the same numbers', (await numbersOf(other.page)) === numbers);
  did('nothing was said in the console', troubles.length === 0);
  await other.context.close();
  await context.close();
  return steps;
}

if (import.meta.url === `file://${process.argv[1]}`) {
  const { openBrowser } = await import('./browser.mjs');
  const browser = await openBrowser();
  for (const { step, ok } of await newUser(browser, process.env.BASE_URL ?? 'http://127.0.0.1:8765')) console.log(ok ? 'ok  ' : 'FAIL', step);
  await browser.close();
}
