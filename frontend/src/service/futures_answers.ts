/** Shapes of what the service says of stories, how they connect, and how they read for one place. */

/** A text by language; own content may have one language only. */
export type Told = Readonly<Record<string, string>>;

export interface Trend {
  readonly name: string;
  readonly dial: string;
  readonly dial_name: Told;
  readonly unit: string;
  readonly works: string;
  readonly where: string;
  readonly low: number;
  readonly mid: number;
  readonly high: number;
  readonly from: number;
  readonly to: number;
  readonly profile: string;
  readonly years: readonly number[];
  readonly text: Told;
  readonly reason: Told;
  readonly section: string;
  readonly evidence: string;
  readonly basis: readonly string[];
  readonly source: string;
}

export interface Trait {
  readonly id: string;
  readonly text: Told;
  readonly trends: readonly string[];
  readonly shown: Told | null;
}

export interface Item {
  readonly id: string;
  readonly kind: 'implication' | 'opportunity';
  readonly dimension: string;
  readonly meet: string;
  readonly text: Told;
}

export interface Story {
  readonly id: string;
  readonly kind: 'story' | 'scenario' | 'own';
  readonly document: string;
  readonly horizon: number;
  readonly name: Told;
  readonly short: Told;
  readonly story: Told;
  readonly corner: Readonly<Record<string, string>>;
  readonly persona: { readonly name: string; readonly age: string; readonly text: Told } | null;
  readonly traits: readonly Trait[];
  readonly trends: readonly Trend[];
  readonly items: readonly Item[];
}

export interface General {
  readonly id: string;
  readonly name: Told;
  readonly text: Told;
  readonly trends: readonly Trend[];
}

export interface DriverFigure {
  readonly label: Told;
  readonly low: number;
  readonly mid: number;
  readonly high: number;
  readonly unit: Told;
  readonly source: string;
}

export interface Driver {
  readonly id: string;
  readonly sure: boolean;
  readonly name: Told;
  readonly text: Told;
  readonly low_end: Told | null;
  readonly high_end: Told | null;
  readonly figures: readonly DriverFigure[];
}

export interface Part {
  readonly id: string;
  readonly story: string;
  readonly name: Told;
  readonly descriptor: string;
  readonly state: string;
}

export interface Link {
  readonly from: string;
  readonly to: string;
  readonly score: number;
  readonly reason: Told;
}

export interface Futures {
  readonly stories: readonly Story[];
  readonly general: readonly General[];
  readonly drivers: readonly Driver[];
  readonly implications: readonly { readonly id: string; readonly story: string; readonly text: Told }[];
  readonly opportunities: readonly { readonly id: string; readonly group: string; readonly text: Told; readonly levers: readonly string[] }[];
  readonly connections: { readonly judged: Told; readonly parts: readonly Part[]; readonly links: readonly Link[] };
}

export interface LeverName {
  readonly id: string;
  readonly name: Told;
  readonly decides: string;
}

/** A figure as today and with the story; null where there is none. */
export interface Pair {
  readonly today: number | null;
  readonly story: number | null;
  readonly change: number | null;
  /** The same, each rounded to what is known of it; null for shares. */
  readonly known: { readonly today: number; readonly story: number; readonly change: number } | null;
}

export interface Retold {
  readonly story: string;
  readonly place: { readonly level: string; readonly code: string; readonly name: string };
  readonly year: number;
  readonly text: Told | null;
  readonly figures: Readonly<Record<'residents' | 'aged_80plus' | 'unfilled' | 'result', Pair>>;
}

export interface Conflict {
  readonly parts: readonly [string, string];
  readonly score: number;
  readonly counts: number;
  readonly excludes: boolean;
  readonly text: Told;
}

export interface Combination {
  readonly stories: readonly string[];
  readonly consistent: boolean;
  readonly against: readonly string[];
  readonly excluded: readonly (readonly [string, string])[];
}

export interface Consistency {
  readonly path: string;
  readonly sentence: Told;
  readonly parts: readonly { readonly id: string; readonly weight: number; readonly balance: number; readonly strength: number }[];
  readonly against: readonly string[];
  readonly conflicts: readonly Conflict[];
  readonly together: readonly Combination[];
}

export interface Dial {
  readonly key: string;
  readonly unit: string;
  readonly works: string;
  readonly name: Told;
}

export interface Assumptions {
  readonly dials: readonly Dial[];
  readonly where: readonly string[];
  readonly profiles: readonly string[];
  readonly evidence: readonly string[];
}

/** Own stories as the service has read them, and the text that carries them in an address. */
export interface Ideas {
  readonly ideas: string;
  readonly stories: readonly Story[];
  readonly texts: { readonly stories: readonly string[]; readonly levers: readonly string[] };
}
