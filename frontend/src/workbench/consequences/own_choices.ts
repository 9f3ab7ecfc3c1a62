/** Which figures can be replaced, and how a typed number is read. */

import type { ParameterNote } from '../../service/consequence_answers';
import type { ConsequenceFigures } from '../../service/consequence_figures';
import { t } from '../../words/language.svelte';
import { parameterTitle, unitTitle } from './names';
import { kindOf } from './shown';

export interface Choice {
  readonly figure: string;
  readonly title: string;
  readonly note: ParameterNote;
  /** Age groups, years or items with their numbers; empty when the figure is one number. */
  readonly parts: readonly { readonly name: string; readonly value: number }[];
}

/** Every figure that is a number or a row of numbers, by name in the reader's language. */
export function choicesOf(figures: ConsequenceFigures): Choice[] {
  return Object.entries(figures.parameters)
    .map(([figure, note]) => ({ figure, note, title: parameterTitle(figure), parts: note.value === undefined ? partsOf(note) : [] }))
    .filter(({ note, parts }) => note.value !== undefined || parts.length > 0)
    .sort((one, other) => one.title.localeCompare(other.title));
}

function partsOf(note: ParameterNote): { name: string; value: number }[] {
  const row = note.by_age ?? note.by_year ?? note.by_item;
  if (!row || typeof row !== 'object' || Array.isArray(row)) return [];
  return Object.entries(row as Record<string, unknown>).flatMap(([name, value]) => (typeof value === 'number' ? [{ name, value }] : []));
}

/** "services.home_use[80+]": a part of a row stands in brackets. */
export function figureName(choice: Choice, part: string): string {
  return choice.parts.length ? `${choice.figure}[${part}]` : choice.figure;
}

/** The name of an own figure as the reader sees it, with its part. */
export function ownTitle(figure: string): string {
  const [name, part] = figure.replace(/\]$/, '').split('[') as [string, string | undefined];
  return part ? `${parameterTitle(name)} (${part})` : parameterTitle(name);
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
