/** From causes to the steps of a waterfall in the unit the reader sees; the printed numbers add up. */

import { waterfall, type Step } from '../../charts/paths';
import type { Cause } from '../../service/consequence_figures';
import { wholeNumbersWithSum } from '../../words/numbers';
import { kindOf, type Measure } from './shown';

export interface Written {
  /** From the value to what is printed: 100 for per cent, a millionth for kroner. */
  readonly factor: number;
  readonly decimals: number;
}

/** Finer than the table where numbers are small, so that causes of a few can be told apart. */
export function writtenAs(measure: Measure, largest: number): Written {
  const kind = kindOf(measure.unit);
  if (kind === 'share') return { factor: 100, decimals: measure.decimals > 2 ? measure.decimals - 2 : Math.max(1, measure.decimals) };
  if (kind === 'money') {
    const factor = /million/.test(measure.unit) ? 1 : 1e-6;
    return { factor, decimals: largest * factor < 100 ? 1 : 0 };
  }
  return { factor: 1, decimals: largest < 10 ? Math.max(1, measure.decimals) : measure.decimals };
}

/** At most `most` causes by size; the rest are one step called `rest`. Causes that print as zero are left out. */
export function causeSteps(causes: readonly Cause[], ends: { opening: number; closing: number; openingLabel: string; closingLabel: string; rest: string }, written: Written, most = 8): Step[] {
  const scale = written.factor * 10 ** written.decimals;
  const [opening, closing] = [Math.round(ends.opening * scale), Math.round(ends.closing * scale)];
  const bySize = [...causes].sort((one, other) => Math.abs(other.value) - Math.abs(one.value));
  const large = new Set(bySize.slice(0, bySize.length > most ? most - 1 : most));
  const rest = causes.filter((cause) => !large.has(cause)).reduce((sum, { value }) => sum + value, 0);
  const told = [...causes.filter((cause) => large.has(cause)), ...(bySize.length > most ? [{ name: ends.rest, value: rest }] : [])];
  const whole = wholeNumbersWithSum(told.map(({ value }) => value * scale), closing - opening);
  const down = 10 ** written.decimals;
  return waterfall(
    { label: ends.openingLabel, value: opening / down },
    told.map(({ name }, index) => ({ label: name, value: whole[index]! / down })).filter(({ value }) => value !== 0),
    { label: ends.closingLabel, value: closing / down },
  );
}
