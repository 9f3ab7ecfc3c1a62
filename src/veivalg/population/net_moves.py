"""Local net migration: what the past of a municipality says of its coming years.

The net rate, beyond an even share of the country's, is estimated by age band, shrunk twice
by empirical Bayes (towards what size and access explain, then by how much the past has told
of the future), and split into a lasting age pattern and a level that is damped.
Equations: docs/model/estimation.md, "Moves inside Norway".
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from veivalg.axes import BoolArray, FloatArray, make_read_only
from veivalg.population.bands import BANDS, sum_bands
from veivalg.population.shrinkage import ridge

RIDGE_PENALTY = 3.0
YEARS_BEHIND_RATES = 10
"""Years of moves behind a local rate: the last ten, as in Statistics Norway's projections."""
INNER_YEARS = 5
LARGEST_INNER_HORIZON = 8
PRIOR_EXPOSURES = np.exp(np.linspace(np.log(20.0), np.log(2e6), 40))
"""Person-years the prior may be worth, tried by the inner backtest."""
KEPT_SHARES = (0.2, 0.4, 0.6, 0.8, 1.0)
DAMPINGS = (0.80, 0.825, 0.85, 0.875, 0.90, 0.925, 0.95, 0.975, 1.0)
"""Share of the level left after a year, tried by the inner backtest. The range is the usual
one for damped trends (Gardner and McKenzie 1985; 0.8 to 0.98)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Record:
    """Net migration by band, year by year, less an even share of the country's.

    exposure  (municipality, year, band)  opening residents
    excess    (municipality, year, band)  persons
    usable    (municipality)              False where stocks are estimates
    """

    exposure: FloatArray
    excess: FloatArray
    usable: BoolArray

    def __post_init__(self) -> None:
        make_read_only(self.exposure, self.excess, self.usable)

    def until(self, year: int) -> Record:
        """The first `year` years of it."""
        return Record(
            exposure=self.exposure[:, :year].copy(),
            excess=self.excess[:, :year].copy(),
            usable=self.usable.copy(),
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Trust:
    """How far a local rate is believed, by band; from the inner backtest or as shipped.

    prior_exposure  (band)  person-years the prior is worth
    kept            (band)  largest share of a deviation expected to last
    """

    prior_exposure: FloatArray
    kept: FloatArray

    def share(self, exposure: FloatArray) -> FloatArray:
        """(municipality, band) share of the local deviation that is kept."""
        kept: FloatArray = self.kept * exposure / (exposure + self.prior_exposure)
        return kept


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NetMoves:
    """Net migration rate beyond an even share: lasting age pattern plus damped level.

    pattern  (municipality, band)  share of residents a year; no level of its own
    level    (municipality, band)  share of residents a year, in the first year
    damping  share of the level left after each year
    """

    pattern: FloatArray
    level: FloatArray
    damping: float

    def rate(self, years_ahead: int) -> FloatArray:
        """(municipality, band) net rate; years_ahead is 0 for the first year."""
        rate: FloatArray = self.pattern + self.level * self.damping**years_ahead
        return rate


def record(opening: FloatArray, beyond: FloatArray, usable: BoolArray) -> Record:
    """Net migration beyond an even share of the country's, by year and band.

    opening, beyond  (municipality, year, sex, cohort); what is left over in a year and band
    in the country is taken from all in proportion
    """
    exposure = sum_bands(opening.sum(axis=2))
    moved = sum_bands(beyond.sum(axis=2))
    left_over = moved[usable].sum(axis=0) / np.maximum(exposure[usable].sum(axis=0), 1.0)
    return Record(exposure=exposure, excess=moved - exposure * left_over, usable=usable)


def raw_rates(past: Record) -> tuple[FloatArray, FloatArray]:
    """(municipality, band) rate over the latest years of the record, and its exposure."""
    latest = slice(-YEARS_BEHIND_RATES, None)
    exposure = past.exposure[:, latest].sum(axis=1)
    return past.excess[:, latest].sum(axis=1) / np.maximum(exposure, 1e-9), exposure


def explained(past: Record, design: FloatArray) -> FloatArray:
    """(municipality, band) rate that size and access alone explain, by ridge regression."""
    rates, exposure = raw_rates(past)
    weight = np.sqrt(np.where(past.usable[:, None], exposure + 1e-6, 0.0))
    fitted = [
        ridge(design, rates[:, band], weight[:, band], penalty=RIDGE_PENALTY)
        for band in range(len(BANDS))
    ]
    return np.stack(fitted, axis=1)


def shrunk_rates(past: Record, design: FloatArray, trust: Trust) -> FloatArray:
    """(municipality, band) local excess rate as far as it can be believed."""
    rates, exposure = raw_rates(past)
    towards = explained(past, design)
    local = np.where(past.usable[:, None], rates - towards, 0.0)
    believed: FloatArray = towards + trust.share(exposure) * local
    return believed


def learn_trust(past: Record, design: FloatArray) -> Trust:
    """What the past has told of the future: the latest years foretold by those before them.

    For each band, the prior exposure and the kept share with the least weighted squared
    error. Needs at least two years before the latest INNER_YEARS.
    """
    split = past.exposure.shape[1] - INNER_YEARS
    before = past.until(split)
    rates, exposure = raw_rates(before)
    towards = explained(before, design)
    after = past.exposure[:, split:].sum(axis=1)
    truth = past.excess[:, split:].sum(axis=1) / np.maximum(after, 1e-9)
    weight = np.sqrt(after) * past.usable[:, None]
    best = [
        _best_trust(exposure[:, b], (rates - towards)[:, b], (truth - towards)[:, b], weight[:, b])
        for b in range(len(BANDS))
    ]
    return Trust(prior_exposure=np.array([p for p, _ in best]), kept=np.array([k for _, k in best]))


def _best_trust(
    exposure: FloatArray, told: FloatArray, truth: FloatArray, weight: FloatArray
) -> tuple[float, float]:
    shares = exposure / (exposure + PRIOR_EXPOSURES[:, None])
    kept = np.array(KEPT_SHARES)[:, None, None] * shares * told
    error = (weight * (truth - kept) ** 2).sum(axis=-1)
    k, p = np.unravel_index(int(error.argmin()), error.shape)
    return float(PRIOR_EXPOSURES[p]), KEPT_SHARES[k]


def split_level(
    rates: FloatArray, residents: FloatArray, mobility: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """A lasting age pattern without level, and a level spread by who moves.

    rates      (municipality, band)  excess rate
    residents  (municipality, band)  whose ages define "without level"
    mobility   (band)                share moving in a year
    """
    gained = (rates * residents).sum(axis=1)
    movers = np.maximum((mobility * residents).sum(axis=1), 1e-9)
    level = (gained / movers)[:, None] * mobility
    return rates - level, level


def learn_damping(past: Record, design: FloatArray, mobility: FloatArray) -> float:
    """Damping of the level, chosen by foretelling every earlier year from those before it.

    The least damping whose error is within one standard error of the best is taken
    (the one-standard-error rule of Breiman and others 1984): what the past does not refute
    is not thrown away. The standard error is over municipalities, each one's error being
    the mean over the years foretold from.
    """
    errors = np.mean(
        [
            _foretold_errors(past, design, mobility, split)
            for split in range(3, past.exposure.shape[1] - 1)
        ],
        axis=0,
    )
    mean = errors.mean(axis=1)
    best = int(mean.argmin())
    error = errors[best].std(ddof=1) / np.sqrt(errors.shape[1])
    return max(d for d, m in zip(DAMPINGS, mean, strict=True) if m <= mean[best] + error)


def _foretold_errors(
    past: Record, design: FloatArray, mobility: FloatArray, split: int
) -> FloatArray:
    """(damping, municipality) absolute error of population, per square root of years ahead."""
    errors = []
    for miss in foretold(past, design, mobility, split, DAMPINGS):
        years = np.arange(1, miss.shape[1] + 1)
        errors.append((np.abs(miss) / np.sqrt(years))[past.usable].mean(axis=1))
    return np.array(errors)


def foretold(
    past: Record,
    design: FloatArray,
    mobility: FloatArray,
    split: int,
    dampings: tuple[float, ...],
) -> list[FloatArray]:
    """For each damping, what the first `split` years foretell of those after them.

    returns  (municipality, year)  accumulated truth less accumulated forecast, share of
             residents at the split
    """
    before = past.until(split)
    trust = learn_trust(before, design) if split > INNER_YEARS + 1 else DEFAULT_TRUST
    rates = shrunk_rates(before, design, trust)
    start = past.exposure[:, split]
    pattern, level = split_level(rates, start, mobility)
    horizon = min(LARGEST_INNER_HORIZON, past.exposure.shape[1] - split)
    truth = past.excess[:, split : split + horizon].sum(axis=2).cumsum(axis=1)
    lasting = (start * pattern).sum(axis=1)[:, None] * np.arange(1, horizon + 1)
    lost = (start * level).sum(axis=1)[:, None]
    persons = np.maximum(start.sum(axis=1), 1.0)[:, None]
    return [
        (truth - lasting - lost * (d ** np.arange(horizon)).cumsum()) / persons for d in dampings
    ]


DEFAULT_TRUST = Trust(
    prior_exposure=np.array(
        [2e3, 6e3, 200.0, 250.0, 200.0, 300.0, 1e3, 3e3, 2e4, 1.5e4, 5e3, 5e3, 1.5e3]
    ),
    kept=np.full(len(BANDS), 0.9),
)
"""Used where the past is too short to learn from. Rounded from what SSB 07459 for 2005–2014
teaches (the base year 2014 of docs/model/accuracy.md); assumption, a factor 3 either way."""
DEFAULT_DAMPING = 0.85
"""Used where the past is too short to learn from; assumption, 0.8 to 0.95."""
