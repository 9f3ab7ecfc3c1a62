/** The reader's own stories: read by the service, kept on this machine, carried in the address. */

import { ServiceError } from '../../service/client';
import { packStories } from '../../service/futures_client';
import type { Story } from '../../service/futures_answers';
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

  constructor(chosen: Chosen) {
    this.#chosen = chosen;
    this.corners = ownCornersOf(remembered(CORNERS) ?? '') ?? NO_CORNERS;
    void this.#begin();
  }

  /** Add a story, or put it in the place of the one with the same id. False when it is refused. */
  async add(text: string): Promise<boolean> {
    const ident = identIn(text);
    const others = this.texts.filter((one) => identIn(one) !== ident);
    return this.#pack([...others, text]);
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
    keep(CORNERS, textOfCorners(corners));
  }

  async #begin(): Promise<void> {
    const stored = textsIn(remembered(STORIES));
    try {
      const found = await packStories(stored);
      this.#take(stored, found.stories, found.ideas);
      this.able = true;
    } catch (reason) {
      this.able = reason instanceof ServiceError && reason.failure === 'refused' && stored.length > 0;
      if (this.able && reason instanceof ServiceError) this.trouble = reason.message;
    }
  }

  async #pack(texts: readonly string[]): Promise<boolean> {
    this.busy = true;
    try {
      const found = await packStories(texts);
      this.#take(texts, found.stories, found.ideas);
      keep(STORIES, JSON.stringify(texts));
      return true;
    } catch (reason) {
      this.trouble = reason instanceof ServiceError ? reason.message || reason.failure : String(reason);
      return false;
    } finally {
      this.busy = false;
    }
  }

  /** An address that carries somebody else's stories keeps them until the reader makes one. */
  #take(texts: readonly string[], stories: readonly Story[], ideas: string): void {
    [this.texts, this.stories, this.trouble] = [texts, stories, ''];
    if (texts.length || this.able) this.#chosen.setIdeas(ideas);
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

function remembered(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

function keep(name: string, text: string): void {
  try {
    localStorage.setItem(name, text);
  } catch {
    // Private windows may refuse storage; the files and the address still carry them.
  }
}
