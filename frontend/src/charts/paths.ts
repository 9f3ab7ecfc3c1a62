/** Lines, bands, pyramids and waterfalls as SVG path texts and rectangles. Pure, so that they can be tested. */

import { area, line } from 'd3-shape';

export type Scale = (value: number) => number;

/** Path through the points that have a value; missing points break the line. */
export function linePath(xs: ArrayLike<number>, ys: ArrayLike<number>, x: Scale, y: Scale): string {
  const indices = Array.from({ length: xs.length }, (_, index) => index);
  const draw = line<number>()
    .defined((index) => Number.isFinite(ys[index]))
    .x((index) => x(xs[index]!))
    .y((index) => y(ys[index]!));
  return draw(indices) ?? '';
}

/** Area between two series, where both have values. */
export function bandPath(xs: ArrayLike<number>, low: ArrayLike<number>, high: ArrayLike<number>, x: Scale, y: Scale): string {
  const indices = Array.from({ length: xs.length }, (_, index) => index);
  const draw = area<number>()
    .defined((index) => Number.isFinite(low[index]) && Number.isFinite(high[index]))
    .x((index) => x(xs[index]!))
    .y0((index) => y(low[index]!))
    .y1((index) => y(high[index]!));
  return draw(indices) ?? '';
}

export interface Step {
  readonly label: string;
  readonly value: number;
  readonly from: number;
  readonly to: number;
  readonly kind: 'stock' | 'rise' | 'fall';
}

/** Steps of a waterfall: opening stock, each change on top of the last, closing stock. */
export function waterfall(opening: Named, changes: readonly Named[], closing: Named): Step[] {
  const steps: Step[] = [{ label: opening.label, value: opening.value, from: 0, to: opening.value, kind: 'stock' }];
  let level = opening.value;
  for (const { label, value } of changes) {
    steps.push({ label, value, from: level, to: level + value, kind: value < 0 ? 'fall' : 'rise' });
    level += value;
  }
  steps.push({ label: closing.label, value: closing.value, from: 0, to: closing.value, kind: 'stock' });
  return steps;
}

export interface Named {
  readonly label: string;
  readonly value: number;
}

/** Ages in groups of `width` years; the last group is open from `last`. */
export function ageGroups(width: number, last: number): { from: number; to: number }[] {
  const groups: { from: number; to: number }[] = [];
  for (let from = 0; from < last; from += width) groups.push({ from, to: from + width - 1 });
  return [...groups, { from: last, to: Infinity }];
}

/** Sum of one-year ages by group. */
export function grouped(ages: ArrayLike<number>, groups: readonly { from: number; to: number }[]): number[] {
  return groups.map(({ from, to }) => {
    let sum = 0;
    for (let age = from; age <= Math.min(to, ages.length - 1); age++) sum += ages[age]!;
    return sum;
  });
}

/** One side of the pyramid as bars in one path: `direction` −1 grows to the left. */
export function barsPath(values: readonly number[], options: { base: number; unit: number; height: number; gap: number; direction: 1 | -1; bottom: number }): string {
  const { base, unit, height, gap, direction, bottom } = options;
  let path = '';
  for (const [index, value] of values.entries()) {
    const y = bottom - (index + 1) * height + gap / 2;
    path += `M${base} ${y.toFixed(2)}h${(direction * value * unit).toFixed(2)}v${(height - gap).toFixed(2)}H${base}z`;
  }
  return path;
}

/** The same side as an outline in steps. */
export function stepsPath(values: readonly number[], options: { base: number; unit: number; height: number; direction: 1 | -1; bottom: number }): string {
  const { base, unit, height, direction, bottom } = options;
  let path = `M${base} ${bottom}`;
  for (const [index, value] of values.entries()) {
    path += `H${(base + direction * value * unit).toFixed(2)}V${(bottom - (index + 1) * height).toFixed(2)}`;
  }
  return `${path}H${base}`;
}
