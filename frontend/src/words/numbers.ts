/** Numbers and dates as the reader writes them; rounded for big type, exact for tables. */

import { locale, t } from './language.svelte';

const formats = new Map<string, Intl.NumberFormat>();

function format(decimals: number, sign = false): Intl.NumberFormat {
  const key = `${locale()}:${decimals}:${sign}`;
  let found = formats.get(key);
  if (!found) {
    found = new Intl.NumberFormat(locale(), {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
      useGrouping: true,
      signDisplay: sign ? 'exceptZero' : 'negative',
    });
    formats.set(key, found);
  }
  return found;
}

/** English formats write a hyphen; a minus is a minus in all three languages. */
function signed(text: string): string {
  return text.replace('-', '−');
}

/** A number with fixed decimals; a missing one is a dash, never zero. */
export function number(value: number | undefined, decimals = 0): string {
  return value === undefined || !Number.isFinite(value) ? '–' : signed(format(decimals).format(value));
}

/** A change, always with its sign. */
export function change(value: number, decimals = 0): string {
  return Number.isFinite(value) ? signed(format(decimals, true).format(value)) : '–';
}

export function percent(share: number, decimals = 0): string {
  return Number.isFinite(share)
    ? signed(
        new Intl.NumberFormat(locale(), {
          style: 'percent',
          minimumFractionDigits: decimals,
          maximumFractionDigits: decimals,
          signDisplay: 'negative',
        }).format(share),
      )
    : '–';
}

/** Rounded to what is known: about three figures, never finer than the size can bear. */
export function rounded(value: number): number {
  const size = Math.abs(value);
  const step =
    size < 50 ? 1 : size < 200 ? 5 : size < 10_000 ? 10 : size < 100_000 ? 100 : size < 1_000_000 ? 1_000 : 10_000;
  return Math.round(value / step) * step;
}

/** A future number of people for big type. */
export function about(value: number | undefined): string {
  return value === undefined || !Number.isFinite(value) ? '–' : number(rounded(value));
}

/** The same, with millions written as such: a councillor remembers 5,5 million. */
export function inBigType(value: number): string {
  return value >= 1_000_000 ? t('web.million', { n: number(value / 1_000_000, 2) }) : about(value);
}

export function date(iso: string): string {
  const day = new Date(`${iso}T12:00:00Z`);
  return Number.isNaN(day.getTime())
    ? iso
    : new Intl.DateTimeFormat(locale(), { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(day);
}

/** Whole numbers with the same sum as the rounded total (largest remainder). */
export function wholeNumbersWithSum(parts: readonly number[], total: number): number[] {
  const whole = parts.map(Math.floor);
  let lacking = Math.round(total) - whole.reduce((sum, part) => sum + part, 0);
  const order = parts
    .map((part, index) => ({ index, rest: part - Math.floor(part) }))
    .sort((one, other) => other.rest - one.rest);
  for (let turn = 0; lacking !== 0 && turn < order.length * 4; turn++) {
    const at = lacking > 0 ? order[turn % order.length]! : order[order.length - 1 - (turn % order.length)]!;
    whole[at.index]! += Math.sign(lacking);
    lacking -= Math.sign(lacking);
  }
  return whole;
}

/** Names in a row: "Søndre Land, Nordre Land og Gjøvik". */
export function listed(names: readonly string[]): string {
  return new Intl.ListFormat(locale(), { type: 'conjunction' }).format(names);
}
