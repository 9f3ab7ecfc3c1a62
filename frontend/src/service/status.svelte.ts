/** Which figures are in use and whether intervals are ready; asked again while they are computed. */

import type { Places, Status } from './answers';
import { askJson } from './client';

const AGAIN_MS = 1500;
const state = $state<{ status: Status | undefined; offline: boolean; generation: number }>({
  status: undefined,
  offline: false,
  generation: 0,
});
let timer: ReturnType<typeof setTimeout> | undefined;
let places: Promise<Places> | undefined;

export function currentStatus(): Status | undefined {
  return state.status;
}

export function isOffline(): boolean {
  return state.offline;
}

/** Rises each time the figures behind the page change, so that charts ask again. */
export function figuresGeneration(): number {
  return state.generation;
}

/** Ask for the status now and again: often while something is under way or the service is silent, else twice a minute. */
export async function followStatus(): Promise<void> {
  clearTimeout(timer);
  const before = state.status;
  try {
    const status = await askJson<Status>('/api/status');
    state.status = status;
    state.offline = false;
    if (before && changed(before, status)) state.generation++;
    timer = setTimeout(followStatus, status.intervals.state === 'computing' ? AGAIN_MS : 20 * AGAIN_MS);
  } catch {
    state.offline = true;
    timer = setTimeout(followStatus, 3 * AGAIN_MS);
  }
}

function changed(before: Status, now: Status): boolean {
  const parts = (status: Status) => [status.figures, status.date, status.retrieved, status.intervals.state, status.base_year].join();
  return parts(before) !== parts(now);
}

/** New figures are in: ask for everything again. */
export function figuresReplaced(): void {
  state.generation++;
  void followStatus();
}

/** Municipalities, regions and counties; asked for once. */
export function allPlaces(): Promise<Places> {
  places ??= askJson<Places>('/api/places').catch((reason: unknown) => {
    places = undefined;
    throw reason;
  });
  return places;
}
