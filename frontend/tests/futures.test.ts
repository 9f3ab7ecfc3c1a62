import { describe, expect, it } from 'vitest';
import { mixOf, NO_MIX, textOf, withJudgement, withLever, withWeight } from '../src/service/futures_path';
import { alongBar, decimalsOf } from '../src/workbench/futures/amounts';
import { drawn, exclude, judgements, labelled, lineBetween, nextPart, spread } from '../src/workbench/futures/connection_drawing';
import { NO_CORNERS, ownCornersOf, textOfCorners } from '../src/workbench/futures/corners';
import { identOf, lacks, NEW_DRAFT, numberIn, quoted, tomlOf, type Draft } from '../src/workbench/futures/own_story';

describe('the futures of a path', () => {
  const TEXT = '1~f.H1-60.H3-12_5~x.X5-2-2031~v.L001-3-2028~k.cabin~m.P11-P21-n2';

  it('are read and written back without loss', () => {
    const mix = mixOf(TEXT);
    expect(mix).toEqual({ weights: { H1: 60, H3: 12.5 }, judged: { 'P11-P21': -2 }, kinds: ['cabin'], rest: ['x.X5-2-2031', 'v.L001-3-2028'] });
    expect(textOf(mix)).toBe(TEXT);
  });
  it('leave out what cannot be read and keep the rest', () => {
    expect(mixOf('1~f.H1-abc.H2-900.H3-40~m.P11-P21-9.P11-P22-x').weights).toEqual({ H3: 40 });
    expect(mixOf('1~m.P11-P21-9.P11-P22-x').judged).toEqual({});
    expect(textOf(NO_MIX)).toBe('');
    expect(mixOf('')).toEqual(NO_MIX);
  });
  it('drop a story at nothing and hold weights within bounds', () => {
    expect(withWeight(mixOf('1~f.H1-60'), 'H1', 0).weights).toEqual({});
    expect(withWeight(NO_MIX, 'H1', 250).weights).toEqual({ H1: 100 });
    expect(withWeight(NO_MIX, 'H1', -5).weights).toEqual({});
  });
  it('hold only judgements that differ from those that ship', () => {
    const edited = withJudgement(NO_MIX, 'P11-P21', 3, -2);
    expect(textOf(edited)).toBe('1~m.P11-P21-3');
    expect(withJudgement(edited, 'P11-P21', -2, -2).judged).toEqual({});
  });
  it('take one choice more, in the place of what the lever had', () => {
    expect(textOf(withLever(mixOf('1~f.H1-60'), 'L009', 3, 2027))).toBe('1~f.H1-60~v.L009-3-2027');
    expect(textOf(withLever(mixOf(TEXT), 'L001', 5, 2030))).toContain('v.L001-5-2030~');
  });
});

describe('own stories', () => {
  const draft: Draft = {
    ...NEW_DRAFT,
    name: 'Skogen «brenner» på Øya',
    short: 'Det brenner hver "tørre" sommer.\nOfte.',
    trends: [{ text: 'Branner', dial: 'home_hours', where: 'everywhere', low: '−1', mid: '-2,5', high: '-3', from: '2030', to: '2050', profile: 'linear', reason: 'C:\\varme' }],
  };
  it('are written as TOML that cannot break out of its strings', () => {
    const toml = tomlOf(draft, 'nn', '{place} brenn.');
    expect(toml).toContain('id = "own_skogen_brenner_pa_oya"');
    expect(toml).toContain('short = { nn = "Det brenner hver \\"tørre\\" sommer.\\nOfte." }');
    expect(toml).toContain('retold = { nn = "{place} brenn." }');
    expect(toml).toContain('low = -1\nmid = -2.5\nhigh = -3');
    expect(toml).toContain('reason = { nn = "C:\\\\varme" }');
    expect(toml.split('\n').filter((line) => line.startsWith('[[trend]]'))).toHaveLength(1);
  });
  it('say field by field what lacks', () => {
    expect(lacks(draft)).toEqual([]);
    expect(lacks(NEW_DRAFT).map(({ field }) => field)).toEqual(['own-name', 'own-short', 'own-0-text', 'own-0-dial', 'own-0-low', 'own-0-reason']);
    const turned = { ...draft, trends: [{ ...draft.trends[0]!, mid: '5', from: '2060' }] };
    expect(lacks(turned).map(({ words }) => words)).toEqual(['web.futures.own.lacks.order', 'web.futures.own.lacks.years']);
  });
  it('have names that an address can hold', () => {
    expect(identOf('!!!')).toBe('own_story');
    expect(identOf('Ærlig talt, 2. gang')).toMatch(/^[a-z0-9_]+$/);
    expect(numberIn('  ')).toBeNaN();
    expect(quoted('a\u0007b\tc')).toBe('"ab\\tc"');
  });
});

describe('own 2×2', () => {
  it('comes back from its file, and nothing else does', () => {
    const own = { ...NO_CORNERS, up: { name: 'Vær', low: 'Tørt', high: 'Vått' }, corners: ['H1', '', 'S2', 'own_x'] };
    expect(ownCornersOf(textOfCorners(own))).toEqual(own);
    for (const text of ['', '{}', '[1]', 'null', '{"up":{},"right":{},"corners":[]}', textOfCorners({ ...own, corners: ['a'] })]) expect(ownCornersOf(text)).toBeUndefined();
  });
});

describe('the picture of connections', () => {
  const parts = ['P11', 'P12', 'P21', 'P22', 'P31'].map((id) => ({ id, story: `H${id[1]}`, name: { nb: id }, descriptor: id === 'P31' ? 'P21' : id, state: '' }));
  const drawing = drawn(parts, 100, 110);

  it('puts every part on the circle, stories apart', () => {
    for (const one of drawing.placed) expect(Math.hypot(one.x, one.y)).toBeCloseTo(100, 6);
    expect(drawing.bands.map(({ story }) => story)).toEqual(['H1', 'H2', 'H3']);
    const within = drawing.placed[1]!.angle - drawing.placed[0]!.angle;
    expect(drawing.placed[2]!.angle - drawing.placed[1]!.angle).toBeGreaterThan(within);
  });
  it('keeps names apart and in order', () => {
    const moved = spread([0, 1, 2, 90], 19);
    for (let index = 1; index < moved.length; index++) expect(moved[index]! - moved[index - 1]!).toBeGreaterThanOrEqual(19 - 1e-9);
    expect(spread([0, 50, 100], 19)).toEqual([0, 50, 100]);
    expect(labelled(drawing.placed, 140, 19).size).toBe(parts.length);
  });
  it('draws lines that start and end short of the nodes', () => {
    const [x, y] = /^M(\S+) (\S+)Q/.exec(lineBetween(drawing.placed[0]!, drawing.placed[3]!, 9))!.slice(1).map(Number) as [number, number];
    expect(Math.hypot(x - drawing.placed[0]!.x, y - drawing.placed[0]!.y)).toBeCloseTo(9, 0);
  });
  it('counts edits before what ships; nothing is no line', () => {
    const links = [{ from: 'P11', to: 'P21', score: 2, reason: {} }, { from: 'P12', to: 'P21', score: -1, reason: {} }];
    expect([...judgements(links, { 'P11-P21': -3, 'P12-P21': 0, 'P21-P11': 1 })]).toEqual([['P11-P21', -3], ['P21-P11', 1]]);
  });
  it('goes round with arrows', () => {
    expect(nextPart(5, 4, 'ArrowRight')).toBe(0);
    expect(nextPart(5, 0, 'ArrowUp')).toBe(4);
    expect([nextPart(5, 2, 'Home'), nextPart(5, 2, 'End')]).toEqual([0, 4]);
  });
  it('knows states of one thing', () => {
    expect(exclude(parts[2]!, parts[4]!)).toBe(true);
    expect(exclude(parts[2]!, parts[2]!)).toBe(false);
  });
});

describe('amounts', () => {
  it('show as many decimals as they need', () => {
    expect([decimalsOf([1, 2, 3]), decimalsOf([0.5, 2, 3]), decimalsOf([0.25, 2, 3])]).toEqual([0, 1, 2]);
  });
  it('lie along a bar that holds nothing too', () => {
    expect(alongBar({ low: 3, mid: 10, high: 25 })).toEqual({ zero: 0, low: 12, mid: 40, high: 100 });
    expect(alongBar({ low: -3, mid: -6, high: -12 })).toEqual({ zero: 100, low: 75, mid: 50, high: 0 });
    expect(alongBar({ low: 0, mid: 0, high: 0 }).mid).toBe(0);
  });
});
