/** The map of Norway as tiles: county borders, labels and callouts placed where the sea is. */

export interface Tile {
  readonly code: string;
  readonly name: string;
  readonly county: string;
  readonly column: number;
  readonly row: number;
}

export type Grid = ReadonlyMap<string, number>;

const at = (column: number, row: number) => `${column},${row}`;

/** Tile index by "column,row". */
export function gridOf(tiles: readonly Tile[]): Grid {
  return new Map(tiles.map((tile, index) => [at(tile.column, tile.row), index]));
}

/** Path of the lines between tiles of different counties, in units of one tile. */
export function countyLines(tiles: readonly Tile[], grid = gridOf(tiles)): string {
  let path = '';
  for (const tile of tiles) {
    const { column, row } = tile;
    const right = grid.get(at(column + 1, row));
    const below = grid.get(at(column, row + 1));
    if (right !== undefined && tiles[right]!.county !== tile.county) path += `M${column + 1} ${row}v1`;
    if (below !== undefined && tiles[below]!.county !== tile.county) path += `M${column} ${row + 1}h1`;
  }
  return path;
}

const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] } as const;

/** The tile an arrow key leads to: the nearest in that direction, sideways distance counting double. */
export function neighbour(tiles: readonly Tile[], from: number, key: keyof typeof MOVES): number {
  const [dx, dy] = MOVES[key];
  const start = tiles[from]!;
  let best = from;
  let least = Infinity;
  for (const [index, tile] of tiles.entries()) {
    const along = (tile.column - start.column) * dx + (tile.row - start.row) * dy;
    const aside = Math.abs((tile.column - start.column) * dy) + Math.abs((tile.row - start.row) * dx);
    if (along <= 0 || aside > along * 2) continue;
    const distance = along + 2 * aside;
    if (distance < least) [best, least] = [index, distance];
  }
  return best;
}

export interface Label {
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'end';
}

/** Sea that is free for text: which tile columns are taken on each row. */
export class FreeSea {
  private readonly taken = new Map<number, { from: number; to: number }[]>();
  readonly columns: number;
  readonly rows: number;

  constructor(tiles: readonly Tile[], columns: number, rows: number) {
    this.columns = columns;
    this.rows = rows;
    for (const tile of tiles) this.take(tile.row, tile.column, tile.column + 1);
  }

  take(row: number, from: number, to: number): void {
    const spans = this.taken.get(row) ?? [];
    spans.push({ from, to });
    this.taken.set(row, spans);
  }

  isFree(row: number, from: number, to: number): boolean {
    if (from < -0.5 || to > this.columns + 0.5 || row < 0 || row >= this.rows) return false;
    return !(this.taken.get(row) ?? []).some((span) => span.from < to && from < span.to);
  }

  /** First and last taken column on a row, tiles and texts. */
  reach(row: number): { first: number; last: number } | undefined {
    const spans = this.taken.get(row);
    if (!spans) return undefined;
    return {
      first: Math.min(...spans.map((span) => span.from)),
      last: Math.max(...spans.map((span) => span.to)),
    };
  }

  copy(): FreeSea {
    const other = new FreeSea([], this.columns, this.rows);
    for (const [row, spans] of this.taken) other.taken.set(row, [...spans]);
    return other;
  }
}

/** County names at the outer edge of the country, where a whole name fits; counties without room get none. */
export function countyLabels(
  tiles: readonly Tile[],
  names: ReadonlyMap<string, string>,
  sea: FreeSea,
  letter: number,
): { county: string; name: string; label: Label }[] {
  const placed: { county: string; name: string; label: Label }[] = [];
  for (const [county, name] of names) {
    const own = tiles.filter((tile) => tile.county === county);
    const rows = [...new Set(own.map((tile) => tile.row))].sort((one, other) => one - other);
    const middle = rows[Math.floor(rows.length / 2)] ?? 0;
    const width = name.length * letter;
    const tries = rows
      .sort((one, other) => Math.abs(one - middle) - Math.abs(other - middle))
      .flatMap((row) => (['end', 'start'] as const).map((anchor) => ({ row, anchor })));
    for (const { row, anchor } of tries) {
      const inRow = own.filter((tile) => tile.row === row).map((tile) => tile.column);
      const reach = sea.reach(row)!;
      const outermost = anchor === 'end' ? Math.min(...inRow) === reach.first : Math.max(...inRow) + 1 === reach.last;
      const [from, to] = anchor === 'end' ? [reach.first - 0.6 - width, reach.first - 0.1] : [reach.last + 0.1, reach.last + 0.6 + width];
      if (!outermost || !sea.isFree(row, from, to)) continue;
      sea.take(row, from, to);
      placed.push({ county, name, label: { x: anchor === 'end' ? to - 0.4 : from + 0.4, y: row + 0.5, anchor } });
      break;
    }
  }
  return placed;
}

/** A place in the sea for a two-line callout near a tile, or undefined when there is no room. */
export function calloutPlace(tile: Tile, width: number, sea: FreeSea): Label | undefined {
  let best: { label: Label; from: number; to: number; cost: number } | undefined;
  for (let shift = -9; shift <= 9; shift++) {
    const row = tile.row + shift;
    for (const anchor of ['start', 'end'] as const) {
      const reaches = [row, row + 1].map((line) => sea.reach(line)).filter((reach) => reach !== undefined);
      const edge =
        anchor === 'start'
          ? Math.max(tile.column + 1, ...reaches.map((reach) => reach.last)) + 0.8
          : Math.min(tile.column, ...reaches.map((reach) => reach.first)) - 0.8;
      const [from, to] = anchor === 'start' ? [edge, edge + width] : [edge - width, edge];
      if (![row, row + 1].every((line) => sea.isFree(line, from, to))) continue;
      const cost = Math.abs(edge - tile.column) + Math.abs(shift) * 0.8;
      if (!best || cost < best.cost) best = { label: { x: edge, y: row + 0.6, anchor }, from, to, cost };
    }
  }
  if (!best) return undefined;
  const row = Math.round(best.label.y - 0.6);
  for (const line of [row, row + 1]) sea.take(line, best.from, best.to);
  return best.label;
}
