/** What the people of a place mean for services, staff, money, society and land, year by year. */

import type { Chapter, Finding, IndicatorNote, Judged, Occupation, OwnFigure, ParameterNote, Standing, Threshold } from './consequence_answers';
import { arrayOf, row, type Envelope } from './envelope';
import type { Interval } from './people_figures';

export interface Cause {
  readonly name: string;
  readonly value: number;
}

export interface StaffOfMember {
  readonly code: string;
  readonly need: number;
  readonly available: number;
  readonly unfilled: number;
}

const ENDS = { 50: [25, 75], 80: [10, 90], 95: [2.5, 97.5] } as const;

export class ConsequenceFigures {
  readonly years: readonly number[];
  readonly indicators: readonly IndicatorNote[];
  readonly parameters: Readonly<Record<string, ParameterNote>>;
  readonly findings: readonly Finding[];
  readonly thresholds: readonly Threshold[];
  readonly standing: Standing | null;
  readonly judged: readonly Judged[];
  readonly recommended: Readonly<Record<string, number>>;
  readonly occupations: readonly Occupation[];
  readonly members: readonly string[];
  /** Own figures that the answer rests on, where the service lists them. */
  readonly own: readonly OwnFigure[];
  readonly figures: 'shipped' | 'official';
  readonly drawn: boolean;
  private readonly envelope: Envelope;
  private readonly rows: ReadonlyMap<string, number>;
  private readonly causes: ReadonlyMap<string, readonly { name: string; at: number }[]>;

  constructor(envelope: Envelope) {
    const { header, labels } = envelope;
    this.envelope = envelope;
    this.years = (labels.year ?? []).map(Number);
    this.rows = new Map((labels.indicator ?? []).map((name, at) => [String(name), at]));
    this.causes = causesByIndicator(labels.why ?? []);
    this.members = (labels.member ?? []).map(String);
    this.indicators = list<IndicatorNote>(header.indicators).filter(({ name }) => this.rows.has(name));
    this.parameters = (header.parameters ?? {}) as Record<string, ParameterNote>;
    this.findings = list(header.findings);
    this.thresholds = list<Threshold>(header.thresholds).toSorted((one, other) => one.year - other.year);
    this.standing = (header.standing ?? null) as Standing | null;
    this.judged = list<Judged>(header.judged);
    this.recommended = (header.recommended ?? {}) as Record<string, number>;
    this.occupations = list(header.occupations);
    this.own = list((header.own as { figures?: unknown } | undefined)?.figures);
    this.figures = header.figures === 'official' ? 'official' : 'shipped';
    this.drawn = header.intervals === 'ready';
  }

  get baseYear(): number {
    return this.years[0]!;
  }

  get lastYear(): number {
    return this.years.at(-1)!;
  }

  has(name: string): boolean {
    return this.indicators.some((one) => one.name === name);
  }

  note(name: string): IndicatorNote {
    const found = this.indicators.find((one) => one.name === name);
    if (!found) throw new RangeError(`There is no indicator called ${name}.`);
    return found;
  }

  chapter(chapter: Chapter): readonly IndicatorNote[] {
    return this.indicators.filter((one) => one.chapter === chapter);
  }

  /** (year) expected values. */
  expected(name: string): Float32Array {
    return row(arrayOf(this.envelope, 'expected'), this.at(name));
  }

  value(name: string, year: number): number {
    return this.expected(name)[this.years.indexOf(year)] ?? NaN;
  }

  /** The last year with a value: flows have none in the year that only opens. */
  lastKnown(name: string): number {
    const values = this.expected(name);
    let at = values.length - 1;
    while (at > 0 && !Number.isFinite(values[at])) at--;
    return this.years[at]!;
  }

  /** The middle 50, 80 or 95 per cent of the futures; undefined until they are drawn. */
  interval(name: string, level: 50 | 80 | 95 = 80): Interval | undefined {
    if (!this.envelope.arrays.has('quantiles')) return undefined;
    const levels = (this.envelope.labels.quantile ?? []).map(Number);
    const [low, high] = ENDS[level].map((end) => row(arrayOf(this.envelope, 'quantiles'), levels.findIndex((one) => Math.abs(one - end) < 1e-6), this.at(name)));
    return low && high && low.subarray(1).some(Number.isFinite) ? { low, high } : undefined;
  }

  intervalIn(name: string, year: number, level: 50 | 80 | 95 = 80): [number, number] | undefined {
    const interval = this.interval(name, level);
    const at = this.years.indexOf(year);
    return interval && at > 0 && Number.isFinite(interval.low[at]) ? [interval.low[at]!, interval.high[at]!] : undefined;
  }

  /** Change since the base year by cause; the causes add up to it. Empty where it is not split. */
  why(name: string, year: number): Cause[] {
    const at = this.years.indexOf(year);
    const array = this.envelope.arrays.get('why');
    if (!array || at < 0) return [];
    return (this.causes.get(name) ?? []).map((cause) => ({ name: cause.name, value: row(array, cause.at)[at]! }));
  }

  /** The municipalities that share a labour market: need, available and unfilled in one year. */
  region(year: number): StaffOfMember[] {
    const at = this.years.indexOf(year);
    const value = (name: string, member: number): number => {
      const array = this.envelope.arrays.get(name);
      return array && at >= 0 ? row(array, member)[at]! : NaN;
    };
    return this.members.map((code, member) => ({
      code,
      need: value('region_need', member),
      available: value('region_available', member),
      unfilled: value('region_unfilled', member),
    }));
  }

  /** Sentences about an indicator, or a chapter's headline and the one beneath it. */
  findingsOf(chart: string): readonly Finding[] {
    return this.findings.filter((one) => one.chart === chart);
  }

  get replaced(): boolean {
    return this.indicators.some((one) => one.replaced) || Object.values(this.parameters).some((one) => one.basis === 'replaced');
  }

  private at(name: string): number {
    const at = this.rows.get(name);
    if (at === undefined) throw new RangeError(`There is no indicator called ${name}.`);
    return at;
  }
}

function list<Item>(value: unknown): readonly Item[] {
  return Array.isArray(value) ? (value as Item[]) : [];
}

/** "staff.unfilled|staff.need_home" is a cause of staff.unfilled. */
function causesByIndicator(labels: readonly (string | number)[]): Map<string, { name: string; at: number }[]> {
  const causes = new Map<string, { name: string; at: number }[]>();
  labels.forEach((label, at) => {
    const [indicator, name] = String(label).split('|') as [string, string | undefined];
    causes.set(indicator, [...(causes.get(indicator) ?? []), { name: name ?? indicator, at }]);
  });
  return causes;
}

export interface ExpectedValues {
  readonly years: readonly number[];
  readonly residents: Float32Array;
  readonly of: (indicator: string) => Float32Array | undefined;
}

/** Expected values of every indicator, and residents, from the small envelope. */
export function expectedValues(envelope: Envelope): ExpectedValues {
  const rows = new Map((envelope.labels.indicator ?? []).map((name, at) => [String(name), at]));
  const held = arrayOf(envelope, 'expected');
  return {
    years: (envelope.labels.year ?? []).map(Number),
    residents: row(arrayOf(envelope, 'residents')),
    of: (indicator) => (rows.has(indicator) ? row(held, rows.get(indicator)!) : undefined),
  };
}
