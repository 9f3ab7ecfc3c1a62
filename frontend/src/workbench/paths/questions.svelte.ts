/** One long question: asked, under way, answered, stopped or failed. */

import { askJson, ServiceError } from '../../service/client';
import { askStreamed, type Progress } from '../../service/path_client';
import { currentLanguage, t } from '../../words/language.svelte';

export class Inquiry<Answer> {
  state = $state<'idle' | 'running' | 'answered' | 'stopped' | 'failed'>('idle');
  progress = $state.raw<Progress>({ done: 0, total: 0 });
  answer = $state.raw<Answer | undefined>();
  /** The path that the answer is about: another path makes it old. */
  about = $state('');
  trouble = $state('');
  private abort: AbortController | undefined;

  async ask(address: string, about: string, how: 'streamed' | 'plain' = 'streamed'): Promise<void> {
    this.abort?.abort();
    const mine = (this.abort = new AbortController());
    this.state = 'running';
    this.progress = { done: 0, total: 0 };
    this.trouble = '';
    try {
      const answer = how === 'streamed' ? await askStreamed<Answer>(address, currentLanguage(), mine.signal, (at) => mine === this.abort && (this.progress = at)) : await askJson<Answer>(address, { signal: mine.signal });
      if (mine !== this.abort) return;
      [this.answer, this.about, this.state] = [answer, about, 'answered'];
    } catch (reason) {
      if (mine !== this.abort || mine.signal.aborted) return;
      this.state = 'failed';
      this.trouble = reason instanceof ServiceError && reason.message ? reason.message : t(reason instanceof ServiceError && reason.failure === 'offline' ? 'web.offline.what' : 'web.paths.ask.failed');
    }
  }

  /** What was answered before stays in sight. */
  stop(): void {
    if (this.state !== 'running') return;
    this.abort?.abort();
    this.state = this.answer === undefined ? 'stopped' : 'answered';
  }
}
