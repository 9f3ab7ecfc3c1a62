/** How each indicator is shown: decimals, unit, and which end is strained. */

import { number, percent } from '../words/numbers';

export interface Indicator {
  readonly name: string;
  readonly decimals: number;
  /** Share shown as per cent, index as per hundred. */
  readonly kind: 'persons' | 'ratio' | 'share' | 'index';
  readonly dark: 'low' | 'high';
}

const KNOWN: readonly Indicator[] = [
  { name: 'working_per_80plus', decimals: 1, kind: 'ratio', dark: 'low' },
  { name: 'working_per_67plus', decimals: 1, kind: 'ratio', dark: 'low' },
  { name: 'share_80plus', decimals: 1, kind: 'share', dark: 'high' },
  { name: 'persons_index', decimals: 0, kind: 'index', dark: 'low' },
  { name: 'persons', decimals: 0, kind: 'persons', dark: 'low' },
  ...['0-5', '6-15', '16-19', '20-66', '67-79', '80+'].map((name) => ({ name, decimals: 0, kind: 'persons', dark: 'low' }) as const),
];

export function indicatorNamed(name: string): Indicator {
  return KNOWN.find((indicator) => indicator.name === name) ?? { name, decimals: 1, kind: 'ratio', dark: 'low' };
}

/** Key of the indicator's words: "80+" and "0-5" are written without signs. */
export function wordsOf(name: string): string {
  return `web.indicator.${name.replace('+', 'plus')}`;
}

/** A value in the reader's own way of writing it. */
export function shownValue(value: number, indicator: Indicator): string {
  if (indicator.kind === 'share') return percent(value, 1);
  return number(value, indicator.decimals);
}

/** What a legend's limit is multiplied by on screen. */
export function legendFactor(indicator: Indicator): number {
  return indicator.kind === 'share' ? 100 : 1;
}
