/** Own figures on their way to the service: lines of a file, and what was wrong with which. */

import { ServiceError } from './client';
import type { OwnFigure } from './consequence_answers';

export interface OwnAnswer {
  /** What the address carries. */
  readonly own: string;
  readonly figures: readonly OwnFigure[];
}

/** A refusal, with the line it is about when the service names one. */
export class RefusedFigures extends Error {
  readonly line: number | undefined;

  constructor(message: string, line: number | undefined) {
    super(message);
    this.line = line;
  }
}

export const MOST_BYTES = 64 * 1024;
const HEAD = 'place,figure,year,unit,value,source';

/** The file with a head line; texts with a comma are quoted. */
export function ownFile(figures: readonly OwnFigure[]): string {
  const cell = (value: string | number | null | undefined): string => {
    const text = value === null || value === undefined ? '' : String(value);
    return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [HEAD, ...figures.map(({ place, figure, year, unit, value, source }) => [place, figure, year, unit, value, source].map(cell).join(','))].join('\n') + '\n';
}

/** Lines of a file without its head, for adding to others. */
export function linesOf(text: string): string[] {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/).filter((line) => line.trim() !== '');
  return lines[0]?.toLowerCase().startsWith('place,') ? lines.slice(1) : lines;
}

/** Ask whether figures hold. Throws RefusedFigures with the service's own words, ServiceError when there is no answer. */
export async function sendOwnFigures(text: string, language: string): Promise<OwnAnswer> {
  let answer: Response;
  try {
    answer = await fetch(`/api/own-figures?lang=${language}`, { method: 'POST', headers: { 'content-type': 'text/csv; charset=utf-8' }, body: text });
  } catch {
    throw new ServiceError('offline', '');
  }
  if (answer.ok) return (await answer.json()) as OwnAnswer;
  const { message, line } = await refusalOf(answer);
  if (answer.status >= 500) throw new ServiceError('failed', message);
  throw new RefusedFigures(message, line);
}

async function refusalOf(answer: Response): Promise<{ message: string; line: number | undefined }> {
  try {
    const body = (await answer.json()) as { message?: string; line?: number; error?: { message?: string; line?: number } };
    const message = body.message ?? body.error?.message ?? '';
    const line = body.line ?? body.error?.line ?? /^(?:Linje|Line) (\d+)/.exec(message)?.[1];
    return { message, line: line === undefined ? undefined : Number(line) };
  } catch {
    return { message: '', line: undefined };
  }
}
