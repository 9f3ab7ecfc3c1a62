/** The width a chart is drawn for, so that text is never scaled down. */
export class Width {
  px = $state(640);

  readonly watch = (element: HTMLElement): (() => void) => {
    this.px = Math.max(240, Math.round(element.clientWidth));
    const observer = new ResizeObserver(() => (this.px = Math.max(240, Math.round(element.clientWidth))));
    observer.observe(element);
    return () => observer.disconnect();
  };
}
