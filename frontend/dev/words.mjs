// Development only: the words of the service, read from the same .po files.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export function parseWords(root, language) {
  const folder = join(root, 'src/veivalg/language');
  const words = {};
  for (const name of readdirSync(folder)) {
    if (!name.endsWith(`${language}.po`)) continue;
    const text = readFileSync(join(folder, name), 'utf8');
    for (const [, key, value] of text.matchAll(/msgid (".*")\nmsgstr (".*")/g)) words[JSON.parse(key)] = JSON.parse(value);
  }
  return words;
}
