// Everything a reader needs, done with the keyboard alone.
import { readersPage } from './browser.mjs';

/** Tab until the focused element matches; false when it never does. */
export async function tabTo(page, selector, most = 80) {
  for (let presses = 0; presses < most; presses++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return true;
  }
  return false;
}

/** Whether the focused element is inside the window and has a visible ring. */
export const focusSeen = (page) =>
  page.evaluate(() => {
    const focused = document.activeElement;
    const box = focused.getBoundingClientRect();
    const ring = getComputedStyle(focused).outlineStyle !== 'none' || getComputedStyle(focused.parentElement).outlineStyle !== 'none' || focused.tagName === 'g' || focused.type === 'range';
    return ring && box.bottom > 0 && box.top < innerHeight;
  });

export async function keyboardWalk(browser, base) {
  const steps = [];
  const did = (step, ok) => steps.push({ step, ok: Boolean(ok) });
  const { context, page } = await readersPage(browser, { width: 1280, language: 'nb', scheme: 'light', skipGuess: false });
  await page.goto(base);
  await page.waitForSelector('.curve');

  await page.keyboard.press('Tab');
  did('the first stop is the link past the menu', await page.evaluate(() => document.activeElement?.getAttribute('href') === '#content'));
  did('search is reached', await tabTo(page, '#front-search'));
  await page.keyboard.type('nordre l', { delay: 20 });
  await page.waitForSelector('[role=option][id^=front-search]');
  did('search lists places', (await page.getAttribute('#front-search', 'aria-expanded')) === 'true');
  await page.keyboard.press('ArrowDown');
  did('arrow marks a place', await page.evaluate(() => Boolean(document.getElementById(document.activeElement.getAttribute('aria-activedescendant')))));
  await page.keyboard.press('Escape');
  did('escape closes the list', (await page.getAttribute('#front-search', 'aria-expanded')) === 'false');
  did('the map is reached', await tabTo(page, 'g[role=listbox]'));
  const before = await page.getAttribute('g[role=listbox]', 'aria-activedescendant');
  await page.keyboard.press('ArrowDown');
  did('arrows move on the map', before !== (await page.getAttribute('g[role=listbox]', 'aria-activedescendant')));
  did('the year slider is reached', await tabTo(page, '.curve input[type=range]'));
  const year = await page.inputValue('.curve input[type=range]');
  await page.keyboard.press('ArrowRight');
  did('arrow moves the year', year !== (await page.inputValue('.curve input[type=range]')));
  did('focus is seen', await focusSeen(page));
  did('play is reached', await tabTo(page, '.play'));
  await page.keyboard.press('Enter');
  await page.waitForTimeout(1200);
  did('play moves the year', Number(await page.inputValue('.curve input[type=range]')) > Number(year) + 1);
  await page.keyboard.press('Enter');

  await page.goto(base + '/kommune/3448');
  await page.waitForSelector('.ask');
  did('the guess is reached', await tabTo(page, '.ask input[type=range]'));
  await page.keyboard.press('ArrowRight');
  did('the answer is reached', await tabTo(page, '.ask button[type=submit]'));
  await page.keyboard.press('Enter');
  await page.waitForSelector('#pyramide');
  did('the guess is shown beside the model', await page.locator('.seen').count());
  did('the table of the pyramid is reached', await tabTo(page, '#pyramide .views button:nth-child(2)'));
  await page.keyboard.press('Enter');
  did('the table is shown', await page.locator('#pyramide table').count());
  did('the causes are reached', await tabTo(page, '#hvorfor select'));
  await page.waitForSelector('#tjenester .key-figures');
  did('a key figure is reached', await tabTo(page, '#tjenester .key-figures tr:nth-child(2) button'));
  await page.keyboard.press('Enter');
  did('it is shown in the chart', (await page.inputValue('#tjenester select')) && (await page.getAttribute('#tjenester .key-figures tr:nth-child(2) button', 'aria-pressed')) === 'true');
  did('why is reached', await tabTo(page, '#tjenester .buttons button'));
  await page.keyboard.press('Enter');
  did('why opens', await page.locator('#tjenester-more figure').count());
  did('own figures are reached', await tabTo(page, '#egne-tall form input', 400));
  did('focus is seen under the chapter menu', await focusSeen(page));
  did('the fetch dialog is reached', await (async () => {
    await page.evaluate(() => scrollTo(0, 0));
    await page.locator('#content').focus();
    return tabTo(page, '.figures button');
  })());
  await page.keyboard.press('Enter');
  did('the dialog opens and holds focus', await page.evaluate(() => document.querySelector('dialog')?.open && document.querySelector('dialog').contains(document.activeElement)));
  await page.keyboard.press('Escape');
  did('escape closes it', await page.evaluate(() => !document.querySelector('dialog').open));
  await context.close();
  return steps;
}
