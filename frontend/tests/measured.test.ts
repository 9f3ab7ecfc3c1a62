import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parsePo } from '../src/words/catalogue';
import { labelKey } from '../src/workbench/method/labels';
import { besideOfficial, byMethod, measuredTables } from '../src/workbench/method/measured';

const root = new URL('../../', import.meta.url).pathname;
const measured = (name: string): { rows: Record<string, unknown>[] } => JSON.parse(readFileSync(`${root}src/veivalg/reports/measured/${name}.json`, 'utf8'));

describe('measured tables', () => {
  it('never name a table after the field that holds its rows', () => {
    expect(measuredTables({ source: 'x', rows: [{ measure: 'all', ours: 1 }] }, 'shipped_loss').map(({ name }) => name)).toEqual(['shipped_loss']);
  });

  it('set the kinds of figures side by side and tell which goals are missed', () => {
    const rows = [
      { figures: 'official', what: 'a', gap: 1, goal: 2 },
      { figures: 'official', what: 'b', gap: 3, goal: 2 },
      { figures: 'shipped', what: 'a', gap: 1.5, goal: 2 },
    ];
    expect(besideOfficial({ rows })).toEqual({
      figures: ['official', 'shipped'],
      goals: [
        { what: 'a', goal: 2, gaps: [1, 1.5], met: true },
        { what: 'b', goal: 2, gaps: [3, null], met: false },
      ],
    });
    expect(besideOfficial({ rows: [{ else: 1 }] })).toBeUndefined();
  });

  it('have words for everything that was measured', () => {
    const words = parsePo(readFileSync(`${root}src/veivalg/language/web.nb.po`, 'utf8'));
    const official = besideOfficial(measured('against_official'))!;
    const methods = byMethod(measured('backtest'))!.methods;
    const names = [...official.figures, ...official.goals.map(({ what }) => what), ...methods];
    expect(names.filter((name) => !(labelKey(name) in words))).toEqual([]);
  });
});
