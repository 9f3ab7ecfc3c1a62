import { describe, expect, it } from 'vitest';
import type { Envelope } from '../src/service/envelope';
import { EventReader, Latest, pathQuestion } from '../src/service/path_client';
import { movedMost, PathFigures } from '../src/service/path_figures';
import { PathIntervals } from '../src/service/path_intervals';
import { faultOf, freeId, isStory, tomlOf } from '../src/service/path_idea';
import { NOTHING, pathOf, textOf, withChoice, withCorner, withKind, withShock, withWeight } from '../src/service/path_text';
import { pathAddress, readAddress } from '../src/workbench/paths/path_address';
import { aboutSo } from '../src/workbench/paths/told';

const WHOLE = '1~f.H1-60.H3-12_5~x.X5-2-2031-3.X1-1-2033~v.L001-3-2028.own_1-2-2027~k.cabin~m.P11-P21-n2';

describe('a path as text', () => {
  it('is read and written without loss', () => {
    expect(textOf(pathOf(WHOLE))).toBe(WHOLE);
  });
  it('is read without the fingerprints of the service', () => {
    expect(textOf(pathOf('1~f.H1-60-7c72~v.L001-3-2028-5295'))).toBe('1~f.H1-60~v.L001-3-2028');
  });
  it('is empty when nothing is chosen, and what cannot be read is left to the service', () => {
    expect(textOf(NOTHING)).toBe('');
    expect(pathOf('1~q.x~f.H1~v.L001-x-2028')).toEqual(NOTHING);
  });
  it('keeps its order when a weight or a level is moved', () => {
    const path = pathOf('1~f.H1-60.H3-40~v.L001-3-2028.L009-2-2027');
    expect(textOf(withWeight(path, 'H1', 65))).toBe('1~f.H1-65.H3-40~v.L001-3-2028.L009-2-2027');
    expect(textOf(withChoice(path, 'L001', 5, 2030))).toBe('1~f.H1-60.H3-40~v.L001-5-2030.L009-2-2027');
  });
  it('holds weights within 0 and 100, and a weight or level of 0 takes it out', () => {
    expect(withWeight(NOTHING, 'H1', 180).weights).toEqual([{ story: 'H1', weight: 100 }]);
    expect(withWeight(pathOf('1~f.H1-60'), 'H1', 0)).toEqual(NOTHING);
    expect(withChoice(pathOf('1~v.L001-3-2028'), 'L001', 0, 2028)).toEqual(NOTHING);
  });
  it('has one corner, beside the stories', () => {
    expect(textOf(withCorner(pathOf('1~f.S1-40.H1-20.S3-10'), ['S1', 'S2', 'S3', 'S4'], 'S2'))).toBe('1~f.H1-20.S2-100');
  });
  it('holds shocks and kinds once', () => {
    expect(textOf(withKind(withShock(pathOf('1~x.X1-1-2033~k.cabin'), 'X1', { size: 3, year: 2030 }), 'cabin', true))).toBe('1~x.X1-3-2030~k.cabin');
  });
});

describe('the address', () => {
  const held = { path: WHOLE, ideas: 'eJw_-x', name: 'Heltid først & mer' };
  it('holds path, own measures and name, and keeps what else is there', () => {
    const address = pathAddress('/kommune/3448/veivalg', '?own=abc&path=old&lang=nn', held);
    expect(address).toContain(`path=${WHOLE}`);
    expect(new URL(address, 'http://here').searchParams.get('own')).toBe('abc');
    expect(readAddress(new URL(address, 'http://here').search)).toEqual(held);
  });
  it('is bare when there is nothing to hold', () => {
    expect(pathAddress('/landet/veivalg', '?path=old', { path: '', ideas: '', name: '' })).toBe('/landet/veivalg');
  });
});

describe('questions', () => {
  it('leave out what is empty', () => {
    const question = { level: 'municipality', code: '3448', path: '1~f.H1-60', ideas: '', own: '', language: 'nb' } as const;
    expect(pathQuestion(question, 'movers', { indicator: 'staff.unfilled', year: 2040, at_most: undefined })).toBe('/api/paths/municipality/3448/movers?path=1~f.H1-60&indicator=staff.unfilled&year=2040&lang=nb');
  });

  it('have one in flight, and of those that wait only the newest is asked', async () => {
    const asked: number[] = [];
    const told: [number, boolean][] = [];
    const open: (() => void)[] = [];
    const latest = new Latest<number, number>(
      (question) => new Promise((answered) => open.push(() => answered(question)) && asked.push(question)),
      (answer, _, last) => told.push([answer, last]),
      () => {},
    );
    for (const question of [1, 2, 3]) latest.put(question);
    expect(asked).toEqual([1]);
    open[0]!();
    await new Promise((soon) => setTimeout(soon));
    expect(asked).toEqual([1, 3]);
    open[1]!();
    await new Promise((soon) => setTimeout(soon));
    expect(told).toEqual([[1, false], [3, true]]);
  });

  it('tell of a failure only when nothing newer waits', async () => {
    const failed: number[] = [];
    const latest = new Latest<number, number>((question) => Promise.reject(new Error(String(question))), () => {}, (_, question) => failed.push(question));
    latest.put(1);
    latest.put(2);
    await new Promise((soon) => setTimeout(soon));
    expect(failed).toEqual([2]);
  });
});

describe('a stream of events', () => {
  it('is read however it is cut', () => {
    const text = 'data: {"kind":"progress","done":1,"total":4}\n\n: still here\n\ndata: {"kind":"result",\ndata: "share":0.5}\r\n\r\n';
    for (const size of [1, 7, 1000]) {
      const reader = new EventReader();
      const read = Array.from({ length: Math.ceil(text.length / size) }, (_, at) => reader.read(text.slice(at * size, (at + 1) * size))).flat();
      expect(read).toEqual([{ kind: 'progress', done: 1, total: 4 }, { kind: 'result', share: 0.5 }]);
    }
  });
});

describe('an own measure', () => {
  const measure = { id: 'own_1', name: 'Buss "heim"', language: 'nn', dial: 'exit_care', low: -1, mid: -2.5, high: -5, delay: 0, phaseIn: 3, yearly: 1_200_000, personYears: 0.5 };
  it('is a TOML text in the form of files', () => {
    const toml = tomlOf(measure);
    expect(toml).toContain('name = { nn = "Buss \\"heim\\"" }');
    expect(toml).toContain('[[effect]]\ndial = "exit_care"\nlow = -1\nmid = -2.5\nhigh = -5');
    expect(toml).toContain('yearly = 1200000\nperson_years = 0.5');
    expect(isStory(toml)).toBe(false);
    expect(isStory('id = "E1"\nkind = "story"\n[[trend]]\n')).toBe(true);
  });
  it('says what is lacking', () => {
    expect(faultOf(measure)).toBe('');
    expect(faultOf({ ...measure, name: ' ' })).toBe('name');
    expect(faultOf({ ...measure, dial: '' })).toBe('dial');
    expect(faultOf({ ...measure, mid: NaN })).toBe('numbers');
    expect(faultOf({ ...measure, mid: -7 })).toBe('order');
  });
  it('has an id that no other has', () => {
    expect(freeId(['own_1', 'L001', 'own_2'])).toBe('own_3');
  });
});

describe('figures of a path', () => {
  const years = [2024, 2025, 2026];
  const figures = (both: number[]): PathFigures => {
    const array = (name: string, shape: number[], values: number[]) => [name, { name, axes: [], shape, unit: '', values: new Float32Array(values) }] as const;
    const lines = [0, 1, 2, 3].flatMap((line) => [line === 3 ? both : [10, 10, 10], [1, 2, line === 3 ? 2 : NaN]].flat());
    return new PathFigures({
      header: { path: '1', choices: [{ lever: 'a', once: 5 }, { lever: 'b', once: 2 }] },
      labels: { year: years, indicator: ['staff.unfilled', 'money.debt'] },
      arrays: new Map([array('lines', [4, 2, 3], lines), array('residents', [4, 3], Array.from({ length: 12 }, (_, at) => at)), array('yearly', [2, 3], [0, 10, 20, 0, 1, 2]), array('person_years', [2, 3], [0, 1, 2, 0, 0, 4])]),
    } as unknown as Envelope);
  };
  it('are read by line and name', () => {
    const held = figures([10, 12, 15]);
    expect(held.value('staff.unfilled', 'both', 2026)).toBe(15);
    expect(held.value('residents', 'own', 2025)).toBe(7);
    expect(held.taken(2026)).toEqual({ yearly: 22, personYears: 6 });
    expect(held.once).toBe(7);
    expect(() => held.line('nothing', 'both')).toThrow(RangeError);
  });
  it('tell what moved farthest for its size, and nothing when nothing moved', () => {
    expect(movedMost(figures([10, 12, 15]), figures([10, 12, 20]), ['staff.unfilled', 'money.debt'])).toEqual({ name: 'staff.unfilled', year: 2026, from: 15, to: 20 });
    expect(movedMost(figures([10, 12, 15]), figures([10, 12, 15]), ['staff.unfilled', 'money.debt'])).toBeUndefined();
  });
  it('are rounded as the sentences of the service are', () => {
    expect([3.4, 19.4, 42, 97, 103, 6414, 591_234, -42].map(aboutSo)).toEqual([3, 19, 40, 95, 100, 6410, 591_000, -40]);
  });
});

describe('how sure a path is', () => {
  const axes = ['line', 'indicator', 'year'];
  const array = (name: string, values: number[]) => [name, { name, axes, shape: [2, 2, 2], unit: '', values: Float32Array.from(values) }] as const;
  const envelope: Envelope = {
    header: { draws: 80, about: { key: 'finding.paths.intervals', values: {}, text: { nb: 'Fire av fem' } } },
    labels: { line: ['world', 'both'], indicator: ['staff.unfilled', 'residents'], year: [2024, 2025] },
    arrays: new Map([array('low', [NaN, NaN, NaN, NaN, 10, 8, 100, 100]), array('high', [NaN, NaN, NaN, NaN, 10, 12, 100, 100])]),
  };
  const held = new PathIntervals(envelope);

  it('is read by name, line and year', () => {
    expect([...held.ends('staff.unfilled', 'both')!.high]).toEqual([10, 12]);
    expect(held.between('staff.unfilled', 'both', 2025)).toEqual([8, 12]);
  });
  it('is none where nothing moves the line, where nothing is in doubt, and for a year or a name that is not there', () => {
    expect(held.ends('staff.unfilled', 'world')).toBeUndefined();
    expect(held.ends('residents', 'both')).toBeUndefined();
    expect(held.between('staff.unfilled', 'both', 2060)).toBeUndefined();
    expect(held.between('staff.need', 'both', 2025)).toBeUndefined();
  });
});
