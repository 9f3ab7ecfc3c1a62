/** What a consequence rests on, as a source line and as a list that can be read. */

import type { ParameterNote } from '../../service/consequence_answers';
import type { ConsequenceFigures } from '../../service/consequence_figures';
import { currentLanguage, t } from '../../words/language.svelte';
import { number, percent } from '../../words/numbers';
import { unitTitle } from './names';
import { kindOf } from './shown';

/** The line under a chart names so many; the list of what the figure rests on has all. */
const MOST_NAMED = 3;

/** Publishers and tables behind an indicator, each once; what is assumed and what is the reader's own is said. */
export function sourcesOf(figures: ConsequenceFigures, name: string): string {
  const notes = figures.note(name).rests_on.map((one) => figures.parameters[one]).filter((one) => one !== undefined);
  const published = [...new Set(notes.filter(({ basis, source }) => source && basis !== 'assumption' && basis !== 'replaced').flatMap(({ source }) => publications(source)))];
  const rest = published.length - MOST_NAMED;
  const assumed = notes.filter(({ basis }) => basis === 'assumption').length;
  const own = notes.filter(({ basis }) => basis === 'replaced').length;
  return [
    t('web.consequence.people'),
    ...published.slice(0, MOST_NAMED),
    ...(rest > 0 ? [t('web.consequence.more_sources', { n: number(rest) })] : []),
    ...(assumed ? [t(assumed === 1 ? 'web.consequence.assumed.one' : 'web.consequence.assumed', { n: number(assumed) })] : []),
    ...(own ? [t(own === 1 ? 'web.own.count.one' : 'web.own.count', { n: number(own) })] : []),
  ].join('; ');
}

/** The publications of a source, without what stands in brackets or after a colon. */
export function publications(source: string): string[] {
  let plain = source;
  for (let before = ''; before !== plain; ) [before, plain] = [plain, plain.replace(/\s*\([^()]*\)/g, '')];
  return plain
    .split(/;\s*/)
    .map((part) => part.replace(/: .*$/, '').trim())
    .filter(Boolean);
}

/** A source as the reader's language has it: what stands in brackets is English. An own source stands as it was written. */
export function sourceShown({ basis, source }: Pick<ParameterNote, 'basis' | 'source'>): string {
  return basis === 'replaced' || currentLanguage() === 'en' ? source : publications(source).join('; ');
}

/** A source with the year of the figure, where it does not say it itself. */
export function withYear(source: string, year: number | string | null): string {
  return year && !source.includes(String(year)) ? `${source} (${year})` : source;
}

/** The figure itself, in the unit it is given in; of a row, how many and between which. */
export function parameterValue(note: ParameterNote): string {
  if (note.value !== undefined) return withUnit(note.value, note.unit);
  const values = numbersIn(note.by_age ?? note.by_age_and_sex ?? note.by_item ?? note.by_year);
  if (values.length === 0) return '–';
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const key = note.by_age || note.by_age_and_sex ? 'age' : note.by_year ? 'year' : 'item';
  return t(`web.consequence.row.${key}`, { n: number(values.length), low: withUnit(low, note.unit), high: withUnit(high, note.unit) });
}

/** Every number of a row, however deep it lies. */
function numbersIn(row: unknown): number[] {
  if (typeof row === 'number') return Number.isFinite(row) ? [row] : [];
  return row && typeof row === 'object' ? Object.values(row).flatMap(numbersIn) : [];
}

export function parameterRange(note: ParameterNote): string {
  if (!note.range) return '';
  const [low, high] = note.range;
  if (note.value === undefined) return t('web.consequence.range.factor', { low: number(low, 2), high: number(high, 2) });
  return t('web.consequence.range', { low: withUnit(low, note.unit), high: withUnit(high, note.unit) });
}

/** A parameter's value as text: shares as per cent, else with as many decimals as it needs. */
export function withUnit(value: number, unit: string): string {
  if (kindOf(unit) === 'share') return percent(value, decimalsOf(value * 100));
  return `${number(value, decimalsOf(value))} ${unitTitle(unit)}`.trim();
}

function decimalsOf(value: number): number {
  const size = Math.abs(value);
  if (Number.isInteger(Number(value.toPrecision(6)))) return 0;
  return size >= 100 ? 0 : size >= 1 ? 1 : 2;
}
