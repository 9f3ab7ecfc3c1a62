/** The reader's language: chosen, remembered, and the words in it. */

import { fill, type Values, type Words } from './catalogue';

export const LANGUAGES = ['nb', 'nn', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** How numbers and dates are written. Both forms of Norwegian write them alike, and Chromium knows only the one:
    asked for nynorsk it would write 6,510 as the Americans do. */
const LOCALES: Record<Language, string> = { nb: 'nb-NO', nn: 'nb-NO', en: 'en-GB' };
const STORED = 'veivalg.language';

const state = $state<{ code: Language; words: Words; fallback: Words; ready: boolean }>({
  code: 'nb',
  words: {},
  fallback: {},
  ready: false,
});

const OWN: Record<Language, () => Promise<{ default: Words }>> = {
  nb: () => import('virtual:words/nb'),
  nn: () => import('virtual:words/nn'),
  en: () => import('virtual:words/en'),
};

export function currentLanguage(): Language {
  return state.code;
}

export function locale(): string {
  return LOCALES[state.code];
}

export function wordsReady(): boolean {
  return state.ready;
}

/** The text behind a key in the reader's language; nynorsk falls back on marked bokmål. */
export function t(key: string, values?: Values): string {
  const own = state.words[key];
  if (own !== undefined) return fill(own, values);
  const bokmål = state.fallback[key];
  return bokmål === undefined ? key : `${fill(bokmål, values)} [bokmål]`;
}

/** Whether a text exists, for keys that come from the service. */
export function has(key: string): boolean {
  return key in state.words || key in state.fallback;
}

/** Language asked for in the address, else remembered, else the browser's, else bokmål. */
export function preferredLanguage(address: string, stored: string | null, browser: readonly string[]): Language {
  const asked = new URLSearchParams(address).get('lang');
  if (isLanguage(asked)) return asked;
  if (isLanguage(stored)) return stored;
  for (const tag of browser) {
    const short = tag.toLowerCase().split('-')[0]!;
    if (short === 'no') return 'nb';
    if (isLanguage(short)) return short;
  }
  return 'nb';
}

function isLanguage(code: unknown): code is Language {
  return LANGUAGES.includes(code as Language);
}

export async function startLanguage(): Promise<void> {
  await chooseLanguage(preferredLanguage(location.search, remembered(), navigator.languages), false);
}

export async function chooseLanguage(code: Language, remember = true): Promise<void> {
  const [own, nb] = await Promise.all([OWN[code](), code === 'nn' ? OWN.nb() : undefined]);
  state.fallback = nb?.default ?? {};
  state.words = own.default;
  state.code = code;
  state.ready = true;
  document.documentElement.lang = code;
  if (remember) keep(code);
  void addServiceWords(code);
}

/** The service's words (findings, errors) are added when they arrive; the page does not wait. */
async function addServiceWords(code: Language): Promise<void> {
  try {
    const answer = await fetch(`/api/words/${code}`);
    if (!answer.ok) return;
    const words = (await answer.json()) as Words;
    if (state.code === code) state.words = { ...words, ...state.words };
  } catch {
    // Without the service the page keeps its own words, which are all it needs to say so.
  }
}

function remembered(): string | null {
  try {
    return localStorage.getItem(STORED);
  } catch {
    return null;
  }
}

function keep(code: Language): void {
  try {
    localStorage.setItem(STORED, code);
  } catch {
    // Private windows may refuse storage; the choice then lasts for this visit.
  }
}
