/** The futures of a path: weights of stories and edited judgements. What else a path holds is kept as it is. */

const VERSION = '1';
const STORIES = 'f';
const KINDS = 'k';
const JUDGEMENTS = 'm';
export const FULL = 100;
export const STRONGEST = 3;

export interface Mix {
  /** Per cent by story; a story that is not there counts for nothing. */
  readonly weights: Readonly<Record<string, number>>;
  /** Edited judgements by `from-to`, −3 to 3. */
  readonly judged: Readonly<Record<string, number>>;
  /** Kinds of place, as the reader says. */
  readonly kinds: readonly string[];
  /** Shocks and choices that came with the address, unread. */
  readonly rest: readonly string[];
}

export const NO_MIX: Mix = { weights: {}, judged: {}, kinds: [], rest: [] };

/** A text that cannot be read gives what of it can. */
export function mixOf(text: string): Mix {
  const [, ...parts] = text.split('~');
  const weights: Record<string, number> = {};
  const judged: Record<string, number> = {};
  const kinds: string[] = [];
  const rest: string[] = [];
  for (const part of parts) {
    const [kind, ...items] = part.split('.');
    if (kind === STORIES) for (const item of items) readWeight(item, weights);
    else if (kind === JUDGEMENTS) for (const item of items) readJudgement(item, judged);
    else if (kind === KINDS) kinds.push(...items.filter(Boolean));
    else if (part) rest.push(part);
  }
  return { weights, judged, kinds, rest };
}

function readWeight(item: string, weights: Record<string, number>): void {
  const [story, weight] = item.split('-');
  const per_cent = Number((weight ?? '').replace('_', '.'));
  if (story && per_cent > 0 && per_cent <= FULL) weights[story] = per_cent;
}

function readJudgement(item: string, judged: Record<string, number>): void {
  const [from, to, score] = item.split('-');
  const value = Number((score ?? 'x').replace('n', '-'));
  if (from && to && Number.isInteger(value) && Math.abs(value) <= STRONGEST) judged[`${from}-${to}`] = value;
}

/** The mix as the text of a path; empty when there is nothing in it. */
export function textOf({ weights, judged, kinds, rest }: Mix): string {
  const stories = Object.entries(weights)
    .filter(([, weight]) => weight > 0)
    .map(([story, weight]) => `${story}-${String(weight).replace('.', '_')}`);
  const links = Object.entries(judged).map(([pair, score]) => `${pair}-${String(score).replace('-', 'n')}`);
  const parts = [
    ...(stories.length ? [`${STORIES}.${stories.join('.')}`] : []),
    ...rest,
    ...(kinds.length ? [`${KINDS}.${kinds.join('.')}`] : []),
    ...(links.length ? [`${JUDGEMENTS}.${links.join('.')}`] : []),
  ];
  return parts.length ? [VERSION, ...parts].join('~') : '';
}

export function withWeight(mix: Mix, story: string, weight: number): Mix {
  const bounded = Math.min(FULL, Math.max(0, Math.round(weight)));
  return { ...mix, weights: bounded ? { ...mix.weights, [story]: bounded } : without(mix.weights, story) };
}

/** Another judgement; one that equals what ships is no edit. */
export function withJudgement(mix: Mix, pair: string, score: number, shipped: number): Mix {
  return { ...mix, judged: score === shipped ? without(mix.judged, pair) : { ...mix.judged, [pair]: score } };
}

function without(held: Readonly<Record<string, number>>, name: string): Record<string, number> {
  return Object.fromEntries(Object.entries(held).filter(([one]) => one !== name));
}

/** The path with one more choice, for a link that shows what a lever would do. */
export function withLever(mix: Mix, lever: string, level: number, year: number): Mix {
  const choice = `${lever}-${level}-${year}`;
  const at = mix.rest.findIndex((part) => part.startsWith('v.'));
  if (at < 0) return { ...mix, rest: [...mix.rest, `v.${choice}`] };
  const others = mix.rest[at]!.split('.').slice(1).filter((item) => !item.startsWith(`${lever}-`));
  return { ...mix, rest: mix.rest.with(at, ['v', ...others, choice].join('.')) };
}
