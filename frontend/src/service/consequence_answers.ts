/** Shapes of the header that comes with the consequences of a place. */

import type { Message } from './answers';

export type Chapter = 'services' | 'staff' | 'money' | 'society' | 'land';
export const CHAPTERS: readonly Chapter[] = ['services', 'staff', 'money', 'society', 'land'];

export type Evidence = 'strong' | 'some' | 'weak' | 'assumption';
export type Basis = 'published' | 'quoted' | 'derived' | 'assumption' | 'replaced';

export interface IndicatorNote {
  readonly name: string;
  readonly chapter: Chapter;
  readonly unit: string;
  readonly decimals: number;
  readonly better: 'more' | 'less' | 'neither';
  readonly evidence: Evidence;
  readonly causes: readonly string[];
  readonly rests_on: readonly string[];
  readonly level: { readonly basis: string } | null;
  readonly replaced: boolean;
  /** Key of the reason when there is no figure. */
  readonly missing: string | null;
}

export interface ParameterNote {
  readonly unit: string;
  readonly basis: Basis;
  readonly source: string;
  readonly year: number | null;
  readonly range: readonly [number, number] | null;
  readonly reason: string;
  readonly value?: number;
  readonly by_age?: unknown;
  readonly by_age_and_sex?: unknown;
  readonly by_item?: Readonly<Record<string, number>>;
  readonly by_year?: Readonly<Record<string, number>>;
}

/** One sentence about an indicator or a chapter. */
export interface Finding extends Message {
  readonly chart: string;
}

export interface Threshold extends Message {
  readonly year: number;
  readonly indicator: string;
}

export type Texts = string | Readonly<Record<string, string>>;

export interface StandingFigure {
  readonly name: string;
  readonly value: number | null;
  readonly unit: string;
  readonly rank: number | null;
  readonly of: number | null;
  /** A publication as it is; what Veivalg has reckoned, by language. */
  readonly source: Texts;
  readonly year: number | string | null;
  readonly missing: string | null;
  readonly text?: Texts;
}

export interface Criterion {
  readonly name: string;
  /** Place among the country's municipalities, 0 to 100; null when it cannot be told. */
  readonly position: number | null;
  readonly text?: Texts;
  readonly figures: readonly StandingFigure[];
}

export interface Standing {
  readonly criteria: readonly Criterion[];
  readonly type: { readonly key: string; readonly text: Texts; readonly description: Texts } | null;
  readonly like: readonly { readonly code: string; readonly name: string }[];
}

export interface Judged {
  readonly dimension: string;
  readonly chapter: string;
  /** −2 (much harder) to 2 (much easier); null when it was not told. */
  readonly points: number | null;
  readonly direction: string;
  /** Empty when the reason is among the words, by the dimension's name. */
  readonly reason: Texts;
  /** Who judged, as words or as a key. */
  readonly who: Texts;
  readonly year: number;
  readonly draft: boolean;
}

export interface Occupation {
  readonly name: string;
  readonly need: readonly number[];
  readonly available: readonly number[];
}

/** Answer to GET /api/parameters, as far as the page uses it. */
export interface DefaultFigures {
  /** Levels of services and figures of the accounts that one municipality can have of its own. */
  readonly local?: readonly { readonly name: string; readonly units: readonly string[] }[];
}

export interface OwnFigure {
  readonly figure: string;
  readonly place?: string;
  readonly year?: number | string | null;
  readonly unit: string;
  readonly value: number;
  readonly replaces?: number | string | null;
  readonly source?: string;
}
