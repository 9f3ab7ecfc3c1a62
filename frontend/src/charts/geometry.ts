/** Ticks, classes and bins: the arithmetic behind axes and the map's legend. */

/** Round steps (1, 2, 2.5 or 5 times a power of ten) that give at most `most` intervals. */
export function niceStep(span: number, most: number): number {
  if (!(span > 0)) return 1;
  const rough = span / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  for (const factor of [1, 2, 2.5, 5, 10]) if (rough <= factor * power * (1 + 1e-9)) return factor * power;
  return 10 * power;
}

/** Ticks from at or below `low` to at or above `high`. */
export function niceTicks(low: number, high: number, most = 5): number[] {
  const step = niceStep(high - low || Math.abs(high) || 1, most);
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) => tidy((first + index) * step));
}

/** A number without the dust of floating point. */
export function tidy(value: number): number {
  return Number(value.toPrecision(12));
}

/** The share quantile of sorted numbers, linear between neighbours. */
export function quantile(sorted: readonly number[], share: number): number {
  if (sorted.length === 0) return NaN;
  const at = (sorted.length - 1) * share;
  const below = Math.floor(at);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return low + (high - low) * (at - below);
}

export interface Classes {
  /** Four limits between five classes, rising. */
  readonly limits: readonly number[];
  /** Edges of the histogram's bins; the first and last bin are open. */
  readonly edges: readonly number[];
  /** Which end is strained: `low` and `high` decide which class is darkest. */
  readonly dark: 'low' | 'high';
}

/** Classes and bins that serve all years, from the values of the years that must be told apart. */
export function classesOf(values: ArrayLike<number>, dark: 'low' | 'high'): Classes {
  const sorted = Array.from(values).filter(Number.isFinite).sort((one, other) => one - other);
  if (sorted.length === 0) return { limits: [1, 2, 3, 4], edges: [0, 1, 2, 3, 4, 5], dark };
  const low = quantile(sorted, 0.005);
  const high = quantile(sorted, 0.975);
  const step = niceStep(high - low, 32);
  const first = Math.floor(low / step);
  const count = Math.max(6, Math.ceil(high / step) - first);
  const edges = Array.from({ length: count + 1 }, (_, index) => tidy((first + index) * step));
  const limits: number[] = [];
  for (const share of [0.2, 0.4, 0.6, 0.8]) {
    const wanted = tidy(Math.round(quantile(sorted, share) / step) * step);
    const previous = limits.at(-1);
    limits.push(previous !== undefined && wanted <= previous ? tidy(previous + step) : wanted);
  }
  return { limits, edges, dark };
}

/** Class 1 (darkest) to 5; 0 when the value is missing. */
export function classOf(value: number, classes: Classes): number {
  if (!Number.isFinite(value)) return 0;
  let passed = 0;
  for (const limit of classes.limits) if (value >= limit) passed++;
  return classes.dark === 'low' ? passed + 1 : 5 - passed;
}

/** Number of values in each bin; values beyond the ends are counted in the end bins. */
export function counts(values: ArrayLike<number>, edges: readonly number[]): number[] {
  const bins = new Array<number>(edges.length - 1).fill(0);
  const step = edges[1]! - edges[0]!;
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!;
    if (!Number.isFinite(value)) continue;
    const bin = Math.floor((value - edges[0]!) / step + 1e-6);
    bins[Math.max(0, Math.min(bins.length - 1, bin))]!++;
  }
  return bins;
}

/** Index of the year nearest to the one asked for, in a rising list that may have holes. */
export function nearestYear(years: readonly number[], year: number): number {
  let best = 0;
  for (let index = 1; index < years.length; index++) {
    if (Math.abs(years[index]! - year) < Math.abs(years[best]! - year)) best = index;
  }
  return best;
}
