// The page of goals with the keyboard alone: documents in, decisions by keys, a count opened, a path held against.
import { readersPage } from './browser.mjs';

const PLAN = (name) => `Kommuneplanens samfunnsdel 2024-2036
${name} kommune

2 Visjon

«${name} – sammen om fremtiden»

3 Oppvekst

Mål
Barn og unge vokser opp i trygge hjem.

Delmål
• Alle elever trives på skolen.
• Flere barn er med på fritidsaktiviteter.

Strategier
• Styrke helsestasjonen.

4 Klima

Mål
Klimagassutslippene er halvert i 2035.
`;
const file = (name, text) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
const axeClean = async (page, axe) => {
  await page.evaluate(axe);
  return page.evaluate(async () => (await window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })).violations.map(({ id, nodes }) => `${id} ${nodes[0].target}`));
};

export async function goalsWalk(browser, base, axe, languages = ['nb']) {
  const steps = [];
  for (const language of languages) {
    for (const width of [320, 1280]) {
      const did = (step, ok) => steps.push({ step: `goals ${language} ${width}: ${step}`, ok: Boolean(ok) });
      const { context, page, troubles } = await readersPage(browser, { width, language, scheme: width === 320 ? 'dark' : 'light' });
      await page.goto(`${base}/maal`);
      await page.waitForSelector('#goal-files', { state: 'attached' });
      await page.setInputFiles('#goal-files', [file('nordre-land.txt', PLAN('Nordre Land')), file('baerum.txt', PLAN('Bærum')), { name: 'ond.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 junk') }]);
      await page.waitForSelector('article blockquote');
      did('the broken file is told and stops none', (await page.locator('.reading .refused').count()) === 1 && (await page.locator('.documents > li').count()) === 2);
      await page.locator('article').first().focus();
      await page.keyboard.press('a');
      await page.waitForTimeout(400);
      did('a accepts and goes on', await page.evaluate(() => document.querySelectorAll('article .tag.accepted').length === 1 && document.activeElement === document.querySelectorAll('article')[1]));
      await page.keyboard.press('c');
      await page.waitForSelector('article form select');
      await page.keyboard.press('Escape');
      await page.waitForTimeout(150);
      did('c opens the form and Escape leaves it', (await page.locator('article form').count()) === 0);
      await page.keyboard.press('c');
      await page.waitForSelector('article form select');
      await page.locator('article form [id^=area-]').selectOption('eff');
      await page.locator('article form button[type=submit]').press('Enter');
      await page.waitForTimeout(400);
      did('a correction is kept', (await page.locator('article .tag.corrected').count()) === 1);
      await page.keyboard.press('j');
      await page.keyboard.press('r');
      await page.waitForTimeout(400);
      await page.keyboard.press('k');
      await page.keyboard.press('u');
      await page.waitForTimeout(400);
      did('u takes a rejection back', (await page.locator('article .tag.rejected').count()) === 0);
      await page.locator('#maal .about button').press('Enter');
      await page.waitForTimeout(900);
      did('all are accepted', (await page.locator('article .tag.proposed').count()) === 0);
      await page.locator('#kartet table .text-button').first().press('Enter');
      await page.waitForSelector('.behind q');
      did('a count opens its sentences', (await page.locator('.behind li .note').first().innerText()).length > 5);
      await page.locator('#kartet select').selectOption('own');
      await page.setInputFiles('#own-groups', [{ name: 'parti.csv', mimeType: 'text/csv', buffer: Buffer.from('municipality;value\n3448;Senterpartiet\n3201;Høyre\n') }]);
      await page.waitForFunction(() => [...document.querySelectorAll('#kartet tbody th')].some((one) => one.textContent.startsWith('Senterpartiet')));
      did('groups of one\'s own are compared', (await page.locator('#kartet .own').innerText()).includes('Høyre'));
      await page.locator('#veien form button[type=submit]').press('Enter');
      await page.waitForSelector('#veien blockquote');
      const confirm = page.locator('#veien .tie button').first();
      await page.evaluate(() => document.querySelectorAll('#veien details').forEach((one) => (one.open = true)));
      await confirm.press('Enter');
      await page.waitForTimeout(1200);
      did('a tie is confirmed and tried', (await page.locator('#veien .tie button').count()) < 2);
      await page.evaluate(() => document.querySelectorAll('#veien details').forEach((one) => (one.open = true)));
      await page.locator('#utvalg form button[type=submit]').press('Enter');
      await page.waitForSelector('#utvalg .names');
      did('a sample is drawn', (await page.locator('#utvalg .names').innerText()).split('·').length === 41);
      const found = await axeClean(page, axe);
      did(`axe finds nothing ${found.join('; ')}`, found.length === 0);
      did('nothing sideways', await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
      did('words everywhere', await page.evaluate(() => !/web\.[a-z]+\./.test(document.body.innerText)));
      did('numbers as the language writes them', await page.evaluate((english) => english === /\d%/.test(document.body.innerText), language === 'en'));
      did('no errors but the refusal', troubles.every((text) => /422/.test(text)));
      await page.reload();
      await page.waitForSelector('article blockquote');
      did('closing the page loses nothing', (await page.locator('article .tag.accepted').count()) > 3);
      await page.locator('.whole .button').last().press('Enter');
      await page.locator('.whole .button').nth(1).press('Enter');
      await page.waitForFunction(() => document.querySelectorAll('article').length === 0);
      did('everything is deleted', (await page.locator('.documents').count()) === 0);
      await context.close();
    }
  }
  return steps;
}
