/** The reader's own figures: held in the address, sent to the service to be checked, taken out one by one. */

import { currentOwn, keepOwn } from '../../routes/navigation.svelte';
import { ServiceError } from '../../service/client';
import type { OwnFigure } from '../../service/consequence_answers';
import type { ConsequenceFigures } from '../../service/consequence_figures';
import { ownFile, RefusedFigures, sendOwnFigures } from '../../service/own_figures';
import { currentLanguage, t } from '../../words/language.svelte';

const STORED = 'veivalg.own_figures';

export interface Trouble {
  readonly message: string;
  /** Line of the file, counted from 1 with its head. */
  readonly line: number | undefined;
}

export class OwnFigures {
  trouble = $state.raw<Trouble | undefined>();
  busy = $state(false);
  private readonly place: string;

  constructor(place: string) {
    this.place = place;
  }

  /** Figures in force: as this browser remembers them, else as the answer lists them. */
  inForce(figures: ConsequenceFigures): readonly OwnFigure[] {
    if (!currentOwn()) return [];
    return remembered(currentOwn()) ?? (figures.own.length ? figures.own : replacedIn(figures, this.place));
  }

  /** Send figures to be checked; only when all hold do they replace those in force. */
  async use(text: string): Promise<boolean> {
    this.busy = true;
    this.trouble = undefined;
    try {
      const { own, figures } = await sendOwnFigures(text, currentLanguage());
      remember(own, figures);
      keepOwn(own);
      return true;
    } catch (reason) {
      this.trouble = troubleOf(reason);
      return false;
    } finally {
      this.busy = false;
    }
  }

  async without(removed: OwnFigure, all: readonly OwnFigure[]): Promise<void> {
    const rest = all.filter((one) => one !== removed);
    if (rest.length === 0) this.clear();
    else await this.use(ownFile(rest));
  }

  clear(): void {
    this.trouble = undefined;
    keepOwn('');
  }
}

function troubleOf(reason: unknown): Trouble {
  if (reason instanceof RefusedFigures) return { message: reason.message || t('web.own.refused'), line: reason.line };
  const offline = reason instanceof ServiceError && reason.failure === 'offline';
  return { message: t(offline ? 'web.own.offline' : 'web.own.failed'), line: undefined };
}

/** What a link's reader can be shown without having put the figures in: every replaced figure that is one number. */
function replacedIn(figures: ConsequenceFigures, place: string): OwnFigure[] {
  return Object.entries(figures.parameters).flatMap(([figure, note]) => (note.basis === 'replaced' && note.value !== undefined ? [{ figure, place, year: note.year, unit: note.unit, value: note.value }] : []));
}

function remember(own: string, figures: readonly OwnFigure[]): void {
  try {
    sessionStorage.setItem(STORED, JSON.stringify({ own, figures }));
  } catch {
    // Private windows may refuse storage; the answer then lists the figures.
  }
}

function remembered(own: string): readonly OwnFigure[] | undefined {
  try {
    const kept = JSON.parse(sessionStorage.getItem(STORED) ?? 'null') as { own: string; figures: OwnFigure[] } | null;
    return kept?.own === own ? kept.figures : undefined;
  } catch {
    return undefined;
  }
}
