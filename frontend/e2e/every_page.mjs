// Visits every page as every reader: BASE_URL=http://127.0.0.1:PORT node e2e/every_page.mjs [--quick] [--widths 320,1280] [--languages nb]
// [--schemes light] [--json FILE] [--shots FOLDER] [--strict-times]
// Counts axe violations (WCAG 2.2 AA), sideways scroll and console errors; then the keyboard walk and the slider's time.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { openBrowser, readersPage } from './browser.mjs';
import { futuresWalk } from './futures_walk.mjs';
import { goalsWalk } from './goals_walk.mjs';
import { keyboardWalk } from './keyboard_walk.mjs';
import { newUser } from './new_user.mjs';
import { pathsWalk } from './paths_walk.mjs';
import { sliderTimes } from './slider_times.mjs';

const option = (name) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : undefined);
const base = process.env.BASE_URL ?? 'http://127.0.0.1:8765';
/** Milliseconds within which a moved slider is answered. */
const SOON = 50;
const quick = process.argv.includes('--quick');
const folder = option('--shots') ?? 'screenshots';
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Two stories, a flood, and five measures that do not add up. */
const CHOSEN = '1~f.H1-60.H3-40~x.X1-2-2033~v.L001-3-2028.L009-2-2027.L021-4-2027.L059-3-2028.L014-4-2027~k.cabin';
const PAGES = [
  ['front', '/'],
  ['kommune', '/kommune/3448'],
  ['guess', '/kommune/4026', 'guess'],
  ['utsira', '/kommune/1151'],
  ['baerum', '/kommune/3201'],
  ['oslo', '/kommune/0301'],
  ['opened', '/kommune/3448#tjenester', 'open'],
  ['region', '/region/034'],
  ['fylke', '/fylke/34'],
  ['gruppe', '/gruppe/3447-3448'],
  ['lag-gruppe', '/gruppe'],
  ['veivalg', '/kommune/3448/veivalg'],
  ['veivalg-valgt', `/kommune/3448/veivalg?path=${CHOSEN}&name=Heltid%20f%C3%B8rst`, 'unfold'],
  ['veivalg-utsira', `/kommune/1151/veivalg?path=${CHOSEN}`],
  ['veivalg-lenke', '/kommune/3448/veivalg?path=1~f.H1-60-ffff.H9-10~v.L001-3-2020.L009-2-2027'],
  ['veivalg-feil', '/kommune/3448/veivalg?path=1~q.x'],
  ['veivalg-region', '/region/034/veivalg'],
  ['landet', '/landet'],
  ['finn', '/kommune'],
  ['fremtider', '/fremtider?kommune=3448&historie=H3&path=1~f.H1-60.H3-40'],
  ['maal', '/maal'],
  ['metode', '/metode'],
  ['ukjent', '/kommune/9999'],
  ['mangler', '/finnes/ikke'],
];
const listed = (name, all) => option(name)?.split(',') ?? all;
const WIDTHS = listed('--widths', quick ? [320, 1280] : [320, 768, 1280, 1920]).map(Number);
const LANGUAGES = listed('--languages', quick ? ['nb'] : ['nb', 'nn', 'en']);
const SCHEMES = listed('--schemes', ['light', 'dark']);

mkdirSync(folder, { recursive: true });
const browser = await openBrowser();
const report = { base, visits: 0, violations: [], sideways: [], errors: [], keyboard: [], slider: {} };

async function settled(page) {
  await page.waitForSelector('h1');
  await page.waitForFunction(() => document.querySelectorAll('.waiting').length === 0, undefined, { timeout: 30_000 }).catch(() => {});
  await page.waitForTimeout(250);
}

/** Every list that can be opened, causes in one half of the chapters, comparison in the other, tables last. */
async function openEverything(page) {
  await page.waitForSelector('.chapter .buttons button');
  await page.evaluate(() => {
    document.querySelectorAll('details').forEach((one) => (one.open = true));
    document.querySelectorAll('.chapter .buttons').forEach((buttons, index) => buttons.children[index % 2]?.click());
    document.querySelectorAll('.key-figures > button').forEach((button) => button.click());
  });
  await page.waitForTimeout(300);
  await settled(page);
  await page.evaluate(() => document.querySelectorAll('[id$=-more] .views button:nth-child(2)').forEach((button, index) => index % 2 && button.click()));
  await page.waitForTimeout(200);
}

/** Every list and every choice of the page on paths, as far as they can be opened; on a phone the choices' side. */
async function unfold(page) {
  await page.waitForSelector('.to-choices', { state: 'attached' });
  await page.evaluate(() => {
    document.querySelector('.to-choices').click();
    document.querySelectorAll('.only button')[0].click();
  });
  for (let round = 0; round < 2; round++) {
    await page.evaluate(() => document.querySelectorAll('.bench details:not([open])').forEach((one, index) => index < 12 && (one.open = true)));
    await page.waitForTimeout(150);
  }
  await page.evaluate(() => document.querySelector('#fire-linjer .views button:nth-child(2)').click());
  await settled(page);
}

for (const scheme of SCHEMES) {
  for (const width of WIDTHS) {
    for (const language of LANGUAGES) {
      for (const [name, path, state] of PAGES) {
        const { context, page, troubles } = await readersPage(browser, { width, language, scheme, skipGuess: state !== 'guess' });
        const where = `${name} ${width} ${language} ${scheme}`;
        await page.goto(base + path);
        await settled(page);
        if (state === 'open') await openEverything(page);
        if (state === 'unfold') await unfold(page);
        report.visits++;
        await page.screenshot({ path: `${folder}/${name}-${width}-${language}-${scheme}.png`, fullPage: true });
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (over > 0) report.sideways.push({ where, over });
        for (const text of troubles) if (!/404/.test(text) && !(name === 'veivalg-feil' && /400/.test(text))) report.errors.push({ where, text });
        if (await page.evaluate(() => /web\.[a-z]+\./.test(document.body.innerText))) report.errors.push({ where, text: 'a key is shown instead of words' });
        if (language !== 'en' && (await page.evaluate(() => /\d%/.test(document.body.innerText)))) report.errors.push({ where, text: 'a per cent is written as in English' });
        await page.evaluate(axe);
        const result = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
        for (const violation of result.violations) report.violations.push({ where, id: violation.id, impact: violation.impact, nodes: violation.nodes.slice(0, 3).map((node) => `${node.target.join(' ')}: ${node.failureSummary?.split('\n')[1]?.trim() ?? ''}`) });
        await context.close();
      }
      console.log(`${scheme} ${width} ${language}: ${report.visits} visits, ${report.violations.length} violations, ${report.sideways.length} sideways, ${report.errors.length} errors`);
    }
  }
}
report.keyboard = [...(await keyboardWalk(browser, base)), ...(await pathsWalk(browser, base)), ...(await futuresWalk(browser, base)), ...(await goalsWalk(browser, base, axe, listed('--languages', ['nb', 'nn', 'en']))), ...(await newUser(browser, base))];
report.slider = await sliderTimes(browser, base);
await browser.close();

for (const { where, id, nodes } of report.violations) console.log(`axe ${id} at ${where}: ${nodes.join(' | ')}`);
for (const { where, over } of report.sideways) console.log(`sideways ${over} px at ${where}`);
for (const { where, text } of report.errors.slice(0, 20)) console.log(`error at ${where}: ${text}`);
for (const { step, ok } of report.keyboard) console.log(`walk ${ok ? 'ok  ' : 'FAIL'} ${step}`);
for (const [name, times] of Object.entries(report.slider)) console.log(`slider ${name}: first ${times.first} ms, p50 ${times.p50} ms, p95 ${times.p95} ms, most ${times.most} ms (${times.moves} moves)`);
const file = option('--json');
if (file) writeFileSync(file, JSON.stringify(report, null, 2));
const failed = report.violations.length + report.sideways.length + report.errors.length + report.keyboard.filter(({ ok }) => !ok).length;
const slow = Object.values(report.slider).filter(({ p95, first }) => p95 > SOON || first > SOON).length;
if (slow) console.log(`${slow} sliders were slower than ${SOON} ms; a busy machine is no fault of the page: see benchmarks/`);
process.exit(failed || (slow && process.argv.includes('--strict-times')) ? 1 : 0);
