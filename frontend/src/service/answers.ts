/** Shapes of the service's JSON answers. */

export type Level = 'municipality' | 'region' | 'county' | 'country' | 'group' | 'like';

export interface Status {
  figures: 'shipped' | 'official';
  date: string;
  table: string;
  retrieved: string;
  complete: boolean;
  intervals: { state: 'computing' | 'ready' | 'failed'; done: number; total: number };
  base_year: number;
  last_year: number;
  alternatives: string[];
}

export interface Municipality {
  code: string;
  name: string;
  sami: string[];
  county: string;
  region: string;
  centrality: number;
  kostra: string;
  column: number;
  row: number;
  lon: number;
  lat: number;
}

export interface Area {
  code: string;
  name: string;
  members: string[];
}

export interface Places {
  municipalities: Municipality[];
  regions: Area[];
  counties: Area[];
}

export interface Hit {
  level: Level;
  code: string;
  name: string;
  matched: string;
  detail: string;
}

export interface Named {
  code: string;
  name: string;
}

export interface Message {
  key: string;
  values: Record<string, string | number>;
  /** The whole sentence by language, when the service has worded it. */
  text?: Record<string, string>;
}

export interface PlaceDetail {
  level: Level;
  code: string;
  name: string;
  sami: string[];
  members: Named[];
  county?: Named | null;
  region?: Named | null;
  like?: (Named & { members: string[] }) | null;
  flags: Message[];
}

export interface SourceNote {
  publisher?: string;
  table?: string;
  date?: string;
  retrieved?: string;
  kind?: string;
  licence?: string;
  note?: string;
}

export interface BacktestRow {
  [column: string]: string | number | null;
}

export interface Method {
  backtest?: unknown;
  sources?: SourceNote[];
  shipped_loss?: unknown;
  [more: string]: unknown;
}

export interface FetchProgress {
  step: string;
  done: number;
  total: number;
  seconds_left: number | null;
  state: string;
  message: string;
}
