/** Parts of stories in a circle, story by story, and the lines between them. */

import type { Link, Part } from '../../service/futures_answers';

export interface Placed {
  readonly part: Part;
  readonly x: number;
  readonly y: number;
  /** Radians, 0 to the right, growing clockwise. */
  readonly angle: number;
}

export interface Band {
  readonly story: string;
  readonly path: string;
  readonly x: number;
  readonly y: number;
}

/** A name beside the circle, and the thin line that leads to it. */
export interface Label {
  readonly right: boolean;
  readonly x: number;
  readonly y: number;
  readonly lead: string;
}

export interface Drawing {
  readonly placed: readonly Placed[];
  readonly bands: readonly Band[];
  readonly at: ReadonlyMap<string, Placed>;
}

const GAP = 0.6;
const TURN = 2 * Math.PI;

/** Parts stand in the order of their stories, with a gap between stories; the first story begins at the top. */
export function drawn(parts: readonly Part[], radius: number, band: number): Drawing {
  const stories = [...new Set(parts.map(({ story }) => story))];
  const step = TURN / (parts.length + GAP * stories.length);
  const placed: Placed[] = [];
  const bands: Band[] = [];
  let angle = -Math.PI / 2 + (step * GAP) / 2;
  for (const story of stories) {
    const own = parts.filter((part) => part.story === story);
    const first = angle;
    for (const part of own) {
      const middle = angle + step / 2;
      placed.push({ part, angle: middle, x: radius * Math.cos(middle), y: radius * Math.sin(middle) });
      angle += step;
    }
    const centre = (first + angle) / 2;
    bands.push({ story, path: arc(band, first, angle), x: band * Math.cos(centre), y: band * Math.sin(centre) });
    angle += step * GAP;
  }
  return { placed, bands, at: new Map(placed.map((one) => [one.part.id, one])) };
}

/** Names in two columns, in the order of the circle, never closer than `apart`. */
export function labelled(placed: readonly Placed[], edge: number, apart: number): Map<string, Label> {
  const found = new Map<string, Label>();
  for (const right of [true, false]) {
    const side = placed.filter((one) => Math.cos(one.angle) >= 0 === right).sort((one, other) => one.y - other.y);
    spread(side.map(({ y }) => y), apart).forEach((y, index) => {
      const one = side[index]!;
      const x = right ? edge : -edge;
      found.set(one.part.id, { right, x, y, lead: `M${round(one.x)} ${round(one.y)}L${round(x - (right ? 5 : -5))} ${round(y)}` });
    });
  }
  return found;
}

/** Ascending places moved as little as needed to stand `apart` from each other, around the same middle. */
export function spread(places: readonly number[], apart: number): number[] {
  const moved: number[] = [];
  for (const place of places) moved.push(Math.max(place, (moved.at(-1) ?? -Infinity) + apart));
  const down = moved.reduce((sum, place, index) => sum + place - places[index]!, 0) / Math.max(1, places.length);
  const raised = moved.map((place) => place - down);
  for (let index = 1; index < raised.length; index++) raised[index] = Math.max(raised[index]!, raised[index - 1]! + apart);
  return raised;
}

function arc(radius: number, first: number, last: number): string {
  const [x1, y1, x2, y2] = [first, last].flatMap((angle) => [radius * Math.cos(angle), radius * Math.sin(angle)]);
  return `M${round(x1!)} ${round(y1!)}A${radius} ${radius} 0 ${last - first > Math.PI ? 1 : 0} 1 ${round(x2!)} ${round(y2!)}`;
}

/** A line that bends towards the middle; near neighbours bend less. It stops short of the nodes. */
export function lineBetween(from: Placed, to: Placed, node: number): string {
  const apart = Math.abs(((to.angle - from.angle + 3 * Math.PI) % TURN) - Math.PI) / Math.PI;
  const pull = 1 - Math.min(1, 0.35 + 0.75 * apart);
  const [cx, cy] = [((from.x + to.x) / 2) * pull, ((from.y + to.y) / 2) * pull];
  const [x1, y1] = short(from.x, from.y, cx, cy, node);
  const [x2, y2] = short(to.x, to.y, cx, cy, node + 3);
  return `M${round(x1)} ${round(y1)}Q${round(cx)} ${round(cy)} ${round(x2)} ${round(y2)}`;
}

function short(x: number, y: number, cx: number, cy: number, by: number): [number, number] {
  const length = Math.hypot(cx - x, cy - y) || 1;
  return [x + ((cx - x) * by) / length, y + ((cy - y) * by) / length];
}

const round = (value: number): number => Math.round(value * 10) / 10;

/** Judgements as they stand: what ships, with the reader's edits in their place; 0 is no link. */
export function judgements(links: readonly Link[], edited: Readonly<Record<string, number>>): Map<string, number> {
  const held = new Map(links.map((link) => [`${link.from}-${link.to}`, link.score]));
  for (const [pair, score] of Object.entries(edited)) held.set(pair, score);
  for (const [pair, score] of held) if (score === 0) held.delete(pair);
  return held;
}

/** States of one thing cannot both be true, so nothing is judged between them. */
export function exclude(one: Part, other: Part): boolean {
  return one.id !== other.id && one.descriptor === other.descriptor;
}

/** The part that an arrow key leads to from another, along the circle. */
export function nextPart(count: number, at: number, key: string): number {
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  const step = key === 'ArrowRight' || key === 'ArrowDown' ? 1 : -1;
  return (at + step + count) % count;
}
