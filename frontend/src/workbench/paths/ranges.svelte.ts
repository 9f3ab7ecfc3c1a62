/** How sure the path is: asked when the reader rests, and shown only with the figures it is about. */

import type { PathFigures } from '../../service/path_figures';
import { askIntervals, type PathIntervals } from '../../service/path_intervals';
import { textOf } from '../../service/path_text';
import type { PathState } from './path_state.svelte';

const AFTER_MS = 600;

export class Ranges {
  /** The last that came, of whatever path: the chart keeps room for as much. */
  last = $state.raw<PathIntervals | undefined>();
  failed = $state(false);
  private identity = $state('');

  /** Those of the figures on the page; undefined until they have come. */
  of(figures: PathFigures): PathIntervals | undefined {
    return figures.identity === this.identity ? this.last : undefined;
  }

  /** Ask in a while unless the path moves meanwhile. Returns how to call it off. */
  ask(bench: PathState, figures: PathFigures): (() => void) | undefined {
    const { identity } = figures;
    if (bench.dragging || identity === this.identity || !textOf(bench.path)) return undefined;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      askIntervals(bench.question, stop.signal).then(
        (found) => [this.last, this.identity, this.failed] = [found, identity, false],
        () => (this.failed = !stop.signal.aborted),
      );
    }, AFTER_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }
}
