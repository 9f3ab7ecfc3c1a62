/** Something asked for over the network: loading, there, or failed; the old answer stays while a new one is fetched. */

import { ServiceError } from './client';

export interface Resource<Value> {
  readonly value: Value | undefined;
  readonly failure: ServiceError | undefined;
  readonly loading: boolean;
  again(): void;
}

/**
 * Ask whenever `key()` changes. An answer to an older question is thrown away.
 * `forget` says whether the old answer must go when the key changes (another place),
 * or may stay on screen until the new one comes (new intervals for the same place).
 */
export function resource<Value>(key: () => { ask: () => Promise<Value>; place: string } | undefined): Resource<Value> {
  let value = $state.raw<Value | undefined>();
  let failure = $state.raw<ServiceError | undefined>();
  let loading = $state(false);
  let turn = $state(0);
  let shownPlace = '';
  let latest = 0;

  $effect(() => {
    void turn;
    const asked = key();
    const mine = ++latest;
    if (!asked) return;
    if (asked.place !== shownPlace) [value, failure] = [undefined, undefined];
    loading = true;
    asked.ask().then(
      (answer) => {
        if (mine !== latest) return;
        shownPlace = asked.place;
        [value, failure, loading] = [answer, undefined, false];
      },
      (reason: unknown) => {
        if (mine !== latest) return;
        failure = reason instanceof ServiceError ? reason : new ServiceError('failed', String(reason));
        loading = false;
      },
    );
  });

  return {
    get value() {
      return value;
    },
    get failure() {
      return failure;
    },
    get loading() {
      return loading;
    },
    again() {
      turn++;
    },
  };
}
