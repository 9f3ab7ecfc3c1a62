import { describe, expect, it } from 'vitest';
import { routeOf } from '../src/routes/route';
import { whySteps } from '../src/workbench/municipality/why_steps';
import { byMethod, measuredTables } from '../src/workbench/method/measured';
import { about, number, rounded, wholeNumbersWithSum } from '../src/words/numbers';

describe('numbers', () => {
  it('are written the Norwegian way, missing as a dash', () => {
    expect(number(5533).replace(/\s/g, ' ')).toBe('5 533');
    expect(number(NaN)).toBe('–');
    expect(number(-1.25, 1)).toBe('−1,3');
  });

  it('are rounded to what is known', () => {
    expect([37.4, 163, 743, 5157, 56_789, 591_234].map(rounded)).toEqual([37, 165, 740, 5160, 56_800, 591_000]);
    expect(about(NaN)).toBe('–');
  });

  it('keep the sum when made whole, whatever the signs', () => {
    for (let seed = 1; seed < 200; seed++) {
      const parts = Array.from({ length: 6 }, (_, index) => Math.sin(seed * 12.9 + index * 78.2) * 1000);
      const total = parts.reduce((sum, part) => sum + part, 0);
      const whole = wholeNumbersWithSum(parts, total);
      expect(whole.reduce((sum, part) => sum + part, 0)).toBe(Math.round(total));
      whole.forEach((value, index) => expect(Math.abs(value - parts[index]!)).toBeLessThan(1.01));
    }
  });
});

describe('why', () => {
  const causes = { births: 938.4, deaths: -1768.3, moved_in: 2000.6, moved_out: -1700.2, immigrated: 200.4, emigrated: -46.6, ageing: 0.01 };
  const stocks = { opening: 5533, closing: 5157.3, openingLabel: '2024', closingLabel: '2050' };

  it('adds up in whole persons, net or each way', () => {
    for (const each of [true, false]) {
      const steps = whySteps(causes, stocks, { each, decimals: 0 });
      const inside = steps.slice(1, -1).reduce((sum, step) => sum + step.value, 0);
      expect(steps[0]!.value + inside).toBe(steps.at(-1)!.value);
      expect(steps.at(-2)!.to).toBe(steps.at(-1)!.value);
      expect(steps.map((step) => step.label)).not.toContain('ageing');
    }
  });

  it('adds up in hundredths for a ratio', () => {
    const steps = whySteps({ births: 0.111, deaths: -0.733, ageing: -0.2 }, { ...stocks, opening: 2.4, closing: 1.578 }, { each: false, decimals: 2 });
    const inside = steps.slice(1, -1).reduce((sum, step) => sum + step.value, 0);
    expect(steps[0]!.value + inside).toBeCloseTo(steps.at(-1)!.value, 10);
  });
});

describe('addresses', () => {
  it('are read, and an address that means nothing is unknown', () => {
    expect(routeOf('/')).toEqual({ page: 'front' });
    expect(routeOf('/kommune/0301')).toEqual({ page: 'place', level: 'municipality', code: '0301' });
    expect(routeOf('/gruppe/3448-3450/')).toEqual({ page: 'place', level: 'group', code: '3448-3450' });
    expect(routeOf('/landet')).toEqual({ page: 'place', level: 'country', code: '0' });
    expect(routeOf('/kommune/0301/veivalg')).toEqual({ page: 'paths', level: 'municipality', code: '0301' });
    expect(routeOf('/landet/veivalg')).toEqual({ page: 'paths', level: 'country', code: '0' });
    expect(routeOf('/fremtider')).toEqual({ page: 'futures' });
    expect(routeOf('/kommune/0301/annet')).toMatchObject({ page: 'unknown' });
    expect(routeOf('/kommune/0301/veivalg/mer')).toMatchObject({ page: 'unknown' });
    expect(routeOf('/%E0%A4%A')).toMatchObject({ page: 'unknown' });
  });
});

describe('measured errors', () => {
  const rows = [
    { base_year: 2016, horizon: 5, method: 'Veivalg', mape: 2.6, coverage_80: 79 },
    { base_year: 2016, horizon: 5, method: 'No change', mape: 3.5, coverage_80: null },
    { base_year: 2014, horizon: 5, method: 'Veivalg', mape: 2.3, coverage_80: 81 },
  ];
  it('stand side by side, missing ones empty', () => {
    const side = byMethod({ rows })!;
    expect(side.methods).toEqual(['Veivalg', 'No change']);
    expect(side.rows.map((row) => [row.base, row.errors, row.coverage])).toEqual([[2014, [2.3, null], 81], [2016, [2.6, 3.5], 79]]);
    expect(byMethod(null)).toBeUndefined();
  });
  it('become tables whatever their form', () => {
    expect(measuredTables({ columns: ['a'], rows: [[1]] }, 'x')).toEqual([{ name: 'x', columns: ['a'], rows: [[1]] }]);
    expect(measuredTables({ one: [{ a: 1, deep: {} }] })[0]).toEqual({ name: 'one', columns: ['a'], rows: [[1]] });
  });
});
