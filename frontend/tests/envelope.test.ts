import { describe, expect, it } from 'vitest';
import { arrayOf, BrokenEnvelope, openEnvelope, row } from '../src/service/envelope';
import { PeopleFigures } from '../src/service/people_figures';

interface Part {
  name: string;
  axes: string[];
  shape: number[];
  values: number[];
}

function envelope(parts: Part[], more: object): ArrayBuffer {
  const header = JSON.stringify({ arrays: parts.map(({ name, axes, shape }) => ({ name, axes, shape, unit: '' })), ...more });
  const text = new TextEncoder().encode(header);
  const start = 4 + Math.ceil(text.length / 4) * 4;
  const count = parts.reduce((sum, part) => sum + part.values.length, 0);
  const bytes = new ArrayBuffer(start + 4 * count);
  new DataView(bytes).setUint32(0, text.length, true);
  new Uint8Array(bytes).set(text, 4);
  new Float32Array(bytes, start).set(parts.flatMap((part) => part.values));
  return bytes;
}

describe('envelope', () => {
  const two = [
    { name: 'one', axes: ['year'], shape: [3], values: [1, 2, 3] },
    { name: 'two', axes: ['indicator', 'year'], shape: [2, 3], values: [4, 5, 6, 7, NaN, 9] },
  ];

  it('gives each array its own numbers whatever the length of the header', () => {
    for (const note of ['', 'æ', 'øå', 'xyz', 'lengre']) {
      const opened = openEnvelope(envelope(two, { labels: { year: [2024, 2025, 2026] }, note }));
      expect([...arrayOf(opened, 'one').values]).toEqual([1, 2, 3]);
      expect([...row(arrayOf(opened, 'two'), 1)]).toEqual([7, NaN, 9]);
    }
  });

  it('says what is wrong with bytes that end too early', () => {
    const whole = envelope(two, {});
    expect(() => openEnvelope(whole.slice(0, whole.byteLength - 4))).toThrow(BrokenEnvelope);
    expect(() => openEnvelope(new ArrayBuffer(2))).toThrow(/2 bytes/);
    expect(() => arrayOf(openEnvelope(whole), 'three')).toThrow(/three/);
  });
});

describe('figures of a place', () => {
  const labels = { year_h: [2019, 2024], year: [2024, 2050], sex: ['female', 'male'], age: [0, 1], indicator: ['persons', '80+'], quantile: [2.5, 10, 25, 50, 75, 90, 97.5], future: [1], cause: ['births', 'deaths'] };
  const figures = (low: number) =>
    new PeopleFigures(
      openEnvelope(
        envelope(
          [
            { name: 'history', axes: ['year_h', 'sex', 'age'], shape: [2, 2, 2], values: [1, 2, 3, 4, 5, 6, 7, 8] },
            { name: 'expected', axes: ['year', 'sex', 'age'], shape: [2, 2, 2], values: [5, 6, 7, 8, 9, 10, 11, 12] },
            { name: 'indicator_history', axes: ['indicator', 'year_h'], shape: [2, 2], values: [10, 26, 0, 0] },
            { name: 'indicator_expected', axes: ['indicator', 'year'], shape: [2, 2], values: [26, 42, 0, 1] },
            { name: 'quantiles', axes: ['quantile', 'indicator', 'year'], shape: [7, 2, 2], values: [1, 2, 3, 4, 5, 6, 7].flatMap((level) => [26, low + level, 0, low]) },
            { name: 'futures', axes: ['future', 'indicator', 'year'], shape: [1, 2, 2], values: [26, low, 0, 1] },
            { name: 'why', axes: ['indicator', 'year', 'cause'], shape: [2, 2, 2], values: [0, 0, 20, -4, 0, 0, 0, 1] },
          ],
          { labels },
        ),
      ),
    );

  it('finds counted and expected values by year, and nothing between', () => {
    expect(figures(40).value('persons', 2019)).toBe(10);
    expect(figures(40).value('persons', 2050)).toBe(42);
    expect(figures(40).value('persons', 2021)).toBeNaN();
    expect([...figures(40).stock(2019)!.male]).toEqual([3, 4]);
    expect([...figures(40).stock(2050)!.female]).toEqual([9, 10]);
    expect(figures(40).stock(2021)).toBeUndefined();
  });

  it('tells whether intervals are drawn, and which they are', () => {
    expect(figures(NaN).drawn).toBe(false);
    expect(figures(NaN).futures('persons')).toEqual([]);
    expect(figures(40).intervalIn('persons', 2050)).toEqual([42, 46]);
    expect(figures(40).intervalIn('persons', 2024)).toBeUndefined();
  });

  it('names causes', () => expect(figures(40).why('persons', 2050)).toEqual({ births: 20, deaths: -4 }));
  it('refuses an indicator that is not there', () => expect(() => figures(40).series('dragons')).toThrow(/dragons/));
});
