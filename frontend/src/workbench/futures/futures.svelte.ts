/** What the reader has chosen on the page of futures: mix, story, place. It stands in the address. */

import type { Level } from '../../service/answers';
import type { Story, Told } from '../../service/futures_answers';
import { mixOf, textOf, withJudgement, withWeight, type Mix } from '../../service/futures_path';
import { currentLanguage } from '../../words/language.svelte';
import { lastPlace } from '../shell/last_place.svelte';

export interface ChosenPlace {
  readonly level: Level;
  readonly code: string;
}

const FIRST = 'H1';
const SOON_MS = 200;
const ADDRESS = '/fremtider';

export class Chosen {
  mix = $state.raw<Mix>(mixOf(''));
  story = $state(FIRST);
  place = $state.raw<ChosenPlace | undefined>();
  /** Own stories, packed for an address. */
  ideas = $state('');
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    this.read();
  }

  /** Take everything from the address line. */
  readonly read = (): void => {
    const query = new URLSearchParams(location.search);
    this.mix = mixOf(query.get('path') ?? '');
    this.story = query.get('historie') ?? FIRST;
    this.ideas = query.get('ideas') ?? '';
    this.place = placeIn(query.get('kommune'));
  };

  get path(): string {
    return textOf(this.mix);
  }

  weight(story: string): number {
    return this.mix.weights[story] ?? 0;
  }

  setWeight(story: string, weight: number): void {
    this.#mixed(withWeight(this.mix, story, weight));
  }

  judge(pair: string, score: number, shipped: number): void {
    this.#mixed(withJudgement(this.mix, pair, score, shipped));
  }

  judgeAsShipped(): void {
    this.#mixed({ ...this.mix, judged: {} });
  }

  noWeights(): void {
    this.#mixed({ ...this.mix, weights: {} });
  }

  setKind(kind: string, is: boolean): void {
    const others = this.mix.kinds.filter((one) => one !== kind);
    this.#mixed({ ...this.mix, kinds: is ? [...others, kind] : others });
  }

  open(story: string): void {
    this.story = story;
    this.#written();
  }

  choosePlace(place: ChosenPlace): void {
    this.place = place;
    this.#written();
  }

  setIdeas(ideas: string): void {
    this.ideas = ideas;
    this.#written();
  }

  /** Address of Paths with this mix, for the chosen place; else where a place is found. */
  pathsAddress(mix: Mix = this.mix): string {
    const query = new URLSearchParams();
    const path = textOf(mix);
    if (path) query.set('path', path);
    if (this.ideas) query.set('ideas', this.ideas);
    const asked = plainly(query);
    const place = this.place ? `/kommune/${encodeURIComponent(this.place.code)}` : '/landet';
    return `${place}/veivalg${asked ? `?${asked}` : ''}`;
  }

  #mixed(mix: Mix): void {
    this.mix = mix;
    this.#written();
  }

  /** The address follows, once the slider rests. */
  #written(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (location.pathname !== ADDRESS) return;
      const query = new URLSearchParams(location.search);
      const put = (name: string, value: string) => (value ? query.set(name, value) : query.delete(name));
      put('historie', this.story === FIRST ? '' : this.story);
      put('kommune', this.place?.code ?? '');
      put('path', this.path);
      put('ideas', this.ideas);
      const asked = plainly(query);
      history.replaceState(null, '', `${ADDRESS}${asked ? `?${asked}` : ''}${location.hash}`);
    }, SOON_MS);
  }
}

/** A query with the signs of a path as they are written: an address is read by people too. */
function plainly(query: URLSearchParams): string {
  return query.toString().replaceAll('%7E', '~');
}

function placeIn(code: string | null): ChosenPlace | undefined {
  if (code) return { level: 'municipality', code };
  const last = lastPlace();
  return last?.level === 'municipality' ? { level: 'municipality', code: last.code } : undefined;
}

/** A text in the reader's language; own content may have one language only. */
export function said(text: Told): string {
  return text[currentLanguage()] ?? text.nb ?? Object.values(text)[0] ?? '';
}

export const paragraphs = (text: string): string[] => text.split(/\n\s*\n/).map((one) => one.trim()).filter(Boolean);

export const DIMENSIONS = ['governance', 'local_democracy', 'culture_and_identity', 'services', 'land_and_place', 'preparedness', 'business'] as const;
export const ATTITUDES = ['go_along', 'handle', 'counter', 'strengthen'] as const;
export const KINDS = ['cabin', 'host', 'tourism', 'industry', 'coast', 'one_company', 'islands'] as const;

/** Where a story stands in its document: a number for the five, a corner for the four. */
export function storyNumber(story: Pick<Story, 'id' | 'kind'>): string {
  return /^[HS]\d$/.test(story.id) ? story.id.slice(1) : '✎';
}
