/** The map as it is drawn for a width: shapes in the order of the tiles, county lines, names, room for callouts. */

import type { Topology } from 'topojson-specification';
import { outlineOf } from './borders';
import { calloutPlace, countyLabels, countyLines, FreeSea, gridOf, type Label, type Tile } from './tiles';

export interface Callout {
  readonly code: string;
  readonly first: string;
  readonly second: string;
  readonly kind: 'low' | 'high' | 'own';
}

export interface PlacedCallout {
  readonly callout: Callout;
  readonly index: number;
  readonly place: Label;
}

export interface MapDrawing {
  readonly width: number;
  readonly height: number;
  readonly paths: readonly string[];
  readonly anchors: readonly { x: number; y: number }[];
  readonly countyLines: string;
  readonly countyNames: readonly { name: string; label: Label }[];
  place(callouts: readonly Callout[]): PlacedCallout[];
}

const COLUMNS = 31;
const ROWS = 40;
const LETTER_PX = 7;
/** Room at the top left that the legend covers, in pixels. */
const LEGEND = { width: 290, height: 270 };

/** The country as tiles. */
export function tileDrawing(tiles: readonly Tile[], countyNames: ReadonlyMap<string, string>, width: number): MapDrawing {
  const cell = width / COLUMNS;
  const gap = Math.max(0.8, cell * 0.08);
  const side = cell - gap;
  const round = Math.min(2, side / 6);
  const paths = tiles.map(({ column, row }) => roundedSquare(column * cell + gap / 2, row * cell + gap / 2, side, round));
  const anchors = tiles.map(({ column, row }) => ({ x: (column + 0.5) * cell, y: (row + 0.5) * cell }));
  const lines = countyLines(tiles, gridOf(tiles)).replace(/([MhvL ])(\d+)/g, (_, letter: string, value: string) => `${letter}${(Number(value) * cell).toFixed(1)}`);
  return drawing({ tiles, width, height: (Math.max(...tiles.map((tile) => tile.row)) + 1) * cell, cell, paths, anchors, lines, cells: tiles }, countyNames);
}

/** The country with its real borders. */
export function borderDrawing(topology: Topology, tiles: readonly Tile[], width: number): MapDrawing {
  const outline = outlineOf(topology, width);
  const byCode = new Map(outline.shapes.map((shape) => [shape.code, shape]));
  const cell = width / COLUMNS;
  const cells = new Map<string, Tile>();
  for (const [x, y] of outline.points) {
    const [column, row] = [Math.floor(x / cell), Math.floor(y / cell)];
    cells.set(`${column},${row}`, { code: '', name: '', county: '', column, row });
  }
  const paths = tiles.map((tile) => byCode.get(tile.code)?.path ?? '');
  const anchors = tiles.map((tile) => byCode.get(tile.code) ?? { x: 0, y: 0 });
  return drawing({ tiles, width, height: outline.height, cell, paths, anchors, lines: outline.countyLines, cells: [...cells.values()] }, new Map());
}

interface Parts {
  tiles: readonly Tile[];
  width: number;
  height: number;
  cell: number;
  paths: readonly string[];
  anchors: readonly { x: number; y: number }[];
  lines: string;
  cells: readonly Tile[];
}

function drawing(parts: Parts, countyNames: ReadonlyMap<string, string>): MapDrawing {
  const { tiles, width, height, cell, paths, anchors, lines, cells } = parts;
  const sea = new FreeSea(cells, COLUMNS, ROWS);
  for (let row = 0; row * cell < LEGEND.height; row++) sea.take(row, -1, LEGEND.width / cell);
  const names = countyLabels(tiles, countyNames, sea, LETTER_PX / cell).map(({ name, label }) => ({ name, label: inPixels(label, cell) }));
  const indexOf = new Map(tiles.map((tile, index) => [tile.code, index]));
  return {
    width,
    height,
    paths,
    anchors,
    countyLines: lines,
    countyNames: names,
    place(callouts) {
      const free = sea.copy();
      return callouts.flatMap((callout) => {
        const index = indexOf.get(callout.code);
        if (index === undefined) return [];
        const { x, y } = anchors[index]!;
        const at = { ...tiles[index]!, column: Math.floor(x / cell), row: Math.floor(y / cell) };
        const letters = Math.max(callout.first.length, callout.second.length);
        const place = calloutPlace(at, (letters * LETTER_PX) / cell + 0.4, free);
        return place ? [{ callout, index, place: inPixels(place, cell) }] : [];
      });
    },
  };
}

function inPixels({ x, y, anchor }: Label, cell: number): Label {
  return { x: x * cell, y: y * cell + 3, anchor };
}

function roundedSquare(x: number, y: number, side: number, round: number): string {
  const edge = (side - 2 * round).toFixed(2);
  const r = round.toFixed(2);
  return `M${(x + round).toFixed(2)} ${y.toFixed(2)}h${edge}a${r} ${r} 0 0 1 ${r} ${r}v${edge}a${r} ${r} 0 0 1 -${r} ${r}h-${edge}a${r} ${r} 0 0 1 -${r} -${r}v-${edge}a${r} ${r} 0 0 1 ${r} -${r}z`;
}
