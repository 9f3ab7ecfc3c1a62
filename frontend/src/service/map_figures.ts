/** The figures of the map: each indicator by year and municipality, and the country's curve. */

import type { Message } from './answers';
import { arrayOf, row, type Envelope } from './envelope';

export class MapFigures {
  readonly indicators: readonly string[];
  readonly years: readonly number[];
  readonly codes: readonly string[];
  readonly seam: number;
  readonly findings: readonly Message[];
  private readonly envelope: Envelope;

  constructor(envelope: Envelope) {
    const { labels, header } = envelope;
    this.envelope = envelope;
    this.indicators = (labels.indicator ?? []).map(String);
    this.years = (labels.year ?? []).map(Number);
    this.codes = (labels.municipality ?? []).map(String);
    this.seam = Number(header.seam ?? header.base_year ?? this.years[0]);
    this.findings = (header.findings ?? []) as Message[];
  }

  /** (municipality) in the order of `codes`. */
  values(indicator: string, yearIndex: number): Float32Array {
    return row(arrayOf(this.envelope, 'value'), this.indicators.indexOf(indicator), yearIndex);
  }

  /** (year) for the country; `low` and `high` are NaN until intervals are drawn. */
  country(indicator: string, which: 'country' | 'country_low' | 'country_high' = 'country'): Float32Array {
    return row(arrayOf(this.envelope, which), this.indicators.indexOf(indicator));
  }

  countryIn(indicator: string, year: number): number {
    const at = this.years.indexOf(year);
    return at < 0 ? NaN : this.country(indicator)[at]!;
  }

  /** Values of the years that the classes must tell apart: the base year, counted twice, and the last. */
  valuesForClasses(indicator: string): number[] {
    const base = Math.max(0, this.years.indexOf(this.seam));
    return [base, base, this.years.length - 1].flatMap((year) => Array.from(this.values(indicator, year)));
  }
}
