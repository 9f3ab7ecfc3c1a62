/** The places an indicator is compared with, and the measure that makes places of other sizes alike. */

import type { Level, PlaceDetail } from '../../service/answers';
import type { IndicatorNote } from '../../service/consequence_answers';
import { t } from '../../words/language.svelte';
import { kindOf, type Measure } from './shown';

export interface Other {
  readonly level: Level;
  readonly code: string;
  readonly name: string;
}

/** Labour-market region when it has other members, like municipalities, county and country. */
export function othersOf(place: PlaceDetail, members: number): Other[] {
  const own = place.level === 'municipality';
  const shared = members > 1;
  return [
    ...(own && shared && place.region ? [{ level: 'region' as const, code: place.region.code, name: t('web.compare.region', { place: place.region.name }) }] : []),
    ...(own && place.like ? [{ level: 'like' as const, code: place.code, name: t('web.compare.like') }] : []),
    ...(place.county && place.county.name !== place.name ? [{ level: 'county' as const, code: place.county.code, name: place.county.name }] : []),
    ...(place.level === 'country' ? [] : [{ level: 'country' as const, code: '0', name: t('web.compare.country') }]),
  ];
}

/** Counts are compared per 1,000 residents, kroner per resident, the rest as they are. */
export function perResident(note: IndicatorNote): { factor: number; divided: boolean; measure: Measure } {
  const kind = kindOf(note.unit);
  if (kind === 'count') return { factor: 1000, divided: true, measure: { unit: 'per 1000', decimals: 1 } };
  if (kind === 'money') return { factor: /million/.test(note.unit) ? 1_000_000 : 1, divided: true, measure: { unit: 'NOK per resident', decimals: 0 } };
  return { factor: 1, divided: false, measure: note };
}

/** Values over residents of the same year; NaN where nobody lives. */
export function dividedBy(values: ArrayLike<number>, residents: ArrayLike<number>, factor: number): number[] {
  return Array.from(values, (value, index) => (residents[index]! > 0 ? (factor * value) / residents[index]! : NaN));
}
