// The page of futures with the keyboard alone: weights, a story told, the picture and the table of connections.
import { readersPage } from './browser.mjs';

async function tabTo(page, selector, most = 160) {
  for (let presses = 0; presses < most; presses++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return true;
  }
  return false;
}

/** Whether the focused element lies below what sticks to the top of the window. */
const focusFree = (page) =>
  page.evaluate(() => {
    const box = document.activeElement.getBoundingClientRect();
    return box.bottom > document.querySelector('.mix').getBoundingClientRect().bottom && box.top < innerHeight;
  });

export async function futuresWalk(browser, base) {
  const steps = [];
  const did = (step, ok) => steps.push({ step: `futures: ${step}`, ok: Boolean(ok) });
  const { context, page } = await readersPage(browser, { width: 1280, language: 'nb', scheme: 'light' });
  await page.goto(`${base}/fremtider`);
  await page.waitForSelector('#weight-H1');
  did('a weight is reached', await tabTo(page, '#weight-H1'));
  for (let presses = 0; presses < 4; presses++) await page.keyboard.press('ArrowRight');
  await page.waitForTimeout(500);
  did('the address holds the weight', page.url().includes('f.H1-20'));
  did('a story is reached', await tabTo(page, '.stories li:nth-child(3) a'));
  await page.keyboard.press('Enter');
  await page.waitForTimeout(300);
  did('it opens with focus on its title', await page.evaluate(() => document.activeElement?.id === 'story-title'));
  did('the place search is reached', await tabTo(page, '#futures-place'));
  await page.keyboard.type('utsira', { delay: 20 });
  await page.waitForSelector('[role=option][id^=futures-place]');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.retold .text');
  did('the story is told for the place', (await page.textContent('.retold .text')).startsWith('Utsira har'));
  did('a trait is reached', await tabTo(page, '[aria-controls^=trait]'));
  did('focus is seen', await focusFree(page));
  await page.keyboard.press('Enter');
  did('its trends are shown', await page.locator('.trends details').count());
  did('the picture is reached', await tabTo(page, 'g[role=listbox]'));
  const before = await page.getAttribute('g[role=listbox]', 'aria-activedescendant');
  await page.keyboard.press('ArrowRight');
  did('arrows move in it', before !== (await page.getAttribute('g[role=listbox]', 'aria-activedescendant')));
  await page.keyboard.down('Shift');
  did('the table is reached', await tabTo(page, '.views button:nth-child(2)'));
  await page.keyboard.up('Shift');
  await page.keyboard.press('Enter');
  did('a judgement is reached', await tabTo(page, 'td[tabindex="0"]'));
  for (const key of ['ArrowDown', 'ArrowRight', 'ArrowRight', '3', '-']) await page.keyboard.press(key);
  await page.waitForTimeout(500);
  did('the address holds the judgement', page.url().includes('m.P12-P14-n3'));
  did('focus is seen in the table', await focusFree(page));
  await page.locator('.corners button').first().focus();
  await page.keyboard.press('Enter');
  await page.waitForTimeout(300);
  did('a corner opens its scenario', (await page.textContent('#story-title')) === 'På kjente stier');
  await context.close();
  return steps;
}
