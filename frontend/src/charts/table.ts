/** The exact figures behind a chart, as a table on screen and as CSV. */

export interface Column {
  readonly label: string;
  /** Decimals on screen; years and codes are `plain`. */
  readonly decimals?: number;
  readonly plain?: boolean;
  /** Name in the CSV file, English and stable. */
  readonly name: string;
}

export interface Table {
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** Comma-separated text with a head line; numbers with a point, missing ones empty. */
export function csvOf(table: Table): string {
  const cell = (value: string | number): string => {
    if (typeof value === 'number') return Number.isFinite(value) ? String(Number(value.toPrecision(7))) : '';
    return /[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
  };
  const lines = [table.columns.map((column) => column.name), ...table.rows.map((row) => row.map(cell))];
  return lines.map((line) => line.join(',')).join('\r\n') + '\r\n';
}
