/** The service's measured errors as plain tables, whatever their columns are called. */

export type Cell = string | number | null;

export interface MeasuredTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

type Row = Record<string, unknown>;

/** A list of rows, an object of lists of rows, or {columns, rows}: all become tables. */
export function measuredTables(answer: unknown, name = ''): MeasuredTable[] {
  if (Array.isArray(answer)) return fromRows(name, answer as Row[]);
  if (answer === null || typeof answer !== 'object') return [];
  const { columns, rows } = answer as { columns?: unknown; rows?: unknown };
  if (Array.isArray(columns) && Array.isArray(rows) && rows.every(Array.isArray)) return [{ name, columns: columns.map(String), rows: rows as Cell[][] }];
  if (Array.isArray(rows)) return fromRows(name, rows as Row[]);
  return Object.entries(answer).flatMap(([key, part]) => measuredTables(part, key));
}

function fromRows(name: string, rows: readonly Row[]): MeasuredTable[] {
  const objects = rows.filter((row) => row !== null && typeof row === 'object' && !Array.isArray(row));
  if (objects.length === 0) return [];
  const columns = [...new Set(objects.flatMap((row) => Object.keys(row)))].filter((column) => objects.some((row) => isCell(row[column])));
  return [{ name, columns, rows: objects.map((row) => columns.map((column) => (isCell(row[column]) ? (row[column] as Cell) : null))) }];
}

function isCell(value: unknown): boolean {
  return value === null || ['string', 'number'].includes(typeof value);
}

export interface SideBySide {
  readonly methods: readonly string[];
  readonly rows: readonly { base: number; horizon: number; errors: readonly (number | null)[]; coverage: number | null }[];
}

interface Measured {
  base_year: number;
  horizon: number;
  method: string;
  mape: number;
  coverage_80?: number | null;
  by_size?: Record<string, number>;
  by_age?: Record<string, number>;
  [more: string]: unknown;
}

/** Measures that the rows hold: mean, median and so on, then `by_age/80+` and `by_size/under 2,000`. */
export function measuresIn(answer: unknown): string[] {
  const rows = rowsOf(answer);
  const plain = ['mape', 'median', 'within_5', 'bias'].filter((measure) => rows.some((row) => typeof row[measure] === 'number'));
  const parts = (['by_age', 'by_size'] as const).flatMap((kind) => {
    const named = new Set(rows.flatMap((row) => Object.keys(row[kind] ?? {})));
    return [...named].map((name) => `${kind}/${name}`);
  });
  return [...plain, ...parts];
}

function listOf(answer: unknown): unknown[] {
  const rows = Array.isArray(answer) ? answer : (answer as { rows?: unknown } | null | undefined)?.rows;
  return Array.isArray(rows) ? rows : [];
}

function rowsOf(answer: unknown): Measured[] {
  return listOf(answer) as Measured[];
}

function measuredBy(row: Measured | undefined, measure: string): number | null {
  const [kind, name] = measure.split(/\/(.*)/) as [string, string | undefined];
  const value = name === undefined ? row?.[kind] : (row?.[kind] as Record<string, number> | undefined)?.[name];
  return typeof value === 'number' ? value : null;
}

/** One measure by base year and horizon with the methods side by side; undefined when the rows are others. */
export function byMethod(answer: unknown, measure = 'mape'): SideBySide | undefined {
  const measured = rowsOf(answer);
  if (measured.length === 0) return undefined;
  if (!measured.every((row) => row && typeof row.method === 'string' && typeof row.mape === 'number')) return undefined;
  const methods = [...new Set(measured.map((row) => row.method))];
  const keys = [...new Set(measured.map((row) => `${row.base_year}/${row.horizon}`))];
  return {
    methods,
    rows: keys
      .map((key) => {
        const [base, horizon] = key.split('/').map(Number) as [number, number];
        const own = measured.filter((row) => row.base_year === base && row.horizon === horizon);
        const covered = own.find((row) => typeof row.coverage_80 === 'number');
        return {
          base,
          horizon,
          errors: methods.map((method) => measuredBy(own.find((row) => row.method === method), measure)),
          coverage: covered?.coverage_80 ?? null,
        };
      })
      .sort((one, other) => one.base - other.base || one.horizon - other.horizon),
  };
}

export interface Goal {
  readonly what: string;
  readonly goal: number;
  readonly gaps: readonly (number | null)[];
  readonly met: boolean;
}

export interface BesideOfficial {
  readonly figures: readonly string[];
  readonly goals: readonly Goal[];
}

interface Gap {
  figures: string;
  what: string;
  gap: number;
  goal: number;
}

/** The gap to the official projection, one goal a row with the kinds of figures side by side; undefined when the rows are others. */
export function besideOfficial(answer: unknown): BesideOfficial | undefined {
  const gaps = listOf(answer) as Gap[];
  if (gaps.length === 0 || !gaps.every((row) => typeof row?.what === 'string' && typeof row.gap === 'number' && typeof row.goal === 'number')) return undefined;
  const figures = [...new Set(gaps.map((row) => row.figures))];
  const goals = [...new Set(gaps.map((row) => row.what))].map((what) => {
    const own = gaps.filter((row) => row.what === what);
    return {
      what,
      goal: own[0]!.goal,
      gaps: figures.map((kind) => own.find((row) => row.figures === kind)?.gap ?? null),
      met: own.every((row) => row.gap <= row.goal),
    };
  });
  return { figures, goals };
}
