/** What the address of a path holds, and how it is written. */

export interface Held {
  readonly path: string;
  readonly ideas: string;
  readonly name: string;
}

const OURS = ['path', 'ideas', 'name'] as const;

export function readAddress(search: string): Held {
  const query = new URLSearchParams(search);
  return { path: query.get('path') ?? '', ideas: query.get('ideas') ?? '', name: (query.get('name') ?? '').slice(0, MOST_NAME) };
}

export const MOST_NAME = 80;

/** The address with another path; own figures, language and whatever else it has are kept. Signs of a path are written plainly. */
export function pathAddress(at: string, search: string, held: Held): string {
  const rest = [...new URLSearchParams(search)].filter(([name]) => !(OURS as readonly string[]).includes(name));
  const query = [...OURS.map((name) => [name, held[name]] as const), ...rest].filter(([name, value]) => value !== '' || !(OURS as readonly string[]).includes(name));
  return query.length ? `${at}?${query.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')}` : at;
}
