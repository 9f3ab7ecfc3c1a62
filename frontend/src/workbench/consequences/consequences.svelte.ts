/** The consequences of the place on the page; asked again until the intervals are drawn. */

import { currentOwn } from '../../routes/navigation.svelte';
import type { Level } from '../../service/answers';
import { askEnvelope } from '../../service/client';
import { consequenceAddress, type Asked } from '../../service/consequence_address';
import { ConsequenceFigures } from '../../service/consequence_figures';
import { resource, type Resource } from '../../service/resource.svelte';
import { currentStatus, figuresGeneration } from '../../service/status.svelte';

const AGAIN_MS = 2500;

export interface Consequences extends Resource<ConsequenceFigures> {
  readonly asked: Asked;
}

export function consequencesOf(place: () => { level: Level; code: string; alternative: string }): Consequences {
  const asked = $derived({ ...place(), own: currentOwn() });
  const answer = resource(() => {
    const question = consequenceAddress(asked);
    void figuresGeneration();
    return { place: `${asked.level}/${asked.code}`, ask: async () => new ConsequenceFigures(await askEnvelope(question)) };
  });
  $effect(() => {
    if (!answer.value || answer.value.drawn || currentStatus()?.intervals.state === 'failed') return;
    const timer = setTimeout(answer.again, AGAIN_MS);
    return () => clearTimeout(timer);
  });
  return {
    get asked() {
      return asked;
    },
    get value() {
      return answer.value;
    },
    get failure() {
      return answer.failure;
    },
    get loading() {
      return answer.loading;
    },
    again: () => answer.again(),
  };
}
