/** Words for what the service measured: names of methods, columns and groups, which it tells in English. */

import { has, t } from '../../words/language.svelte';

/** The key of a measured name: "median municipality in 2030" -> web.measured.median_municipality_in_2030. */
export function labelKey(name: string): string {
  return `web.measured.${name.toLowerCase().replace(/[^a-z0-9]+/g, '_').replace(/^_|_$/g, '')}`;
}

/** A measured name in the reader's language; an unknown one as the service wrote it. */
export function label(name: string): string {
  const key = labelKey(name);
  return has(key) ? t(key) : name.replaceAll('_', ' ');
}
