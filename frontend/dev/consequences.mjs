// Development only: consequences with the right shapes and no meaning. Crude factors on crude people.
const BASE = 2024;
const LAST = 2050;
const range = (from, to) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
const years = range(BASE, LAST);
const QUANTILES = [2.5, 10, 25, 50, 75, 90, 97.5];
const Z = [-1.96, -1.28, -0.67, 0, 0.67, 1.28, 1.96];

// name, unit, decimals, better, evidence, weight of ages [0-5, 6-15, 16-19, 20-66, 67-79, 80+], rests on, spread
const COUNTED = [
  ['services.kindergarten_children', 'persons', 0, 'neither', 'strong', [0.82, 0, 0, 0, 0, 0], ['services.kindergarten_use'], 1.5],
  ['services.pupils', 'persons', 0, 'neither', 'strong', [0, 0.93, 0, 0, 0, 0], ['services.school_use'], 1.2],
  ['services.pupils_1_7', 'persons', 0, 'neither', 'strong', [0, 0.62, 0, 0, 0, 0], ['services.school_use'], 1.2],
  ['services.home_users', 'persons', 0, 'less', 'some', [0, 0, 0, 0.012, 0.06, 0.29], ['services.home_use', 'services.healthy_ageing_share'], 1],
  ['services.home_users_80plus', 'persons', 0, 'less', 'some', [0, 0, 0, 0, 0, 0.29], ['services.home_use', 'services.healthy_ageing_share'], 1],
  ['services.institution_places', 'places', 0, 'less', 'some', [0, 0, 0, 0.0004, 0.012, 0.105], ['services.institution_use', 'services.healthy_ageing_share'], 1],
  ['services.dementia', 'persons', 0, 'less', 'some', [0, 0, 0, 0.0005, 0.05, 0.22], ['services.dementia'], 1],
  ['services.dwellings', 'dwellings', 0, 'neither', 'weak', [0, 0, 0.05, 0.6, 0.7, 0.85], ['services.dwellings_per_household'], 1],
  ['staff.need', 'person-years', 0, 'neither', 'some', [0.16, 0.11, 0.01, 0.012, 0.05, 0.33], ['staff.hours_per_user'], 1],
  ['society.living_alone_80plus', 'persons', 0, 'less', 'some', [0, 0, 0, 0, 0, 0.5], ['society.living_alone_share'], 1],
  ['land.road_emissions', 'tonnes CO2e', 0, 'less', 'weak', [0.2, 0.3, 0.6, 1.9, 1.2, 0.5], ['land.emission_path'], 2],
  ['land.housing_land', 'decares', 1, 'less', 'assumption', [0.01, 0.01, 0.02, 0.04, 0.04, 0.03], ['land.land_per_dwelling'], 3],
];
const OTHERS = [
  ['staff.available', 'person-years', 0, 'more', 'some', [], ['staff.occupation_share'], 1],
  ['staff.unfilled', 'person-years', 0, 'less', 'weak', ['staff.need', 'staff.available'], ['staff.occupation_share', 'staff.full_time_share'], 8],
  ['money.net_result_share', 'share of revenue', 1, 'more', 'some', ['money.tax', 'money.grant', 'money.services', 'money.pensions'], ['money.wage_growth', 'money.grant_growth'], 1],
  ['money.net_result_share_grant_as_today', 'share of revenue', 1, 'more', 'assumption', ['money.tax', 'money.grant', 'money.services', 'money.pensions'], ['money.grant_growth'], 1],
  ['money.spending', 'NOK 2024', 0, 'neither', 'some', ['money.services', 'money.pensions'], ['money.unit_cost'], 1],
  ['money.demographic_cost', 'NOK 2024', 0, 'less', 'some', ['money.services'], ['money.unit_cost'], 2],
  ['society.helpers_per_80plus', 'persons per person', 1, 'more', 'some', [], ['society.helper_ages'], 1],
  ['society.low_income', 'share of residents', 1, 'less', 'weak', [], ['society.low_income_share'], 1],
];
const GROUPS = ['0-5', '6-15', '16-19', '20-66', '67-79', '80+'];
const HIDDEN = 'society.low_income';

const PARAMETERS = {
  'services.kindergarten_use': { unit: 'share of residents', basis: 'derived', source: 'Utdanningsdirektoratet, Fakta om barnehager 2021; Statistisk sentralbyrå, KOSTRA 13502', year: 2023, range: [0.98, 1.02], reason: 'Profil for ettårig alder fra 2021, flyttet til dekningen i 2023.', by_age: { 0: 0.046, 1: 0.806, 2: 0.952 } },
  'services.school_use': { unit: 'share of residents', basis: 'derived', source: 'Statistisk sentralbyrå, Elevar i grunnskolen', year: 2023, range: null, reason: 'Elever over innbyggere i alderen.', value: 0.987 },
  'services.home_use': { unit: 'share of residents', basis: 'published', source: 'Statistisk sentralbyrå, KOSTRA 12003', year: 2023, range: null, reason: '', by_age: { '67-79': 0.06, '80+': 0.29 } },
  'services.healthy_ageing_share': { unit: 'share', basis: 'assumption', source: '', year: null, range: [0, 1], reason: 'Forskningen er delt: noen av leveårene vi vinner, er friske, andre ikke.', value: 0.5 },
  'services.institution_use': { unit: 'share of residents', basis: 'published', source: 'Statistisk sentralbyrå, KOSTRA 12003', year: 2023, range: null, reason: '', value: 0.105 },
  'services.dementia': { unit: 'share of residents', basis: 'published', source: 'Demenskartet, Aldring og helse', year: 2020, range: null, reason: '', value: 0.22 },
  'services.dwellings_per_household': { unit: 'dwellings per household', basis: 'assumption', source: '', year: null, range: [1, 1.1], reason: 'Noen boliger står alltid tomme.', value: 1.03 },
  'staff.hours_per_user': { unit: 'hours per week', basis: 'published', source: 'Statistisk sentralbyrå, KOSTRA 12292', year: 2023, range: null, reason: '', value: 9.4 },
  'staff.occupation_share': { unit: 'share of employed', basis: 'derived', source: 'Statistisk sentralbyrå, tabell 12542', year: 2023, range: [0.9, 1.1], reason: 'Andelen i yrket etter alder.', value: 0.041 },
  'staff.full_time_share': { unit: 'share of a full position', basis: 'published', source: 'KS, PAI 2023', year: 2023, range: null, reason: '', value: 0.79 },
  'money.wage_growth': { unit: 'share per year', basis: 'assumption', source: '', year: null, range: [0, 0.02], reason: 'Reallønn etter 2030 vet ingen.', value: 0.008 },
  'money.grant_growth': { unit: 'share per year', basis: 'assumption', source: '', year: null, range: [-0.01, 0.01], reason: 'Staten bestemmer; to linjer viser to svar.', value: 0 },
  'money.unit_cost': { unit: 'NOK 2024 per user', basis: 'published', source: 'Statistisk sentralbyrå, KOSTRA 12362', year: 2024, range: null, reason: '', by_item: { school: 148000, nursing: 1320000 } },
  'society.living_alone_share': { unit: 'share of residents', basis: 'published', source: 'Statistisk sentralbyrå, tabell 06844', year: 2024, range: null, reason: '', value: 0.5 },
  'society.helper_ages': { unit: 'years', basis: 'assumption', source: '', year: null, range: [50, 66], reason: 'De som oftest hjelper foreldrene sine.', value: 50 },
  'society.low_income_share': { unit: 'share of residents', basis: 'published', source: 'Statistisk sentralbyrå, tabell 12599', year: 2022, range: null, reason: '', value: 0.11 },
  'land.emission_path': { unit: 'share of 2023', basis: 'quoted', source: 'Miljødirektoratet, Klimatiltak i Norge', year: 2025, range: [0.7, 1.3], reason: '', by_year: { 2023: 1, 2030: 0.55, 2050: 0.08 } },
  'land.land_per_dwelling': { unit: 'decares per dwelling', basis: 'assumption', source: '', year: null, range: [0.3, 1.2], reason: 'Eneboliger tar mer enn leiligheter.', value: 0.7 },
};

const ages = (run, year) => { const s = run.sums(year); return GROUPS.map((name) => s[name]); };
const dot = (one, other) => one.reduce((sum, value, index) => sum + value * other[index], 0);
const causeSums = (weights, before, now) => weights.map((w, index) => w * (now[index] - before[index]));
const ownOf = (text) => Object.fromEntries((text ?? '').split('~').filter(Boolean).map((each) => each.split('*')).map(([name, value]) => [name, Number(value)]));
const three = (nb, nn, en) => ({ nb, nn, en });
const no = (value) => new Intl.NumberFormat('nb-NO', { maximumFractionDigits: 0 }).format(value);

function total(runs, year) {
  return runs.map((run) => ages(run, year)).reduce((sum, one) => sum.map((value, index) => value + one[index]));
}

function staffOf(run, own) {
  const weights = COUNTED.find(([name]) => name === 'staff.need')[5];
  const need = years.map((year) => dot(weights, ages(run, year)));
  const start = run.sums(BASE)['20-66'];
  const factor = (own['staff.occupation_share'] ?? 0.041) / 0.041;
  const available = years.map((year, i) => need[0] * 0.985 * factor * (run.sums(year)['20-66'] / start) * (1 - i * 0.002));
  return { need, available, unfilled: need.map((value, i) => Math.max(0, value - available[i])) };
}

export function consequencesOf({ level, code, name, runs, members, memberRuns, alternative, own, ready, official, like }) {
  const replaced = ownOf(own);
  const series = {};
  const why = {};
  for (const [indicator, , , , , weights] of COUNTED) {
    const path = years.map((year) => total(runs, year));
    const fall = indicator === 'land.road_emissions' ? years.map((_, i) => Math.max(0.08, 1 - i * 0.04)) : years.map(() => 1);
    series[indicator] = path.map((one, i) => dot(weights, one) * fall[i]);
    const used = GROUPS.filter((_, index) => weights[index] > 0);
    why[indicator] = used.map((group) => { const at = GROUPS.indexOf(group); return [group, path.map((one, i) => causeSums(weights, path[0], one)[at] * fall[i])]; });
    if (indicator === 'land.road_emissions') why[indicator].push(['land.technology', path.map((one, i) => series[indicator][i] - series[indicator][0] - why[indicator].reduce((sum, [, values]) => sum + values[i], 0))]);
  }
  const staff = runs.map((run) => staffOf(run, replaced));
  const sum = (key) => years.map((_, i) => staff.reduce((all, one) => all + one[key][i], 0));
  series['staff.available'] = sum('available');
  series['staff.unfilled'] = sum('unfilled');
  why['staff.unfilled'] = [['staff.need', sum('need').map((v, i, all) => v - all[0])], ['staff.available', years.map((_, i) => series['staff.unfilled'][i] - series['staff.unfilled'][0] - (sum('need')[i] - sum('need')[0]))]];
  const persons = years.map((year) => total(runs, year).reduce((a, b) => a + b, 0));
  const care = series['services.home_users'].map((v, i) => (v / series['services.home_users'][0]) * persons[0] / persons[i]);
  series['money.net_result_share'] = years.map((_, i) => 0.021 - (care[i] - 1) * 0.02);
  series['money.net_result_share_grant_as_today'] = years.map((_, i) => 0.021 - (care[i] - 1) * 0.075);
  for (const indicator of ['money.net_result_share', 'money.net_result_share_grant_as_today']) {
    const values = series[indicator];
    why[indicator] = [['money.tax', 0.3], ['money.grant', 0.5], ['money.services', -1.6], ['money.pensions', 1.8]].map(([cause, part]) => [cause, values.map((v) => (v - values[0]) * part)]);
  }
  series['money.spending'] = persons.map((v, i) => v * 91000 * (1 + (care[i] - 1) * 0.3));
  series['money.demographic_cost'] = series['money.spending'].map((v, _, all) => v - all[0]);
  why['money.spending'] = [['money.services', series['money.spending'].map((v, _, all) => (v - all[0]) * 0.86)], ['money.pensions', series['money.spending'].map((v, _, all) => (v - all[0]) * 0.14)]];
  why['money.demographic_cost'] = [['money.services', series['money.demographic_cost']]];
  series['society.helpers_per_80plus'] = years.map((year) => { const t = total(runs, year); return (t[3] * 0.36) / t[5]; });
  series[HIDDEN] = years.map(() => NaN);

  const all = [...COUNTED, ...OTHERS].sort((one, other) => order(one[0]) - order(other[0]));
  const names = all.map(([indicator]) => indicator);
  const labels = names.flatMap((indicator) => (why[indicator] ?? []).map(([cause]) => `${indicator}|${cause}`));
  const size = Math.max(1, persons[0]);
  const spread = (i, factor, indicator) => Math.sqrt(i) * factor * (0.012 + 0.35 / Math.sqrt(size)) * (indicator.startsWith('money.net') ? 0.012 : Math.abs(series[indicator][i]) || 0);
  const quantiles = Z.flatMap((score) => all.flatMap(([indicator, , , , , , , factor]) => series[indicator].map((value, i) => (ready ? (indicator.startsWith('money') ? value + score * spread(i, factor, indicator) : Math.max(0, value + score * spread(i, factor, indicator))) : NaN))));
  const region = memberRuns.map((run) => staffOf(run, replaced));
  const flat = (key) => region.flatMap((one) => one[key]);
  const last = years.length - 1;
  const at2040 = 2040 - BASE;
  const unfilled = series['staff.unfilled'];
  const places = series['services.institution_places'];
  const header = {
    labels: { year: years, indicator: names, quantile: QUANTILES, why: labels, member: members },
    place: { level, code, name }, alternative, base_year: BASE, intervals: ready ? 'ready' : 'computing', identity: 'dev', figures: official ? 'official' : 'shipped',
    indicators: all.map(([indicator, unit, decimals, better, evidence, , rests_on]) => ({ name: indicator, chapter: indicator.split('.')[0], unit, decimals, better, evidence, causes: (why[indicator] ?? []).map(([cause]) => cause), rests_on, level: indicator.startsWith('services') ? { basis: 'group' } : null, replaced: rests_on.some((one) => one in replaced), missing: indicator === HIDDEN ? 'missing.suppressed' : null })),
    parameters: Object.fromEntries(Object.entries(PARAMETERS).map(([one, note]) => [one, one in replaced ? { ...note, basis: 'replaced', value: replaced[one], source: 'Egne tall' } : note])),
    findings: [
      { chart: 'services.institution_places', key: 'finding.consequence.places', values: {}, text: three(`${name} trenger omtrent ${no(places[last])} sykehjemsplasser i 2050. I dag er det ${no(places[0])}.`, `${name} treng om lag ${no(places[last])} sjukeheimsplassar i 2050. I dag er det ${no(places[0])}.`, `${name} needs about ${no(places[last])} nursing-home places in 2050, up from ${no(places[0])} today.`) },
      { chart: 'staff.unfilled', key: 'finding.consequence.unfilled', values: {}, text: unfilled[at2040] < 0.95 ? three('Under én stilling uten folk i 2040.', 'Under éi stilling utan folk i 2040.', 'Less than one position without people in 2040.') : three(`Omtrent ${no(unfilled[at2040])} stillinger uten folk i 2040.`, `Om lag ${no(unfilled[at2040])} stillingar utan folk i 2040.`, `About ${no(unfilled[at2040])} positions without people in 2040.`) },
      { chart: 'money', key: 'finding.consequence.money', values: {}, text: three('Betaler staten for aldringen som i dag, holder budsjettet. Gjør den ikke det, går det i minus.', 'Betaler staten for aldringa som i dag, held budsjettet. Gjer han ikkje det, går det i minus.', 'If the state pays for ageing as it does now, the budget holds. If not, it ends in the red.') },
    ],
    thresholds: [
      { year: 2031, indicator: 'services.pupils', key: 't', values: {}, text: three('Det siste lille trinnet på barneskolen er under ti elever.', 'Det siste vesle trinnet på barneskulen er under ti elevar.', 'The last small class of the primary school has fewer than ten pupils.') },
      { year: 2028, indicator: 'services.institution_places', key: 't', values: {}, text: three('Sykehjemmet er fullt.', 'Sjukeheimen er full.', 'The nursing home is full.') },
      { year: 2031, indicator: 'services.home_users_80plus', key: 't', values: {}, text: three('Flere enn hundre over 80 får hjemmetjenester.', 'Fleire enn hundre over 80 får heimetenester.', 'More than a hundred over 80 receive home services.') },
      { year: 2037, indicator: 'staff.unfilled', key: 't', values: {}, text: three('Hver tiende stilling i pleien er uten søker.', 'Kvar tiande stilling i pleia er utan søkjar.', 'One in ten care positions has no applicant.') },
      { year: 2043, indicator: 'money.net_result_share', key: 't', values: {}, text: three('Driften går i minus hvis tilskuddet blir stående.', 'Drifta går i minus om tilskotet blir ståande.', 'Running costs exceed income if the grant stands still.') },
    ],
    standing: level === 'municipality' ? {
      criteria: ['vulnerability', 'business', 'attractiveness', 'resources', 'staff', 'money'].map((criterion, index) => ({ name: criterion, position: index === 3 ? null : (Number(code) * (index + 3) * 7) % 101, text: three('Plassen blant kommunene i landet.', 'Plassen mellom kommunane i landet.', 'The place among the municipalities of the country.'), figures: [{ name: `standing.${criterion}.share`, value: index === 3 ? null : 0.123 * (index + 1), unit: 'share of residents', rank: index === 3 ? null : 40 * index + 3, of: 357, source: 'Statistisk sentralbyrå, KOSTRA 2023', year: 2023, missing: index === 3 ? 'missing.suppressed' : null }] })),
      type: { key: 'standing.type.small', text: three('Liten kommune med lange avstander', 'Liten kommune med lange avstandar', 'Small municipality, long distances'), description: three('Få innbyggere, mange eldre og stramt arbeidsmarked, men frie inntekter over snittet.', 'Få innbyggjarar, mange eldre og stram arbeidsmarknad, men frie inntekter over snittet.', 'Few residents, many of them old, and a tight labour market, but revenue above the mean.') },
      like,
    } : null,
    judged: [
      { dimension: 'local_democracy', points: 1, direction: 'better', reason: three('Flere deltar i innbyggermøter enn i sammenlignbare kommuner.', 'Fleire deltek på folkemøte enn i kommunar det er naturleg å jamføre med.', 'More people take part in public meetings than in similar municipalities.'), who: 'Veivalg', year: 2026 },
      { dimension: 'trust', points: -1, direction: 'worse', reason: three('Færre bor tett på tjenestene når de samles.', 'Færre bur tett på tenestene når dei blir samla.', 'Fewer live close to services once they are gathered.'), who: 'Veivalg', year: 2026 },
    ],
    recommended: { 'money.net_result_share': 0.0175 },
    occupations: ['nurse', 'skilled_health_worker', 'teacher', 'kindergarten_teacher', 'engineer'].map((occupation, index) => { const part = [0.2, 0.26, 0.24, 0.12, 0.05][index]; return { name: occupation, need: sum('need').map((v) => v * part), available: sum('available').map((v, i) => v * part * (1 + (index - 2) * 0.004 * i)) }; }),
  };
  const wide = [names.length, years.length];
  return [header, [
    ['expected', ['indicator', 'year'], wide, '', names.flatMap((indicator) => series[indicator])],
    ['quantiles', ['quantile', 'indicator', 'year'], [7, ...wide], '', quantiles],
    ['why', ['why', 'year'], [labels.length, years.length], '', names.flatMap((indicator) => (why[indicator] ?? []).flatMap(([, values]) => values))],
    ['region_need', ['member', 'year'], [members.length, years.length], '', flat('need')],
    ['region_available', ['member', 'year'], [members.length, years.length], '', flat('available')],
    ['region_unfilled', ['member', 'year'], [members.length, years.length], '', flat('unfilled')],
  ]];
}

const order = (name) => ['services', 'staff', 'money', 'society', 'land'].indexOf(name.split('.')[0]);

/** The answer to POST /api/own-figures: lines of place,figure,year,unit,value. */
export function ownFigures(text) {
  const lines = text.trim().split(/\r?\n/);
  const figures = [];
  for (const [index, line] of lines.entries()) {
    if (index === 0 && line.startsWith('place,')) continue;
    const [place, asked, year, unit, value] = line.split(',').map((cell) => cell.replaceAll('"', ''));
    const figure = asked.replace(/\[.*$/, '');
    const note = PARAMETERS[figure];
    if (!note) return [422, { message: `Linje ${index + 1}: «${figure}» er ikke et tall som kan byttes ut.`, line: index + 1 }];
    if (note.unit !== unit) return [422, { message: `Linje ${index + 1}: ${figure} måles i «${note.unit}», ikke «${unit}».`, line: index + 1 }];
    if (!Number.isFinite(Number(value)) || value === '') return [422, { message: `Linje ${index + 1}: «${value}» er ikke et tall.`, line: index + 1 }];
    if (Number(value) < 0) return [422, { message: `Linje ${index + 1}: ${figure} kan ikke være under null.`, line: index + 1 }];
    figures.push({ figure: asked, place, year, unit, value: Number(value), replaces: note.value ?? null, source: note.source, });
  }
  return [200, { own: figures.map(({ figure, value }) => `${figure.replace(/\[.*$/, '')}*${value}`).join('~'), figures }];
}
