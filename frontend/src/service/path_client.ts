/** Questions about paths: addresses, the latest answer alone, long answers told as they come, own measures. */

import type { Level } from './answers';
import { askEnvelope, askJson, ServiceError } from './client';
import type { Lever, ReadIdeas, ReadPath, Story } from './path_answers';
import { PathFigures } from './path_figures';

export interface PathQuestion {
  readonly level: Level;
  readonly code: string;
  readonly path: string;
  /** Own stories and measures, packed by the service. */
  readonly ideas: string;
  readonly own: string;
  readonly language: string;
}

type More = Readonly<Record<string, string | number | undefined>>;

/** Address of a question about a path: `ask` is empty for the four lines. */
export function pathQuestion(question: PathQuestion, ask = '', more: More = {}): string {
  const { level, code, path, ideas, own, language } = question;
  const query = Object.entries({ path, ideas, own, ...more, lang: language }).filter(([, value]) => value !== '' && value !== undefined);
  const base = `/api/paths/${level}/${encodeURIComponent(code)}${ask ? `/${ask}` : ''}`;
  return `${base}?${query.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join('&')}`;
}

export async function askPath(question: PathQuestion): Promise<PathFigures> {
  return new PathFigures(await askEnvelope(pathQuestion(question)));
}

/** The path as a file that can be edited and read in again. */
export const pathFile = (question: PathQuestion, name: string): string => pathQuestion(question, 'file', { name: name || undefined });

/** Have a file read. Throws ServiceError with what is wrong and where. */
export async function readPathFile(file: Blob, language: string): Promise<ReadPath> {
  return askJson<ReadPath>(`/api/paths/read?lang=${language}`, { method: 'POST', headers: { 'content-type': 'application/toml' }, body: file });
}

/** One question in flight; of those that come meanwhile only the newest is asked when it is answered. */
export class Latest<Question, Answer> {
  private waiting: Question | undefined;
  private busy = false;
  private readonly ask: (question: Question) => Promise<Answer>;
  private readonly answered: (answer: Answer, question: Question, last: boolean) => void;
  private readonly failed: (reason: unknown, question: Question) => void;

  constructor(ask: (question: Question) => Promise<Answer>, answered: (answer: Answer, question: Question, last: boolean) => void, failed: (reason: unknown, question: Question) => void) {
    this.ask = ask;
    this.answered = answered;
    this.failed = failed;
  }

  put(question: Question): void {
    this.waiting = question;
    if (!this.busy) void this.run();
  }

  private async run(): Promise<void> {
    this.busy = true;
    while (this.waiting !== undefined) {
      const question = this.waiting;
      this.waiting = undefined;
      try {
        const answer = await this.ask(question);
        this.answered(answer, question, this.waiting === undefined);
      } catch (reason) {
        if (this.waiting === undefined) this.failed(reason, question);
      }
    }
    this.busy = false;
  }
}

export interface Progress {
  readonly done: number;
  readonly total: number;
}

interface StreamedMessage {
  readonly kind: 'progress' | 'result' | 'error';
  readonly done?: number;
  readonly total?: number;
  readonly error?: { readonly text?: Readonly<Record<string, string>> };
}

/** The documents in a stream of `data: {json}` events; what is not whole yet is kept for the next piece. */
export class EventReader {
  private rest = '';

  read(piece: string): unknown[] {
    const events = (this.rest + piece).split(/\r?\n\r?\n/);
    this.rest = events.pop() ?? '';
    return events.flatMap((event) => {
      const data = event
        .split(/\r?\n/)
        .filter((line) => line.startsWith('data:'))
        .map((line) => line.slice(5).trimStart())
        .join('\n');
      return data ? [JSON.parse(data) as unknown] : [];
    });
  }
}

/** Ask what takes long. Stopped by the signal; progress is told; throws ServiceError with the service's own words. */
export async function askStreamed<Answer>(address: string, language: string, signal: AbortSignal, progress: (at: Progress) => void): Promise<Answer> {
  let answer: Response;
  try {
    answer = await fetch(address, { signal });
  } catch (reason) {
    if (signal.aborted) throw reason;
    throw new ServiceError('offline', '');
  }
  if (!answer.ok || !answer.body) throw await refused(answer);
  const reader = new EventReader();
  const pieces = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { value, done } = await pieces.read();
    for (const event of reader.read(done ? '\n\n' : value)) {
      const message = event as StreamedMessage;
      if (message.kind === 'progress') progress({ done: message.done ?? 0, total: message.total ?? 0 });
      else if (message.kind === 'error') throw new ServiceError('failed', message.error?.text?.[language] ?? message.error?.text?.nb ?? '');
      else return ((message as { result?: Answer }).result ?? message) as Answer;
    }
    if (done) throw new ServiceError('failed', '');
  }
}

async function refused(answer: Response): Promise<ServiceError> {
  const body = (await answer.json().catch(() => ({}))) as { error?: { message?: string } };
  return new ServiceError(answer.status === 404 ? 'missing' : answer.status < 500 ? 'refused' : 'failed', body.error?.message ?? '');
}

/** Which questions this service answers, from its own description. */
export async function answeredQuestions(): Promise<ReadonlySet<string>> {
  const { paths = {} } = await askJson<{ paths?: Record<string, unknown> }>('/api/openapi.json');
  return new Set(Object.keys(paths));
}

/** Own stories and measures as TOML texts. */
export interface IdeaTexts {
  readonly stories: readonly string[];
  readonly levers: readonly string[];
}

export const NO_IDEAS: ReadIdeas = { ideas: '', levers: [] as readonly Lever[], stories: [] as readonly Story[] };

/** The own stories and measures that an address carries. Throws ServiceError when they cannot be read. */
export async function openIdeas(ideas: string, language: string): Promise<ReadIdeas> {
  return ideas ? askJson<ReadIdeas>(`/api/ideas?ideas=${encodeURIComponent(ideas)}&lang=${language}`) : NO_IDEAS;
}

/** Have own stories and measures read and packed. Throws ServiceError with what is wrong and where. */
export async function readIdeas(texts: IdeaTexts, language: string): Promise<ReadIdeas> {
  if (texts.stories.length + texts.levers.length === 0) return NO_IDEAS;
  return askJson<ReadIdeas>(`/api/ideas?lang=${language}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(texts) });
}
