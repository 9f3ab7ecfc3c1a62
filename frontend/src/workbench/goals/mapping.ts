/** How the tables of a mapping are shown: which rows, what their keys are called, and a sentence. */

import type { CountRow, CountTable } from '../../service/goals_client';
import { t } from '../../words/language.svelte';
import { number, percent } from '../../words/numbers';
import { word } from './goals.svelte';

const IN_ORDER = new Set(['kinds', 'themes', 'sdg', 'sdg_use', 'outcomes', 'dimensions', 'years']);

export function keyWords({ parts }: CountTable, key: string): string {
  return key
    .split('|')
    .map((part, at) => {
      const group = parts[at] ?? '';
      if (group === 'sdg') return `${part} ${word('sdg', part)}`;
      return group ? word(group, part) : part;
    })
    .join(' · ');
}

/** Rows with something in them; tables that have an order of their own keep it. */
export function rowsOf(table: string, counts: CountTable): readonly CountRow[] {
  const found = counts.rows.filter(({ count }) => count);
  return IN_ORDER.has(table) ? found : [...found].sort((a, b) => b.share - a.share || b.count - a.count);
}

/** What the table says, in one sentence. */
export function sentenceOf(counts: CountTable): string {
  const most = [...counts.rows].sort((a, b) => b.share - a.share || b.count - a.count)[0];
  if (!most?.count) return '';
  const values = { what: keyWords(counts, most.key), n: number(most.count), bodies: number(most.bodies), all: number(counts.bodies), share: percent(most.share) };
  return t(counts.bodies === 1 ? 'web.goals.map.most.one' : counts.share_of === 'bodies' ? 'web.goals.map.most.bodies' : 'web.goals.map.most.sentences', values);
}
