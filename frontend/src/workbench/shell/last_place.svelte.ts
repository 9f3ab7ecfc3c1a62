/** The place the reader opened last, remembered on this machine only. */

import type { Level } from '../../service/answers';

export interface LastPlace {
  readonly level: Level;
  readonly code: string;
  readonly name: string;
}

const STORED = 'veivalg.lastPlace';
const state = $state<{ last: LastPlace | undefined }>({ last: remembered() });

export function lastPlace(): LastPlace | undefined {
  return state.last;
}

export function openedPlace(place: LastPlace): void {
  state.last = place;
  try {
    localStorage.setItem(STORED, JSON.stringify(place));
  } catch {
    // Private windows may refuse storage.
  }
}

function remembered(): LastPlace | undefined {
  try {
    const stored = localStorage.getItem(STORED);
    return stored ? (JSON.parse(stored) as LastPlace) : undefined;
  } catch {
    return undefined;
  }
}
