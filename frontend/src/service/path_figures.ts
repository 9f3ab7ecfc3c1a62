/** The answer about a path: four lines of every indicator, and what the choices take. */

import type { Message } from './answers';
import { arrayOf, row, type Envelope } from './envelope';
import type { Account, Contradiction, FollowedDial, Lacking, Overlap, PathNote } from './path_answers';

export const LINES = ['today', 'world', 'own', 'both'] as const;
export type LineName = (typeof LINES)[number];
export const RESIDENTS = 'residents';
export const OLDEST = 'aged_80plus';

export class PathFigures {
  readonly years: readonly number[];
  readonly indicators: readonly string[];
  readonly path: string;
  readonly identity: string;
  readonly notes: readonly PathNote[];
  readonly headline: Message;
  readonly accounts: readonly Account[];
  readonly lacking: readonly Lacking[];
  readonly overlaps: readonly Overlap[];
  readonly contradictions: readonly Contradiction[];
  readonly followed: readonly FollowedDial[];
  readonly after: readonly number[];
  readonly figures: 'shipped' | 'official';
  private readonly envelope: Envelope;
  private readonly rows: ReadonlyMap<string, number>;

  constructor(envelope: Envelope) {
    const { header, labels } = envelope;
    this.envelope = envelope;
    this.years = (labels.year ?? []).map(Number);
    this.indicators = (labels.indicator ?? []).map(String);
    this.rows = new Map(this.indicators.map((name, at) => [name, at]));
    this.path = String(header.path ?? '');
    this.identity = String(header.identity ?? '');
    this.notes = list(header.notes);
    this.headline = header.headline as Message;
    this.accounts = list(header.choices);
    this.lacking = list(header.lacking);
    this.overlaps = list(header.overlaps);
    this.contradictions = list(header.contradictions);
    this.followed = list(header.followed);
    this.after = list(header.after);
    this.figures = header.figures === 'official' ? 'official' : 'shipped';
  }

  get baseYear(): number {
    return this.years[0]!;
  }

  get lastYear(): number {
    return this.years.at(-1)!;
  }

  has(name: string): boolean {
    return this.rows.has(name) || name === RESIDENTS || name === OLDEST;
  }

  /** (year) of an indicator, or of residents and those of 80 and over. */
  line(name: string, line: LineName): Float32Array {
    const at = LINES.indexOf(line);
    if (name === RESIDENTS || name === OLDEST) return row(arrayOf(this.envelope, name), at);
    const indicator = this.rows.get(name);
    if (indicator === undefined) throw new RangeError(`There is no indicator called ${name}.`);
    return row(arrayOf(this.envelope, 'lines'), at, indicator);
  }

  value(name: string, line: LineName, year: number): number {
    return this.line(name, line)[this.years.indexOf(year)] ?? NaN;
  }

  /** The last year with a value: flows have none in the year that only opens. */
  lastKnown(name: string): number {
    const values = this.line(name, 'both');
    let at = values.length - 1;
    while (at > 0 && !Number.isFinite(values[at])) at--;
    return this.years[at]!;
  }

  /** How far a dial beside the model is moved in a year. */
  moved(dial: number, line: LineName, year: number): number {
    return row(arrayOf(this.envelope, 'followed'), LINES.indexOf(line), dial)[this.years.indexOf(year)] ?? NaN;
  }

  /** NOK of 2024 and person-years that all choices take together in a year. */
  taken(year: number): { yearly: number; personYears: number } {
    const at = this.years.indexOf(year);
    const sum = (name: string): number => this.accounts.reduce((total, _, choice) => total + (row(arrayOf(this.envelope, name), choice)[at] ?? 0), 0);
    return { yearly: sum('yearly'), personYears: sum('person_years') };
  }

  /** NOK of 2024 paid once, all choices and years together. */
  get once(): number {
    return this.accounts.reduce((total, { once }) => total + once, 0);
  }
}

function list<Item>(value: unknown): readonly Item[] {
  return Array.isArray(value) ? (value as Item[]) : [];
}

export interface Movement {
  readonly name: string;
  readonly year: number;
  readonly from: number;
  readonly to: number;
}

/** The indicator that moved farthest for its size between two answers, in the year when it did; undefined when none did. */
export function movedMost(before: PathFigures, after: PathFigures, names: readonly string[]): Movement | undefined {
  let found: Movement | undefined;
  let farthest = 1e-6;
  for (const name of names) {
    if (!before.has(name) || !after.has(name)) continue;
    const [old, now] = [before.line(name, 'both'), after.line(name, 'both')];
    for (let at = 1; at < now.length; at++) {
      const size = Math.max(Math.abs(old[at]!), Math.abs(now[at]!));
      const share = size > 0 ? Math.abs(now[at]! - old[at]!) / size : 0;
      if (share > farthest && Number.isFinite(share)) {
        farthest = share;
        found = { name, year: after.years[at]!, from: old[at]!, to: now[at]! };
      }
    }
  }
  return found;
}
