import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fill, parsePo, placesIn } from '../src/words/catalogue';
import { CHAPTERS, EQUATIONS } from '../src/workbench/method/chapters';

const folder = new URL('../../src/veivalg/language/', import.meta.url).pathname;
/** As the build reads them: web.nb.po and every web_*.nb.po. */
const read = (language: string): Record<string, string> =>
  Object.assign({}, ...readdirSync(folder).filter((name) => /^web(_\w+)?\.\w+\.po$/.test(name) && name.endsWith(`.${language}.po`)).map((name) => parsePo(readFileSync(folder + name, 'utf8'))));
const [nb, nn, en] = ['nb', 'nn', 'en'].map(read) as [Record<string, string>, Record<string, string>, Record<string, string>];
const sources = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? sources(join(folder, entry.name)) : /\.(svelte|ts)$/.test(entry.name) ? [readFileSync(join(folder, entry.name), 'utf8')] : []));

describe('words', () => {
  it('are whole in all three languages', () => {
    expect(Object.keys(nn).sort()).toEqual(Object.keys(nb).sort());
    expect(Object.keys(en).sort()).toEqual(Object.keys(nb).sort());
  });

  it('name the same places in all three', () => {
    for (const key of Object.keys(nb)) {
      expect([key, placesIn(nn[key]!)]).toEqual([key, placesIn(nb[key]!)]);
      expect([key, placesIn(en[key]!)]).toEqual([key, placesIn(nb[key]!)]);
    }
  });

  it('has every key that the page asks for by its whole name', () => {
    const asked = new Set(sources(new URL('../src', import.meta.url).pathname).flatMap((text) => [...text.matchAll(/['"](web\.[\w.+-]+)['"]/g)].map((found) => found[1]!)));
    expect([...asked].filter((key) => !(key in nb))).toEqual([]);
  });

  it('has a text for every chapter and formula of the method page', () => {
    const keys = [...CHAPTERS.map((chapter) => `web.method.${chapter}`), ...EQUATIONS.flatMap(({ id, formulas }) => [`web.method.${id}.text`, ...formulas.map((formula) => `web.method.formula.${formula}`)])];
    expect(keys.filter((key) => !(key in nb))).toEqual([]);
  });

  it('keeps bokmål and nynorsk apart', () => {
    const nynorsk = Object.values(nn).join(' ').toLowerCase();
    for (const word of [' ikke ', ' hva ', ' hvor ', ' fremtid', ' jeg ', ' noen ', ' flere ', ' hvorfor ']) expect([word, nynorsk.includes(word)]).toEqual([word, false]);
  });
});

describe('catalogue', () => {
  it('reads long texts over several lines and leaves empty ones out', () => {
    expect(parsePo('msgid "a"\nmsgstr ""\n"one "\n"two"\n\nmsgid "b"\nmsgstr ""\n')).toEqual({ a: 'one two' });
  });
  it('fills named places and shows those without a value', () => {
    expect(fill('{n} av {of}', { n: 3 })).toBe('3 av {of}');
  });
});
