/** Paths that the reader has kept under a name, for one place, on this machine only. */

import { pathOf, textOf } from '../../service/path_text';
import type { Snapshot } from './path_state.svelte';

export interface Saved {
  readonly name: string;
  readonly path: string;
  readonly ideas: string;
}

const STORED = 'veivalg.paths';
export const MOST_SAVED = 30;

export class SavedPaths {
  all = $state.raw<readonly Saved[]>([]);
  private readonly place: string;

  constructor(place: string) {
    this.place = place;
    this.all = everything()[place] ?? [];
  }

  keep({ path, ideas, name }: Snapshot): void {
    const rest = this.all.filter((one) => one.name !== name);
    this.store([...rest, { name, path: textOf(path), ideas }].slice(-MOST_SAVED));
  }

  drop(name: string): void {
    this.store(this.all.filter((one) => one.name !== name));
  }

  private store(all: readonly Saved[]): void {
    this.all = all;
    try {
      localStorage.setItem(STORED, JSON.stringify({ ...everything(), [this.place]: all }));
    } catch {
      // Private windows may refuse storage; the list then lasts for this visit.
    }
  }
}

export const snapshotOf = ({ name, path, ideas }: Saved): Snapshot => ({ name, ideas, path: pathOf(path) });

function everything(): Record<string, readonly Saved[]> {
  try {
    return JSON.parse(localStorage.getItem(STORED) ?? '{}') as Record<string, readonly Saved[]>;
  } catch {
    return {};
  }
}
