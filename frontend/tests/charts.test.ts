import { describe, expect, it } from 'vitest';
import { classesOf, classOf, counts, nearestYear, niceTicks, quantile } from '../src/charts/geometry';
import { ageGroups, barsPath, grouped, linePath, waterfall } from '../src/charts/paths';
import { csvOf } from '../src/charts/table';
import { calloutPlace, countyLines, FreeSea, neighbour, type Tile } from '../src/charts/tiles';
import { transverseMercator } from '../src/charts/borders';

describe('axes and classes', () => {
  it('has round ticks that hold both ends', () => {
    expect(niceTicks(0, 6510, 5)).toEqual([0, 2000, 4000, 6000, 8000]);
    expect(niceTicks(0, 0.3, 3)).toEqual([0, 0.1, 0.2, 0.3]);
  });

  it('puts every number in one of five classes, the strained end darkest', () => {
    const values = Array.from({ length: 100 }, (_, index) => 4 + index / 10);
    for (const dark of ['low', 'high'] as const) {
      const classes = classesOf(values, dark);
      const found = values.map((value) => classOf(value, classes));
      expect(new Set(found)).toEqual(new Set([1, 2, 3, 4, 5]));
      expect(found[dark === 'low' ? 0 : 99]).toBe(1);
      expect([...classes.limits]).toEqual([...classes.limits].sort((one, other) => one - other));
    }
  });

  it('keeps limits apart when all values are alike, and shows a missing value as missing', () => {
    const classes = classesOf([100, 100, 100], 'low');
    expect(new Set(classes.limits).size).toBe(4);
    expect(classOf(NaN, classes)).toBe(0);
  });

  it('counts every municipality once, those beyond the ends too', () => {
    const values = [-5, 1, 1.5, 2, 99, NaN];
    expect(counts(values, [0, 1, 2, 3]).reduce((sum, count) => sum + count, 0)).toBe(5);
  });

  it('takes quantiles between neighbours', () => expect(quantile([1, 2, 3, 4], 0.5)).toBe(2.5));
  it('finds the nearest year across a hole', () => expect(nearestYear([2019, 2024, 2025], 2022)).toBe(1));
});

describe('paths', () => {
  it('breaks a line where a value is missing', () => {
    expect(linePath([1, 2, 3, 4], [1, NaN, 3, 4], Number, Number).match(/M/g)).toHaveLength(2);
  });

  it('groups every age once', () => {
    const ages = Array.from({ length: 106 }, () => 1);
    for (const [width, last] of [[5, 100], [1, 105]] as const) {
      const sums = grouped(ages, ageGroups(width, last));
      expect(sums.reduce((sum, count) => sum + count, 0)).toBe(106);
    }
  });

  it('draws one bar for each group', () => {
    const path = barsPath([1, 2, 3], { base: 0, unit: 1, height: 10, gap: 1, direction: -1, bottom: 30 });
    expect(path.match(/M/g)).toHaveLength(3);
    expect(path).toContain('h-3.00');
  });

  it('lets each step of a waterfall begin where the last ended', () => {
    const steps = waterfall({ label: 'a', value: 10 }, [{ label: 'b', value: 5 }, { label: 'c', value: -8 }], { label: 'd', value: 7 });
    expect(steps.map((step) => step.to)).toEqual([10, 15, 7, 7]);
    expect(steps.map((step) => step.kind)).toEqual(['stock', 'rise', 'fall', 'stock']);
  });
});

describe('tiles', () => {
  const tile = (code: string, county: string, column: number, row: number): Tile => ({ code, name: code, county, column, row });
  const tiles = [tile('a', '1', 0, 0), tile('b', '2', 1, 0), tile('c', '1', 0, 1), tile('d', '3', 5, 5)];

  it('draws a line only between counties', () => expect(countyLines(tiles)).toBe('M1 0v1'));
  it('moves in the direction of the arrow, also over sea', () => {
    expect(neighbour(tiles, 0, 'ArrowRight')).toBe(1);
    expect(neighbour(tiles, 0, 'ArrowDown')).toBe(2);
    expect(neighbour(tiles, 0, 'ArrowLeft')).toBe(0);
    expect(neighbour(tiles, 1, 'ArrowDown')).toBe(2);
    expect(neighbour(tiles, 3, 'ArrowDown')).toBe(3);
  });
  it('places a callout on free sea and keeps others off it', () => {
    const sea = new FreeSea(tiles, 20, 10);
    const first = calloutPlace(tiles[0]!, 5, sea)!;
    const second = calloutPlace(tiles[1]!, 5, sea)!;
    expect(sea.isFree(Math.round(first.y - 0.6), first.x, first.x + 5)).toBe(false);
    expect([second.x, second.y]).not.toEqual([first.x, first.y]);
  });
  it('projects the central meridian straight north', () => {
    expect(transverseMercator([15, 60])[0]).toBeCloseTo(0);
    expect(transverseMercator([15, 60])[1]).toBeCloseTo((60 * Math.PI) / 180);
  });
});

it('writes figures with a point, missing as empty and names in quotes', () => {
  const table = { caption: '', columns: [{ label: 'Sted', name: 'place' }, { label: '2050', name: 'value_2050' }], rows: [['A, B', 1.5], ['C', NaN]] };
  expect(csvOf(table)).toBe('place,value_2050\r\n"A, B",1.5\r\nC,\r\n');
});
