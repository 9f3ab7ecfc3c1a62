/** Addresses of the questions about consequences. */

import type { Level } from './answers';

export interface Asked {
  readonly level: Level;
  readonly code: string;
  readonly alternative: string;
  /** Own figures as the service wrote them; empty when there are none. */
  readonly own: string;
}

/** Address of the expected values alone, which come at once also for large places. */
export function expectedAddress({ level, code, alternative, own }: Asked): string {
  const query = new URLSearchParams({ alternative });
  if (own) query.set('own', own);
  return `/api/consequences/${level}/${encodeURIComponent(code)}/expected?${query.toString()}`;
}

/** Address of the envelope, or of a file with the same figures. */
export function consequenceAddress({ level, code, alternative, own }: Asked, file: '' | 'csv' | 'xlsx' = ''): string {
  const query = new URLSearchParams({ alternative });
  if (own) query.set('own', own);
  return `/api/consequences/${level}/${encodeURIComponent(code)}${file ? `.${file}` : ''}?${query.toString()}`;
}
