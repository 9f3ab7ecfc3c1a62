"""The equations of docs/model/population.md written out one age at a time.

This is the reference implementation: read it beside the text, then trust the fast one as far
as the two agree. It is also the "straightforward version" that benchmarks compare with.
"""

from __future__ import annotations

import numpy as np

from veivalg.axes import AGES, COHORTS, SEXES, FloatArray
from veivalg.population.assumptions import Assumptions
from veivalg.population.ledger import Ledger

LAST = COHORTS[-1]


def project_slowly(start: FloatArray, given: Assumptions) -> Ledger:
    """The same books as `veivalg.population.project.project`, one age at a time."""
    places, years = len(given.municipalities), len(given.years)
    persons = np.zeros((places, years + 1, len(SEXES), len(AGES)))
    persons[:, 0] = start
    flow: dict[str, FloatArray] = {
        name: np.zeros((places, years, len(SEXES), len(COHORTS)))
        for name in ("deaths", "moved_in", "moved_out", "immigrated", "emigrated")
    }
    births: FloatArray = np.zeros((places, years, len(SEXES)))
    for y in range(years):
        weight = destination_weights(given, y)
        closing = np.zeros((places, len(SEXES), len(COHORTS)))
        for s in range(len(SEXES)):
            for c in COHORTS[1:]:
                closing[:, s, c] = cohort_year(
                    persons[:, y, s, c - 1], given, weight, flow, y, s, c
                )
        children = np.zeros(places)
        for c in COHORTS[1:]:
            women_years = 0.5 * (persons[:, y, 0, c - 1] + closing[:, 0, c])
            children += given.birth_rate[y, c] * given.birth_level * women_years
        births[:, y, 0] = given.girls * children
        births[:, y, 1] = (1 - given.girls) * children
        for s in range(len(SEXES)):
            closing[:, s, 0] = cohort_year(births[:, y, s], given, weight, flow, y, s, 0)
        persons[:, y + 1] = closing[:, :, :LAST]
        persons[:, y + 1, :, -1] += closing[:, :, LAST]
    return Ledger(
        places=given.municipalities,
        years=(*given.years, given.years[-1] + 1),
        persons=persons,
        births=births,
        **flow,
    )


def destination_weights(given: Assumptions, y: int) -> FloatArray:
    """(class, origin, destination): shares times attraction, each row summing to 1."""
    weight: FloatArray = given.destination * given.attraction[y][:, np.newaxis, :]
    total = weight.sum(axis=2, keepdims=True)
    shares: FloatArray = np.divide(weight, total, out=np.zeros_like(weight), where=total > 0)
    return shares


def cohort_year(
    opening: FloatArray,
    given: Assumptions,
    weight: FloatArray,
    flow: dict[str, FloatArray],
    y: int,
    s: int,
    c: int,
) -> FloatArray:
    """Book one sex and cohort for one year and return its persons on 31 December."""
    q = np.minimum(1.0, given.death_probability[y, s, c] * given.death_level[:, s])
    p = given.out_probability[:, s, c] * given.mobility[y]
    e = given.emigration_probability[:, s, c] * given.emigration[y]
    for m in np.flatnonzero(q + p + e > 1):
        scale = (1 - q[m]) / (p[m] + e[m])
        p[m], e[m] = p[m] * scale, e[m] * scale
    deaths, out, away = opening * q, opening * p, opening * e
    coming = given.immigrants[y] * given.immigrant_share[:, s, c]
    arrived = out @ weight[given.class_of_cohort[c]]
    flow["deaths"][:, y, s, c] = deaths
    flow["moved_out"][:, y, s, c] = out
    flow["moved_in"][:, y, s, c] = arrived
    flow["emigrated"][:, y, s, c] = away
    flow["immigrated"][:, y, s, c] = coming
    closing: FloatArray = opening - deaths - out - away + arrived + coming
    return closing
