# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators
"""Compiled: one keyed uniform number per cell, and the whole count it stands for.

Importing this module compiles it or loads it from numba's cache, so it is imported late, by
`veivalg.population.kernels` alone. Method and accuracy: docs/model/population.md, "Whole
persons"; reasons: docs/decisions.

Compiled functions take one row of municipalities at a time. They are written so that a
compiler turns the first loop of each into vector instructions: no branches, no calls to a
mathematics library, no division checks. The few cells that are not zero come in a second loop.
"""

from __future__ import annotations

import numpy as np

from veivalg.population.compiling import compiled, fused
from veivalg.population.elementary import exponential, logarithm, mixed, row_key, uniform

__all__ = [
    "ROOM",
    "binomial_quantile",
    "binomial_row",
    "exponential",
    "logarithm",
    "mixed",
    "poisson_quantile",
    "poisson_row",
    "row_key",
    "uniform",
]

# --- Whole counts from uniform numbers ---------------------------------------------------------

RECURSION_UP_TO = 12.0
"""Means below this are inverted term by term (exact); above, by a Cornish-Fisher expansion."""
_TERMS = 128
_INVERSE = 1.0 / np.maximum(np.arange(_TERMS), 1)


_TAIL = 0.02425
"""Share of the normal distribution at either end that has a formula of its own."""


@compiled
def normal_quantile(u):
    """Standard normal quantile: Acklam's rational approximation, relative error 1.2e-9."""
    if u < _TAIL or u > 1.0 - _TAIL:
        t = np.sqrt(-2.0 * np.log(min(u, 1.0 - u)))
        top = ((-7.784894002430293e-03 * t - 3.223964580411365e-01) * t - 2.400758277161838) * t
        top = ((top - 2.549732539343734) * t + 4.374664141464968) * t + 2.938163982698783
        low = ((7.784695709041462e-03 * t + 3.224671290700398e-01) * t + 2.445134137142996) * t
        tail = top / ((low + 3.754408661907416) * t + 1.0)
        return tail if u < 0.5 else -tail
    return _middle_quantile(u)


@compiled
def _middle_quantile(u):
    """Standard normal quantile where u is not in a tail; without branches."""
    d = u - 0.5
    r = d * d
    top = ((-3.969683028665376e01 * r + 2.209460984245205e02) * r - 2.759285104469687e02) * r
    top = ((top + 1.383577518672690e02) * r - 3.066479806614716e01) * r + 2.506628277459239
    low = ((-5.447609879822406e01 * r + 1.615858368580409e02) * r - 1.556989798598866e02) * r
    low = ((low + 6.680131188771972e01) * r - 1.328068155288572e01) * r + 1.0
    return top * d / low


@compiled
def expanded(u, mean, variance, third, fourth):
    """Whole-number quantile from four cumulants, Cornish-Fisher to third order."""
    return _spread_out(normal_quantile(u), mean, variance, third, fourth)


@compiled
def _spread_out(z, mean, variance, third, fourth):
    """Whole number at standard normal quantile z.

    What is expanded is the smooth variable that gives the count when rounded; rounding adds
    1/12 to the variance and -1/120 to the fourth cumulant (Sheppard's correction).
    """
    deviation = np.sqrt(variance - 1.0 / 12.0)
    squared = deviation * deviation
    skew = third / (squared * deviation)
    excess = (fourth + 1.0 / 120.0) / (squared * squared)
    z2 = z * z
    bend = skew * (z2 - 1.0) / 6.0 + excess * z * (z2 - 3.0) / 24.0
    bend -= skew * skew * z * (2.0 * z2 - 5.0) / 36.0
    return max(np.floor(mean + deviation * (z + bend) + 0.5), 0.0)


@compiled
def binomial_quantile(n, p, u):
    """Smallest k with at least u of Binomial(n, p) at or below it."""
    if n == 0:
        return 0
    flipped = p > 0.5
    if flipped:
        p, u = 1.0 - p, 1.0 - u
    mean, odds = n * p, p / (1.0 - p)
    if mean < RECURSION_UP_TO:
        none = exponential(n * logarithm(1.0 - p))
        k = _further(0, u, none, none, odds * (n + 1), odds, n)
    else:
        variance = mean * (1.0 - p)
        third, fourth = variance * (1.0 - 2.0 * p), variance * (1.0 - 6.0 * p * (1.0 - p))
        k = min(np.int64(expanded(u, mean, variance, third, fourth)), np.int64(n))
    return n - k if flipped else k


@compiled
def _further(k, u, below, term, a, b, most):
    """From k on, the first count with at least u at or below it.

    Term k is term k - 1 times (a / k - b).
    below  chance of k or less; term  chance of k; most  the largest count there is
    """
    most = min(most, _TERMS - 1)
    while u > below and k < most:
        k += 1
        term *= a * _INVERSE[k] - b
        below += term
    return k


@compiled
def poisson_quantile(mean, u):
    """Smallest k with at least u of Poisson(mean) at or below it."""
    if mean >= RECURSION_UP_TO:
        return np.int64(expanded(u, mean, mean, mean, mean))
    none = exponential(-mean)
    return _further(0, u, none, none, mean, 0.0, _TERMS)


# Rows are inverted together. Cells that may be above 0 are moved together into a short row, where
# terms are summed for all of them at once, as vector instructions; when half of them are settled
# the others are moved together again. Cells with large means make a short row of their own.
_SHORT_ENOUGH = 4
_STEPS = 24
_AT_ONCE = 8
_U, _MARK, _AT, _LARGE, _US, _BELOW, _TERM, _A, _B, _COUNT, _MOST = range(11)
ROOM = 11
"""Rows of float64 that `binomial_row` and `poisson_row` work in: uniform numbers and marks of all
cells, positions of those moved together, small and large, and their numbers side by side."""


@compiled
def _list_marked(room):
    """Write the positions of marked cells to row _AT; return how many they are."""
    marked, eight = room[_MARK].view(np.uint8), room[_MARK].view(np.uint64)
    at, size = room[_AT].view(np.int64), room.shape[1]
    found = 0
    for word in range((size + _AT_ONCE - 1) // _AT_ONCE):
        if eight[word] != np.uint64(0):
            for m in range(word * _AT_ONCE, min((word + 1) * _AT_ONCE, size)):
                at[found] = m
                found += marked[m]
    return found


@compiled
def _part(found, n, p, room):
    """Move the positions of large cells from row _AT to row _LARGE; how many are left, and moved.

    Large are means from RECURSION_UP_TO, and chances above one half.
    """
    at, large = room[_AT].view(np.int64), room[_LARGE].view(np.int64)
    some = many = 0
    for i in range(found):
        m = at[i]
        alone = (n[m] * p[m] >= RECURSION_UP_TO) | (p[m] > 0.5)
        at[some], large[many] = m, m
        some += 0 if alone else 1
        many += 1 if alone else 0
    return some, many


@compiled
def _three_terms(k, u, below, term, a, b, count):
    """Add terms k + 1 to k + 3 to every cell, count those passed; return the cells not settled."""
    one, two, three = 1.0 / (k + 1), 1.0 / (k + 2), 1.0 / (k + 3)
    left = 0
    for m in range(count.size):
        t1 = term[m] * fused(a[m], one, -b[m])
        t2 = t1 * fused(a[m], two, -b[m])
        t3 = t2 * fused(a[m], three, -b[m])
        b1 = below[m] + t1
        b2 = b1 + t2
        b3 = b2 + t3
        passed = (1 if u[m] > b1 else 0) + (1 if u[m] > b2 else 0)
        more = 1 if u[m] > b3 else 0
        count[m] += passed + more
        term[m], below[m] = t3, b3
        left += more
    return left


@compiled
def _settle(some, room, most, count):
    """Sum terms of the cells in the short row until all are settled; fill count there.

    most  (municipality) no count is above it
    """
    at, short = room[_AT].view(np.int64), room[_COUNT].view(np.int32)
    k = 0
    left = some
    while some > _SHORT_ENOUGH and k < _STEPS:
        left = _three_terms(
            k, room[_US, :some], room[_BELOW, :some], room[_TERM, :some], room[_A, :some],
            room[_B, :some], short[:some],
        )  # fmt: skip
        k += 3
        if 2 * left < some:
            some = _move_together(some, room, most, count)
    for i in range(some):
        m, c = at[i], np.int64(short[i])
        u, below = room[_US, i], room[_BELOW, i]
        if u > below:
            c = _further(k, u, below, room[_TERM, i], room[_A, i], room[_B, i], most[m])
        count[m] = min(c, most[m])


@compiled
def _move_together(some, room, most, count):
    """Write the counts found so far, and keep only the cells not settled; return how many."""
    at, short = room[_AT].view(np.int64), room[_COUNT].view(np.int32)
    left = 0
    for i in range(some):
        m = at[i]
        count[m] = min(short[i], most[m])
        more = room[_US, i] > room[_BELOW, i]
        at[left], short[left] = m, short[i]
        for row in range(_US, _B + 1):
            room[row, left] = room[row, i]
        left += 1 if more else 0
    return left


@compiled
def binomial_row(key, places, n, p, room, count):
    """Fill count with Binomial(n, p), one uniform number of its own per municipality.

    n, count (municipality) int32; p (municipality) float64; places (municipality) uint64
    room     (ROOM, municipality) float64 to work in
    """
    u, marked = room[_U], room[_MARK].view(np.uint8)
    room[_MARK].view(np.uint64)[(count.size - 1) // _AT_ONCE] = np.uint64(0)
    for m in range(count.size):
        u[m] = uniform(key + places[m])
        marked[m] = 1 if u[m] > 1.0 - n[m] * p[m] else 0
    count[:] = 0
    some, many = _part(_list_marked(room), n, p, room)
    _binomial_terms(some, n, p, room)
    _settle(some, room, n, count)
    _large_binomials(many, n, p, room, count)


@compiled
def _binomial_terms(some, n, p, room):
    """Fill the short row: the chance of none, and the steps from term to term."""
    at, short = room[_AT].view(np.int64), room[_COUNT].view(np.int32)
    us, below, term, a, b = room[_US], room[_BELOW], room[_TERM], room[_A], room[_B]
    for i in range(some):
        m = at[i]
        us[i], a[i], b[i] = room[_U, m], n[m], p[m]
    for i in range(some):
        below[i] = logarithm(1.0 - b[i])
    for i in range(some):
        none = exponential(a[i] * below[i])
        b[i] = b[i] / (1.0 - b[i])
        a[i] = b[i] * (a[i] + 1.0)
        below[i] = none
        term[i] = none
        short[i] = 1 if us[i] > none else 0


@compiled
def _large_binomials(many, n, p, room, count):
    """Fill count for the cells listed as large."""
    large, us, ps, ns = room[_LARGE].view(np.int64), room[_US], room[_A], room[_B]
    for i in range(many):
        m = large[i]
        us[i], ps[i], ns[i] = room[_U, m], p[m], n[m]
    for i in range(many):
        mean = ns[i] * ps[i]
        variance = mean * (1.0 - ps[i])
        third = variance * (1.0 - 2.0 * ps[i])
        fourth = variance * (1.0 - 6.0 * ps[i] * (1.0 - ps[i]))
        z = _middle_quantile(us[i])
        ns[i] = min(_spread_out(z, mean, variance, third, fourth), ns[i])
    for i in range(many):
        m = large[i]
        if us[i] < _TAIL or us[i] > 1.0 - _TAIL or ps[i] > 0.5:
            count[m] = binomial_quantile(n[m], p[m], us[i])
        else:
            count[m] = ns[i]


@compiled
def poisson_row(key, places, mean, room, count):
    """Fill count with Poisson(mean), one uniform number of its own per municipality.

    mean (municipality) float64, else as in `binomial_row`
    """
    u, marked = room[_U], room[_MARK].view(np.uint8)
    room[_MARK].view(np.uint64)[(count.size - 1) // _AT_ONCE] = np.uint64(0)
    for m in range(count.size):
        u[m] = uniform(key + places[m])
        marked[m] = 1 if u[m] > 1.0 - mean[m] else 0
    count[:] = 0
    most = room[_MOST].view(np.int32)[: count.size]
    most[:] = _TERMS
    some, many = _part_poisson(_list_marked(room), mean, room)
    _poisson_terms(some, mean, room)
    _settle(some, room, most, count)
    _large_poissons(many, mean, room, count)


@compiled
def _part_poisson(found, mean, room):
    """As `_part`, for means."""
    at, large = room[_AT].view(np.int64), room[_LARGE].view(np.int64)
    some = many = 0
    for i in range(found):
        m = at[i]
        alone = mean[m] >= RECURSION_UP_TO
        at[some], large[many] = m, m
        some += 0 if alone else 1
        many += 1 if alone else 0
    return some, many


@compiled
def _poisson_terms(some, mean, room):
    """Fill the short row: the chance of none, and the steps from term to term."""
    at, short = room[_AT].view(np.int64), room[_COUNT].view(np.int32)
    us, below, term, a, b = room[_US], room[_BELOW], room[_TERM], room[_A], room[_B]
    for i in range(some):
        us[i], a[i] = room[_U, at[i]], mean[at[i]]
    for i in range(some):
        none = exponential(-a[i])
        b[i] = 0.0
        below[i] = none
        term[i] = none
        short[i] = 1 if us[i] > none else 0


@compiled
def _large_poissons(many, mean, room, count):
    """Fill count for the cells listed as large."""
    large, us, found = room[_LARGE].view(np.int64), room[_US], room[_A]
    for i in range(many):
        us[i], found[i] = room[_U, large[i]], mean[large[i]]
    for i in range(many):
        x = found[i]
        found[i] = _spread_out(_middle_quantile(us[i]), x, x, x, x)
    for i in range(many):
        m = large[i]
        if us[i] < _TAIL or us[i] > 1.0 - _TAIL:
            count[m] = poisson_quantile(mean[m], us[i])
        else:
            count[m] = found[i]
