/** A trend's amounts in words: in the dial's unit, with sign, from little to much. */

import type { Trend } from '../../service/futures_answers';
import { t } from '../../words/language.svelte';
import { change, number } from '../../words/numbers';

/** As many decimals as the three amounts need, two at most. */
export function decimalsOf(values: readonly number[]): number {
  return [0, 1].find((decimals) => values.every((value) => Math.abs(value * 10 ** decimals - Math.round(value * 10 ** decimals)) < 1e-6)) ?? 2;
}

export function amount(trend: Pick<Trend, 'low' | 'mid' | 'high' | 'unit'>, which: 'low' | 'mid' | 'high'): string {
  return t(`web.futures.unit.${trend.unit}`, { n: change(trend[which], decimalsOf([trend.low, trend.mid, trend.high])) });
}

/** "fra +3 til +25" */
export function span(trend: Pick<Trend, 'low' | 'mid' | 'high'>): string {
  const decimals = decimalsOf([trend.low, trend.mid, trend.high]);
  return t('web.futures.span', { low: change(trend.low, decimals), high: change(trend.high, decimals) });
}

/** When it comes: "2030–2050, litt etter litt". */
export function when(trend: Pick<Trend, 'from' | 'to' | 'profile' | 'years'>): string {
  if (trend.profile === 'steps') return t('web.futures.when.steps', { years: trend.years.join(', ') });
  if (trend.profile === 'step') return t('web.futures.when.step', { from: String(trend.from) });
  return t(trend.profile === 'yearly' ? 'web.futures.when.yearly' : 'web.futures.when.linear', { from: String(trend.from), to: String(trend.to) });
}

/** Places along a bar from 0 to 100, with nothing and the three amounts. */
export function alongBar(trend: Pick<Trend, 'low' | 'mid' | 'high'>): { zero: number; low: number; mid: number; high: number } {
  const least = Math.min(0, trend.low, trend.high);
  const most = Math.max(0, trend.low, trend.high);
  const at = (value: number) => (most === least ? 0 : (100 * (value - least)) / (most - least));
  return { zero: at(0), low: at(trend.low), mid: at(trend.mid), high: at(trend.high) };
}

export const plain = (value: number, all: readonly number[]): string => number(value, decimalsOf(all));
