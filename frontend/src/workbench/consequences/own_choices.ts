/** Which figures can be replaced one by one, and how a typed number is read. */

import type { ConsequenceFigures } from '../../service/consequence_figures';
import { t } from '../../words/language.svelte';
import { parameterTitle, unitTitle } from './names';
import { kindOf } from './shown';

export interface Choice {
  readonly figure: string;
  readonly title: string;
}

/** Figures that are one number; rows by age, year or item are given in a file. */
export function choicesOf(figures: ConsequenceFigures): Choice[] {
  return Object.entries(figures.parameters)
    .filter(([, note]) => note.value !== undefined)
    .map(([figure]) => ({ figure, title: parameterTitle(figure) }))
    .sort((one, other) => one.title.localeCompare(other.title));
}

/** The unit beside the field: shares are typed as per cent. */
export function writtenValue(unit: string): string {
  return kindOf(unit) === 'share' ? t('web.unit.percent') : unitTitle(unit);
}

/** "12,5 %" and "12.5" are both a number; undefined when it is none. Per cent become shares. */
export function typedValue(text: string, unit: string): number | undefined {
  const plain = text.replace(/[\s\u00a0%]/g, '').replace('−', '-').replace(',', '.');
  if (!/^-?\d+(\.\d+)?$/.test(plain)) return undefined;
  const value = Number(plain);
  return kindOf(unit) === 'share' ? Number((value / 100).toPrecision(12)) : value;
}
