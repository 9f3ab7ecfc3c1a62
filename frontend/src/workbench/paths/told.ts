/** How the page says what futures, choices and figures are. */

import type { Lever, Text3 } from '../../service/path_answers';
import { OLDEST, RESIDENTS } from '../../service/path_figures';
import type { Path } from '../../service/path_text';
import { choiceOf, weightOf } from '../../service/path_text';
import { currentLanguage, t } from '../../words/language.svelte';
import { change, number, percent } from '../../words/numbers';
import { indicatorTitle } from '../consequences/names';
import { kindOf, shown, type Measure } from '../consequences/shown';

/** A text in the reader's language, else in the one there is. */
export function said(text: Text3 | null | undefined): string {
  if (!text) return '';
  return text[currentLanguage()] ?? text.nb ?? text.nn ?? Object.values(text)[0] ?? '';
}

const PERSONS: Measure = { unit: 'persons', decimals: 0 };

/** Unit and decimals: as the service notes them, else what the name tells. */
export function measureOf(name: string, notes: ReadonlyMap<string, Measure>): Measure {
  if (name === RESIDENTS || name === OLDEST) return PERSONS;
  const noted = notes.get(name);
  if (noted) return noted;
  if (/_share(_|$)|_share$/.test(name)) return { unit: 'share', decimals: 1 };
  if (name.startsWith('money.')) return { unit: 'million NOK', decimals: 1 };
  if (/age_bearing|_per_|ratio/.test(name)) return { unit: 'persons per person', decimals: 1 };
  return PERSONS;
}

export function titleOf(name: string): string {
  if (name === RESIDENTS || name === OLDEST) return t(`web.paths.number.${name}`);
  return indicatorTitle(name);
}

/** A future number rounded to what is known, as the service's own sentences have it. */
export function aboutSo(value: number): number {
  const size = Math.abs(value);
  if (size < 20) return Math.round(value);
  const step = size < 100 ? 5 : 10 ** Math.max(1, Math.floor(Math.log10(size)) - 2);
  return step * Math.floor(value / step + 0.5);
}

const counts = ({ unit, decimals }: Measure): boolean => kindOf(unit) === 'count' && decimals === 0;

/** A value rounded to what is known. */
export function roughly(value: number, measure: Measure): string {
  if (!Number.isFinite(value)) return '–';
  if (!counts(measure)) return shown(value, measure);
  if (value > 0 && value < 0.5) return t('web.under_one');
  return value >= 1_000_000 ? t('web.million', { n: number(value / 1_000_000, 2) }) : number(aboutSo(value));
}

/** What a value is held to be when differences are told, so that they agree with the numbers beside them. */
function grain(value: number, measure: Measure): number {
  return counts(measure) ? aboutSo(value) : value;
}

/** The difference between two values as they are shown, with its sign; "as before" when none is seen. */
export function difference(from: number, to: number, measure: Measure): string {
  const step = grain(to, measure) - grain(from, measure);
  if (!Number.isFinite(step)) return '–';
  const kind = kindOf(measure.unit);
  const smallest = kind === 'share' ? 0.0005 : measure.decimals > 0 || kind === 'money' ? 0.5 * 10 ** -Math.max(1, measure.decimals) : 0.5;
  if (Math.abs(step) < smallest) return t('web.paths.same');
  if (kind === 'share') return t('web.points', { n: change(step * 100, 1) });
  if (kind === 'money') return t('web.paths.millions', { n: change(step, 1) });
  return change(step, measure.decimals);
}

/** A small step as exactly as it takes to see it. */
export function step(from: number, to: number, measure: Measure): string {
  const by = to - from;
  const kind = kindOf(measure.unit);
  const scaled = kind === 'share' ? by * 100 : by;
  const size = Math.abs(scaled);
  const text = change(scaled, size >= 20 ? 0 : size >= 1 ? 1 : size >= 0.1 ? 2 : 3);
  return kind === 'share' ? t('web.points', { n: text }) : kind === 'money' ? t('web.paths.millions', { n: text }) : text;
}

/** How far a dial is moved, in its unit: "−5 prosent", or words for a judged one. */
export function dialMoved(value: number, unit: string): string {
  if (unit === 'judged') {
    const points = Math.round(value * 10) / 10;
    return points === 0 ? t('web.paths.same') : t(`web.paths.judged.${points > 0 ? 'more' : 'less'}`, { n: number(Math.abs(points), 1) });
  }
  const text = change(value, Math.abs(value) < 10 ? 1 : 0);
  return t(`web.paths.unit.${unit}`, { n: text });
}

/** "1,2 mill. kr" from kroner; small amounts in thousands. */
export function kroner(amount: number): string {
  if (Math.abs(amount) < 500) return t('web.paths.no_cost');
  if (Math.abs(amount) < 100_000) return t('web.paths.thousand', { n: number(Math.round(amount / 1000)) });
  return t('web.paths.million', { n: number(amount / 1_000_000, 1) });
}

export const personYears = (years: number): string => t('web.paths.person_years', { n: number(years, years < 10 ? 1 : 0) });

/** What a level means in the world: the dose, or how many times the middle level. */
export function doseOf(lever: Lever, level: number): string {
  if (level === 0) return '';
  const dose = lever.doses[level - 1];
  if (dose !== undefined && lever.unit) return `${number(dose, Number.isInteger(dose) ? 0 : 1)} ${said(lever.unit)}`;
  const times = lever.scale[level - 1] ?? 1;
  const much = times === 1 ? t('web.paths.scale.middle') : t('web.paths.scale', { n: percent(times) });
  return lever.unit ? `${much} (${said(lever.unit)})` : much;
}

export const levelWord = (level: number): string => t(`web.paths.level.${level}`);

/** What was changed, as a phrase: "Heltidskultur: fra av til middels". */
export function changeTold(mark: string, before: Path, after: Path, nameOf: (id: string) => string): string {
  const [kind, id = ''] = mark.split(':') as [string, string?];
  const name = nameOf(id);
  if (kind === 'f') return t('web.paths.changed.weight', { name, from: number(weightOf(before, id)), to: number(weightOf(after, id)) });
  if (kind === 'v') {
    const [old, now] = [choiceOf(before, id), choiceOf(after, id)];
    if (old && now && old.level === now.level && old.year !== now.year) return t('web.paths.changed.year', { name, from: old.year, to: now.year });
    return t('web.paths.changed.level', { name, from: levelWord(old?.level ?? 0), to: levelWord(now?.level ?? 0) });
  }
  if (kind === 'x' || kind === 'k') return t('web.paths.changed.named', { name });
  return t('web.paths.changed.several');
}
