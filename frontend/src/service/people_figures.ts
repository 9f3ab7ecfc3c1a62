/** The figures of one place: history, the way ahead, intervals, single futures and causes. */

import type { Message, SourceNote } from './answers';
import { arrayOf, row, type Envelope, type LabelledArray } from './envelope';

export interface Series {
  readonly historyYears: readonly number[];
  readonly history: Float32Array;
  readonly years: readonly number[];
  readonly expected: Float32Array;
}

export interface Stock {
  readonly female: Float32Array;
  readonly male: Float32Array;
}

export interface Interval {
  readonly low: Float32Array;
  readonly high: Float32Array;
}

export class PeopleFigures {
  readonly historyYears: readonly number[];
  readonly years: readonly number[];
  readonly indicators: readonly string[];
  readonly causes: readonly string[];
  readonly findings: readonly Message[];
  readonly source: SourceNote;
  private readonly envelope: Envelope;

  constructor(envelope: Envelope) {
    const { labels, header } = envelope;
    this.envelope = envelope;
    this.historyYears = numbers(labels.year_h);
    this.years = numbers(labels.year);
    this.indicators = (labels.indicator ?? []).map(String);
    this.causes = (labels.cause ?? []).map(String);
    this.findings = (header.findings ?? []) as Message[];
    this.source = (header.source ?? {}) as SourceNote;
  }

  get baseYear(): number {
    return this.years[0]!;
  }

  get lastYear(): number {
    return this.years.at(-1)!;
  }

  /** Whether intervals and single futures are drawn yet. */
  get drawn(): boolean {
    return this.interval('persons') !== undefined;
  }

  series(indicator: string): Series {
    const at = this.indexOf(indicator);
    const ahead = { years: this.years, expected: row(this.array('indicator_expected'), at) };
    const totals = indicator === 'persons' ? this.countedTotals() : undefined;
    return { historyYears: this.historyYears, history: row(this.array('indicator_history'), at), ...totals, ...ahead };
  }

  /** Expected or counted value in a year; NaN where there is none. */
  value(indicator: string, year: number): number {
    const { historyYears, history, years, expected } = this.series(indicator);
    const ahead = years.indexOf(year);
    if (ahead >= 0) return expected[ahead]!;
    const past = historyYears.indexOf(year);
    return past >= 0 ? history[past]! : NaN;
  }

  /** The middle 80 (10 to 90), 50 or 95 per cent of the futures; undefined until they are drawn. */
  interval(indicator: string, level: 50 | 80 | 95 = 80): Interval | undefined {
    const [low, high] = { 50: [25, 75], 80: [10, 90], 95: [2.5, 97.5] }[level] as [number, number];
    const interval = { low: this.quantile(low, indicator), high: this.quantile(high, indicator) };
    return Number.isFinite(interval.low.at(-1)) ? interval : undefined;
  }

  intervalIn(indicator: string, year: number, level: 50 | 80 | 95 = 80): [number, number] | undefined {
    const interval = this.interval(indicator, level);
    const at = this.years.indexOf(year);
    return interval && at > 0 ? [interval.low[at]!, interval.high[at]!] : undefined;
  }

  futures(indicator: string): Float32Array[] {
    const array = this.array('futures');
    const at = this.indexOf(indicator);
    const all = Array.from({ length: array.shape[0]! }, (_, future) => row(array, future, at));
    return all.filter((path) => Number.isFinite(path.at(-1)));
  }

  /** Women and men by one-year age on 1 January of a year, or undefined when the year is not there. */
  stock(year: number): Stock | undefined {
    const ahead = this.years.indexOf(year);
    const past = this.historyYears.indexOf(year);
    if (ahead < 0 && past < 0) return undefined;
    const [name, at] = ahead >= 0 ? (['expected', ahead] as const) : (['history', past] as const);
    const array = this.array(name);
    return { female: row(array, at, 0), male: row(array, at, 1) };
  }

  /** Change since the base year split on causes; they add up to the change. */
  why(indicator: string, year: number): Record<string, number> {
    const values = row(this.array('why'), this.indexOf(indicator), this.years.indexOf(year));
    return Object.fromEntries(this.causes.map((cause, index) => [cause, values[index]!]));
  }

  /** Residents of all ages are counted in more years than residents by age. */
  private countedTotals(): Pick<Series, 'historyYears' | 'history'> | undefined {
    const totals = this.envelope.arrays.get('totals');
    const years = numbers(this.envelope.labels.year_t).filter((year) => year <= this.baseYear);
    if (!totals || years.length <= this.historyYears.length) return undefined;
    return { historyYears: years, history: totals.values.subarray(0, years.length) };
  }

  private quantile(level: number, indicator: string): Float32Array {
    const levels = numbers(this.envelope.labels.quantile);
    return row(this.array('quantiles'), levels.indexOf(level), this.indexOf(indicator));
  }

  private indexOf(indicator: string): number {
    const at = this.indicators.indexOf(indicator);
    if (at < 0) throw new RangeError(`There is no indicator called ${indicator}.`);
    return at;
  }

  private array(name: string): LabelledArray {
    return arrayOf(this.envelope, name);
  }
}

function numbers(labels: readonly (string | number)[] | undefined): number[] {
  return (labels ?? []).map(Number);
}
