"""Small books whose identity holds: three places, two years, any flows."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from veivalg.axes import AGES, COHORTS, OPEN_AGE
from veivalg.population.ledger import Ledger

PLACES = ("0301", "3448", "5610")
YEARS = (2024, 2025, 2026)


@st.composite
def ledgers(draw) -> Ledger:
    """Random books; some people in every age group, so that every ratio exists."""
    seed = draw(st.integers(0, 2**32 - 1))
    size = draw(st.sampled_from([0.5, 20.0, 5000.0]))
    return ledger(seed, size)


def ledger(seed: int, size: float = 20.0) -> Ledger:
    chance = np.random.default_rng(seed)
    persons = [chance.uniform(0.1, size, (len(PLACES), 2, len(AGES)))]
    flows: dict[str, list[np.ndarray]] = {
        name: []
        for name in ("births", "deaths", "moved_in", "moved_out", "immigrated", "emigrated")
    }
    for _ in YEARS[1:]:
        opening = np.zeros((len(PLACES), 2, len(COHORTS)))
        opening[..., 1:] = persons[-1]
        births = chance.uniform(0, size, (len(PLACES), 2))
        opening[..., 0] = births
        year = {
            "deaths": opening * chance.uniform(0, 0.3, opening.shape),
            "moved_out": opening * chance.uniform(0, 0.3, opening.shape),
            "emigrated": opening * chance.uniform(0, 0.3, opening.shape),
            "moved_in": chance.uniform(0, size, opening.shape),
            "immigrated": chance.uniform(0, size, opening.shape),
        }
        closing = opening - year["deaths"] - year["moved_out"] - year["emigrated"]
        closing += year["moved_in"] + year["immigrated"]
        nxt = closing[..., : OPEN_AGE + 1].copy()
        nxt[..., OPEN_AGE] += closing[..., OPEN_AGE + 1]
        persons.append(nxt)
        flows["births"].append(births)
        for name, values in year.items():
            flows[name].append(values)
    return Ledger(
        places=PLACES,
        years=YEARS,
        persons=np.stack(persons, axis=1),
        **{name: np.stack(values, axis=1) for name, values in flows.items()},
    )
