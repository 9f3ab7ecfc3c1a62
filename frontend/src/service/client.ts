/** Questions to the service, and what can go wrong with them in words the page can show. */

import { openEnvelope, type Envelope } from './envelope';

export type Failure = 'offline' | 'missing' | 'refused' | 'failed';

export interface Suggestion {
  readonly level: string;
  readonly code: string;
  readonly name: string;
}

export class ServiceError extends Error {
  readonly failure: Failure;
  readonly suggestions: readonly Suggestion[];

  constructor(failure: Failure, message: string, suggestions: readonly Suggestion[] = []) {
    super(message);
    this.failure = failure;
    this.suggestions = suggestions;
  }
}

export async function askJson<Answer>(address: string, init?: RequestInit): Promise<Answer> {
  return (await ask(address, init)).json() as Promise<Answer>;
}

export async function askEnvelope(address: string, init?: RequestInit): Promise<Envelope> {
  return openEnvelope(await (await ask(address, init)).arrayBuffer());
}

/** A request that is answered with nothing. */
export async function askNothing(address: string, init?: RequestInit): Promise<void> {
  await ask(address, init);
}

/** What the service says of a failure, or else other words. */
export function messageOf(reason: unknown, otherwise: string): string {
  return reason instanceof ServiceError && reason.message ? reason.message : otherwise;
}

async function ask(address: string, init?: RequestInit): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(address, init);
  } catch (reason) {
    if (reason instanceof DOMException && reason.name === 'AbortError') throw reason;
    throw new ServiceError('offline', '');
  }
  if (answer.ok) return answer;
  throw await refusal(answer);
}

async function refusal(answer: Response): Promise<ServiceError> {
  const failure: Failure = answer.status === 404 ? 'missing' : answer.status < 500 ? 'refused' : 'failed';
  try {
    const { error } = (await answer.json()) as { error?: { message?: string; suggestions?: unknown[] } };
    return new ServiceError(failure, error?.message ?? '', (error?.suggestions ?? []).map(asSuggestion));
  } catch {
    return new ServiceError(failure, '');
  }
}

function asSuggestion(raw: unknown): Suggestion {
  if (typeof raw === 'string') return { level: '', code: '', name: raw };
  const { level = '', code = '', name = '' } = raw as Partial<Suggestion>;
  return { level, code, name };
}
