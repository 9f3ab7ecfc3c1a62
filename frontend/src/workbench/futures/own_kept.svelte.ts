/** The reader's own stories: read by the service, kept on this machine, carried in the address. Those of an address come first. */

import { ServiceError } from '../../service/client';
import { remember, remembered } from '../../service/storage';
import { FULL } from '../../service/futures_path';
import { openIdeas, packStories } from '../../service/futures_client';
import type { Ideas, Story } from '../../service/futures_answers';
import type { Chosen } from './futures.svelte';
import { NO_CORNERS, ownCornersOf, textOfCorners, type OwnCorners } from './corners';

const STORIES = 'veivalg.ownStories';
const CORNERS = 'veivalg.ownCorners';

export class OwnKept {
  /** Whether the service can read own stories; undefined until it has answered. */
  able = $state<boolean | undefined>();
  texts = $state.raw<readonly string[]>([]);
  stories = $state.raw<readonly Story[]>([]);
  trouble = $state('');
  busy = $state(false);
  corners = $state.raw<OwnCorners>(NO_CORNERS);
  readonly #chosen: Chosen;
  /** Own measures that came with the address travel on with it. */
  #levers: readonly string[] = [];

  constructor(chosen: Chosen) {
    this.#chosen = chosen;
    this.corners = ownCornersOf(remembered(CORNERS) ?? '') ?? NO_CORNERS;
    void this.#begin();
  }

  /** Add a story, or put it in the place of the one with the same id; it counts in full until it is turned down. False when it is refused. */
  async add(text: string): Promise<boolean> {
    const ident = identIn(text);
    const others = this.texts.filter((one) => identIn(one) !== ident);
    const added = await this.#pack([...others, text]);
    if (added && !this.#chosen.weight(ident)) this.#chosen.setWeight(ident, FULL);
    return added;
  }

  async remove(story: string): Promise<void> {
    this.#chosen.setWeight(story, 0);
    if (this.#chosen.story === story) this.#chosen.open('H1');
    await this.#pack(this.texts.filter((one) => identIn(one) !== story));
  }

  textOf(story: string): string {
    return this.texts.find((one) => identIn(one) === story) ?? '';
  }

  setCorners(corners: OwnCorners): void {
    this.corners = corners;
    remember(CORNERS, textOfCorners(corners));
  }

  async #begin(): Promise<void> {
    const stored = textsIn(remembered(STORIES));
    try {
      const found = this.#chosen.ideas || !stored.length ? await openIdeas(this.#chosen.ideas) : await packStories(stored);
      this.able = true;
      this.#take(found);
    } catch (reason) {
      const refused = reason instanceof ServiceError && reason.failure === 'refused';
      this.able = refused;
      if (refused) this.trouble = reason.message;
    }
  }

  async #pack(texts: readonly string[]): Promise<boolean> {
    this.busy = true;
    try {
      this.#take(await packStories(texts, this.#levers));
      remember(STORIES, JSON.stringify(texts));
      return true;
    } catch (reason) {
      this.trouble = reason instanceof ServiceError ? reason.message || reason.failure : String(reason);
      return false;
    } finally {
      this.busy = false;
    }
  }

  #take(found: Ideas): void {
    [this.texts, this.stories, this.trouble] = [found.texts.stories, found.stories, ''];
    this.#levers = found.texts.levers;
    if (found.ideas !== this.#chosen.ideas) this.#chosen.setIdeas(found.ideas);
  }
}

export function identIn(text: string): string {
  return /^id\s*=\s*["']([^"'\n]*)["']/m.exec(text)?.[1] ?? '';
}

function textsIn(stored: string | null): string[] {
  try {
    const held: unknown = JSON.parse(stored ?? '[]');
    return Array.isArray(held) ? held.filter((one): one is string => typeof one === 'string') : [];
  } catch {
    return [];
  }
}
