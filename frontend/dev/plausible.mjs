// Development only: a crude cohort sum with the right shapes. No number here means anything.
const BASE = 2024;
const LAST = 2050;
const range = (from, to) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
export const LABELS = { shippedYears: [2019, ...range(BASE, LAST)], allYears: range(2005, LAST) };
const INDICATORS = ['persons', '0-5', '6-15', '16-19', '20-66', '67-79', '80+', 'working_per_67plus', 'working_per_80plus'];
const BOUNDS = { '0-5': [0, 5], '6-15': [6, 15], '16-19': [16, 19], '20-66': [20, 66], '67-79': [67, 79], '80+': [80, 105] };
const CAUSES = ['births', 'deaths', 'moved_in', 'moved_out', 'immigrated', 'emigrated', 'ageing'];
const QUANTILES = [2.5, 10, 25, 50, 75, 90, 97.5];

const death = (age, s) => Math.min(0.6, 0.000016 * Math.exp((age + s * 3) * 0.1));

export function expectedOf(code, centrality, total, alternative) {
  const seed = Number(code) % 97;
  const hope = alternative.startsWith('H') ? 1.2 : alternative.startsWith('L') ? 0.8 : 1;
  const stocks = new Map();
  const sums = new Map();
  const shape = (age) => Math.max(0.02, (age < 67 ? 1 : 1 - (age - 67) / 26)) * (1 + 0.25 * Math.sin((age + seed) / 9)) * (centrality > 4 && age > 20 && age < 45 ? 0.75 : 1) * (centrality > 4 && age > 60 ? 1.3 : 1);
  const spread = (persons) => {
    const weights = range(0, 105).map((age) => Math.max(0, shape(age) * (age > 95 ? (106 - age) / 60 : 1)));
    const sum = weights.reduce((a, b) => a + b, 0);
    return [0, 1].map((s) => weights.map((w, age) => ((w * persons) / sum) * (0.5 + (s ? -1 : 1) * Math.max(0, age - 70) * 0.003)));
  };
  for (const year of range(2005, BASE)) stocks.set(year, spread(total(year) ?? total(BASE)));
  const flows = [];
  let now = stocks.get(BASE);
  for (const year of range(BASE, LAST - 1)) {
    const mothers = now[0].slice(18, 45).reduce((a, b) => a + b, 0);
    const births = mothers * 0.055 * hope;
    let deaths = 0, moved_in = 0, moved_out = 0, immigrated = 0, emigrated = 0;
    const next = [0, 1].map((s) => {
      const row = new Array(106).fill(0);
      row[0] = births / 2;
      for (let age = 0; age < 106; age++) {
        const dead = now[s][age] * death(age, s) * (1 - (year - BASE) * 0.008);
        const peak = Math.exp(-(((age - 24) / 9) ** 2));
        const out = now[s][age] * (0.02 + 0.07 * peak);
        const into = now[s][age] * (0.019 + (0.06 + (3.4 - centrality) * 0.006) * peak);
        const arrive = now[s][age] * (0.004 + 0.006 * peak) * hope;
        const leave = now[s][age] * (0.002 + 0.003 * peak);
        deaths += dead; moved_out += out; moved_in += into; immigrated += arrive; emigrated += leave;
        row[Math.min(105, age + 1)] += now[s][age] - dead - out + into + arrive - leave;
      }
      return row;
    });
    flows.push({ births, deaths: -deaths, moved_in, moved_out: -moved_out, immigrated, emigrated: -emigrated });
    stocks.set(year + 1, next);
    now = next;
  }
  const own = { stocks, flows };
  own.sums = (year) => {
    if (!sums.has(year)) {
      const [f, m] = stocks.get(year);
      const result = Object.fromEntries(Object.entries(BOUNDS).map(([name, [from, to]]) => { let n = 0; for (let age = from; age <= to; age++) n += f[age] + m[age]; return [name, n]; }));
      result.persons = Object.values(result).reduce((a, b) => a + b, 0);
      sums.set(year, result);
    }
    return sums.get(year);
  };
  return own;
}

const indicator = (sums, name) => name === 'working_per_67plus' ? sums['20-66'] / (sums['67-79'] + sums['80+']) : name === 'working_per_80plus' ? sums['20-66'] / sums['80+'] : sums[name];

export function indicatorsOf(runs, ready, official) {
  const history = official ? range(2005, BASE) : [2019, BASE];
  const years = range(BASE, LAST);
  const total = (year) => runs.map((run) => run.sums(year)).reduce((sum, one) => Object.fromEntries(Object.keys(one).map((k) => [k, (sum[k] ?? 0) + one[k]])), {});
  const stock = (list) => list.flatMap((year) => [0, 1].flatMap((s) => range(0, 105).map((age) => runs.reduce((sum, run) => sum + run.stocks.get(year)[s][age], 0))));
  const series = (list) => INDICATORS.flatMap((name) => list.map((year) => indicator(total(year), name)));
  const expected = series(years);
  const z = [-1.96, -1.28, -0.67, 0, 0.67, 1.28, 1.96];
  const size = total(BASE).persons;
  const spread = (step) => Math.sqrt(step) * (0.008 + 0.3 / Math.sqrt(size));
  const quantiles = z.flatMap((score) => expected.map((value, i) => (ready ? value * (1 + score * spread(i % years.length)) : NaN)));
  const futures = range(0, 19).flatMap((future) => INDICATORS.flatMap((_, k) => { let walk = 0; return years.map((year, i) => { if (i) walk += (Math.sin(future * 127.1 + k * 7.7 + i * 311.7) * 43758.5453 % 1) * spread(1) * 1.2; return ready ? expected[k * years.length + i] * (1 + walk) : NaN; }); }));
  const causes = INDICATORS.flatMap((name, k) => {
    let sum = new Array(CAUSES.length).fill(0);
    return years.flatMap((year, i) => {
      if (i) {
        const part = name === 'persons' ? 1 : 0.1;
        const step = CAUSES.slice(0, 6).map((cause) => runs.reduce((s, run) => s + run.flows[i - 1][cause], 0) * (cause === 'births' && name !== 'persons' && name !== '0-5' ? 0 : part));
        const gap = expected[k * years.length + i] - expected[k * years.length + i - 1] - step.reduce((a, b) => a + b, 0);
        sum = sum.map((value, c) => value + (c < 6 ? step[c] : gap));
      }
      return sum;
    });
  });
  const I = INDICATORS.length, Y = years.length;
  return [{ labels: { year_h: history, year: years, sex: ['F', 'M'], age: range(0, 105), indicator: INDICATORS, quantile: QUANTILES, future: range(0, 19), cause: CAUSES }, findings: [], source: { publisher: 'Statistisk sentralbyrå', table: '07459', date: '2024-01-01', kind: official ? 'official' : 'shipped' } }, [
    ['history', ['year_h', 'sex', 'age'], [history.length, 2, 106], 'persons', stock(history)],
    ['expected', ['year', 'sex', 'age'], [Y, 2, 106], 'persons', stock(years)],
    ['indicator_history', ['indicator', 'year_h'], [I, history.length], '', series(history)],
    ['indicator_expected', ['indicator', 'year'], [I, Y], '', expected],
    ['quantiles', ['quantile', 'indicator', 'year'], [7, I, Y], '', quantiles],
    ['futures', ['future', 'indicator', 'year'], [20, I, Y], '', futures],
    ['why', ['indicator', 'year', 'cause'], [I, Y, CAUSES.length], 'persons', causes],
  ]];
}
