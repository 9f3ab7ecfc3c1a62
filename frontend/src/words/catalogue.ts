/** Reading of the .po word files, and filling of named places. */

export type Words = Readonly<Record<string, string>>;
export type Values = Readonly<Record<string, string | number>>;

/** Texts by key of one .po file: msgid is the key, msgstr the text. Empty texts are left out. */
export function parsePo(text: string): Words {
  const words: Record<string, string> = {};
  let key = '';
  let value = '';
  let part: 'msgid' | 'msgstr' | '' = '';
  const store = () => {
    if (key && value) words[key] = value;
    key = value = part = '';
  };
  for (const raw of text.split('\n')) {
    const line = raw.trim();
    const start = /^(msgid|msgstr)\s+(".*")$/.exec(line);
    if (start) {
      if (start[1] === 'msgid') store();
      part = start[1] as 'msgid' | 'msgstr';
      if (part === 'msgid') key = unquoted(start[2]!);
      else value = unquoted(start[2]!);
    } else if (line.startsWith('"')) {
      if (part === 'msgid') key += unquoted(line);
      if (part === 'msgstr') value += unquoted(line);
    }
  }
  store();
  return words;
}

function unquoted(quoted: string): string {
  return JSON.parse(quoted) as string;
}

/** The text with {named} places filled; a place without a value stays visible as it is. */
export function fill(text: string, values: Values = {}): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in values ? String(values[name]) : whole,
  );
}

/** Names of the {places} in a text, sorted. */
export function placesIn(text: string): string[] {
  return [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1]!))].sort();
}
