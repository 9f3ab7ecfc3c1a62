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

/** What a council asks for first; the first of them that has figures is shown when the chapter opens. */
const FIRST: Readonly<Record<Chapter, readonly string[]>> = {
  services: ['institution_places', 'home_users_80plus', 'dementia', 'kindergarten_children', 'pupils', 'school_classes', 'large_needs', 'dwellings'],
  staff: ['unfilled', 'need', 'available', 'unfilled_share', 'gap_nurse', 'gap_skilled_health_worker', 'gap_teacher', 'gap_kindergarten_teacher'],
  money: ['net_result_share', 'net_result_share_uncovered', 'free_income_per_resident', 'spending_per_resident', 'spending_care', 'spending_school', 'demographic_cost', 'debt_share', 'reserve_share'],
  society: ['living_alone_80plus', 'care_ratio', 'age_bearing_67plus', 'outside', 'low_income_children', 'volunteers', 'turnout', 'in_centre_share'],
  land: ['road', 'heating', 'homes', 'new_dwellings', 'empty_dwellings', 'callable', 'may_need_help', 'backup_technical'],
};

/** A chapter's indicators, those asked for first in front; the rest keep their order. */
export function inReadingOrder(chapter: Chapter, notes: readonly IndicatorNote[]): IndicatorNote[] {
  const rank = ({ name }: IndicatorNote): number => {
    const at = FIRST[chapter].indexOf(name.slice(chapter.length + 1));
    return at < 0 ? FIRST[chapter].length : at;
  };
  return [...notes].sort((one, other) => rank(one) - rank(other));
}

/** The indicator a chapter opens with: the first in reading order that has figures. */
export function openingIndicator(chapter: Chapter, notes: readonly IndicatorNote[]): string | undefined {
  const ordered = inReadingOrder(chapter, notes);
  return (ordered.find((note) => !note.missing) ?? ordered[0])?.name;
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

const LINE_WORDS: Readonly<Record<string, string>> = { [RESULT]: 'web.line.covered', [`${RESULT}_uncovered`]: 'web.line.uncovered' };

/** Key of what a line is called where it stands beside another; undefined where its own title says it. */
export function lineWords(name: string, together: number): string | undefined {
  return together > 1 ? LINE_WORDS[name] : undefined;
}

/** The years that key figures are given for. */
export function keyYears(base: number, last: number): number[] {
  return [base, ...[2030, 2040].filter((year) => year > base && year < last), last];
}
