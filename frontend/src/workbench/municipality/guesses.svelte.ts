/** The reader's guesses by place, kept on this machine only; a skipped guess is not asked for again. */

export interface Guess {
  readonly persons: number;
  readonly oldest: number;
}

const STORED = 'veivalg.guesses';

interface Kept {
  skip: boolean;
  byPlace: Record<string, Guess>;
}

const state = $state<{ kept: Kept }>({ kept: remembered() });

export const guesses = {
  of(place: string): Guess | undefined {
    return state.kept.byPlace[place];
  },
  settled(place: string): boolean {
    return state.kept.skip || place in state.kept.byPlace;
  },
  make(place: string, guess: Guess): void {
    keep({ ...state.kept, byPlace: { ...state.kept.byPlace, [place]: guess } });
  },
  skip(): void {
    keep({ ...state.kept, skip: true });
  },
  again(place: string): void {
    const { [place]: _, ...rest } = state.kept.byPlace;
    void _;
    keep({ skip: false, byPlace: rest });
  },
};

function keep(kept: Kept): void {
  state.kept = kept;
  try {
    localStorage.setItem(STORED, JSON.stringify(kept));
  } catch {
    // Private windows may refuse storage; the guess then lasts for this visit.
  }
}

function remembered(): Kept {
  try {
    const stored = localStorage.getItem(STORED);
    return stored ? (JSON.parse(stored) as Kept) : { skip: false, byPlace: {} };
  } catch {
    return { skip: false, byPlace: {} };
  }
}
