/** Sentences about an indicator: the model's own where there is one, else a plain one of the page. */

import type { Chapter, Finding } from '../../service/consequence_answers';
import type { ConsequenceFigures } from '../../service/consequence_figures';
import { currentLanguage, has, t } from '../../words/language.svelte';
import { number } from '../../words/numbers';
import { inOwnWords, indicatorOf } from './names';
import { kindOf, known, shown } from './shown';

export function findingSentence(found: Finding | undefined): string {
  if (!found) return '';
  if (found.text) return inOwnWords(found.text);
  return has(found.key) ? t(found.key, Object.fromEntries(Object.entries(found.values).map(([name, value]) => [name, typeof value === 'number' ? number(value, Number.isInteger(value) ? 0 : 1) : value]))) : '';
}

/** The chapter's headline and the sentence beneath; the first indicator's own sentence while there is none. */
export function headlines(figures: ConsequenceFigures, chapter: Chapter, opening: string | undefined): string[] {
  const told = figures.findingsOf(chapter).map(findingSentence).filter(Boolean);
  const first = told.length || !opening ? told : figures.findingsOf(opening).map(findingSentence).filter(Boolean).slice(0, 1);
  return first.slice(0, 2).map((text, index) => (index === 0 ? withoutStop(text) : text));
}

/** Title over the chart of an indicator, never the same as the chapter's headline. */
export function chartTitle(figures: ConsequenceFigures, name: string, headline: string): string {
  const own = withoutStop(findingSentence(figures.findingsOf(name)[0]));
  return own && own !== headline ? own : plainTitle(figures, name);
}

/** A title of one sentence has no full stop. */
export function withoutStop(text: string): string {
  return /^[^.!?]*(\d\.\d[^.!?]*)*\.$/.test(text) ? text.slice(0, -1) : text;
}

function plainTitle(figures: ConsequenceFigures, name: string): string {
  const note = figures.note(name);
  const end = figures.lastKnown(name);
  const [now, then] = [figures.value(name, figures.baseYear), figures.value(name, end)];
  if (!Number.isFinite(then)) return t('web.consequence.title.none', { what: indicatorOf(name) });
  const grain = kindOf(note.unit) === 'share' ? 0.002 : Math.max(10 ** -note.decimals / 2, Math.abs(now) * 0.01);
  const way = Math.abs(then - now) < grain ? 'same' : then > now ? 'more' : 'fewer';
  return t(`web.consequence.title.${way}`, { what: capital(indicatorOf(name)), now: shown(now, note), then: shown(then, note), end });
}

/** "In eight of ten futures there are between 25 and 60 in 2050." */
export function intervalSentence(figures: ConsequenceFigures, name: string, year: number): string {
  const interval = figures.intervalIn(name, year);
  if (!interval) return '';
  const note = figures.note(name);
  const [low, high] = interval.map((value) => (kindOf(note.unit) === 'count' && note.decimals === 0 && interval[1] >= 1 ? wholeIn(value, interval) : shown(value, note)));
  if (low === high) return t('web.consequence.interval.same', { value: low!, end: year });
  return t('web.consequence.interval', { low: low!, high: high!, end: year });
}

function wholeIn(value: number, interval: readonly [number, number]): string {
  const step = knownGrain(interval);
  return number(Math.round(value / step) * step);
}

const knownGrain = (interval: readonly [number, number]): number => known(interval[1], interval).step;

/** Unfilled positions in words that fit their number, rounded to what is known; under one is said so. */
export function unfilledSentence(figures: ConsequenceFigures, name: string, year: number): string {
  const value = figures.value(name, year);
  const interval = figures.intervalIn(name, year);
  const told = known(value, interval);
  if (value < 0.05) return t('web.unfilled.none', { year });
  if (value < 0.95) return t('web.unfilled.under_one', { year });
  const n = number(told.value);
  if (!interval) return t('web.unfilled.about', { n, year });
  return t('web.unfilled.between', { n, year, low: told.low < 1 ? t('web.none') : number(told.low), high: number(told.high) });
}

export function capital(text: string): string {
  return text.slice(0, 1).toLocaleUpperCase(currentLanguage()) + text.slice(1);
}
