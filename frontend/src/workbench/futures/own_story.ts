/** A reader's own story, and how it is written as TOML in the form that stories ship in. */

import type { Language } from '../../words/language.svelte';

export interface OwnTrend {
  readonly text: string;
  readonly dial: string;
  readonly where: string;
  readonly low: string;
  readonly mid: string;
  readonly high: string;
  readonly from: string;
  readonly to: string;
  readonly profile: string;
  readonly reason: string;
}

export interface Draft {
  readonly name: string;
  readonly short: string;
  readonly horizon: string;
  readonly trends: readonly OwnTrend[];
}

export const NEW_TREND: OwnTrend = { text: '', dial: '', where: 'everywhere', low: '', mid: '', high: '', from: '2030', to: '2050', profile: 'linear', reason: '' };
export const NEW_DRAFT: Draft = { name: '', short: '', horizon: '2050', trends: [NEW_TREND] };

export interface Lack {
  /** Id of the field that lacks something. */
  readonly field: string;
  readonly words: string;
}

/** A number as people write it: "−2,5" and "-2.5" are the same; NaN when it is none. */
export function numberIn(text: string): number {
  const plain = text.trim().replace('−', '-').replace(',', '.');
  return plain === '' ? NaN : Number(plain);
}

/** What must be written before the story can be tried, field by field. */
export function lacks(draft: Draft): Lack[] {
  const found: Lack[] = [];
  if (!draft.name.trim()) found.push({ field: 'own-name', words: 'web.futures.own.lacks.name' });
  if (!draft.short.trim()) found.push({ field: 'own-short', words: 'web.futures.own.lacks.short' });
  draft.trends.forEach((trend, index) => found.push(...lacksOf(trend, index)));
  return found;
}

function lacksOf(trend: OwnTrend, index: number): Lack[] {
  const found: Lack[] = [];
  const lack = (field: string, words: string) => found.push({ field: `own-${index}-${field}`, words: `web.futures.own.lacks.${words}` });
  if (!trend.text.trim()) lack('text', 'text');
  if (!trend.dial) lack('dial', 'dial');
  const [low, mid, high] = [trend.low, trend.mid, trend.high].map(numberIn) as [number, number, number];
  if (![low, mid, high].every(Number.isFinite)) lack('low', 'amounts');
  else if (!((low <= mid && mid <= high) || (low >= mid && mid >= high))) lack('low', 'order');
  const [from, to] = [trend.from, trend.to].map(numberIn) as [number, number];
  if (!Number.isInteger(from) || !Number.isInteger(to) || from < 2000 || to > 2100 || to < from) lack('from', 'years');
  if (!trend.reason.trim()) lack('reason', 'reason');
  return found;
}

/** Letters and digits of a name: "Skogen brenner" is own_skogen_brenner. */
export function identOf(name: string): string {
  const ascii = name
    .toLowerCase()
    .replace(/[æä]/g, 'ae')
    .replace(/[øö]/g, 'o')
    .replace(/å/g, 'a')
    .normalize('NFD')
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 40);
  return `own_${ascii || 'story'}`;
}

/** The story as a file. Texts stand in the language they are written in; `retold` has the {places} that a municipality's figures fill. */
export function tomlOf(draft: Draft, language: Language, retold: string): string {
  const told = (text: string): string => `{ ${language} = ${quoted(text.trim())} }`;
  const head = [
    `id = ${quoted(identOf(draft.name))}`,
    'kind = "own"',
    `horizon = ${Math.round(numberIn(draft.horizon)) || 2050}`,
    `name = ${told(draft.name)}`,
    `short = ${told(draft.short)}`,
    `retold = ${told(retold)}`,
  ];
  const trends = draft.trends.map((trend, index) =>
    [
      '[[trend]]',
      `name = ${quoted(`trend_${index + 1}`)}`,
      `dial = ${quoted(trend.dial)}`,
      `where = ${quoted(trend.where)}`,
      `low = ${numberIn(trend.low)}`,
      `mid = ${numberIn(trend.mid)}`,
      `high = ${numberIn(trend.high)}`,
      `from = ${numberIn(trend.from)}`,
      `to = ${numberIn(trend.to)}`,
      `profile = ${quoted(trend.profile)}`,
      `text = ${told(trend.text)}`,
      `reason = ${told(trend.reason)}`,
      'evidence = "assumption"',
    ].join('\n'),
  );
  return `${[head.join('\n'), ...trends].join('\n\n')}\n`;
}

/** A TOML basic string on one line. */
export function quoted(text: string): string {
  const escaped = text
    .replace(/\\/g, '\\\\')
    .replace(/"/g, '\\"')
    .replace(/\r?\n/g, '\\n')
    .replace(/\t/g, '\\t')
    // eslint-disable-next-line no-control-regex -- TOML allows no control characters in a string
    .replace(/[\u0000-\u001f\u007f]/g, '');
  return `"${escaped}"`;
}
