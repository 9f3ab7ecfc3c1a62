import { describe, expect, it } from 'vitest';
import type { Labels, Unit } from '../src/service/goals_client';
import { EVERYTHING, PAGE, pageOf, shownBy, sureness } from '../src/workbench/goals/filters';

const LABELS: Labels = { kind: 'goal', area: 'life', area2: '', theme: 'welf', sdg: [3], targets: [], challenge: '', dimension: 'social', concepts: [], bearing: 'outcome' };
const unit = (number: number, changed: Partial<Unit> = {}, labels: Partial<Labels> = {}): Unit => ({
  sha256: 'a',
  document: 'plan.pdf',
  number,
  text: `Mål ${number}`,
  page: 1,
  heading: [],
  state: 'proposed',
  labels: { ...LABELS, ...labels },
  proposed: LABELS,
  confidence: { overall: 0.9, kind: 0.9, area: 0.9, theme: 0.9, sdg: 0.9 },
  reasons: [],
  ...changed,
});

describe('shownBy', () => {
  it('shows goals and leaves strategies out unless they are asked for', () => {
    const units = [unit(0), unit(1, {}, { kind: 'strategy' })];
    expect(shownBy(units, EVERYTHING).map(({ number }) => number)).toEqual([0]);
    expect(shownBy(units, { ...EVERYTHING, kind: '' })).toHaveLength(2);
    expect(shownBy(units, { ...EVERYTHING, kind: 'strategy' }).map(({ number }) => number)).toEqual([1]);
  });

  it('keeps a rejected goal in sight, so that it can be taken back', () => {
    const units = [unit(0, { state: 'rejected' }, { kind: 'none', area: '' })];
    expect(shownBy(units, EVERYTHING)).toHaveLength(1);
  });

  it('asks for all that the filter says', () => {
    const units = [unit(0), unit(1, { sha256: 'b' }), unit(2, {}, { area: 'clim', area2: 'life' }), unit(3, { text: 'Noe annet' })];
    expect(shownBy(units, { ...EVERYTHING, document: 'b' }).map(({ number }) => number)).toEqual([1]);
    expect(shownBy(units, { ...EVERYTHING, area: 'life' })).toHaveLength(4);
    expect(shownBy(units, { ...EVERYTHING, area: 'clim' }).map(({ number }) => number)).toEqual([2]);
    expect(shownBy(units, { ...EVERYTHING, words: 'ANNET' }).map(({ number }) => number)).toEqual([3]);
    expect(shownBy(units, { ...EVERYTHING, sdg: '13' })).toHaveLength(0);
  });
});

describe('pageOf', () => {
  it('holds every unit once over its pages', () => {
    const units = Array.from({ length: PAGE * 2 + 3 }, (_, number) => unit(number));
    expect([0, 1, 2].flatMap((at) => pageOf(units, at)).map(({ number }) => number)).toEqual(units.map(({ number }) => number));
  });
});

describe('sureness', () => {
  it('rises with the share', () => {
    expect([0.2, 0.6, 0.9].map(sureness)).toEqual(['low', 'middle', 'high']);
  });
});
