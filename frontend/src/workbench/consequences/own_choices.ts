/** Which figures can be replaced, and how a typed number is read. */

import type { DefaultFigures, ParameterNote } from '../../service/consequence_answers';
import type { ConsequenceFigures } from '../../service/consequence_figures';
import { t } from '../../words/language.svelte';
import { firstNamed, parameterTitle, unitTitle } from './names';
import { kindOf } from './shown';

export interface Choice {
  readonly figure: string;
  readonly title: string;
  readonly note: Pick<ParameterNote, 'unit' | 'basis' | 'source' | 'year' | 'range' | 'reason' | 'value'>;
  /** Holds for this municipality alone: the level of a service, or a figure of its accounts. */
  readonly local: boolean;
  /** Age groups, years or items with their numbers; empty when the figure is one number. */
  readonly parts: readonly { readonly name: string; readonly value: number }[];
}

/** Every figure that is a number or a row of numbers, by name in the reader's language. */
export function choicesOf(figures: ConsequenceFigures): Choice[] {
  return Object.entries(figures.parameters)
    .map(([figure, note]) => ({ figure, note, title: parameterTitle(figure), local: false, parts: note.value === undefined ? partsOf(note) : [] }))
    .filter(({ note, parts }) => note.value !== undefined || parts.length > 0)
    .sort((one, other) => one.title.localeCompare(other.title));
}

function partsOf(note: ParameterNote): { name: string; value: number }[] {
  const row = note.by_age ?? note.by_year ?? note.by_item;
  if (!row || typeof row !== 'object' || Array.isArray(row)) return [];
  return Object.entries(row as Record<string, unknown>).flatMap(([name, value]) => (typeof value === 'number' ? [{ name, value }] : []));
}

/** The municipality's own numbers of users and of its accounts, where the service takes them. */
export function localChoices(local: DefaultFigures['local']): Choice[] {
  return (local ?? [])
    .map(({ name, units }) => ({ figure: name, title: localTitle(name), local: true, parts: [], note: { unit: units[0] ?? '', basis: 'derived' as const, source: '', year: null, range: null, reason: '' } }))
    .sort((one, other) => one.title.localeCompare(other.title));
}

function localTitle(figure: string): string {
  const [kind, name] = figure.split(':') as [string, string];
  if (kind === 'known') return firstNamed([`web.own.known.${name}`], name);
  return firstNamed([`web.own.level.${name}`, `consequence.services.${name}`], name);
}

/** "services.home_use[80+]": a part of a row stands in brackets. */
export function figureName(choice: Choice, part: string): string {
  return choice.parts.length ? `${choice.figure}[${part}]` : choice.figure;
}

/** The name of an own figure as the reader sees it, with its part. */
export function ownTitle(figure: string): string {
  if (figure.includes(':')) return localTitle(figure);
  const [name, part] = figure.replace(/\]$/, '').split('[') as [string, string | undefined];
  return part ? `${parameterTitle(name)} (${part.replace(/(\d)-(\d)/, '$1–$2')})` : parameterTitle(name);
}

/** A refusal of one figure, without the number of the line it was sent on. */
export function withoutLine(message: string): string {
  const rest = message.replace(/^(Linje|Line) \d+: ?/, '');
  return rest.slice(0, 1).toUpperCase() + rest.slice(1);
}

/** The unit beside the field: shares are typed as per cent. */
export function writtenValue(unit: string): string {
  if (unit === 'users') return t('web.unit.users');
  if (unit === 'factor') return t('web.unit.factor');
  return kindOf(unit) === 'share' ? t('web.unit.percent') : unitTitle(unit);
}

/** "12,5 %" and "12.5" are both a number; undefined when it is none. Per cent become shares. */
export function typedValue(text: string, unit: string): number | undefined {
  const plain = text.replace(/[\s\u00a0%]/g, '').replace('−', '-').replace(',', '.');
  if (!/^-?\d+(\.\d+)?$/.test(plain)) return undefined;
  const value = Number(plain);
  return kindOf(unit) === 'share' ? Number((value / 100).toPrecision(12)) : value;
}
