/** What a person works with on the page of goals: documents, sentences and decisions. */

import { messageOf, ServiceError } from '../../service/client';
import * as service from '../../service/goals_client';
import type { About, Collection, Labels, Plan, State, Unit } from '../../service/goals_client';
import { remember, remembered } from '../../service/storage';
import { currentLanguage, t } from '../../words/language.svelte';
import { GOAL_LIKE, isGoal } from './codes';

/** Where this browser remembers its collection. */
export const STORED = 'veivalg.goals';
const AT_ONCE = 2;

export interface Incoming {
  readonly name: string;
  state: 'waiting' | 'reading' | 'read' | 'refused' | 'stopped';
  message: string;
  goals: number;
  pages: number;
}

export class Goals {
  id = $state('');
  kept = $state(false);
  plans = $state<Plan[]>([]);
  units = $state.raw<Unit[]>([]);
  incoming = $state<Incoming[]>([]);
  /** Groups of the user's own to compare by. */
  groups = $state.raw<readonly string[]>([]);
  said = $state('');
  failure = $state('');
  ready = $state(false);
  /** Rises with everything that can change a count. */
  version = $state(0);
  private stop = new AbortController();

  /** Take up the collection that this browser last had, if it still is. */
  async takeUp(): Promise<void> {
    const stored = remembered(STORED);
    if (stored) {
      try {
        this.show(await service.look(stored));
        await this.readUnits();
      } catch (reason) {
        if (isGone(reason)) remember(STORED, undefined);
        else {
          this.id = stored; // the service does not answer just now; what it holds is not given up
          this.failure = messageOf(reason, t('web.goals.failed'));
        }
      }
    }
    this.ready = true;
  }

  /** How many goals, strategies and measures, and decided sentences a document has just now. */
  countsOf({ sha256 }: Plan): { goals: number; other: number; decided: number } {
    const own = this.units.filter((one) => one.sha256 === sha256);
    const goals = own.filter(({ labels }) => isGoal(labels.kind)).length;
    const none = own.filter(({ labels }) => labels.kind === 'none').length;
    return { goals, other: own.length - goals - none, decided: own.filter(({ state }) => state !== 'proposed').length };
  }

  get reading(): boolean {
    return this.incoming.some(({ state }) => state === 'waiting' || state === 'reading');
  }

  /** Read files, two at a time; one that fails stops none of the others. */
  async put(files: readonly File[]): Promise<void> {
    if (files.length === 0) return;
    this.failure = '';
    if (!this.reading) this.stop = new AbortController();
    if (!this.id && !(await this.tried(async () => this.show(await service.begin())))) return;
    const first = this.incoming.length;
    this.incoming.push(...files.map(({ name }) => ({ name, state: 'waiting' as const, message: '', goals: 0, pages: 0 })));
    let next = 0;
    const work = async () => {
      for (let at = next++; at < files.length; at = next++) await this.one(files[at]!, this.incoming[first + at]!);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    await this.tried(async () => this.show(await service.look(this.id)));
    await this.readUnits();
    const read = this.incoming.slice(first).filter(({ state }) => state === 'read').length;
    this.said = t('web.goals.said.read', { n: read, all: files.length });
  }

  private async one(file: File, row: Incoming): Promise<void> {
    if (this.stop.signal.aborted) {
      row.state = 'stopped';
      return;
    }
    row.state = 'reading';
    try {
      const plan = await service.putIn(this.id, file, currentLanguage(), this.stop.signal);
      row.state = 'read';
      row.pages = plan.pages;
      row.goals = GOAL_LIKE.reduce((sum, kind) => sum + (plan.counts[kind] ?? 0), 0);
    } catch (reason) {
      row.state = this.stop.signal.aborted ? 'stopped' : 'refused';
      row.message = messageOf(reason, t('web.goals.refused'));
    }
  }

  halt(): void {
    this.stop.abort();
  }

  async describe(plan: Plan, told: Partial<About>): Promise<void> {
    await this.tried(async () => this.replace(await service.describe(this.id, plan.sha256, told)));
  }

  async takeOut(plan: Plan): Promise<void> {
    await this.tried(async () => {
      await service.takeOut(this.id, plan.sha256);
      this.plans = this.plans.filter(({ sha256 }) => sha256 !== plan.sha256);
      this.units = this.units.filter(({ sha256 }) => sha256 !== plan.sha256);
      this.incoming = [];
      this.said = t('web.goals.said.out', { name: plan.document });
    });
  }

  async keep(kept: boolean): Promise<void> {
    await this.tried(async () => {
      this.show(await service.keep(this.id, kept));
      this.said = t(kept ? 'web.goals.said.kept' : 'web.goals.said.not_kept');
    });
  }

  /** Take groups to compare by from a file. */
  async group(file: File): Promise<void> {
    await this.tried(async () => this.show(await service.group(this.id, await file.text())));
  }

  async forget(): Promise<void> {
    await this.tried(async () => {
      if (this.id) await service.forget(this.id).catch((reason: unknown) => {
        if (!isGone(reason)) throw reason;
      });
      remember(STORED, undefined);
      this.id = '';
      this.kept = false;
      this.plans = [];
      this.units = [];
      this.incoming = [];
      this.groups = [];
      this.said = t('web.goals.said.forgotten');
    });
  }

  async decide(unit: Unit, state: State, labels?: Labels): Promise<void> {
    await this.tried(async () => {
      const changed = await service.decide(this.id, unit, state, labels);
      this.units = this.units.map((one) => (one.sha256 === unit.sha256 && one.number === unit.number ? changed : one));
      this.said = t(`web.goals.said.${state}`);
    });
  }

  /** The same decision on many sentences, one question for each document. */
  async decideAll(units: readonly Unit[], state: State): Promise<void> {
    await this.tried(async () => {
      for (const { sha256 } of this.plans) {
        const numbers = units.filter((one) => one.sha256 === sha256).map(({ number }) => number);
        if (numbers.length) this.replace(await service.decideAll(this.id, sha256, state, numbers));
      }
      await this.readUnits();
      this.said = t('web.goals.said.many', { n: units.length });
    });
  }

  private show(collection: Collection): void {
    this.id = collection.id;
    this.kept = collection.kept;
    this.plans = [...collection.documents];
    this.groups = collection.groups;
    remember(STORED, collection.id);
    if (collection.damaged.length) this.failure = t('web.goals.damaged', { names: collection.damaged.join(', ') });
  }

  private replace(plan: Plan): void {
    this.plans = this.plans.map((one) => (one.sha256 === plan.sha256 ? plan : one));
  }

  private async readUnits(): Promise<void> {
    await this.tried(async () => {
      const found = await Promise.all(this.plans.map(({ sha256 }) => service.unitsOf(this.id, sha256, false)));
      this.units = found.flatMap(({ units }) => units);
    });
  }

  private async tried(what: () => Promise<void>): Promise<boolean> {
    try {
      await what();
      this.version += 1;
      this.failure = '';
      return true;
    } catch (reason) {
      this.failure = messageOf(reason, t('web.goals.failed'));
      return false;
    }
  }
}

/** Whether the service says that it no longer has what is asked for. */
function isGone(reason: unknown): boolean {
  return reason instanceof ServiceError && (reason.failure === 'refused' || reason.failure === 'missing');
}

/** A code in words; the code itself when there are none. */
export function word(group: string, code: string): string {
  const key = `web.goals.code.${group}.${code}`;
  const found = t(key);
  return found === key ? code : found;
}
