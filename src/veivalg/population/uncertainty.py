"""How wrong the assumptions may be: national paths as time series, local levels as posteriors.

The spread of local net migration is measured on the model's own earlier mistakes: what each
year of the record would have foretold, against what came. Equations: docs/model/uncertainty.md.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from veivalg.axes import FloatArray, IntArray
from veivalg.population.abroad import AbroadTrend
from veivalg.population.assumptions import Assumptions
from veivalg.population.evidence import YEARS_TO_LEARN_FROM, Evidence
from veivalg.population.factors import Factors
from veivalg.population.fertility import MEAN_REVERSION
from veivalg.population.ledger import Ledger
from veivalg.population.net_moves import foretold
from veivalg.randomness import Draws

LEVEL_MEMORY = 0.95
"""Share of an error in a municipality's level left after a year; assumption, 0.85 to 1."""
EVENTS_PER_RESIDENT = 0.10
"""Moves over the municipal border, in and out, per resident and year: their chance is drawn
person by person and is not counted twice. SSB 01222, first quarter of 2015, at a yearly rate:
4.0 % out and 4.0 % in inside Norway, 1.9 % across the border. Births and deaths do not belong
here, because the errors measured are those of net migration."""
MOBILITY_DEVIATION = 0.03
"""Standard deviation of the country's mobility from year to year; assumption, 0.01 to 0.06
(SSB: moves between municipalities differ by 2 to 6 per cent between years)."""
SMALLEST_FACTOR = 0.05
SMALLEST_SIZE = 50.0
USUAL_VARIANCE = np.array([1e-6, 2e-4, 0.2, 3e-6, 1e-4, 0.02])
"""Rough variances by part, used only to weigh errors against each other while fitting."""
SMALLEST_ANSWER = 0.005
LARGEST_LOCAL_EFFECT = 1.5
"""Attraction is kept between exp(-1.5) and exp(1.5) times its middle; assumption."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LocalSpread:
    """Standard deviations of local net migration, share of residents, by size.

    yearly           variance of one year's surprise: even, per root of residents, per resident
    level            variance of the level, which has LEVEL_MEMORY, in the same three parts
    neighbours       correlation between errors in the same labour-market region
    """

    yearly: tuple[float, float, float]
    level: tuple[float, float, float]
    neighbours: float

    def deviations(self, residents: FloatArray) -> tuple[FloatArray, FloatArray]:
        """(municipality) standard deviation of the yearly surprise, and of the level."""
        parts = _by_size(np.maximum(residents, SMALLEST_SIZE))
        return np.sqrt(parts @ np.array(self.yearly)), np.sqrt(parts @ np.array(self.level))


SHIPPED_SPREAD = LocalSpread(yearly=(2e-6, 4e-4, 0.08), level=(4e-6, 2e-4, 0.01), neighbours=0.1)
"""Used where the past is too short to measure; assumption, a factor 2 either way. Rounded
from what SSB 07459 for 2005–2024 gives."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Uncertainty:
    """All that differs between draws, for one set of assumptions.

    evidence  behind the assumptions
    middle    the assumptions the factors multiply
    spread    of local net migration
    answer    (year, municipality)  persons more moving in, per resident, for attraction 1 higher
    region    (municipality)  labour-market region as a number; neighbours share surprises
    """

    evidence: Evidence
    middle: Assumptions
    spread: LocalSpread
    answer: FloatArray
    region: IntArray

    def draw(self, draws: Draws, first: int, count: int) -> Factors:
        """Factors of draws first … first + count - 1; each draw is the same in any batch."""
        each = [self._one(draws, number) for number in range(first, first + count)]
        return Factors(
            first_draw=first,
            municipalities=self.middle.municipalities,
            years=self.middle.years,
            **{name: np.stack([one[name] for one in each]) for name in each[0]},
        )

    def _one(self, draws: Draws, number: int) -> dict[str, FloatArray]:
        years, places = len(self.middle.years), len(self.middle.municipalities)
        evidence, middle = self.evidence, self.middle
        births = _returning(
            draws.stream("fertility path", number),
            years,
            evidence.fertility.deviation,
            MEAN_REVERSION,
        )
        deaths = draws.stream("mortality path", number).standard_normal(years).cumsum()
        abroad = _net_abroad(draws, number, years, evidence.abroad)
        mobility = draws.stream("mobility path", number).standard_normal(years) * MOBILITY_DEVIATION
        local = draws.stream("local levels", number).standard_normal((2, places))
        immigrants = 1 + abroad / np.maximum(middle.immigrants, 1.0)
        return {
            "births": np.exp(births),
            "deaths": np.exp(evidence.mortality.deviation * deaths),
            "mobility": np.exp(mobility),
            "immigrants": np.maximum(immigrants, SMALLEST_FACTOR),
            "emigration": np.ones(years),
            "local_births": np.exp(local[0] * evidence.birth_level_deviation),
            "local_deaths": np.exp(local[1] * evidence.death_level_deviation),
            "attraction": self._attraction(draws, number),
            "out": np.ones((years, places)),
            "local_immigrants": np.ones((years, places)),
        }

    def _attraction(self, draws: Draws, number: int) -> FloatArray:
        """(year, municipality) factor that moves each net rate by its drawn error."""
        years, places = len(self.middle.years), len(self.middle.municipalities)
        residents = self.evidence.past.base.sum(axis=(1, 2))
        yearly, level = self.spread.deviations(residents)
        surprise = self._shared(draws.stream("local surprise", number), years)
        drift = self._shared(draws.stream("local drift", number), years)
        path = np.empty((years, places))
        path[0] = drift[0]
        for year in range(1, years):
            path[year] = LEVEL_MEMORY * path[year - 1] + np.sqrt(1 - LEVEL_MEMORY**2) * drift[year]
        effect = (yearly * surprise + level * path) / np.maximum(self.answer, SMALLEST_ANSWER)
        bounded = np.clip(effect, -LARGEST_LOCAL_EFFECT, LARGEST_LOCAL_EFFECT)
        factor: FloatArray = np.exp(bounded)
        return factor

    def _shared(self, stream: np.random.Generator, years: int) -> FloatArray:
        """(year, municipality) standard normal, correlated inside a labour-market region."""
        regions = int(self.region.max()) + 1
        common, own = np.split(
            stream.standard_normal((years, regions + len(self.region))), [regions], axis=1
        )
        rho = self.spread.neighbours
        mixed: FloatArray = np.sqrt(rho) * common[:, self.region] + np.sqrt(1 - rho) * own
        return mixed


def _net_abroad(draws: Draws, number: int, years: int, trend: AbroadTrend) -> FloatArray:
    """(year) persons, net, beyond the middle path: surprises, and a long-run mean not known."""
    surprise = _returning(
        draws.stream("immigration path", number), years, trend.deviation, trend.memory
    )
    mean = draws.stream("immigration mean", number).standard_normal() * trend.long_run_deviation
    path: FloatArray = surprise + mean * (1 - trend.memory ** np.arange(1, years + 1))
    return path


def _returning(
    stream: np.random.Generator, years: int, deviation: float, memory: float
) -> FloatArray:
    """(year) path of a first-order autoregression that starts at 0 before the first year."""
    surprise = stream.standard_normal(years) * deviation
    path = np.empty(years)
    last = 0.0
    for year in range(years):
        last = memory * last + surprise[year]
        path[year] = last
    return path


def answer_to_attraction(ledger: Ledger, middle: Assumptions) -> FloatArray:
    """(year, municipality) persons more moving in, per resident, for attraction 1 higher.

    Moves in from the rest of Norway over residents, less what a place takes from its own
    gain when it already receives much of what its neighbours send (base-year shares).
    """
    residents = ledger.persons[:, :-1].sum(axis=(2, 3))
    inflow = (ledger.moved_in.sum(axis=(2, 3)) / np.maximum(residents, 1.0)).T
    answer: FloatArray = inflow * (1 - _share_already_taken(ledger, middle))
    return answer


def _share_already_taken(ledger: Ledger, middle: Assumptions) -> FloatArray:
    """(municipality) mean share of an origin's movers that the place receives, over its movers."""
    out = ledger.moved_out[:, 0].sum(axis=1)
    received, squared = np.zeros(len(out)), np.zeros(len(out))
    for k, destination in enumerate(middle.destination):
        weight = destination * middle.attraction[0, k]
        weight = weight / np.maximum(weight.sum(axis=1, keepdims=True), 1e-300)
        movers = out[:, middle.class_of_cohort == k].sum(axis=1)
        received += movers @ weight
        squared += movers @ weight**2
    taken: FloatArray = squared / np.maximum(received, 1e-9)
    return taken


def measured_spread(evidence: Evidence, mobility: FloatArray, region: IntArray) -> LocalSpread:
    """Local spread from the model's own earlier mistakes; SHIPPED_SPREAD where they are few.

    mobility  (band)          share moving in a year
    region    (municipality)  labour-market region as a number

    Squared accumulated errors after h years are explained by h yearly surprises and by the
    accumulated variance of the level, each even, per root of residents and per resident; none
    is below 0 (least squares). The chance that is drawn person by person is taken out.
    """
    record = evidence.record
    years = record.exposure.shape[1]
    if years < YEARS_TO_LEARN_FROM:
        return SHIPPED_SPREAD
    terms, squares, tied = [], [], []
    for split in range(3, years - 1):
        miss = foretold(record, evidence.design, mobility, split, (evidence.moves.damping,))[0][
            record.usable
        ]
        size = np.maximum(record.exposure[record.usable, split].sum(axis=1), SMALLEST_SIZE)
        terms.append(_variance_terms(size, miss.shape[1]))
        squares.append(miss.ravel() ** 2)
        tied.append(_tie(miss[:, -1] * np.sqrt(size), region[record.usable]))
    design, target = np.concatenate(terms), np.concatenate(squares)
    parts = _not_below_zero(design, target, 1 / np.maximum(design @ USUAL_VARIANCE, 1e-9))
    parts[2] = max(parts[2] - EVENTS_PER_RESIDENT, 0.0)
    parts = [part * _known_from(len(tied)) for part in parts]
    return LocalSpread(
        yearly=(parts[0], parts[1], parts[2]),
        level=(parts[3], parts[4], parts[5]),
        neighbours=float(np.clip(np.mean(tied), 0.0, 0.9)),
    )


def _known_from(years: int) -> float:
    """Factor on a variance that is itself estimated from so many years: that of Student's t."""
    freedom = max(years, 3)
    return freedom / (freedom - 2)


def _by_size(size: FloatArray) -> FloatArray:
    """(municipality, 3) parts of a variance: 1, 1 / root of residents, 1 / residents."""
    return np.stack([np.ones_like(size), size**-0.5, 1 / size], axis=1)


def _variance_terms(size: FloatArray, horizon: int) -> FloatArray:
    """(municipality x year, 6) what the variance of an accumulated error is made of."""
    ahead = np.arange(1, horizon + 1, dtype=np.float64)
    lags = np.abs(np.subtract.outer(np.arange(horizon), np.arange(horizon)))
    kept = LEVEL_MEMORY**lags
    accumulated = np.array([kept[:h, :h].sum() for h in range(1, horizon + 1)])
    parts = _by_size(size)
    both = [parts[:, None, :] * growth[None, :, None] for growth in (ahead, accumulated)]
    return np.concatenate(both, axis=2).reshape(-1, 6)


def _tie(errors: FloatArray, region: IntArray) -> float:
    """Mean correlation between errors of two municipalities of one region."""
    centred = errors - errors.mean()
    sums = np.bincount(region, weights=centred)
    squares = np.bincount(region, weights=centred**2)
    count = np.bincount(region)
    pairs = (count * (count - 1)).sum()
    return float((sums**2 - squares).sum() / max(pairs, 1) / centred.var())


def _not_below_zero(design: FloatArray, target: FloatArray, weight: FloatArray) -> list[float]:
    """Least squares with coefficients not below 0, by coordinate descent."""
    scaled = design * weight[:, None]
    gram, moment = scaled.T @ scaled, scaled.T @ (target * weight)
    coefficients = np.zeros(len(moment))
    for _ in range(2000):
        for j in range(len(moment)):
            rest = moment[j] - gram[j] @ coefficients + gram[j, j] * coefficients[j]
            coefficients[j] = max(rest / gram[j, j], 0.0)
    return [float(c) for c in coefficients]
