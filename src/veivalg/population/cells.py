# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators
"""Compiled: what happens within a year to one cohort of one sex, in all municipalities at once.

Imported late, by `veivalg.population.kernels` alone (see `luck`). Every function fills rows of
municipalities that it is given; `room` is rows of float64 to work in. Equations and method:
docs/model/population.md, "Whole persons".
"""

from __future__ import annotations

import numpy as np

from veivalg.population.compiling import compiled
from veivalg.population.luck import (
    ROOM,
    binomial_row,
    poisson_row,
    row_key,
    uniform,
)

PROCESSES = (
    "deaths",
    "emigrated",
    "moved_out",
    "moved_in",
    "moved_in_last",
    "immigrated",
    "births",
    "girls",
)
"""What is drawn; keys are asked for by these names and stand in this order."""
DEATHS, EMIGRATED, MOVED_OUT, MOVED_IN, MOVED_IN_LAST, IMMIGRATED, BIRTHS, GIRLS = range(8)
ROWS_OF_ROOM = 4 + ROOM
DEALT_LAST = 1.0
"""Standard deviations of the total that are left to be dealt one by one (fastest as measured)."""
_TINY = 1e-300
_BLOCK = 16
_COUNTER = np.uint64(0xD1B54A32D192ED03)


@compiled
def leave_row(keys, draw, year, sex, cohort, places, people, base, factor, room, out):
    """Take those who die, emigrate and move out, in that order, away from people.

    people  (municipality) int32, changed in place
    base    (3, municipality)  chances of dying, emigrating and moving before the draw's factors
    factor  (3, municipality)
    out     (3, municipality)  int32, filled: deaths, emigrated, moved out
    """
    _chances_row(base, factor, room)
    for flow in range(3):
        key = row_key(keys[flow], draw, year, sex, cohort)
        binomial_row(key, places, people, room[flow], room[4:], out[flow])
        for m in range(people.size):
            people[m] -= out[flow, m]


@compiled
def _chances_row(base, factor, room):
    """Fill room[0..2] with the chance of each flow for those whom the flows before have left."""
    crowded = 0
    for m in range(base.shape[1]):
        death = min(base[0, m] * factor[0, m], 1.0)
        away = base[1, m] * factor[1, m]
        moving = base[2, m] * factor[2, m]
        left = 1.0 - death
        rest = left - away
        crowded += 1 if moving > rest else 0
        over = 1.0 / max(left * rest, _TINY)  # one division for both
        room[0, m] = death
        room[1, m] = away * rest * over
        room[2, m] = min(moving * left * over, 1.0)
    if crowded > 0:
        _crowded_row(base, factor, room)


@compiled
def _crowded_row(base, factor, room):
    """As `_chances_row`, where the chances may add up to more than 1: deaths come first."""
    for m in range(base.shape[1]):
        away = base[1, m] * factor[1, m]
        moving = base[2, m] * factor[2, m]
        left = 1.0 - room[0, m]
        scale = min(left / max(away + moving, _TINY), 1.0)
        away *= scale
        room[1, m] = min(away / max(left, _TINY), 1.0)
        room[2, m] = min(moving * scale / max(left - away, _TINY), 1.0)


@compiled
def arrive_row(keys, draw, year, sex, cohort, places, total, share, ratio, room, arrived):
    """Deal `total` movers over municipalities: a multinomial with chances share x ratio.

    Independent Poisson counts are multinomial once their sum is given. So Poisson counts are
    drawn with a sum slightly below the total, each municipality with a uniform number of its
    own; the movers who are left are dealt one by one, and should there be too many, some are
    called back, each as likely as the next. The result is exactly multinomial.
    """
    weight, mean, running, before = room[0], room[1], room[2], room[3]
    whole = _weights(share, ratio, weight, running, before)
    first = max(total - DEALT_LAST * np.sqrt(total), 0.0) / whole
    for m in range(weight.size):
        mean[m] = weight[m] * first
    key = row_key(keys[MOVED_IN], draw, year, sex, cohort)
    poisson_row(key, places, mean, room[4:], arrived)
    dealt = 0
    for m in range(weight.size):
        dealt += arrived[m]
    key = row_key(keys[MOVED_IN_LAST], draw, year, sex, cohort)
    if dealt < total:
        _deal(key, total - dealt, whole, running, before, arrived)
    elif dealt > total:
        _call_back(key, dealt - total, dealt, arrived)


@compiled
def _weights(share, ratio, weight, running, before):
    """Fill weight with share x ratio, or share, or 1, the first that is not all 0; its sum.

    Sums are also kept for `_deal`: running, from the beginning of each block of municipalities,
    and before, the sum of the blocks before each.
    """
    for m in range(weight.size):
        weight[m] = share[m] * ratio[m]
    whole = _sum_blocks(weight, running, before)
    if whole <= 0.0:
        for m in range(weight.size):
            weight[m] = share[m]
        whole = _sum_blocks(weight, running, before)
    if whole <= 0.0:
        weight[:] = 1.0
        whole = _sum_blocks(weight, running, before)
    return whole


@compiled
def _sum_blocks(weight, running, before):
    """Fill running and before (see `_weights`); return the sum of all."""
    whole = 0.0
    for block in range((weight.size + _BLOCK - 1) // _BLOCK):
        within = 0.0
        for m in range(block * _BLOCK, min((block + 1) * _BLOCK, weight.size)):
            within += weight[m]
            running[m] = within
        before[block] = whole
        whole += within
    return whole


@compiled
def _deal(key, movers, whole, running, before, arrived):
    """Deal movers one by one, each to a municipality with chance in proportion to its weight."""
    size = running.size
    blocks = (size + _BLOCK - 1) // _BLOCK
    for i in range(movers):
        target = whole * uniform(key + np.uint64(i) * _COUNTER)
        block = -1
        for other in range(blocks):
            block += 1 if before[other] <= target else 0
        target -= before[block]
        m = block * _BLOCK
        for step in range(m, min(m + _BLOCK, size) - 1):
            m += 1 if running[step] <= target else 0
        arrived[m] += 1


@compiled
def _call_back(key, surplus, dealt, arrived):
    """Take `surplus` of the movers dealt away again, each as likely as the next."""
    for i in range(surplus):
        place = np.int64((dealt - i) * uniform(key + np.uint64(i) * _COUNTER))
        m = 0
        while place >= arrived[m]:
            place -= arrived[m]
            m += 1
        arrived[m] -= 1


@compiled
def immigrate_row(key, places, mean, factor, room, came):
    """Fill came with Poisson counts of mean x factor."""
    for m in range(came.size):
        room[0, m] = mean[m] * factor[m]
    poisson_row(key, places, room[0], room[4:], came)


@compiled
def birth_rows(keys, draw, year, places, mean, girls, room, born):
    """Fill born (sex, municipality): Poisson children of these means, and girls among them."""
    key = row_key(keys[BIRTHS], draw, year, 0, 0)
    poisson_row(key, places, mean, room[4:], born[1])
    for m in range(mean.size):
        room[0, m] = girls
    key = row_key(keys[GIRLS], draw, year, 0, 0)
    binomial_row(key, places, born[1], room[0], room[4:], born[0])
    for m in range(mean.size):
        born[1, m] -= born[0, m]
