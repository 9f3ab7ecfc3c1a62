/** The municipalities named on the map: the strained end, the other end, and the reader's own. */

import type { Callout } from '../../charts/map_drawing';
import type { Tile } from '../../charts/tiles';
import type { MapFigures } from '../../service/map_figures';
import { t } from '../../words/language.svelte';

export function calloutsOf(
  figures: MapFigures,
  indicator: string,
  yearIndex: number,
  tiles: readonly Tile[],
  mine: string,
  shown: (value: number) => string,
): Callout[] {
  const values = figures.values(indicator, yearIndex);
  const [lowest, highest] = extremes(values);
  const callout = (index: number, kind: Callout['kind']): Callout[] =>
    index < 0 ? [] : [{ code: tiles[index]!.code, first: `${tiles[index]!.name} ${shown(values[index]!)}`, second: t(`web.map.callout.${kind}`), kind }];
  const own = tiles.findIndex((tile) => tile.code === mine);
  const ends = lowest === highest ? [] : [...callout(lowest, 'low'), ...callout(highest, 'high')];
  return [...callout(own, 'own'), ...ends.filter((end) => end.code !== mine)];
}

/** Index of the lowest and the highest value, −1 when there is none. */
export function extremes(values: ArrayLike<number>): [number, number] {
  let [low, high] = [-1, -1];
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!;
    if (!Number.isFinite(value)) continue;
    if (low < 0 || value < values[low]!) low = index;
    if (high < 0 || value > values[high]!) high = index;
  }
  return [low, high];
}
