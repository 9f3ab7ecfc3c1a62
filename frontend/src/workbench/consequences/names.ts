/** The service's names of indicators, parameters, causes and units in the reader's language. */

import type { Texts } from '../../service/consequence_answers';
import { currentLanguage, has, t } from '../../words/language.svelte';
import { kindOf } from './shown';

/** The text behind a key; while it does not exist, the last part of the name in plain letters. */
export function named(key: string, name: string): string {
  return has(key) ? t(key) : plain(name);
}

/** "services.home_users_80plus" without its chapter and signs. */
export function plain(name: string): string {
  const last = name.split('.').at(-1)!.replaceAll('_', ' ').replaceAll('80plus', '80+');
  return last.slice(0, 1).toUpperCase() + last.slice(1);
}

export const indicatorTitle = (name: string): string => named(`consequence.${name}`, name);

/** A noun phrase for use inside a sentence. */
export function indicatorOf(name: string): string {
  const key = `consequence.${name}.of`;
  return has(key) ? t(key) : indicatorTitle(name).toLowerCase();
}

/** What it is and how it is reckoned; empty while the service has no text. */
export function indicatorAbout(name: string): string {
  const key = `consequence.${name}.about`;
  return has(key) ? t(key) : '';
}

/** One thing that can be done about it; the chapter's own when the indicator has none. */
export function indicatorAct(name: string): string {
  const key = `consequence.${name}.act`;
  return has(key) ? t(key) : t(`web.chapter.${name.split('.')[0]}.act`);
}

export const parameterTitle = (name: string): string => named(`parameter.${name}`, name);

/** Why a figure is what it is: in the reader's language, else as the service has it. */
export function parameterReason(name: string, reason: string): string {
  const key = `parameter.${name}.reason`;
  return reason && has(key) ? t(key) : reason;
}

/** Ages are causes too: "67-79" and "80+". */
export function causeTitle(name: string): string {
  for (const key of [`cause.${name}`, `web.indicator.${name.replace('+', 'plus')}.short`, `consequence.${name}`]) if (has(key)) return t(key);
  if (!/^\d/.test(name)) return plain(name);
  return t('web.cause.ages', { ages: name.replace('plus', '+').replace('-', '–') });
}

/** A unit without words is told in English only: English is what it is written in. */
export function unitTitle(unit: string): string {
  const key = `unit.${unit.replaceAll(' ', '_')}`;
  return has(key) ? t(key) : currentLanguage() === 'en' ? unit : '';
}

/** "No figure, because …": the service's reason is a phrase or a whole sentence. */
export function missingSentence(key: string | null | undefined): string {
  const known = [key, `standing.missing.${key}`, `consequence.missing.${key}`, `web.missing_figure.${key}`].find((each) => each && has(each));
  const reason = known ? t(known) : key && /\s/.test(key) ? key : t('web.missing_figure.unknown');
  return reason.charAt(0) === reason.charAt(0).toLowerCase() ? `${t('web.missing_figure.because')} ${reason}` : `${t('web.missing_figure.title')} ${reason}`;
}

/** A text that the service has worded in three languages, or in one. */
export function inOwnWords(texts: Texts | null | undefined): string {
  if (!texts) return '';
  if (typeof texts === 'string') return has(texts) ? t(texts) : texts;
  return texts[currentLanguage()] ?? texts.nb ?? '';
}

/** The first of the keys that has a text, else the name in plain letters. */
export function firstNamed(keys: readonly string[], name: string): string {
  const key = keys.find(has);
  return key ? t(key) : plain(name);
}

/** The unit beside a name in a table: where the name does not say it and the numbers do not show it. */
export function unitBeside(unit: string): string {
  const kind = kindOf(unit);
  if (kind === 'money') return t('web.money.short');
  if (/NOK/.test(unit)) return t('web.money.kr');
  return /^(tonnes|decares|person-years)/.test(unit) ? unitTitle(unit) : '';
}
