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
  if (Array.isArray(columns) && Array.isArray(rows)) {
    if (rows.every(Array.isArray)) return [{ name, columns: columns.map(String), rows: rows as Cell[][] }];
    return fromRows(name, rows as Row[]);
  }
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
