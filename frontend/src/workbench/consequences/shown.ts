/** How a consequence is written: unit, decimals, and no finer than what is known. */

import { t } from '../../words/language.svelte';
import { change, number, percent } from '../../words/numbers';

export interface Measure {
  readonly unit: string;
  readonly decimals: number;
}

export type Kind = 'count' | 'share' | 'money' | 'per';

/** Shares are written as per cent, kroner in millions when there are many of them. */
export function kindOf(unit: string): Kind {
  if (/^(share|of|growth)\b/.test(unit)) return 'share';
  if (/\bNOK\b/.test(unit)) return / per /.test(unit) ? 'per' : 'money';
  return / per |index|=/.test(unit) ? 'per' : 'count';
}

/** Decimals of the per cent: an indicator that says 3 means those of the share. */
function percentDecimals({ decimals }: Measure): number {
  return decimals > 2 ? decimals - 2 : decimals;
}

const MILLION = 1_000_000;
const inMillions = (value: number, unit: string): number => (/million/.test(unit) ? value : value / MILLION);

/** A value in the table, as exact as it is sensible to read. */
export function shown(value: number, measure: Measure): string {
  if (!Number.isFinite(value)) return '–';
  const kind = kindOf(measure.unit);
  if (kind === 'share') return percent(value, percentDecimals(measure));
  if (kind === 'money') return moneyShown(value, measure.unit);
  if (kind === 'count' && measure.decimals === 0 && value > 0 && value < 0.95) return t('web.under_one');
  return number(value, measure.decimals);
}

/** Millions with one decimal while they are few; thousands written out. */
function moneyShown(value: number, unit: string): string {
  const millions = inMillions(value, unit);
  const size = Math.abs(millions);
  if (size >= 0.1) return t('web.money.millions', { n: number(millions, size < 100 ? 1 : 0) });
  return t('web.money.kroner', { n: number(millions * MILLION) });
}

/** The same for a narrow cell: without the word for millions of kroner, which the row then has; large counts in millions. */
export function bare(value: number, measure: Measure): string {
  if (kindOf(measure.unit) === 'money') return millionsShown(value, measure.unit);
  return kindOf(measure.unit) === 'count' && Math.abs(value) >= MILLION ? t('web.million', { n: number(value / MILLION, 2) }) : shown(value, measure);
}

function millionsShown(value: number, unit: string): string {
  const millions = inMillions(value, unit);
  return number(millions, Math.abs(millions) < 100 ? 1 : 0);
}

/** The change between two values, with its sign and no unit but points of per cent. */
export function changeShown(from: number, to: number, measure: Measure): string {
  const step = to - from;
  if (!Number.isFinite(step)) return '–';
  const kind = kindOf(measure.unit);
  if (kind === 'share') return t('web.points', { n: change(step * 100, Math.max(1, percentDecimals(measure))) });
  if (kind === 'money') return `${step > 0 ? '+' : ''}${millionsShown(step, measure.unit)}`;
  if (kind === 'count' && Math.abs(step) >= MILLION) return t('web.million', { n: change(step / MILLION, 2) });
  // Of whole things the change is that between the numbers beside it, so that the row adds up.
  return kind === 'count' && measure.decimals === 0 ? change(Math.round(to) - Math.round(from)) : change(step, measure.decimals);
}

/** A mark on an axis: short, and in the unit of the axis. */
export function tickShown(value: number, measure: Measure, step: number): string {
  const kind = kindOf(measure.unit);
  const scaled = kind === 'share' ? value * 100 : kind === 'money' ? inMillions(value, measure.unit) : value;
  const grain = kind === 'share' ? step * 100 : kind === 'money' ? inMillions(step, measure.unit) : step;
  const decimals = grain >= 1 - 1e-9 ? (Number.isInteger(Number(grain.toPrecision(6))) ? 0 : 1) : Math.min(3, Math.ceil(-Math.log10(grain) - 1e-9));
  return number(scaled, decimals) + (kind === 'share' ? ' %' : '');
}

/** What the axis counts, for the line under the title. */
export function axisUnit(measure: Measure, unitName: string): string {
  const kind = kindOf(measure.unit);
  if (kind === 'share') return t('web.unit.percent');
  if (kind === 'money') return t('web.unit.millions');
  return unitName;
}

/** The step that an interval lets be told: about a fifth of it, as 1, 5, 10, 50, 100 … */
export function knownStep(low: number, high: number): number {
  const fifth = Math.abs(high - low) / 5;
  let step = 1;
  for (let next = 5; next <= fifth; next *= next.toString().startsWith('5') ? 2 : 5) step = next;
  return step;
}

/** A future number with its interval, rounded to what is known: 38.2, 24.1–61 becomes 40, 25–60. */
export function known(value: number, interval: readonly [number, number] | undefined): { value: number; low: number; high: number; step: number } {
  const step = interval ? knownStep(...interval) : Math.abs(value) < 50 ? 1 : Math.abs(value) < 200 ? 5 : 10;
  const to = (one: number) => Math.round(one / step) * step;
  const [low, high] = interval ?? [value, value];
  return { value: to(value), low: to(low), high: to(high), step };
}
