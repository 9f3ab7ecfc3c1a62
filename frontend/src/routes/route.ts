/** Addresses of the page: what they show, and how they are written. */

import type { Level } from '../service/answers';

export type Route =
  | { page: 'front' }
  | { page: 'place'; level: Level; code: string }
  | { page: 'paths'; level: Level; code: string }
  | { page: 'futures' }
  | { page: 'goals' }
  | { page: 'group' }
  | { page: 'find' }
  | { page: 'method' }
  | { page: 'unknown'; path: string };

const LEVEL_BY_WORD: Record<string, Level> = {
  kommune: 'municipality',
  region: 'region',
  fylke: 'county',
  gruppe: 'group',
};

/** The word that follows a place where its paths are. */
const PATHS = 'veivalg';

/** What an address shows. An address that cannot be read shows `unknown`, never a guess. */
export function routeOf(path: string): Route {
  const parts = path.split('/').filter(Boolean).map(safelyDecoded);
  const [first, second] = parts;
  if (first === undefined) return { page: 'front' };
  if (first === 'metode' && second === undefined) return { page: 'method' };
  if (first === 'fremtider' && second === undefined) return { page: 'futures' };
  if (first === 'maal' && second === undefined) return { page: 'goals' };
  if (first === 'landet' && second === PATHS && parts.length === 2) return { page: 'paths', level: 'country', code: '0' };
  if (first === 'landet' && second === undefined) return { page: 'place', level: 'country', code: '0' };
  if (first === 'gruppe' && second === undefined) return { page: 'group' };
  if (first === 'kommune' && second === undefined) return { page: 'find' };
  const level = LEVEL_BY_WORD[first];
  if (level && second !== undefined && parts.length === 2) return { page: 'place', level, code: second };
  if (level && second !== undefined && parts[2] === PATHS && parts.length === 3) return { page: 'paths', level, code: second };
  return { page: 'unknown', path };
}

function safelyDecoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Address of a place's page. */
export function placeAddress(level: Level, code: string): string {
  if (level === 'country') return '/landet';
  const word = { municipality: 'kommune', like: 'kommune', region: 'region', county: 'fylke', group: 'gruppe' }[level];
  return `/${word}/${encodeURIComponent(code)}`;
}

/** Address of a place's paths, without a path. */
export function pathsAddress(level: Level, code: string): string {
  return `${placeAddress(level, code)}/${PATHS}`;
}

/** The last word of an address, for suggesting what was meant. */
export function lastWord(path: string): string {
  return safelyDecoded(path.split('/').filter(Boolean).at(-1) ?? '').slice(0, 40);
}

/** Own figures in the query of an address. */
export function ownIn(search: string): string {
  return new URLSearchParams(search).get('own') ?? '';
}

/** The same address with other own figures, or with none; the rest of the query is kept. */
export function withOwn(path: string, search: string, own: string): string {
  const query = new URLSearchParams(search);
  if (own) query.set('own', own);
  else query.delete('own');
  const rest = query.toString();
  return rest ? `${path}?${rest}` : path;
}
