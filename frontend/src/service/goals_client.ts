/** Plan documents and their goals: what the service tells of them, and how it is asked. */

import { askJson, askNothing } from './client';
import type { Text3 } from './path_answers';

export type Kind = 'vision' | 'goal' | 'subgoal' | 'strategy' | 'measure' | 'none';
export type State = 'proposed' | 'accepted' | 'corrected' | 'rejected';

export interface Labels {
  readonly kind: Kind;
  readonly area: string;
  readonly area2: string;
  readonly theme: string;
  readonly sdg: readonly number[];
  readonly targets: readonly string[];
  readonly challenge: string;
  readonly dimension: string;
  readonly concepts: readonly string[];
  readonly bearing: string;
}

export interface Reason {
  readonly label: string;
  readonly code: string;
  readonly key: string;
  readonly detail: string;
}

export interface Unit {
  readonly sha256: string;
  readonly document: string;
  readonly number: number;
  readonly text: string;
  readonly page: number;
  readonly heading: readonly string[];
  readonly state: State;
  readonly labels: Labels;
  readonly proposed: Labels;
  readonly confidence: Readonly<Record<'overall' | 'kind' | 'area' | 'theme' | 'sdg', number>>;
  readonly reasons: readonly Reason[];
}

export interface About {
  readonly document_type: string;
  readonly municipality: string;
  readonly name: string;
  readonly form: string;
  readonly adopted: number | null;
  readonly term: readonly [number, number] | null;
  readonly sdg_use: string;
  readonly confirmed: readonly string[];
}

export interface Plan {
  readonly sha256: string;
  readonly document: string;
  readonly pages: number;
  readonly units: number;
  readonly counts: Readonly<Partial<Record<Kind, number>>>;
  readonly decided: number;
  readonly about: About;
  readonly notes: readonly { readonly key: string; readonly text: Text3 }[];
}

export interface Collection {
  readonly id: string;
  readonly kept: boolean;
  readonly damaged: readonly string[];
  /** Groups of the user's own to compare by. */
  readonly groups: readonly string[];
  readonly documents: readonly Plan[];
}

export interface Quoted {
  readonly sha256: string;
  readonly document: string;
  readonly page: number;
  readonly number: number;
  readonly text: string;
  readonly kind: Kind;
  readonly state: State;
}

export interface CountRow {
  readonly key: string;
  readonly count: number;
  readonly bodies: number;
  readonly share: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly quoted: readonly Quoted[];
}

export interface CountTable {
  /** What kind of code each part of a key is; '' for one that is a word already. */
  readonly parts: readonly string[];
  readonly share_of: 'sentences' | 'bodies';
  readonly bodies: number;
  readonly rows: readonly CountRow[];
}

export interface GoalGroup {
  readonly key: string;
  readonly named_by: Quoted;
  readonly count: number;
  readonly bodies: number;
}

export interface Mapping {
  readonly documents: number;
  readonly bodies: number;
  readonly proposed: number;
  readonly accepted: number;
  readonly counted: number;
  readonly only_accepted: boolean;
  readonly by: string;
  readonly tables: Readonly<Record<string, CountTable>>;
  readonly groups: readonly GoalGroup[];
}

export interface Sample {
  readonly municipalities: readonly { readonly number: string; readonly name: string }[];
  readonly counties: readonly { readonly number: string; readonly name: string }[];
  readonly margins: readonly { readonly column: string; readonly group: string; readonly wanted: number; readonly reached: number }[];
  readonly regions: readonly [number, number];
  readonly seed: number;
  readonly csv: string;
}

export interface Tie {
  readonly indicator: string;
  readonly wanted: 'more' | 'less';
  readonly amount: number | null;
  readonly change: number | null;
  readonly since: number | null;
  readonly year: number | null;
  readonly said: string;
  readonly confirmed: boolean;
  readonly text: Text3;
}

/** How a goal can fare on a path; those that can still be turned come first. */
export const ON_PATH = ['wrong_way', 'in_conflict', 'not_met', 'met', 'not_measured'] as const;

export interface HeldGoal {
  readonly id: string;
  readonly sha256: string;
  readonly document: string;
  readonly page: number;
  readonly number: number;
  readonly text: string;
  readonly state: (typeof ON_PATH)[number];
  readonly why: string;
  readonly text_state: Text3;
  readonly tie: Tie | null;
  readonly offered: readonly { readonly indicator: string; readonly wanted: 'more' | 'less'; readonly text: Text3 }[];
  readonly figures: Text3 | null;
}

export interface HeldGoals {
  readonly goals: readonly HeldGoal[];
  readonly accepted: number;
  readonly states: Readonly<Record<HeldGoal['state'], number>>;
}

const BASE = '/api/goals';
const posted = (body: unknown): RequestInit => ({ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
const at = (id: string, rest = '') => `${BASE}/collections/${encodeURIComponent(id)}${rest}`;

export const begin = () => askJson<Collection>(`${BASE}/collections`, { method: 'POST' });
export const look = (id: string) => askJson<Collection>(at(id));
export const keep = (id: string, kept: boolean) => askJson<Collection>(at(id, '/kept'), posted({ kept }));

export const group = (id: string, column: string) => askJson<Collection>(at(id, '/groups'), posted({ column }));

export const forget = (id: string) => askNothing(at(id), { method: 'DELETE' });
export const takeOut = (id: string, sha256: string) => askNothing(at(id, `/documents/${sha256}`), { method: 'DELETE' });

export const putIn = (id: string, file: File, language: string, signal: AbortSignal) =>
  askJson<Plan>(at(id, `/documents?name=${encodeURIComponent(file.name)}&lang=${language}`), {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: file,
    signal,
  });

export const describe = (id: string, sha256: string, told: Partial<About>) => askJson<Plan>(at(id, `/documents/${sha256}/about`), posted(told));
export const unitsOf = (id: string, sha256: string, every: boolean) =>
  askJson<{ total: number; units: Unit[] }>(at(id, `/documents/${sha256}/units?limit=5000${every ? '&every=true' : ''}`));
export const decide = (id: string, unit: Unit, state: State, labels?: Labels) =>
  askJson<Unit>(at(id, `/documents/${unit.sha256}/units/${unit.number}`), posted(labels ? { state, labels } : { state }));
export const decideAll = (id: string, sha256: string, state: State, numbers: readonly number[]) =>
  askJson<Plan>(at(id, `/documents/${sha256}/decisions`), posted({ state, numbers }));
export const tie = (id: string, sha256: string, number: number, told: Partial<Tie>) =>
  askJson<{ tie: Tie | null }>(at(id, `/documents/${sha256}/units/${number}/tie`), posted(told));

const asked = (by: string, accepted: boolean) => `by=${by}${accepted ? '&only_accepted=true' : ''}`;
export const mapping = (id: string, by: string, accepted: boolean) => askJson<Mapping>(at(id, `/map?${asked(by, accepted)}`));
export const behind = (id: string, table: string, key: string, by: string, accepted: boolean) =>
  askJson<{ total: number; units: Quoted[] }>(at(id, `/map/units?table=${table}&key=${encodeURIComponent(key)}&${asked(by, accepted)}`));
export const fileOf = (id: string, name: 'goals.xlsx' | 'goals.csv' | 'goals.json' | 'corrections.csv', language: string, by: string, accepted: boolean) => at(id, `/${name}?lang=${language}&${asked(by, accepted)}`);
export const drawSample = (told: { size: number; counties: number; seed: number; column: string }) => askJson<Sample>(`${BASE}/sample`, posted(told));
export const heldAddress = (id: string, level: string, code: string, path: string) => at(id, `/held/${level}/${encodeURIComponent(code)}?path=${encodeURIComponent(path)}`);
