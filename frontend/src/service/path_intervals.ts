/** The answer about how sure a path is: between which values four draws in five lie. */

import type { Message } from './answers';
import { askEnvelope } from './client';
import { arrayOf, row, type Envelope } from './envelope';
import { pathQuestion, type PathQuestion } from './path_client';
import type { LineName } from './path_figures';

export interface Ends {
  readonly low: Float32Array;
  readonly high: Float32Array;
}

export class PathIntervals {
  readonly draws: number;
  /** What the intervals hold, and what they do not. */
  readonly about: Message;
  private readonly envelope: Envelope;
  private readonly lines: readonly string[];
  private readonly years: readonly number[];
  private readonly rows: ReadonlyMap<string, number>;

  constructor(envelope: Envelope) {
    const { header, labels } = envelope;
    this.envelope = envelope;
    this.draws = Number(header.draws ?? 0);
    this.about = header.about as Message;
    this.lines = (labels.line ?? []).map(String);
    this.years = (labels.year ?? []).map(Number);
    this.rows = new Map((labels.indicator ?? []).map((name, at) => [String(name), at]));
  }

  /** (year) low and high of an indicator; undefined where the line is not in doubt. */
  ends(name: string, line: LineName): Ends | undefined {
    const [at, indicator] = [this.lines.indexOf(line), this.rows.get(name)];
    if (at < 0 || indicator === undefined) return undefined;
    const low = row(arrayOf(this.envelope, 'low'), at, indicator);
    const high = row(arrayOf(this.envelope, 'high'), at, indicator);
    return high.some((value, year) => value > low[year]!) ? { low, high } : undefined;
  }

  /** Low and high in a year; undefined where there is no doubt or no number. */
  between(name: string, line: LineName, year: number): readonly [number, number] | undefined {
    const ends = this.ends(name, line);
    const at = this.years.indexOf(year);
    const [low, high] = [ends?.low[at], ends?.high[at]];
    return low !== undefined && high !== undefined && Number.isFinite(low) && Number.isFinite(high) ? [low, high] : undefined;
  }
}

export async function askIntervals(question: PathQuestion, signal: AbortSignal): Promise<PathIntervals> {
  return new PathIntervals(await askEnvelope(pathQuestion(question, 'intervals'), { signal }));
}
