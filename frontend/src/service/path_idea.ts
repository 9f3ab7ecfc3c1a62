/** An own measure as a TOML text, the form that files of measures have. */

export interface OwnMeasure {
  readonly id: string;
  readonly name: string;
  readonly language: string;
  readonly dial: string;
  readonly low: number;
  readonly mid: number;
  readonly high: number;
  /** Years from start to first effect, and from there to full effect. */
  readonly delay: number;
  readonly phaseIn: number;
  /** NOK of 2024 a year, and person-years. */
  readonly yearly: number;
  readonly personYears: number;
}

/** The text with its quotes, backslashes and control characters escaped as TOML wants. */
export function tomlText(text: string): string {
  return JSON.stringify(text).replaceAll('\u007f', '\\u007F');
}

/** What is wrong with a measure, as the last part of a message key; empty when it holds. */
export function faultOf({ name, dial, low, mid, high }: Pick<OwnMeasure, 'name' | 'dial' | 'low' | 'mid' | 'high'>): '' | 'name' | 'dial' | 'numbers' | 'order' {
  if (!name.trim()) return 'name';
  if (!dial) return 'dial';
  if (![low, mid, high].every(Number.isFinite)) return 'numbers';
  return (low <= mid && mid <= high) || (low >= mid && mid >= high) ? '' : 'order';
}

export function tomlOf(measure: OwnMeasure): string {
  const { id, name, language, dial, low, mid, high, delay, phaseIn, yearly, personYears } = measure;
  const amount = (value: number): string => String(Number(value.toPrecision(12)));
  return [
    `id = ${tomlText(id)}`,
    `name = { ${language} = ${tomlText(name.trim())} }`,
    'group = "own"',
    'evidence = "assumption"',
    'basis = ["assumption"]',
    `delay = ${amount(delay)}`,
    `phase_in = ${amount(phaseIn)}`,
    '',
    '[[effect]]',
    `dial = ${tomlText(dial)}`,
    `low = ${amount(low)}`,
    `mid = ${amount(mid)}`,
    `high = ${amount(high)}`,
    '',
    '[cost]',
    'count = "once"',
    'reached = "scale"',
    `yearly = ${amount(yearly)}`,
    `person_years = ${amount(personYears)}`,
    '',
  ].join('\n');
}

/** A name that no measure has: own_1, own_2 … */
export function freeId(taken: Iterable<string>): string {
  const held = new Set(taken);
  let n = 1;
  while (held.has(`own_${n}`)) n++;
  return `own_${n}`;
}

/** Whether a file holds a story: a measure has effects, a story has trends. */
export function isStory(toml: string): boolean {
  return /^\s*\[\[\s*(trend|trait|item)\s*\]\]/m.test(toml) || /^\s*kind\s*=\s*"(story|scenario)"/m.test(toml);
}
