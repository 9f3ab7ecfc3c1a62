/** The chapters of a place's page: anchors, the indicators they open with, and lines drawn together. */

import type { Chapter, IndicatorNote } from '../../service/consequence_answers';

export type PageChapter = 'overview' | 'people' | Chapter;

/** Anchors are words that a Norwegian reader recognises in the address. */
export const ANCHOR: Readonly<Record<PageChapter, string>> = {
  overview: 'oversikt',
  people: 'folk',
  services: 'tjenester',
  staff: 'ansatte',
  money: 'okonomi',
  society: 'samfunn',
  land: 'areal',
};
export const PAGE_CHAPTERS = Object.keys(ANCHOR) as PageChapter[];

/** The fourth of the big numbers. */
export const UNFILLED = 'staff.unfilled';
export const RESULT = 'money.net_result_share';

const OPENS_WITH: Readonly<Record<Chapter, readonly string[]>> = {
  services: ['services.institution_places', 'services.home_users_80plus'],
  staff: [UNFILLED, 'staff.need'],
  money: [RESULT],
  society: ['society.living_alone_80plus'],
  land: ['land.road', 'land.road_emissions'],
};

/** The indicator a chapter opens with: the usual one, else its first that has figures. */
export function openingIndicator(chapter: Chapter, notes: readonly IndicatorNote[]): string | undefined {
  const there = (name: string | undefined) => notes.some((note) => note.name === name && !note.missing);
  return [...OPENS_WITH[chapter], ...notes.filter((note) => !note.missing).map(({ name }) => name), notes[0]?.name].find(there) ?? notes[0]?.name;
}

const BESIDE: Readonly<Record<string, RegExp>> = {
  'staff.need': /^staff\.available$/,
  'staff.available': /^staff\.need$/,
  [RESULT]: /^money\.net_result_share_/,
};

/** Indicators that are read against this one, drawn as further lines: people needed and available, the result under another assumption. */
export function variantsOf(name: string, notes: readonly IndicatorNote[]): string[] {
  return notes.filter((note) => !note.missing && note.name !== name && (BESIDE[name]?.test(note.name) ?? false)).map((note) => note.name);
}

/** The years that key figures are given for. */
export function keyYears(base: number, last: number): number[] {
  return [base, ...[2030, 2040].filter((year) => year > base && year < last), last];
}
