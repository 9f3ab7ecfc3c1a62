/** What one of the big numbers shows: of people, or of unfilled positions. */

import type { ConsequenceFigures } from '../../service/consequence_figures';
import type { Interval, PeopleFigures } from '../../service/people_figures';
import { t } from '../../words/language.svelte';
import { about, inBigType, number } from '../../words/numbers';
import { ANCHOR, UNFILLED } from '../consequences/chapters';
import { indicatorTitle, missingSentence } from '../consequences/names';
import { unfilledSentence } from '../consequences/sentences';
import { known } from '../consequences/shown';
import { indicatorNamed, wordsOf } from '../indicators';
import { findingText } from './findings';

export interface BigColumn {
  readonly year: number;
  readonly value: string;
  readonly note: string;
}

export interface BigView {
  readonly title: string;
  /** Today, 2040 and the last year. */
  readonly columns: readonly BigColumn[];
  readonly history: { readonly years: readonly number[]; readonly values: ArrayLike<number> };
  readonly years: readonly number[];
  readonly expected: ArrayLike<number>;
  readonly interval: Interval | undefined;
  readonly sentence: string;
  readonly act: { readonly first: string; readonly text: string };
  readonly how: string;
  readonly why: string;
  readonly own: boolean;
  /** Reason why there is no figure; empty when there is one. */
  readonly missing: string;
}

const yearsShown = (base: number, last: number): number[] => [base, Math.min(2040, last - 1), last];

export function bigOfPeople(figures: PeopleFigures, place: string, choice: { indicator: string; finding: string; how: string; act: string }): BigView {
  const { indicator, finding, how, act } = choice;
  const of = indicatorNamed(indicator);
  const shown = (value: number) => (of.kind !== 'persons' ? number(value, of.decimals) : inBigType(value));
  const { historyYears, history, years, expected } = figures.series(indicator);
  const [now, then] = [figures.value(indicator, figures.baseYear), figures.value(indicator, figures.lastYear)];
  const way = Math.abs(then / now - 1) < 0.01 ? 'same' : then > now ? 'more' : 'fewer';
  return {
    title: t(wordsOf(indicator)),
    columns: yearsShown(figures.baseYear, figures.lastYear).map((year, index) => {
      const value = figures.value(indicator, year);
      const interval = figures.intervalIn(indicator, year);
      if (index === 0) return { year, value: of.kind === 'persons' && value < 1_000_000 ? number(value) : shown(value), note: t('web.numbers.day', { year }) };
      return { year, value: shown(value), note: interval ? `${shown(interval[0])}–${shown(interval[1])}` : '…' };
    }),
    history: { years: historyYears, values: history },
    years,
    expected,
    interval: figures.interval(indicator),
    sentence: findingText(figures.findings, finding) || t(`web.numbers.${act}.${way}`, { place, now: shown(now), then: shown(then), n: about(Math.abs(then - now)), end: figures.lastYear }),
    act: { first: t(`web.act.${act}.first`), text: t(`web.act.${act}`) },
    how,
    why: 'hvorfor',
    own: false,
    missing: '',
  };
}

/** Positions that nobody fills; under one is said in words, and future ones only as finely as they are known. */
export function bigOfUnfilled(figures: ConsequenceFigures): BigView {
  const there = figures.has(UNFILLED);
  const note = there ? figures.note(UNFILLED) : undefined;
  const missing = !note || note.missing ? missingSentence(note?.missing) : '';
  return {
    title: there ? indicatorTitle(UNFILLED) : t('web.unfilled.title'),
    columns: missing ? [] : yearsShown(figures.baseYear, figures.lastYear).map((year, index) => unfilledColumn(figures, year, index === 0)),
    history: { years: [], values: [] },
    years: figures.years,
    expected: missing ? [] : figures.expected(UNFILLED),
    interval: missing ? undefined : figures.interval(UNFILLED),
    sentence: missing ? '' : unfilledSentence(figures, UNFILLED, Math.min(2040, figures.lastYear - 1)),
    act: { first: t('web.act.unfilled.first'), text: t('web.act.unfilled') },
    how: 'konsekvenser',
    why: ANCHOR.staff,
    own: note?.replaced ?? false,
    missing,
  };
}

function unfilledColumn(figures: ConsequenceFigures, year: number, today: boolean): BigColumn {
  const value = figures.value(UNFILLED, year);
  const interval = figures.intervalIn(UNFILLED, year);
  const told = known(value, interval);
  const whole = (one: number) => (one > 0 && one < 0.95 ? t('web.under_one') : number(one));
  if (today) return { year, value: value < 0.05 ? '0' : whole(Math.round(value) || value), note: t('web.numbers.day', { year }) };
  const shown = value < 0.05 ? '0' : value < 0.95 ? t('web.under_one') : told.step > 1 ? t('web.about_short', { n: number(told.value) }) : number(told.value);
  return { year, value: shown, note: interval ? (told.high < 1 ? t('web.at_most_one') : `${number(told.low)}–${number(told.high)}`) : '…' };
}
