/** Steps through years by itself, at a pace the reader can follow; stops at the end or when asked. */

export class Playing {
  on = $state(false);
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** Take steps until `step` says there are no more. */
  start(step: () => boolean, pace: number): void {
    this.stop();
    this.on = true;
    const next = () => {
      if (!this.on) return;
      if (step()) this.timer = setTimeout(next, pace);
      else this.stop();
    };
    next();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.on = false;
  }
}

export function prefersStill(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}
