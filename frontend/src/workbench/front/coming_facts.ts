/** Three facts on what is coming for the country: two that worry, one that gives room to act. */

import type { MapFigures } from '../../service/map_figures';

export interface ComingFacts {
  readonly base: number;
  readonly last: number;
  readonly carriersNow: number;
  readonly carriersThen: number;
  readonly oldestNow: number;
  readonly oldestThen: number;
  readonly times: number;
  /** Change in persons of 20 to 66, as a share. */
  readonly workingChange: number;
  /** Municipalities where persons of 20–66 per person of 80+ stays above the country's in the last year. */
  readonly wide: number;
  readonly of: number;
}

export function comingFacts(figures: MapFigures): ComingFacts {
  const { seam: base, years } = figures;
  const last = years.at(-1)!;
  const value = (indicator: string, year: number) => figures.countryIn(indicator, year);
  const oldest = (year: number) => value('share_80plus', year) * value('persons', year);
  const working = (year: number) => value('working_per_80plus', year) * oldest(year);
  const levels = Array.from(figures.values('working_per_80plus', years.length - 1)).filter(Number.isFinite);
  return {
    base,
    last,
    carriersNow: Math.round(value('working_per_80plus', base)),
    carriersThen: Math.round(value('working_per_80plus', last)),
    oldestNow: oldest(base),
    oldestThen: oldest(last),
    times: oldest(last) / oldest(base),
    workingChange: working(last) / working(base) - 1,
    wide: levels.filter((level) => level > value('working_per_80plus', last)).length,
    of: levels.length,
  };
}
