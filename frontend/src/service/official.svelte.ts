/** Fetching official figures: started, followed and stopped from the page; goes on when the page is closed. */

import type { FetchProgress } from './answers';
import { askJson, ServiceError } from './client';
import { figuresReplaced } from './status.svelte';

type Phase = 'idle' | 'running' | 'done' | 'stopped' | 'failed';

const state = $state<{ phase: Phase; progress: FetchProgress | undefined; message: string; open: boolean }>({
  phase: 'idle',
  progress: undefined,
  message: '',
  open: false,
});
let events: EventSource | undefined;

export const official = {
  get phase() {
    return state.phase;
  },
  get progress() {
    return state.progress;
  },
  get message() {
    return state.message;
  },
  get open() {
    return state.open;
  },
  set open(open: boolean) {
    state.open = open;
  },
};

export async function startFetch(): Promise<void> {
  state.phase = 'running';
  state.message = '';
  state.progress = undefined;
  try {
    await askJson('/api/data/fetch', { method: 'POST' });
    follow();
  } catch (reason) {
    state.phase = 'failed';
    state.message = reason instanceof ServiceError ? reason.message : '';
  }
}

export async function stopFetch(): Promise<void> {
  try {
    await askJson('/api/data/stop', { method: 'POST' });
  } catch {
    // The stream tells what became of it.
  }
}

/** Take up a fetch that may be under way since before the page was closed; an ended one is left alone. */
export function takeUp(): void {
  if (state.phase === 'running') return;
  state.phase = 'idle';
  follow((progress) => phaseOf(progress.state) === 'running');
}

function follow(wanted: (first: FetchProgress) => boolean = () => true): void {
  events?.close();
  events = new EventSource('/api/data/progress');
  let first = true;
  events.onmessage = (event) => {
    const progress = JSON.parse(event.data as string) as FetchProgress;
    if (first && !wanted(progress)) return stopListening(state.phase);
    first = false;
    heard(progress);
  };
  events.onerror = () => {
    if (events?.readyState === EventSource.CLOSED && state.phase === 'running') fail('');
  };
}

function heard(progress: FetchProgress): void {
  const phase = phaseOf(progress.state);
  if (phase === 'idle') return stopListening(state.phase === 'running' ? 'idle' : state.phase);
  state.progress = progress;
  state.phase = phase;
  if (phase === 'running') return;
  if (phase === 'failed') return fail(progress.message);
  state.message = progress.message;
  stopListening(phase);
  if (phase === 'done') figuresReplaced();
}

/** The service's word for how a fetch stands, in ours. */
export function phaseOf(word: string): Phase {
  if (['done', 'finished', 'complete', 'ready'].includes(word)) return 'done';
  if (['stopped', 'cancelled', 'stopping'].includes(word)) return 'stopped';
  if (['failed', 'error'].includes(word)) return 'failed';
  return ['idle', 'none', ''].includes(word) ? 'idle' : 'running';
}

function fail(message: string): void {
  state.message = message;
  stopListening('failed');
}

function stopListening(phase: Phase): void {
  state.phase = phase;
  events?.close();
  events = undefined;
}
