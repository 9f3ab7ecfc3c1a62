/** The source line under a chart. */

import type { PeopleFigures } from '../../service/people_figures';
import { t } from '../../words/language.svelte';
import { date } from '../../words/numbers';

export function sourceText(figures: PeopleFigures): string {
  const { kind, date: day, table } = figures.source;
  const values = { date: day ? date(day) : String(figures.baseYear), table: (table ?? '07459').replace(/^SSB\s+/, '') };
  return t(kind === 'official' ? 'web.source.official' : 'web.source.shipped', values);
}
