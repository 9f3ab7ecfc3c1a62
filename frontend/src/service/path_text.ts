/** A path as the address holds it: `1~f.H1-60~x.X5-2-2031-3~v.L001-3-2028~k.cabin~m.P11-P21-n2`. */

export interface Weight {
  readonly story: string;
  /** Per cent, 0 to 100. */
  readonly weight: number;
}

export interface Happening {
  readonly shock: string;
  /** 1 to 3. */
  readonly size: number;
  readonly year: number;
  /** Years, where it is not as long as its kind usually lasts. */
  readonly lasts?: number | undefined;
}

export interface Chosen {
  readonly lever: string;
  /** 1, timid, to 5, radical. */
  readonly level: number;
  readonly year: number;
}

export interface Path {
  readonly weights: readonly Weight[];
  readonly shocks: readonly Happening[];
  readonly choices: readonly Chosen[];
  readonly kinds: readonly string[];
  /** Changed judgements of how futures connect, as they are written. */
  readonly links: readonly string[];
}

export const NOTHING: Path = { weights: [], shocks: [], choices: [], kinds: [], links: [] };
export const KINDS = ['cabin', 'host', 'tourism', 'industry', 'coast', 'one_company', 'islands'] as const;
export const LEVELS = 5;
/** Most years that a shock can last. */
export const LONGEST = 20;
const VERSION = '1';

/** What a text says, as far as it can be read; the service tells what cannot. */
export function pathOf(text: string): Path {
  const parts = new Map<string, string[]>();
  for (const part of text.trim().split('~').slice(1)) {
    const [kind, ...items] = part.split('.');
    parts.set(kind!, [...(parts.get(kind!) ?? []), ...items.filter(Boolean)]);
  }
  const listed = (kind: string): string[][] => (parts.get(kind) ?? []).map((item) => item.split('-'));
  const known = (...numbers: number[]): boolean => numbers.every(Number.isFinite);
  const once = <Item>(items: readonly Item[], key: (item: Item) => string): Item[] => [...new Map(items.map((item) => [key(item), item])).values()];
  return {
    weights: once(listed('f').map(([story = '', weight]) => ({ story, weight: numberIn(weight) })).filter(({ story, weight }) => story && known(weight) && weight > 0), (one) => one.story),
    shocks: once(listed('x').map(([shock = '', size, year, lasts]) => ({ shock, size: numberIn(size), year: numberIn(year), ...(lasts ? { lasts: numberIn(lasts) } : {}) })).filter(({ size, year }) => known(size, year)), (one) => one.shock),
    choices: once(listed('v').map(([lever = '', level, year]) => ({ lever, level: numberIn(level), year: numberIn(year) })).filter(({ level, year }) => known(level, year)), (one) => one.lever),
    kinds: [...new Set(parts.get('k') ?? [])],
    links: parts.get('m') ?? [],
  };
}

const numberIn = (text: string | undefined): number => (text ? Number(text.replace('_', '.')) : NaN);
const numberAs = (value: number): string => String(value).replace('.', '_');

/** The path as text, without the fingerprints that the service adds. Empty when nothing is in it. */
export function textOf({ weights, shocks, choices, kinds, links }: Path): string {
  const parts: [string, readonly string[]][] = [
    ['f', weights.filter(({ weight }) => weight > 0).map(({ story, weight }) => `${story}-${numberAs(weight)}`)],
    ['x', shocks.map(({ shock, size, year, lasts }) => `${shock}-${size}-${year}${lasts ? `-${lasts}` : ''}`)],
    ['v', choices.map(({ lever, level, year }) => `${lever}-${level}-${year}`)],
    ['k', kinds],
    ['m', links],
  ];
  const held = parts.filter(([, items]) => items.length > 0).map(([kind, items]) => `${kind}.${items.join('.')}`);
  return held.length ? [VERSION, ...held].join('~') : '';
}

export function weightOf(path: Path, story: string): number {
  return path.weights.find((one) => one.story === story)?.weight ?? 0;
}

export function withWeight(path: Path, story: string, weight: number): Path {
  const bounded = Math.min(100, Math.max(0, weight));
  const rest = path.weights.filter((one) => one.story !== story);
  const at = path.weights.findIndex((one) => one.story === story);
  if (bounded === 0) return { ...path, weights: rest };
  return { ...path, weights: at < 0 ? [...rest, { story, weight: bounded }] : path.weights.with(at, { story, weight: bounded }) };
}

/** One corner alone of those named, or none of them. */
export function withCorner(path: Path, corners: readonly string[], chosen: string | undefined): Path {
  const rest = { ...path, weights: path.weights.filter(({ story }) => !corners.includes(story)) };
  return chosen ? withWeight(rest, chosen, 100) : rest;
}

export function choiceOf(path: Path, lever: string): Chosen | undefined {
  return path.choices.find((one) => one.lever === lever);
}

/** The lever at a level and year; level 0 takes it out. */
export function withChoice(path: Path, lever: string, level: number, year: number): Path {
  const at = path.choices.findIndex((one) => one.lever === lever);
  if (level <= 0) return { ...path, choices: path.choices.filter((one) => one.lever !== lever) };
  const chosen = { lever, level: Math.min(LEVELS, level), year };
  return { ...path, choices: at < 0 ? [...path.choices, chosen] : path.choices.with(at, chosen) };
}

export function withShock(path: Path, shock: string, happening: Omit<Happening, 'shock'> | undefined): Path {
  const at = path.shocks.findIndex((one) => one.shock === shock);
  if (!happening) return { ...path, shocks: path.shocks.filter((one) => one.shock !== shock) };
  const one = { shock, ...happening };
  return { ...path, shocks: at < 0 ? [...path.shocks, one] : path.shocks.with(at, one) };
}

export function withKind(path: Path, kind: string, is: boolean): Path {
  const rest = path.kinds.filter((one) => one !== kind);
  return { ...path, kinds: is ? [...rest, kind] : rest };
}

/** Everything that a package chooses, put into a path in place of what the same levers had. */
export function withChoices(path: Path, choices: readonly Chosen[]): Path {
  return choices.reduce((held, { lever, level, year }) => withChoice(held, lever, level, year), path);
}
