/** Shapes of what the service says of futures, choices and paths. */

import type { Message } from './answers';

/** A text by language; catalogue entries may lack English. */
export type Text3 = Readonly<Record<string, string>>;

export interface Story {
  readonly id: string;
  readonly kind: 'story' | 'scenario';
  readonly document: string;
  readonly horizon: number;
  readonly name: Text3;
  readonly short: Text3;
  readonly corner: Readonly<Record<string, string>>;
  readonly trends: readonly DialUse[];
}

export interface DialUse {
  readonly dial: string;
  readonly dial_name: Text3;
  readonly unit: string;
  readonly works: string;
}

export interface GeneralTrend {
  readonly id: string;
  readonly name: Text3;
  readonly text: Text3;
  readonly trends: readonly DialUse[];
}

export interface Shock {
  readonly id: string;
  readonly name: Text3;
  readonly text: Text3;
  readonly sizes: readonly Text3[];
  readonly years: number;
}

export interface Futures {
  readonly stories: readonly Story[];
  readonly general: readonly GeneralTrend[];
  readonly shocks: readonly Shock[];
}

export type Decider = 'municipality' | 'together' | 'county' | 'state';
export const DECIDERS: readonly Decider[] = ['municipality', 'together', 'county', 'state'];

export interface Aside {
  readonly kind: string;
  readonly text: Text3;
}

export interface Lever {
  readonly id: string;
  readonly group: string;
  readonly decides: Decider;
  readonly role: string;
  readonly name: Text3;
  readonly what: Text3;
  readonly delay: number;
  readonly phase_in: number;
  readonly lasts: string;
  readonly fades_over: number | null;
  readonly evidence: 'strong' | 'some' | 'weak' | 'assumption';
  readonly basis: readonly string[];
  readonly sources: readonly string[];
  readonly doubt: Text3 | null;
  readonly where: string;
  /** Five, timid to radical; empty when none is known. */
  readonly doses: readonly number[];
  readonly scale: readonly number[];
  readonly unit: Text3 | null;
  readonly effects: readonly { readonly dial: string; readonly name: Text3; readonly unit: string; readonly works: string; readonly low: number; readonly mid: number; readonly high: number }[];
  readonly cost: { readonly pays: readonly string[]; readonly gains: readonly string[]; readonly basis: string; readonly note: Text3 | null };
  readonly side_effects: readonly Aside[];
  readonly hindrances: readonly Aside[];
  readonly entries: readonly string[];
}

export interface Entry {
  readonly id: string;
  readonly document: string;
  readonly section: string;
  readonly number: number;
  readonly text: Text3;
}

export interface Choices {
  readonly levers: readonly Lever[];
  readonly entries: readonly Entry[];
}

export interface PathNote {
  readonly key: string;
  readonly name: string;
  readonly text: Text3;
}

/** What one choice takes of the place when it works fully. */
export interface Account {
  readonly lever: string;
  readonly level: number;
  readonly year: number;
  readonly full: number;
  /** NOK of 2024. */
  readonly yearly: number;
  readonly once: number;
  readonly person_years: number;
  readonly pays: readonly string[];
  readonly gains: readonly string[];
}

export interface Lacking extends Message {
  readonly what: 'money' | 'staff';
  readonly year: number;
  readonly amount: number;
}

export interface Overlap extends Message {
  readonly levers: readonly string[];
  readonly percent: number;
}

export interface FollowedDial {
  readonly dial: string;
  readonly name: Text3;
  readonly unit: string;
  readonly works: string;
  readonly better: string;
}

export interface Mend {
  readonly change: 'add' | 'drop' | 'lower' | 'raise';
  readonly lever: string;
  readonly level: number;
  readonly year: number;
  /** Million NOK more in the result, and positions fewer unfilled. */
  readonly money: number;
  readonly staff: number;
  readonly mends: boolean;
}

export interface Mover {
  readonly lever: string;
  readonly level: number;
  readonly year: number;
  readonly change: number;
  readonly chosen: boolean;
}

/** A package of choices that are meant to be made together. */
export interface Package {
  readonly id: string;
  readonly name: Text3;
  readonly what: Text3;
  readonly for?: Text3 | null;
  readonly lacks?: Text3 | null;
  readonly path: string;
}

/** Choices that cannot be meant together. */
export interface Contradiction {
  readonly id: string;
  readonly levers: readonly string[];
  readonly text: Text3;
}

export interface Why {
  readonly sentence?: Text3;
  readonly indicator: string;
  readonly year: number;
  readonly from: number;
  readonly to: number;
  readonly parts: readonly { readonly source: string; readonly name: Text3; readonly value: number }[];
}

export interface ReachPackage {
  readonly kind?: string;
  readonly text: Text3;
  readonly path: string;
  readonly value: number;
  readonly reached: boolean;
  readonly levers: readonly { readonly lever: string; readonly level: number; readonly year: number }[];
  /** What the added choices cost a year, NOK, and person-years. */
  readonly money: number;
  readonly staff: number;
  readonly lacking?: readonly { readonly what: string; readonly text: Text3 }[];
}

export interface Reach {
  readonly text?: Text3;
  readonly packages: readonly ReachPackage[];
  readonly nearest?: ReachPackage | null;
}

export interface Robust {
  readonly sentence: Text3;
  readonly share: number;
  readonly futures: readonly { readonly id: string; readonly name: Text3; readonly value: number; readonly regret: number; readonly holds: boolean }[];
  readonly mixes?: { readonly count: number; readonly share: number; readonly low: number; readonly median: number; readonly high: number };
  /** How much of what fails the sentence covers. */
  readonly sure?: Text3 | null;
  readonly summary?: Text3;
}

export interface Sensitivity {
  readonly sentence: Text3;
  readonly parts: readonly { readonly source: string; readonly name: Text3; readonly first: number; readonly total: number }[];
}

export interface Signposts {
  readonly sentence?: Text3;
  readonly need?: { readonly text: Text3 };
  readonly decide_by: readonly { readonly lever: string; readonly year: number | null; readonly text: Text3 }[];
  readonly reconsider: readonly { readonly text: Text3; readonly figure?: string; readonly value?: number; readonly year?: number | null }[];
}

export interface ReachedGoals {
  readonly goals: readonly { readonly id: string; readonly text: Text3; readonly state: string; readonly indicator?: string | null; readonly text_state?: Text3 | null }[];
}

/** NOK of 2024 by year; `sectors` sum to `gain`. */
export interface MoneyFlow {
  readonly cost: readonly number[];
  readonly gain: readonly number[];
  readonly sectors: Readonly<Record<string, readonly number[]>>;
}

export interface ChoiceEffect extends MoneyFlow {
  readonly lever: string;
  readonly level: number;
  readonly year: number;
  readonly pays: readonly string[];
  readonly gains: readonly string[];
  /** Its part in the net operating result. */
  readonly result: readonly number[];
  /** Year, null when that is after the last. */
  readonly paid_back: number | null;
  readonly cost_sector: string;
  /** Most comes back in another sector than where it is paid. */
  readonly elsewhere: boolean;
}

export interface Effects {
  readonly first: number | null;
  readonly year: readonly number[];
  readonly choices: readonly ChoiceEffect[];
  readonly whole: MoneyFlow & { readonly paid_back: number | null };
  readonly together: MoneyFlow;
}

export interface ReadIdeas {
  readonly ideas: string;
  readonly levers: readonly Lever[];
  readonly stories: readonly Story[];
  readonly texts?: { readonly stories: readonly string[]; readonly levers: readonly string[] };
}

/** A path that was read from a file. */
export interface ReadPath {
  readonly path: string;
  readonly ideas: string;
  readonly name: string;
  readonly place: { readonly level: string; readonly code: string; readonly name: string } | null;
  readonly notes: readonly PathNote[];
}
