"""Who moves, and where to: schedule by age, shares by distance, and attraction that fits.

Equations: docs/model/estimation.md, "Moves inside Norway".
"""

from __future__ import annotations

import numpy as np

from veivalg.axes import COHORTS, FloatArray

EARTH_RADIUS_KM = 6371.0
CRUDE_MOVING_RATE = 0.0397
"""Share of residents moving between municipalities in a year: 51,304 in the first quarter of
2015 of 5.17 million (SSB 01222, on the 428 municipalities of that year)."""
DISTANCE_EXPONENT = 1.6
NEAREST_KM = 12.0
"""Shares fall with (distance + NEAREST_KM) ** -DISTANCE_EXPONENT; assumption, 1.2 to 2.0.
Where moves fall does not touch the sum that a municipality gains: that is fitted."""
EXPONENTS = (1.0, 1.2, 1.4, 1.6, 1.8, 2.0, 2.2, 2.4)
PRIOR_MOVES = 200.0
"""Moves the gravity model counts for beside an origin's observed ones; assumption, 50 to 1,000."""
STEPS_FIRST, STEPS_NEXT = 60, 12
SMALLEST_INFLOW = 0.1
"""In-moves are never fitted below this share of out-moves; assumption."""


def moving_schedule(opening: FloatArray, rate: float = CRUDE_MOVING_RATE) -> FloatArray:
    """(sex, cohort) share moving to another municipality in a year.

    The shape is Rogers and Castro's model schedule (1981) with their standard values (a1 0.02,
    alpha1 0.10, a2 0.06, mu2 20, alpha2 0.10, lambda2 0.40, c 0.003); the values are from memory
    and not checked against the publication: assumption. It is scaled so that the country's rate
    is `rate`; opening (sex, cohort) residents of the country. Newborns do not move: they
    are counted as born where they are found (fertility.births_behind).
    """
    age = np.maximum(np.arange(len(COHORTS)) - 0.5, 0.0)
    labour = 0.06 * np.exp(-0.10 * (age - 20.0) - np.exp(-0.40 * (age - 20.0)))
    shape = 0.02 * np.exp(-0.10 * age) + labour + 0.003
    shape[0] = 0.0
    both = np.tile(shape, (2, 1))
    schedule: FloatArray = both * (rate * opening.sum() / (both * opening).sum())
    return schedule


def distances_km(longitude: FloatArray, latitude: FloatArray) -> FloatArray:
    """(municipality, municipality) between mean points, on a plane at their mean latitude."""
    lon, lat = np.radians(longitude), np.radians(latitude)
    east = (lon[:, None] - lon) * np.cos(0.5 * (lat[:, None] + lat))
    distance: FloatArray = EARTH_RADIUS_KM * np.hypot(east, lat[:, None] - lat)
    return distance


def destination_shares(
    residents: FloatArray, distance: FloatArray, *, exponent: float = DISTANCE_EXPONENT
) -> FloatArray:
    """(origin, destination) shares of movers by a gravity model; zero diagonal, rows sum to 1.

    residents  (municipality); distance (municipality, municipality) in km
    """
    weight = np.maximum(residents, 1.0) * (distance + NEAREST_KM) ** -exponent
    np.fill_diagonal(weight, 0.0)
    shares: FloatArray = weight / weight.sum(axis=1, keepdims=True)
    return shares


def learned_shares(residents: FloatArray, distance: FloatArray, moves: FloatArray) -> FloatArray:
    """(origin, destination) shares of movers as observed, held to a gravity model fitted to them.

    moves  (origin, destination)  persons over some years; NaN where none are published

    The exponent is the one under which the observed moves are likeliest (multinomial). Each
    origin's shares are those observed, with PRIOR_MOVES more dealt out by the model; an origin
    without published moves has the model's.
    """
    known = ~np.isnan(moves) & ~np.eye(len(moves), dtype=bool)
    persons = np.where(known, moves, 0.0)
    likelihood = [
        _log_likelihood(persons, known, destination_shares(residents, distance, exponent=e))
        for e in EXPONENTS
    ]
    exponent = EXPONENTS[int(np.argmax(likelihood))] if persons.sum() else DISTANCE_EXPONENT
    modelled = destination_shares(residents, distance, exponent=exponent)
    seen = persons.sum(axis=1, keepdims=True)
    open_share = np.where(known, modelled, 0.0).sum(axis=1, keepdims=True)
    observed = np.where(known, persons / np.maximum(seen, 1.0) * open_share, modelled)
    weight = seen / (seen + PRIOR_MOVES)
    shares: FloatArray = weight * observed + (1 - weight) * modelled
    return shares


def _log_likelihood(
    persons: FloatArray, known: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], shares: FloatArray
) -> float:
    """Of observed moves, among the destinations whose moves are published."""
    among = np.where(known, shares, 0.0)
    among = among / np.maximum(among.sum(axis=1, keepdims=True), 1e-300)
    return float((persons * np.log(np.maximum(among, 1e-300))).sum())


def access_design(
    residents: FloatArray, distance: FloatArray, reach_km: float = 30.0
) -> FloatArray:
    """(municipality, 5) what explains moving: 1, size, people within reach, and their squares.

    Logarithms, centred and scaled. From base-year residents only, so that it is known in
    every base year, which the published centrality classes are not.
    """
    size = np.log(np.maximum(residents, 1.0))
    reach = np.log(np.exp(-distance / reach_km) @ np.maximum(residents, 1.0))
    terms = np.stack([size, reach], axis=1)
    terms = (terms - terms.mean(axis=0)) / terms.std(axis=0)
    return np.concatenate([np.ones((len(size), 1)), terms, terms**2], axis=1)


def fitted_attraction(
    out_moves: FloatArray, net: FloatArray, shares: FloatArray, start: FloatArray, *, steps: int
) -> FloatArray:
    """(class, municipality) attraction that gives each municipality its net moves.

    out_moves  (class, municipality)       persons moving out
    net        (class, municipality)       persons wanted net; brought to sum to 0 per class
    shares     (origin, destination)       of movers, the same for all classes
    start      (class, municipality)       attraction to begin from

    Iterative proportional fitting of in-moves: each step scales attraction by what is
    wanted over what arrives.
    """
    wanted = np.maximum(out_moves + net, SMALLEST_INFLOW * out_moves)
    wanted *= out_moves.sum(axis=1, keepdims=True) / np.maximum(
        wanted.sum(axis=1, keepdims=True), 1e-12
    )
    attraction = start.copy()
    turned = np.ascontiguousarray(shares.T)
    for _ in range(steps):
        sent = out_moves / np.maximum(attraction @ turned, 1e-300)
        arriving = attraction * (sent @ shares)
        attraction *= np.where(arriving > 0, wanted / np.maximum(arriving, 1e-300), 1.0)
    scale = np.exp(np.log(np.maximum(attraction, 1e-12)).mean(axis=1, keepdims=True))
    return np.asarray(attraction / scale)
