/** Redraws once while the reader is idle, so that the first move is as quick as the rest. */

import { flushSync } from 'svelte';

/** Set each value and then the one kept, within one task: nothing of it is painted. Returns how to call it off. */
export function warmWhenIdle<Value>(values: readonly Value[], get: () => Value, set: (value: Value) => void): () => void {
  const run = () => {
    const kept = get();
    for (const value of values) flushSync(() => set(value));
    flushSync(() => set(kept));
  };
  if ('requestIdleCallback' in window) {
    const handle = requestIdleCallback(run, { timeout: 1500 });
    return () => cancelIdleCallback(handle);
  }
  const handle = setTimeout(run, 300);
  return () => clearTimeout(handle);
}
