// Development only, never shipped: answers the page's questions with made-up but plausible numbers,
// so that the page can be built without the model. Needs a folder of reference figures for names:
//   VEIVALG_REFERENCE=... VEIVALG_TILES=... node dev/server.mjs [port]
import { readFileSync, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { consequencesOf, ownFigures } from './consequences.mjs';
import { expectedOf, indicatorsOf, LABELS } from './plausible.mjs';
import { parseWords } from './words.mjs';

const port = Number(process.argv[2] ?? 8765);
const reference = process.env.VEIVALG_REFERENCE;
const root = fileURLToPath(new URL('../..', import.meta.url));
const csv = (path) => {
  const [head, ...lines] = readFileSync(path, 'utf8').trim().split(/\r?\n/).map((line) => [...line.matchAll(/("[^"]*"|[^,]*)(?:,|$)/g)].map((found) => found[1].replaceAll('"', '')));
  return lines.map((cells) => Object.fromEntries(head.map((name, index) => [name, cells[index]])));
};
const rows = csv(join(reference, 'municipalities_2024.csv'));
const tiles = new Map(csv(process.env.VEIVALG_TILES).map((tile) => [tile.kommune, tile]));
const totals = new Map(csv(join(reference, 'population_municipality_totals_2000_2024.csv')).map((row) => [`${row.kommune}:${row.year}`, Number(row.population)]));
const plain = (name) => name.split(' - ');
const municipalities = rows.map((row) => ({
  code: row.kommune, name: plain(row.name)[0], sami: plain(row.name).slice(1), county: row.fylke, region: row.ba_region,
  centrality: Number(row.centrality_class), kostra: row.kostra_group,
  column: Number(tiles.get(row.kommune).column), row: Number(tiles.get(row.kommune).row), lon: 0, lat: 0,
})).sort((one, other) => one.code.localeCompare(other.code));
const areas = (key, name) => [...new Map(rows.map((row) => [row[key], { code: row[key], name: row[name].split('-')[0], members: [] }])).values()].map((area) => ({ ...area, members: rows.filter((row) => row[key] === area.code).map((row) => row.kommune) })).sort((one, other) => one.code.localeCompare(other.code));
const regions = areas('ba_region', 'ba_region_name');
const counties = areas('fylke', 'fylke_name');
const started = Date.now();
let official = false;
let job = null;

const intervalsReady = () => Date.now() - started > Number(process.env.VEIVALG_DEV_WAIT ?? 4) * 1000;

function place(level, code) {
  const one = municipalities.find((m) => m.code === code);
  const named = (codes) => codes.map((c) => ({ code: c, name: municipalities.find((m) => m.code === c).name }));
  if (level === 'country') return { level, code: '0', name: 'Norge', sami: [], members: [], flags: [] };
  const area = { region: regions, county: counties }[level]?.find((a) => a.code === code);
  if (area) return { level, code, name: area.name, sami: [], members: named(area.members), flags: [] };
  if (level === 'group') {
    const codes = code.split('-');
    if (codes.every((c) => municipalities.some((m) => m.code === c)) && new Set(codes).size === codes.length) return { level, code, name: named(codes).map((n) => n.name).join(' + '), sami: [], members: named(codes), flags: [] };
  }
  if (!one) return null;
  const like = municipalities.filter((m) => m.kostra === one.kostra).map((m) => m.code);
  if (level === 'like') return { level, code, name: 'Kommuner som ligner', sami: [], members: named(like), flags: [] };
  return { level, code, name: one.name, sami: one.sami, members: [], county: counties.find((c) => c.code === one.county), region: regions.find((r) => r.code === one.region), like: { code, name: 'Kommuner som ligner', members: like }, flags: one.code === '1508' ? [{ key: 'flag.split', values: { year: 2024 } }] : [] };
}

function membersOf(level, code) {
  const found = place(level, code);
  if (!found) return null;
  if (level === 'country') return municipalities.map((m) => m.code);
  if (level === 'municipality') return [code];
  return found.members.map((m) => m.code);
}

const cache = new Map();
function runOf(code, alternative) {
  const key = `${code}:${alternative}`;
  if (!cache.has(key)) cache.set(key, expectedOf(code, municipalities.find((m) => m.code === code).centrality, (year) => totals.get(`${code}:${year}`), alternative));
  return cache.get(key);
}

function envelope(header, arrays) {
  const entries = arrays.map(([name, axes, shape, unit]) => ({ name, axes, shape, unit }));
  const text = Buffer.from(JSON.stringify({ arrays: entries, ...header }));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  const padding = Buffer.alloc((4 - (text.length % 4)) % 4);
  return Buffer.concat([length, text, padding, ...arrays.map(([, , , , values]) => Buffer.from(Float32Array.from(values).buffer))]);
}

function people(level, code, alternative) {
  const codes = membersOf(level, code);
  const runs = codes.map((c) => runOf(c, alternative));
  return envelope(...indicatorsOf(runs, intervalsReady(), official));
}

function consequences(level, code, query) {
  const alternative = query.get('alternative') ?? 'MMMM';
  const codes = membersOf(level, code);
  const found = place(level, code);
  const members = level === 'municipality' ? regions.find((r) => r.code === found.region.code).members : codes.length < 60 ? codes : codes.slice(0, 12);
  const like = level === 'municipality' ? municipalities.filter((m) => m.kostra === municipalities.find((o) => o.code === code).kostra && m.code !== code).slice(0, 6).map((m) => ({ code: m.code, name: m.name })) : [];
  return envelope(...consequencesOf({ level, code, name: found.name, runs: codes.map((c) => runOf(c, alternative)), members, memberRuns: members.map((c) => runOf(c, alternative)), alternative, own: query.get('own'), ready: intervalsReady(), official, like }));
}

function map() {
  const years = official ? LABELS.allYears : LABELS.shippedYears;
  const names = ['working_per_80plus', 'working_per_67plus', 'share_80plus', 'persons_index', 'persons'];
  const value = [];
  const runs = municipalities.map((m) => runOf(m.code, 'MMMM'));
  const of = (run, name, year) => {
    const s = run.sums(year);
    return { working_per_80plus: s['20-66'] / s['80+'], working_per_67plus: s['20-66'] / (s['67-79'] + s['80+']), share_80plus: s['80+'] / s.persons, persons_index: (100 * s.persons) / run.sums(2024).persons, persons: s.persons }[name];
  };
  const all = { sums: (year) => runs.map((run) => run.sums(year)).reduce((sum, one) => Object.fromEntries(Object.keys(one).map((k) => [k, (sum[k] ?? 0) + one[k]])), {}) };
  const country = [];
  for (const name of names) for (const year of years) {
    for (const run of runs) value.push(of(run, name, year));
    country.push(of(all, name, year));
  }
  const band = (factor) => country.map((v, i) => (years[i % years.length] > 2024 && intervalsReady() ? v * (1 + (factor * (years[i % years.length] - 2024)) / 26) : NaN));
  const wide = [names.length, years.length];
  return envelope({ labels: { indicator: names, year: years, municipality: municipalities.map((m) => m.code) }, seam: 2024 }, [
    ['value', ['indicator', 'year', 'municipality'], [...wide, municipalities.length], '', value],
    ['country', ['indicator', 'year'], wide, '', country],
    ['country_low', ['indicator', 'year'], wide, '', band(-0.06)],
    ['country_high', ['indicator', 'year'], wide, '', band(0.06)],
  ]);
}

function search(q) {
  const text = q.toLowerCase();
  const hits = [];
  for (const m of municipalities) if (m.code.startsWith(text) || m.name.toLowerCase().includes(text) || m.sami.some((s) => s.toLowerCase().includes(text))) hits.push({ level: 'municipality', code: m.code, name: m.name, matched: m.name, detail: counties.find((c) => c.code === m.county).name });
  for (const [level, list] of [['region', regions], ['county', counties]]) for (const a of list) if (a.name.toLowerCase().includes(text)) hits.push({ level, code: a.code, name: a.name, matched: a.name, detail: '' });
  return hits.sort((one, other) => one.name.toLowerCase().indexOf(text) - other.name.toLowerCase().indexOf(text)).slice(0, 10);
}

function progressOf(response) {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  const timer = setInterval(() => {
    if (job && job.state === 'running') job.done += 2;
    if (job && job.done >= job.total && job.state === 'running') { job.state = 'done'; official = true; }
    response.write(`data: ${JSON.stringify(job ? { ...job, seconds_left: (job.total - job.done) / 4 } : { step: '', done: 0, total: 0, seconds_left: null, state: 'idle', message: '' })}\n\n`);
    if (job?.state !== 'running') { clearInterval(timer); response.end(); }
  }, 500);
  response.on('close', () => clearInterval(timer));
}

const types = { '.js': 'text/javascript', '.css': 'text/css', '.html': 'text/html', '.svg': 'image/svg+xml', '.woff2': 'font/woff2', '.json': 'application/json' };
const policy = { 'content-security-policy': "default-src 'self'" };

createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://x');
  const json = (value, status = 200) => { response.writeHead(status, { 'content-type': 'application/json' }); response.end(JSON.stringify(value)); };
  const bytes = (value) => { response.writeHead(200, { 'content-type': 'application/vnd.veivalg.arrays' }); response.end(value); };
  const parts = pathname.split('/').filter(Boolean);
  if (parts[0] === 'static') {
    const path = join(root, 'src/veivalg/web/static', parts.slice(1).join('/'));
    if (!existsSync(path)) return json({}, 404);
    response.writeHead(200, { 'content-type': types[extname(path)] ?? 'application/octet-stream' });
    return response.end(readFileSync(path));
  }
  if (parts[0] !== 'api') { response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...policy }); return response.end(readFileSync(join(root, 'src/veivalg/web/static/index.html'))); }
  const [, what, level, code] = parts.map(decodeURIComponent);
  if (what === 'status') return json({ figures: official ? 'official' : 'shipped', date: '2024-01-01', table: 'SSB 07459', retrieved: official ? '2026-11-20' : '', complete: true, intervals: { state: intervalsReady() ? 'ready' : 'computing', done: 40, total: 100 }, base_year: 2024, last_year: 2050, alternatives: ['MMMM', 'HHMH', 'LLML', 'MMM0', 'MMMH', 'MMML', 'HMMM', 'LMMM', 'MHMM', 'MLMM'] });
  if (what === 'places') return json({ municipalities, regions, counties });
  if (what === 'search') return json(search(searchParams.get('q') ?? ''));
  if (what === 'map') return bytes(map());
  if (what === 'method') return json({ backtest: [{ base_year: 2016, horizon: 5, method: 'veivalg', mape: 2.61 }, { base_year: 2016, horizon: 5, method: 'hamilton_perry', mape: 3.6 }], sources: [{ publisher: 'Statistisk sentralbyrå', table: '07459', date: '2024-01-01', kind: 'shipped' }], shipped_loss: null });
  if (what === 'words') return json(parseWords(root, level));
  if (what === 'place') { const found = place(level, code); return found ? json(found) : json({ error: { key: 'error.unknown_place', message: `Ingen kommune har nummer ${code}.`, suggestions: search(code.slice(0, 2)).slice(0, 3) } }, 404); }
  if (what === 'people') return membersOf(level, code) ? bytes(people(level, code, searchParams.get('alternative') ?? 'MMMM')) : json({ error: { key: 'error.unknown_place', message: '', suggestions: [] } }, 404);
  if (what === 'consequences') return membersOf(level, code) ? bytes(consequences(level, code, searchParams)) : json({ error: { key: 'error.unknown_place', message: '', suggestions: [] } }, 404);
  if (what === 'parameters') return json({ figures: {}, local: [{ name: 'level:home_80plus', units: ['users', 'factor'] }, { name: 'known:reserve_share', units: ['share of revenue'] }] });
  if (what === 'own-figures') {
    let body = '';
    request.on('data', (part) => (body += part));
    return request.on('end', () => { const [status, answer] = ownFigures(body); json(answer, status); });
  }
  if (what === 'borders' && official) { const name = { municipality: 'geometry_kommuner_2024', county: 'geometry_fylker_2024' }[level]; response.writeHead(200, { 'content-type': 'application/json' }); return response.end(readFileSync(join(reference, `${name}.topojson`))); }
  if (what === 'data' && level === 'fetch') { job = { step: '07459', done: 0, total: 20, state: 'running', message: '' }; return json({ job: 'one' }); }
  if (what === 'data' && level === 'stop') { if (job) job.state = 'stopped'; return json({}); }
  if (what === 'data' && level === 'progress') return progressOf(response);
  return json({ error: { key: 'error.not_found', message: '', suggestions: [] } }, 404);
}).listen(port, '127.0.0.1', () => console.log(`http://127.0.0.1:${port}`));
