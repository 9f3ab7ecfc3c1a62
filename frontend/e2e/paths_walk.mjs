// A path made with the keyboard alone: two stories, measures, what does not add up, a mend, undo, name, link, another browser.
import { readersPage } from './browser.mjs';
import { focusSeen, tabTo } from './keyboard_walk.mjs';

const pathOf = (page) => page.evaluate(() => document.querySelector('.bench').dataset.path);
const focused = (page, property) => page.evaluate((name) => document.activeElement?.[name], property);

/** Wait until the service has answered about a path that holds this; false when it never does. */
const answered = (page, part) => page.waitForFunction((wanted) => document.querySelector('.bench')?.dataset.path.includes(wanted), part, { timeout: 10_000 }).then(() => true, () => false);

export async function pathsWalk(browser, base) {
  const steps = [];
  const did = (step, ok) => steps.push({ step: `paths: ${step}`, ok: Boolean(ok) });
  const { context, page } = await readersPage(browser, { width: 1280, language: 'nb', scheme: 'light' });
  await page.goto(`${base}/kommune/3448`);
  await page.waitForSelector('#prov-valg a');
  await page.locator('#prov-valg a').focus();
  await page.keyboard.press('Enter');
  await page.waitForSelector('.bench');
  did('the place leads here', new URL(page.url()).pathname === '/kommune/3448/veivalg');

  did('a story is reached', await tabTo(page, '#weight-H1'));
  for (let press = 0; press < 4; press++) await page.keyboard.press('ArrowRight');
  did('arrows give it weight', await answered(page, 'H1-20'));
  did('focus is seen', await focusSeen(page));
  did('its number field is reached', await tabTo(page, 'li:has(#weight-H1) input[type=number]'));
  await page.keyboard.press('Control+A');
  await page.keyboard.type('60');
  await page.keyboard.press('Enter');
  did('the number field gives it weight', await answered(page, 'H1-60'));
  did('what moved is marked', await page.locator('li.moved:has(#weight-H1)').count());
  did('another story is reached', await tabTo(page, '#weight-H3'));
  await page.keyboard.press('End');
  did('two stories are mixed', await answered(page, 'H3-100'));

  did('search among choices is reached', await tabTo(page, '.find input', 200));
  for (const [words, lever, presses] of [['heltidskultur', 'L021', 4], ['dagtilbud', 'L014', 4], ['unge familier', 'L059', 5]]) {
    await page.locator('.find input').focus();
    await page.keyboard.press('Control+A');
    await page.keyboard.type(words);
    did(`the level of ${words} is reached`, await tabTo(page, `#level-${lever}`));
    for (let press = 0; press < presses; press++) await page.keyboard.press('ArrowRight');
    did(`${words} is chosen`, await answered(page, `${lever}-${presses}-`));
  }
  did('the level is said in words', /radikal/.test(await focused(page, 'ariaValueText')) || /radikal/.test(await page.getAttribute('#level-L059', 'aria-valuetext')));
  did('the year is reached', await tabTo(page, '#year-L059'));
  await page.keyboard.press('ArrowRight');
  did('arrows move the year', await answered(page, 'L059-5-2028'));
  did('it does not add up, and a mend is offered', await page.waitForSelector('.lacking li button', { timeout: 15_000 }).then(() => true, () => false));
  const unmended = await pathOf(page);
  await page.locator('.lacking li button').first().focus();
  await page.keyboard.press('Enter');
  did('the mend is applied', await page.waitForFunction((before) => document.querySelector('.bench').dataset.path !== before, unmended, { timeout: 10_000 }).then(() => true, () => false));
  const mended = await pathOf(page);

  await page.locator('#content').focus();
  await page.keyboard.press('Control+z');
  did('undo takes it back', await answered(page, unmended));
  await page.keyboard.press('Control+Shift+z');
  did('redo puts it back', await answered(page, mended));

  await page.locator('h1 ~ p .text-button').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.type('Heltid først');
  await page.keyboard.press('Enter');
  did('the path has a name', (await page.textContent('h1')) === 'Heltid først');
  await page.waitForTimeout(500);
  did('the address holds the path and its name', decodeURIComponent(page.url()).includes(mended) && /name=/.test(page.url()));
  const numbers = await page.locator('.numbers').innerText();

  const other = await readersPage(browser, { width: 1280, language: 'nb', scheme: 'light' });
  await other.page.goto(page.url());
  await other.page.waitForSelector('.numbers');
  did('another browser shows the same numbers', firstNumbers(await other.page.locator('.numbers').innerText()) === firstNumbers(numbers));
  await other.context.close();

  await sheetWalk(browser, page.url(), did);
  await page.goBack();
  did('back undoes the name', await page.waitForFunction(() => document.querySelector('h1').textContent !== 'Heltid først', undefined, { timeout: 5_000 }).then(() => true, () => false));
  await context.close();
  return steps;
}

/** On a phone: the controls come as a sheet below the chart they move, and Escape gives the focus back. */
async function sheetWalk(browser, address, did) {
  const { context, page } = await readersPage(browser, { width: 320, language: 'nb', scheme: 'light' });
  await page.goto(address);
  await page.waitForSelector('.numbers');
  await page.locator('.to-choices').focus();
  await page.keyboard.press('Enter');
  await page.waitForTimeout(300);
  did('the sheet has the focus', await page.evaluate(() => document.querySelector('#choices-side').contains(document.activeElement)));
  const [chart, sheet] = await page.evaluate(() => ['#fire-linjer .chart-svg', '#choices-side'].map((one) => document.querySelector(one).getBoundingClientRect().top));
  did('the chart is seen above the sheet', chart > 0 && chart + 150 < sheet);
  did('a level in the sheet is reached', await tabTo(page, '#choices-side input[type=range][id^=level]'));
  const before = await pathOf(page);
  await page.keyboard.press('ArrowRight');
  did('it moves the path', await page.waitForFunction((old) => document.querySelector('.bench').dataset.path !== old, before, { timeout: 10_000 }).then(() => true, () => false));
  await page.keyboard.press('Escape');
  await page.waitForTimeout(200);
  did('Escape closes it and gives the focus back', await page.evaluate(() => document.activeElement.matches('.to-choices[aria-expanded=false]')));
  await context.close();
}

/** The tables without what the last change moved. */
function firstNumbers(text) {
  return text.split('\n').filter((line) => !line.startsWith('Flyttet')).join('\n').replace(/\n+/g, '\n').trim();
}
