/** Questions about futures: content, a story for one place, whether a mix goes together, own stories. */

import type { Assumptions, Consistency, Futures, Ideas, LeverName, Retold } from './futures_answers';
import type { Level } from './answers';
import { askJson } from './client';

let content: Promise<Futures> | undefined;
let levers: Promise<ReadonlyMap<string, LeverName>> | undefined;
let assumptions: Promise<Assumptions> | undefined;

/** All stories, asked for once; after a failure the next question asks again. */
export function allFutures(): Promise<Futures> {
  content ??= askJson<Futures>('/api/futures').catch((reason: unknown) => {
    content = undefined;
    throw reason;
  });
  return content;
}

export function leverNames(): Promise<ReadonlyMap<string, LeverName>> {
  levers ??= askJson<{ levers: LeverName[] }>('/api/choices')
    .then((answer) => new Map(answer.levers.map((lever) => [lever.id, lever])))
    .catch((reason: unknown) => {
      levers = undefined;
      throw reason;
    });
  return levers;
}

export function allAssumptions(): Promise<Assumptions> {
  assumptions ??= askJson<Assumptions>('/api/futures/dials').catch((reason: unknown) => {
    assumptions = undefined;
    throw reason;
  });
  return assumptions;
}

export function askRetold(story: string, place: { level: Level; code: string }, kinds: readonly string[], ideas: string, own: string): Promise<Retold> {
  const query = new URLSearchParams();
  if (kinds.length) query.set('kinds', kinds.join('.'));
  if (ideas) query.set('ideas', ideas);
  if (own) query.set('own', own);
  const asked = query.toString();
  return askJson<Retold>(`/api/futures/${encodeURIComponent(story)}/${place.level}/${encodeURIComponent(place.code)}${asked ? `?${asked}` : ''}`);
}

export function askConsistency(path: string, ideas: string): Promise<Consistency> {
  const query = new URLSearchParams({ path });
  if (ideas) query.set('ideas', ideas);
  return askJson<Consistency>(`/api/futures/consistency?${query.toString()}`);
}

/** Own stories read and packed. A story that is not right is refused with place and remedy. */
export function packStories(stories: readonly string[], levers: readonly string[] = []): Promise<Ideas> {
  return askJson<Ideas>('/api/ideas', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ stories, levers }) });
}

/** Own stories and measures of an address, as they were written. */
export function openIdeas(ideas: string): Promise<Ideas> {
  return askJson<Ideas>(`/api/ideas?${new URLSearchParams({ ideas }).toString()}`);
}
