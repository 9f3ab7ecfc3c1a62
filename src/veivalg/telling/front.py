"""The three sentences of the front page: two that worry, one that gives room to act."""

from __future__ import annotations

import numpy as np

from veivalg.analysis.prospect import Prospect
from veivalg.axes import BoolArray
from veivalg.population.ledger import Ledger
from veivalg.telling.finding import Finding, finding, rounded


def about_country(country: Prospect, municipalities: Ledger) -> list[Finding]:
    """Carriers per person of 80 and over, the number of them, and where moves decide."""
    return [_carriers(country), _oldest(country), _moves_decide(municipalities)]


def _carriers(country: Prospect) -> Finding:
    now, then = (
        round(country.value("working_per_80plus", year))
        for year in (country.base_year, country.last_year)
    )
    return finding("front", "carriers", now=now, then=then, end=str(country.last_year))


def _oldest(country: Prospect) -> Finding:
    now, then = (country.value("80+", year) for year in (country.base_year, country.last_year))
    return finding(
        "front",
        "oldest",
        times=round(then / now, 1),
        now=rounded(now),
        then=rounded(then),
        end=str(country.last_year),
    )


def _moves_decide(ledger: Ledger) -> Finding:
    decided = moves_decide(ledger)
    return finding(
        "front", "moves", n=int(decided.sum()), of=len(decided), end=str(ledger.years[-1])
    )


def moves_decide(ledger: Ledger) -> BoolArray:
    """(place): whether moves turn the direction that births and deaths alone would give."""
    change = (ledger.persons[:, -1] - ledger.persons[:, 0]).sum(axis=(-2, -1))
    natural = ledger.births.sum(axis=(1, 2)) - ledger.deaths.sum(axis=(1, 2, 3))
    turned: BoolArray = np.sign(change) != np.sign(natural)
    return turned
