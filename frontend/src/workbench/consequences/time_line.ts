/** Marks on a time line that would cover each other are stacked. */

/** Level of each mark, 0 nearest the line, so that marks on one level are at least `room` apart. */
export function stacked(places: readonly number[], room: number): number[] {
  const last: number[] = [];
  return places.map((place) => {
    let level = last.findIndex((taken) => place - taken >= room);
    if (level < 0) level = last.length;
    last[level] = place;
    return level;
  });
}
