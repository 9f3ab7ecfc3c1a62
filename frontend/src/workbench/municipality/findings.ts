/** The model's findings as sentences; the page has its own plain title where there is none. */

import type { Message } from '../../service/answers';
import type { PeopleFigures } from '../../service/people_figures';
import { currentLanguage, has, t } from '../../words/language.svelte';
import { listed, number } from '../../words/numbers';
import { wordsOf } from '../indicators';

/** Values as they stand in a sentence: whole numbers grouped, others with one decimal, texts as they are. */
export function written({ key, values }: Message): Record<string, string> {
  const ratio = /working|oldest/.test(key);
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      if (typeof value !== 'number') return [name, name === 'others' ? listed(value.split(', ')) : value];
      const decimal = !Number.isInteger(value) || (ratio && ['now', 'then', 'low', 'high', 'times'].includes(name) && Math.abs(value) < 100 && key.includes('working'));
      return [name, number(value, decimal ? 1 : 0)];
    }),
  );
}

/** The first finding whose key begins so, as a sentence. */
export function findingText(findings: readonly Message[], beginning: string, except = /^$/): string {
  const found = findings.find(({ key }) => key.startsWith(beginning) && !except.test(key));
  if (!found) return '';
  return found.text?.[currentLanguage()] ?? (has(found.key) ? t(found.key, written(found)) : '');
}

/** Title of the lines for any indicator: which way, and how much. */
export function lineTitle(figures: PeopleFigures, indicator: string): string {
  const now = figures.value(indicator, figures.baseYear);
  const then = figures.value(indicator, figures.lastYear);
  const share = then / now - 1;
  const way = Math.abs(share) < 0.01 ? 'same' : share > 0 ? 'more' : 'fewer';
  const percent = new Intl.NumberFormat().format(Math.abs(Math.round(share * 100)));
  return t(`web.lines.title.${way}`, { what: t(`${wordsOf(indicator)}.of`), percent, end: figures.lastYear });
}

/** Title of the pyramid when another year or no finding is at hand. */
export function pyramidTitle(figures: PeopleFigures, year: number): string {
  const own = findingText(figures.findings, 'finding.pyramid.', /80plus|working/);
  if (year === figures.lastYear && own) return own;
  const change = (indicator: string) => Math.round(figures.value(indicator, year) - figures.value(indicator, figures.baseYear));
  if (year === figures.baseYear) return t('web.pyramid.title.now', { year });
  const [old, working] = [change('80+'), change('20-66')];
  const key = `${old >= 0 ? 'more' : 'fewer'}_old_${working >= 0 ? 'more' : 'fewer'}_working`;
  return t(`web.pyramid.title.${key}`, { year, old: number(Math.abs(old)), working: number(Math.abs(working)) });
}

/** Title over the waterfall for any indicator and year. */
export function whyTitle(figures: PeopleFigures, indicator: string, year: number): string {
  const own = findingText(figures.findings, 'finding.why.', /sum_|action/);
  if (indicator === 'persons' && year === figures.lastYear && own) return own;
  const change = figures.value(indicator, year) - figures.value(indicator, figures.baseYear);
  const decimals = indicator.startsWith('working') || indicator.startsWith('share') ? 2 : 0;
  const way = Math.abs(change) < 0.5 * 10 ** -decimals ? 'same' : change > 0 ? 'more' : 'fewer';
  return t(`web.why.title.${way}${decimals ? '.ratio' : ''}`, { n: number(Math.abs(change), decimals), what: t(`${wordsOf(indicator)}.of`), year });
}
