/** The path on the page: what is chosen, what the service says of it, undo and redo, and the address. */

import { currentOwn } from '../../routes/navigation.svelte';
import type { Level } from '../../service/answers';
import { ServiceError } from '../../service/client';
import type { PathNote, ReadIdeas } from '../../service/path_answers';
import { askPath, Latest, NO_IDEAS, openIdeas, type PathQuestion } from '../../service/path_client';
import type { PathFigures } from '../../service/path_figures';
import { NOTHING, pathOf, textOf, type Path } from '../../service/path_text';
import { currentLanguage } from '../../words/language.svelte';
import { pathAddress, readAddress } from './path_address';

const ADDRESS_EVERY_MS = 250;
const SAME_CHANGE_MS = 900;
const MOST_STEPS = 100;

export interface Snapshot {
  readonly path: Path;
  readonly ideas: string;
  readonly name: string;
}

/** What the reader changed last: which control, from what, and what was reckoned before it. */
export interface LastChange {
  readonly mark: string;
  readonly before: Path;
  readonly figures: PathFigures | undefined;
}

export class PathState {
  path = $state.raw<Path>(NOTHING);
  ideas = $state('');
  name = $state('');
  own = $state.raw<ReadIdeas>(NO_IDEAS);
  figures = $state.raw<PathFigures | undefined>();
  notes = $state.raw<readonly PathNote[]>([]);
  failure = $state.raw<ServiceError | undefined>();
  last = $state.raw<LastChange | undefined>();
  /** Rises when a change is done and answered: time for what takes longer. */
  settled = $state(0);
  dragging = $state(false);
  private past = $state.raw<readonly Snapshot[]>([]);
  private undone = $state.raw<readonly Snapshot[]>([]);
  private readonly level: Level;
  private readonly code: string;
  private readonly latest: Latest<PathQuestion, PathFigures>;
  /** The text of the address while nothing is changed: it may hold what only the service understands. */
  private given: string | undefined;
  private change = '';
  private changeTimer: ReturnType<typeof setTimeout> | undefined;
  private addressTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(level: Level, code: string) {
    this.level = level;
    this.code = code;
    this.latest = new Latest(askPath, (figures, question, last) => this.answered(figures, question, last), (reason) => this.failed(reason));
    this.open();
  }

  get canUndo(): boolean {
    return this.past.length > 0;
  }

  get canRedo(): boolean {
    return this.undone.length > 0;
  }

  get text(): string {
    return this.given ?? textOf(this.path);
  }

  get question(): PathQuestion {
    return { level: this.level, code: this.code, path: this.text, ideas: this.ideas, own: currentOwn(), language: currentLanguage() };
  }

  /** Take what the address holds. */
  open(): void {
    const { path, ideas, name } = readAddress(location.search);
    this.given = this.written = path;
    this.path = pathOf(path);
    this.name = name;
    this.last = undefined;
    if (ideas !== this.ideas) {
      this.ideas = ideas;
      void this.openIdeas();
    }
    this.ask();
  }

  /** The address changed under the page: the browser's back and forward. */
  moved(): void {
    const held = readAddress(location.search);
    if (held.path === this.written && held.ideas === this.ideas && held.name === this.name) return;
    this.past = [...this.past, this.snapshot].slice(-MOST_STEPS);
    this.open();
  }

  ask(): void {
    this.latest.put(this.question);
  }

  /** One change. Those of one control that follow soon upon each other are one step back. */
  set(path: Path, mark: string, done = true): void {
    this.begin(mark);
    this.path = path;
    this.ask();
    this.dragging = !done;
    if (done) this.done();
    this.writeSoon();
  }

  /** The reader has let go. */
  done(): void {
    this.dragging = false;
    clearTimeout(this.changeTimer);
    this.changeTimer = setTimeout(() => (this.change = ''), SAME_CHANGE_MS);
    this.settled++;
  }

  rename(name: string): void {
    if (name === this.name) return;
    this.begin('name');
    this.name = name;
    this.done();
    this.write();
  }

  useIdeas(read: ReadIdeas, path: Path): void {
    this.begin('ideas');
    this.ideas = read.ideas;
    this.own = read;
    this.path = path;
    this.done();
    this.write();
    this.ask();
  }

  /** Another whole path in place of this one. */
  replace(held: Snapshot): void {
    this.begin(`whole:${held.path ? textOf(held.path) : ''}`);
    this.restore(held);
    this.done();
  }

  undo(): void {
    const held = this.past.at(-1);
    if (!held) return;
    this.undone = [...this.undone, this.snapshot];
    this.past = this.past.slice(0, -1);
    this.last = undefined;
    this.change = '';
    this.restore(held);
    this.settled++;
  }

  redo(): void {
    const held = this.undone.at(-1);
    if (!held) return;
    this.past = [...this.past, this.snapshot];
    this.undone = this.undone.slice(0, -1);
    this.last = undefined;
    this.change = '';
    this.restore(held);
    this.settled++;
  }

  /** Leave what the service cannot read behind, and keep the rest. */
  readable(): void {
    this.given = undefined;
    this.set(pathOf(textOf(this.path)), 'whole:readable');
  }

  close(): void {
    clearTimeout(this.changeTimer);
    clearTimeout(this.addressTimer);
  }

  get snapshot(): Snapshot {
    return { path: this.path, ideas: this.ideas, name: this.name };
  }

  private begin(mark: string): void {
    clearTimeout(this.changeTimer);
    if (mark !== this.change) {
      this.past = [...this.past, this.snapshot].slice(-MOST_STEPS);
      this.undone = [];
      this.last = { mark, before: this.path, figures: this.figures };
      this.given = undefined;
      this.fresh = true;
    }
    this.change = mark;
  }

  private restore(held: Snapshot): void {
    this.given = undefined;
    this.path = held.path;
    this.name = held.name;
    if (held.ideas !== this.ideas) {
      this.ideas = held.ideas;
      void this.openIdeas();
    }
    this.write();
    this.ask();
  }

  private async openIdeas(): Promise<void> {
    const ideas = this.ideas;
    try {
      const read = await openIdeas(ideas, currentLanguage());
      if (ideas === this.ideas) this.own = read;
    } catch {
      // The service says what is wrong with them in its answer about the path.
    }
  }

  private answered(figures: PathFigures, question: PathQuestion, last: boolean): void {
    this.figures = figures;
    this.failure = undefined;
    if (figures.notes.length) this.notes = figures.notes;
    if (!last || question.path !== this.text) return;
    if (this.given !== undefined) this.path = pathOf(figures.path);
    else if (!this.dragging) this.write(figures.path);
  }

  private failed(reason: unknown): void {
    this.failure = reason instanceof ServiceError ? reason : new ServiceError('failed', String(reason));
  }

  private written = '';
  /** A change has begun that has no entry of its own in the browser's history yet. */
  private fresh = false;

  private writeSoon(): void {
    this.addressTimer ??= setTimeout(() => this.write(), ADDRESS_EVERY_MS);
  }

  /** The path with the service's fingerprints when it has answered about just this one. */
  private get marked(): string {
    const answered = this.figures?.path ?? '';
    return textOf(pathOf(answered)) === textOf(this.path) ? answered : this.text;
  }

  /** Put the path into the address. */
  private write(path = this.marked): void {
    clearTimeout(this.addressTimer);
    this.addressTimer = undefined;
    this.written = textOf(this.path) ? path : '';
    const address = pathAddress(location.pathname, location.search, { path: this.written, ideas: this.ideas, name: this.name });
    if (address === location.pathname + location.search) return;
    history[this.fresh ? 'pushState' : 'replaceState'](null, '', address + location.hash);
    this.fresh = false;
  }
}
