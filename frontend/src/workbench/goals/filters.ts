/** Which sentences are shown: by document, kind, area, theme, UN goal, state and words. */

import type { Unit } from '../../service/goals_client';
import { isGoal } from './codes';

export interface Filter {
  readonly document: string;
  readonly kind: string;
  readonly area: string;
  readonly theme: string;
  readonly sdg: string;
  readonly state: string;
  readonly words: string;
}

export const EVERYTHING: Filter = { document: '', kind: 'goals', area: '', theme: '', sdg: '', state: '', words: '' };
export const PAGE = 25;

export function shownBy(units: readonly Unit[], filter: Filter): Unit[] {
  const words = filter.words.trim().toLowerCase();
  return units.filter(
    (unit) =>
      (!filter.document || unit.sha256 === filter.document) &&
      ofKind(unit, filter.kind) &&
      (!filter.area || unit.labels.area === filter.area || unit.labels.area2 === filter.area) &&
      (!filter.theme || unit.labels.theme === filter.theme) &&
      (!filter.sdg || unit.labels.sdg.includes(Number(filter.sdg))) &&
      (!filter.state || unit.state === filter.state) &&
      (!words || unit.text.toLowerCase().includes(words)),
  );
}

/** A rejected sentence stays among what it was proposed to be, so that it can be taken back. */
function ofKind(unit: Unit, kind: string): boolean {
  const own = unit.state === 'rejected' ? unit.proposed.kind : unit.labels.kind;
  if (kind === '') return true;
  if (kind === 'goals') return isGoal(own);
  return own === kind;
}

export function pageOf(units: readonly Unit[], at: number): readonly Unit[] {
  return units.slice(at * PAGE, (at + 1) * PAGE);
}

/** Confidence in words: the service's share in three steps. */
export function sureness(share: number): 'high' | 'middle' | 'low' {
  return share >= 0.75 ? 'high' : share >= 0.5 ? 'middle' : 'low';
}
