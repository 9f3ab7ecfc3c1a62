import { describe, expect, it } from 'vitest';
import { keptApart, lastOf, ticksFor } from '../src/charts/lines';
import { ownIn, withOwn } from '../src/routes/route';
import { consequenceAddress } from '../src/service/consequence_address';
import { ConsequenceFigures } from '../src/service/consequence_figures';
import type { IndicatorNote } from '../src/service/consequence_answers';
import { linesOf, ownFile } from '../src/service/own_figures';
import type { Envelope } from '../src/service/envelope';
import { causeSteps, writtenAs } from '../src/workbench/consequences/cause_steps';
import { keyYears, openingIndicator, variantsOf } from '../src/workbench/consequences/chapters';
import { dividedBy, othersOf, perResident } from '../src/workbench/consequences/compared';
import { withoutStop } from '../src/workbench/consequences/sentences';
import { bare, changeShown, kindOf, known, knownStep, shown, tickShown } from '../src/workbench/consequences/shown';
import { figureName, typedValue, withoutLine } from '../src/workbench/consequences/own_choices';
import { publications, sourceShown, withYear } from '../src/workbench/consequences/sources';
import { stacked } from '../src/workbench/consequences/time_line';

const note = (name: string, more: Partial<IndicatorNote> = {}): IndicatorNote => ({ name, chapter: name.split('.')[0] as 'staff', unit: 'person-years', decimals: 0, better: 'less', evidence: 'some', causes: [], rests_on: [], level: null, replaced: false, missing: null, ...more });

function figuresOf(drawn: boolean): ConsequenceFigures {
  const array = (name: string, axes: string[], shape: number[], values: number[]) => [name, { name, axes, shape, unit: '', values: Float32Array.from(values) }] as const;
  const low = drawn ? 1 : NaN;
  const envelope: Envelope = {
    labels: { year: [2024, 2025, 2026], indicator: ['services.pupils', 'staff.unfilled'], quantile: [10, 90], why: ['staff.unfilled|staff.need', 'staff.unfilled|staff.available', 'services.pupils|6-15'], member: ['3448', '3447'] },
    arrays: new Map([
      array('expected', ['indicator', 'year'], [2, 3], [100, 90, NaN, 6, 7, 9]),
      array('quantiles', ['quantile', 'indicator', 'year'], [2, 2, 3], [100, low * 80, NaN, 6, low * 5, low * 6, 100, low * 95, NaN, 6, low * 9, low * 14]),
      array('why', ['why', 'year'], [3, 3], [0, 2, 4, 0, -1, -1, 0, -10, NaN]),
      array('region_need', ['member', 'year'], [2, 3], [50, 51, 52, 30, 30, 30]),
      array('region_available', ['member', 'year'], [2, 3], [44, 44, 43, 29, 28, 27]),
      array('region_unfilled', ['member', 'year'], [2, 3], [6, 7, 9, 1, 2, 3]),
    ]),
    header: { intervals: drawn ? 'ready' : 'computing', figures: 'shipped', indicators: [note('services.pupils', { unit: 'persons' }), note('staff.unfilled')], findings: [{ chart: 'staff', key: 'a', values: {} }, { chart: 'staff', key: 'b', values: {} }, { chart: 'staff.unfilled', key: 'c', values: {} }], thresholds: [{ year: 2040, indicator: 'x', key: 't', values: {} }, { year: 2031, indicator: 'x', key: 't', values: {} }], parameters: { 'staff.x': { basis: 'replaced' } }, own: { figures: [{ figure: 'staff.x', unit: 'share', value: 0.1 }] } },
  };
  return new ConsequenceFigures(envelope);
}

describe('figures of consequences', () => {
  const figures = figuresOf(true);
  it('reads values, intervals, causes and the region', () => {
    expect(figures.value('staff.unfilled', 2026)).toBe(9);
    expect(figures.intervalIn('staff.unfilled', 2026)).toEqual([6, 14]);
    expect(figures.why('staff.unfilled', 2026)).toEqual([{ name: 'staff.need', value: 4 }, { name: 'staff.available', value: -1 }]);
    expect(figures.region(2026)).toEqual([{ code: '3448', need: 52, available: 43, unfilled: 9 }, { code: '3447', need: 30, available: 27, unfilled: 3 }]);
  });
  it('has causes that add up to the change', () => {
    const sum = figures.why('staff.unfilled', 2026).reduce((total, { value }) => total + value, 0);
    expect(sum).toBe(figures.value('staff.unfilled', 2026) - figures.value('staff.unfilled', 2024));
  });
  it('knows that a flow has no value in the last opening year', () => {
    expect(figures.lastKnown('services.pupils')).toBe(2025);
    expect(figures.lastKnown('staff.unfilled')).toBe(2026);
    expect(figures.intervalIn('services.pupils', 2026)).toBeUndefined();
  });
  it('shows no interval before the futures are drawn', () => expect(figuresOf(false).interval('staff.unfilled')).toBeUndefined());
  it('keeps a chapter’s sentences apart from its indicators’', () => {
    expect(figures.findingsOf('staff').map(({ key }) => key)).toEqual(['a', 'b']);
    expect(figures.findingsOf('staff.unfilled').map(({ key }) => key)).toEqual(['c']);
  });
  it('sorts thresholds by year and lists own figures', () => {
    expect(figures.thresholds.map(({ year }) => year)).toEqual([2031, 2040]);
    expect(figures.own).toHaveLength(1);
    expect(figures.replaced).toBe(true);
  });
  it('refuses a name that is none of its own', () => expect(() => figures.value('staff.nobody', 2024)).toThrow(RangeError));
});

describe('how a consequence is written', () => {
  it('tells counts, shares, kroner and ratios apart', () => {
    expect(['persons', 'person-years', 'share of revenue', 'million NOK', 'NOK 2024', 'NOK per resident', 'persons per person', 'tonnes CO2e'].map(kindOf)).toEqual(['count', 'count', 'share', 'money', 'money', 'per', 'per', 'count']);
  });
  it('never shows a missing figure as zero', () => expect(shown(NaN, { unit: 'persons', decimals: 0 })).toBe('–'));
  it('says under one, and zero only for nothing', () => {
    expect(shown(0.4, { unit: 'person-years', decimals: 0 })).toBe('web.under_one');
    expect(shown(0, { unit: 'person-years', decimals: 0 })).toBe('0');
  });
  it('reads decimals of a share as those of the share or of the per cent', () => {
    const plain = (text: string) => text.replace(/\s/g, '');
    expect(plain(shown(0.0175, { unit: 'share', decimals: 3 }))).toBe('1,8%');
    expect(plain(shown(0.0175, { unit: 'share', decimals: 2 }))).toBe('1,75%');
  });
  it('has a change that agrees with the whole numbers beside it', () => {
    expect(changeShown(1.7, 2.6, { unit: 'places', decimals: 0 })).toBe('+1');
    expect(changeShown(3.6, 1.5, { unit: 'persons per person', decimals: 1 })).toBe('−2,1');
  });
  it('writes kroner in millions whatever unit they come in', () => expect([bare(4_200_000, { unit: 'NOK 2024', decimals: 0 }), bare(4.2, { unit: 'million NOK', decimals: 1 })]).toEqual(['4,2', '4,2']));
  it('has axis marks in the unit of the axis', () => {
    expect(tickShown(0.02, { unit: 'share', decimals: 3 }, 0.01)).toBe('2 %');
    expect(tickShown(0.005, { unit: 'share', decimals: 3 }, 0.005)).toBe('0,5 %');
    expect(tickShown(20_000_000, { unit: 'NOK 2024', decimals: 0 }, 10_000_000)).toBe('20');
  });
  it('rounds to what the interval lets be known', () => {
    expect([knownStep(25, 60), knownStep(2, 4), knownStep(0, 900)]).toEqual([5, 1, 100]);
    expect(known(38.2, [24.1, 61])).toEqual({ value: 40, low: 25, high: 60, step: 5 });
    expect(known(38.2, undefined).value).toBe(38);
  });
  it('takes the full stop from a title of one sentence only', () => {
    expect(withoutStop('Omtrent 40 stillinger uten folk.')).toBe('Omtrent 40 stillinger uten folk');
    expect(withoutStop('Det holder. Så går det i minus.')).toBe('Det holder. Så går det i minus.');
    expect(withoutStop('From 2.1 to 0.8 in 2050.')).toBe('From 2.1 to 0.8 in 2050');
  });
});

describe('causes of a consequence', () => {
  const ends = { openingLabel: '2024', closingLabel: '2050', rest: 'rest' };
  it('prints numbers that add up, in the unit the reader sees', () => {
    const steps = causeSteps([{ name: 'a', value: 0.0123 }, { name: 'b', value: -0.0301 }], { opening: 0.021, closing: 0.0032, ...ends }, writtenAs({ unit: 'share', decimals: 3 }, 0.021));
    const [first, ...changes] = steps.map(({ value }) => Math.round(value * 10));
    expect(changes.slice(0, -1).reduce((sum, value) => sum + value, first!)).toBe(changes.at(-1));
    expect(steps[0]!.value).toBe(2.1);
  });
  it('gathers the smallest causes and leaves nothing out', () => {
    const causes = Array.from({ length: 12 }, (_, index) => ({ name: String(index), value: index + 1 }));
    const total = causes.reduce((sum, { value }) => sum + value, 0);
    const steps = causeSteps(causes, { opening: 100, closing: 100 + total, ...ends }, { factor: 1, decimals: 0 });
    expect(steps.length).toBeLessThanOrEqual(10);
    expect(steps.some(({ label }) => label === 'rest')).toBe(true);
    expect(steps.slice(1, -1).reduce((sum, { value }) => sum + value, 0)).toBe(total);
  });
  it('is finer where numbers are small', () => expect(writtenAs({ unit: 'places', decimals: 0 }, 2.6).decimals).toBe(1));
});

describe('chapters', () => {
  it('open with the usual indicator, else the first that has figures', () => {
    expect(openingIndicator('staff', [note('staff.need'), note('staff.unfilled')])).toBe('staff.unfilled');
    expect(openingIndicator('land', [note('land.road', { missing: 'x' }), note('land.b')])).toBe('land.b');
    expect(openingIndicator('land', [])).toBeUndefined();
  });
  it('draw the result beside the same result under another assumption', () => {
    const all = [note('money.net_result_share'), note('money.net_result_share_uncovered'), note('money.debt_share')];
    expect(variantsOf('money.net_result_share', all)).toEqual(['money.net_result_share_uncovered']);
    expect(variantsOf('money.debt_share', all)).toEqual([]);
  });
  it('give key years inside the years there are', () => expect([keyYears(2024, 2050), keyYears(2030, 2040)]).toEqual([[2024, 2030, 2040, 2050], [2030, 2040]]));
});

describe('comparison', () => {
  const place = { level: 'municipality' as const, code: '1151', name: 'Utsira', sami: [], members: [], region: { code: '066', name: 'Utsira' }, county: { code: '11', name: 'Rogaland' }, like: null, flags: [] };
  it('leaves out a region that is the municipality itself', () => {
    expect(othersOf(place, 1).map(({ level }) => level)).toEqual(['county', 'country']);
    expect(othersOf(place, 3).map(({ level }) => level)).toEqual(['region', 'county', 'country']);
  });
  it('holds counts per 1,000 residents and never divides by nobody', () => {
    expect(perResident(note('staff.need')).factor).toBe(1000);
    expect(perResident(note('money.x', { unit: 'share' })).divided).toBe(false);
    expect(dividedBy([5, 5], [250, 0], 1000)).toEqual([20, NaN]);
  });
});

describe('lines and marks', () => {
  it('hold everything from zero', () => expect(ticksFor([{ id: 'a', label: '', years: [1, 2], values: [3, 9] }], [{ low: [2, 2], high: [4, 14] }], [])).toEqual([0, 5, 10, 15]));
  it('reach below zero where something lies there', () => expect(ticksFor([{ id: 'a', label: '', years: [1, 2], values: [0.02, -0.01] }], [], [])[0]).toBeLessThan(0));
  it('have labels that keep apart and stay above the axis', () => {
    const ys = keptApart([{ y: 98 }, { y: 99 }, { y: 97 }], 18, 100).map(({ y }) => y);
    expect(ys).toEqual([64, 82, 100]);
  });
  it('end where the last figure is', () => expect([lastOf([1, 2, NaN]), lastOf([NaN])]).toEqual([2, NaN]));
  it('are stacked when they would cover each other', () => expect(stacked([10, 20, 25, 80], 30)).toEqual([0, 1, 2, 0]));
});

describe('own figures', () => {
  it('are read as a Norwegian or an Englishman types them', () => {
    expect(typedValue('12,5 %', 'share of residents')).toBe(0.125);
    expect(typedValue('1 234.5', 'NOK 2024')).toBe(1234.5);
    expect(typedValue('−3', 'index')).toBe(-3);
    expect(typedValue('mange', 'persons')).toBeUndefined();
  });
  it('name a part of a row in brackets', () => {
    const choice = { figure: 'services.home_use', title: '', note: { unit: '', basis: 'published' as const, source: '', year: null, range: null, reason: '' }, local: false, parts: [{ name: '80+', value: 0.2 }] };
    expect(figureName(choice, '80+')).toBe('services.home_use[80+]');
  });
  it('make a file that quotes what must be quoted', () => {
    const text = ownFile([{ figure: 'a.b', place: '0301', year: 2024, unit: 'share', value: 0.1, source: 'telt, to ganger' }]);
    expect(text).toBe('place,figure,year,unit,value,source\n0301,a.b,2024,share,0.1,"telt, to ganger"\n');
    expect(linesOf(text)).toHaveLength(1);
  });
  it('stand in the address beside what is there, and go from it', () => {
    expect(withOwn('/kommune/3448', '?lang=nn', 'a!b')).toBe('/kommune/3448?lang=nn&own=a%21b');
    expect(withOwn('/kommune/3448', '?own=x', '')).toBe('/kommune/3448');
    expect(ownIn('?own=a%21b')).toBe('a!b');
    expect(consequenceAddress({ level: 'group', code: '1-2', alternative: 'MMMM', own: 'x' }, 'csv')).toBe('/api/consequences/group/1-2.csv?alternative=MMMM&own=x');
  });
});

describe('sources', () => {
  it('are told by publication, without brackets or detail', () => {
    expect(publications('Statistisk sentralbyrå, KOSTRA 13502 (88.6 % at 1-2; 97.2 % at 3-5 (2023)); Utdanningsdirektoratet, Fakta 2021')).toEqual(['Statistisk sentralbyrå, KOSTRA 13502', 'Utdanningsdirektoratet, Fakta 2021']);
    expect(publications('Syse og Hjemås 2024, Michael 21: 39-51')).toEqual(['Syse og Hjemås 2024, Michael 21']);
  });
  it('lose their English brackets in Norwegian, and own ones stand as they were written', () => {
    expect(sourceShown({ basis: 'published', source: 'KS, Aldersstatistikk (63.1 in all)' })).toBe('KS, Aldersstatistikk');
    expect(sourceShown({ basis: 'replaced', source: 'own figure: telling (mai)' })).toBe('own figure: telling (mai)');
  });
  it('name the year once', () => {
    expect(withYear('KS, Aldersstatistikk', 2023)).toBe('KS, Aldersstatistikk (2023)');
    expect(withYear('KS, Aldersstatistikk, 2023-12-01', 2023)).toBe('KS, Aldersstatistikk, 2023-12-01');
    expect(withYear('KS', null)).toBe('KS');
  });
  it('of a refusal lose the line that nobody wrote', () => expect(withoutLine('Linje 3: tallet kan ikke være under null.')).toBe('Tallet kan ikke være under null.'));
});
