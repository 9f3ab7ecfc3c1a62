/** The arithmetic of a line chart: ticks that hold everything, labels that keep apart. */

import { niceTicks } from './geometry';

export interface Line {
  readonly id: string;
  readonly label: string;
  readonly years: readonly number[];
  readonly values: ArrayLike<number>;
}

export interface Band {
  readonly low: ArrayLike<number>;
  readonly high: ArrayLike<number>;
}

export interface Reference {
  readonly value: number;
  readonly label: string;
  /** For a narrow chart. */
  readonly short: string;
}

/** Ticks that hold lines, band and reference; from zero unless something lies below it. */
export function ticksFor(lines: readonly Line[], bands: readonly Band[], references: readonly Reference[], most = 5): number[] {
  const all = [...lines.flatMap(({ values }) => Array.from(values)), ...bands.flatMap(({ low, high }) => [...Array.from(low), ...Array.from(high)]), ...references.map(({ value }) => value)].filter(Number.isFinite);
  if (all.length === 0) return [0, 1];
  const [low, high] = [Math.min(0, ...all), Math.max(0, ...all)];
  return low === high ? [0, 1] : niceTicks(low, high, most);
}

/** Heights pushed down until each is `room` from the last, then lifted together to stay above `bottom`. */
export function keptApart<Item extends { y: number }>(items: readonly Item[], room: number, bottom: number): Item[] {
  const sorted = items.map((item) => ({ ...item })).sort((one, other) => one.y - other.y);
  for (let index = 1; index < sorted.length; index++) sorted[index]!.y = Math.max(sorted[index]!.y, sorted[index - 1]!.y + room);
  const over = (sorted.at(-1)?.y ?? 0) - bottom;
  if (over <= 0) return sorted;
  for (let index = sorted.length - 1, limit = bottom; index >= 0; index--, limit -= room) sorted[index]!.y = Math.min(sorted[index]!.y, limit);
  return sorted;
}

/** The last value there is; NaN when there is none. */
export function lastOf(values: ArrayLike<number>): number {
  for (let at = values.length - 1; at >= 0; at--) if (Number.isFinite(values[at])) return values[at]!;
  return NaN;
}
