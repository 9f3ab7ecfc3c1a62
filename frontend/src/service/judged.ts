/** Judgements as the service tells them: a point by its name, who judged, and when. */

import type { Judged, Texts } from './consequence_answers';

const POINTS: Readonly<Record<string, number>> = { 'much harder': -2, harder: -1, 'about as now': 0, easier: 1, 'much easier': 2 };

interface RawJudged {
  dimension: string;
  chapter?: string;
  point?: string;
  points?: number;
  direction?: string;
  reason?: Texts;
  by?: string;
  who?: Texts;
  on?: string;
  year?: number;
  draft?: boolean;
}

/** One judgement. A point that has no name here is not shown as any: `points` is then null. */
export function judgedFrom(raw: RawJudged): Judged {
  return {
    dimension: raw.dimension,
    chapter: raw.chapter ?? 'society',
    points: raw.points ?? POINTS[raw.point ?? ''] ?? null,
    direction: raw.direction ?? '',
    reason: raw.reason ?? '',
    who: raw.who ?? raw.by ?? '',
    year: raw.year ?? Number(raw.on?.slice(0, 4) ?? NaN),
    draft: raw.draft ?? false,
  };
}
