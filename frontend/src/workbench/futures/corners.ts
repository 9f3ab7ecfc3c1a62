/** Four stories in the corners of two axes. */

export interface Corner {
  readonly id: string;
  readonly name: string;
  readonly short: string;
  readonly up: boolean;
  readonly right: boolean;
}

export interface AxisEnds {
  readonly name: string;
  readonly low: string;
  readonly high: string;
}

/** A reader's own 2×2. `corners`: stories by upper left, upper right, lower left, lower right; "" is none. */
export interface OwnCorners {
  readonly up: AxisEnds;
  readonly right: AxisEnds;
  readonly corners: readonly string[];
}

const EMPTY: AxisEnds = { name: '', low: '', high: '' };
export const NO_CORNERS: OwnCorners = { up: EMPTY, right: EMPTY, corners: ['', '', '', ''] };
export const CORNERS = [
  { up: true, right: false },
  { up: true, right: true },
  { up: false, right: false },
  { up: false, right: true },
] as const;

/** A 2×2 from a file; undefined when the text is none. */
export function ownCornersOf(text: string): OwnCorners | undefined {
  try {
    const held = JSON.parse(text) as Partial<OwnCorners>;
    const axes = [held.up, held.right].map((axis) => axisOf(axis));
    const corners = held.corners;
    if (!axes[0] || !axes[1] || !Array.isArray(corners) || corners.length !== 4 || !corners.every((one) => typeof one === 'string')) return undefined;
    return { up: axes[0], right: axes[1], corners: corners.map((one: string) => one.slice(0, 60)) };
  } catch {
    return undefined;
  }
}

function axisOf(held: unknown): AxisEnds | undefined {
  const axis = held as Partial<AxisEnds> | null | undefined;
  const texts = [axis?.name, axis?.low, axis?.high];
  if (!texts.every((text) => typeof text === 'string')) return undefined;
  const [name, low, high] = texts.map((text) => text!.slice(0, 200));
  return { name: name!, low: low!, high: high! };
}

export const textOfCorners = (own: OwnCorners): string => JSON.stringify(own, null, 2);
