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

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
import numba.extending
import numpy as np
import platformdirs
from numba.core import types

from veivalg.provenance import content_hash

intrinsic: Any = numba.extending.intrinsic
Function = TypeVar("Function", bound=Callable[..., Any])


def compiled(function: Function) -> Function:
    """Compile for use in several threads; the result is kept on disk for the next start."""
    return cast(Function, numba.njit(nogil=True, cache=_KEPT, error_model="numpy")(function))


def _keep_compiled_code() -> bool:
    """Choose where compiled code is kept on disk; False when it cannot be kept.

    The folder is named by the sources, because numba looks only at the file of the function
    it loads and would go on using old code when another file has changed.
    """
    sources = sorted(Path(__file__).parent.glob("*.py"))
    name = content_hash([part.read_bytes() for part in sources if part.stem in _SOURCES])[:16]
    folder = Path(platformdirs.user_cache_dir("veivalg")) / f"compiled-{name}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError:
        return False
    setting: Any = numba.config
    setting.CACHE_DIR = str(folder)
    return True


_SOURCES = ("luck", "cells", "dealing", "kernels")
_KEPT = _keep_compiled_code()


@intrinsic
def _bits(typing: Any, x: Any) -> Any:
    """The 64 bits of a float64."""

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.bitcast(args[0], context.get_value_type(types.uint64))

    return types.uint64(types.float64), code


@intrinsic
def _float(typing: Any, x: Any) -> Any:
    """The float64 with these 64 bits."""

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.bitcast(args[0], context.get_value_type(types.float64))

    return types.float64(types.uint64), code


@intrinsic
def fused(typing: Any, a: Any, b: Any, c: Any) -> Any:
    """A x b + c, rounded once: the same bits on every processor."""

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.fma(*args)

    return types.float64(types.float64, types.float64, types.float64), code


# --- Uniform numbers -------------------------------------------------------------------------

# The finaliser of splitmix64: Steele, Lea & Flood (2014), "Fast splittable pseudorandom number
# generators", with the constants of David Stafford's variant 13.
_MIX_1, _MIX_2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_S27, _S30, _S31 = np.uint64(27), np.uint64(30), np.uint64(31)
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_SIGN_AND_EXPONENT_BITS, _ONE = np.uint64(12), np.uint64(0x3FF0000000000000)
_HALF_STEP = 2.0**-53


@compiled
def mixed(key):
    """(uint64) a number that looks like chance, another for each key."""
    key = (key ^ (key >> _S30)) * _MIX_1
    key = (key ^ (key >> _S27)) * _MIX_2
    return key ^ (key >> _S31)


@compiled
def row_key(process_key, draw, year, sex, cohort):
    """(uint64) key of one row: process, draw, calendar year, sex and cohort."""
    of_draw = mixed(process_key + np.uint64(draw) * _GOLDEN)
    cell = (np.uint64(year) * np.uint64(2) + np.uint64(sex)) * np.uint64(256) + np.uint64(cohort)
    return mixed(of_draw + cell * _GOLDEN)


@compiled
def uniform(key):
    """A number above 0 and below 1, one of 2^52 equally likely."""
    return _float((mixed(key) >> _SIGN_AND_EXPONENT_BITS) | _ONE) - (1.0 - _HALF_STEP)


# --- Exponential and logarithm without a library, so that loops become vector instructions ----

_ROUND = 6755399441055744.0  # 1.5 x 2^52: adding it rounds to a whole number
_LOG2_E, _LN2 = 1.4426950408889634, 0.6931471805599453
_LN2_HIGH, _LN2_LOW = 0.693147180369123816490, 1.90821492927058770002e-10
_EXPONENT_SHIFT = np.uint64(52)
_ROOT_HALF = np.uint64(0x3FE6A09E667F3BCD)
_MANTISSA = np.uint64(0x000FFFFFFFFFFFFF)
_TWO_52 = np.uint64(0x4330000000000000)
_TINY = 1e-300


@compiled
def exponential(x):
    """e^x for x from -700 to 0, relative error below 1e-9; below -700 as at -700."""
    x = max(x, -700.0)
    shifted = fused(x, _LOG2_E, _ROUND)
    whole = shifted - _ROUND
    r = fused(whole, -_LN2_LOW, fused(whole, -_LN2_HIGH, x))
    p = fused(r, 1.0 / 40320.0, 1.0 / 5040.0)
    p = fused(p, r, 1.0 / 720.0)
    p = fused(p, r, 1.0 / 120.0)
    p = fused(p, r, 1.0 / 24.0)
    p = fused(p, r, 1.0 / 6.0)
    p = fused(p, r, 0.5)
    p = fused(p, r, 1.0)
    return _float(_bits(fused(p, r, 1.0)) + (_bits(shifted) << _EXPONENT_SHIFT))


@compiled
def logarithm(y):
    """Natural logarithm for y from 1e-300 to 1, relative error of its distance to 0 below 1e-8."""
    lifted = _bits(y) + (_ONE - _ROOT_HALF)
    exponent = _float((lifted >> _EXPONENT_SHIFT) | _TWO_52) - (2.0**52 + 1023.0)
    mantissa = _float((lifted & _MANTISSA) + _ROOT_HALF)
    s = (mantissa - 1.0) / (mantissa + 1.0)
    s2 = s * s
    p = fused(s2, 1.0 / 9.0, 1.0 / 7.0)
    p = fused(p, s2, 1.0 / 5.0)
    p = fused(p, s2, 1.0 / 3.0)
    return fused(exponent, _LN2, fused(2.0 * s, s2 * p, 2.0 * s))


# --- Whole counts from uniform numbers ---------------------------------------------------------

RECURSION_UP_TO = 12.0
"""Means below this are inverted term by term (exact); above, by a Cornish-Fisher expansion."""
_TERMS = 128
_INVERSE = 1.0 / np.maximum(np.arange(_TERMS), 1)


@compiled
def normal_quantile(u):
    """Standard normal quantile: Acklam's rational approximation, relative error 1.2e-9."""
    if u < 0.02425 or u > 1.0 - 0.02425:
        t = np.sqrt(-2.0 * np.log(min(u, 1.0 - u)))
        top = ((-7.784894002430293e-03 * t - 3.223964580411365e-01) * t - 2.400758277161838) * t
        top = ((top - 2.549732539343734) * t + 4.374664141464968) * t + 2.938163982698783
        low = ((7.784695709041462e-03 * t + 3.224671290700398e-01) * t + 2.445134137142996) * t
        tail = top / ((low + 3.754408661907416) * t + 1.0)
        return tail if u < 0.5 else -tail
    d = u - 0.5
    r = d * d
    top = ((-3.969683028665376e01 * r + 2.209460984245205e02) * r - 2.759285104469687e02) * r
    top = ((top + 1.383577518672690e02) * r - 3.066479806614716e01) * r + 2.506628277459239
    low = ((-5.447609879822406e01 * r + 1.615858368580409e02) * r - 1.556989798598866e02) * r
    low = ((low + 6.680131188771972e01) * r - 1.328068155288572e01) * r + 1.0
    return top * d / low


@compiled
def expanded(u, mean, variance, third, fourth):
    """Whole-number quantile from four cumulants, Cornish-Fisher to third order.

    What is expanded is the smooth variable that gives the count when rounded; rounding adds
    1/12 to the variance and -1/120 to the fourth cumulant (Sheppard's correction).
    """
    deviation = np.sqrt(variance - 1.0 / 12.0)
    skew = third / deviation**3
    excess = (fourth + 1.0 / 120.0) / deviation**4
    z = normal_quantile(u)
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


# Rows are inverted together. When nearly all cells are surely 0, the few others are done one at a
# time. Else some terms are summed for every cell at once, as vector instructions, and the few
# cells that are not settled by then are finished one at a time. A cell marked _ALONE waits for
# that from the beginning.
_ALONE = -1.0
_FEW = 30
_STEPS = 24
ROOM = 5
"""Rows of float64 that `binomial_row` and `poisson_row` work in."""


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
def binomial_row(key, places, n, p, room, count):
    """Fill count with Binomial(n, p), one uniform number of its own per municipality.

    n, count (municipality) int32; p (municipality) float64; places (municipality) uint64
    room     (ROOM, municipality) float64 to work in
    """
    u, below, term, a, b = room[0], room[1], room[2], room[3], room[4]
    left = 0
    for m in range(count.size):
        u[m] = uniform(key + places[m])
        left += 1 if u[m] > 1.0 - n[m] * p[m] else 0
    if left <= _FEW:
        for m in range(count.size):
            surely_none = u[m] <= 1.0 - n[m] * p[m]
            count[m] = 0 if surely_none else binomial_quantile(n[m], p[m], u[m])
        return
    _binomial_terms(n, p, u, room, count)
    k = 0
    while left > _FEW and k < _STEPS:
        left = _three_terms(k, u, below, term, a, b, count)
        k += 3
    for m in range(count.size):
        if u[m] > below[m]:
            if below[m] == _ALONE:
                count[m] = binomial_quantile(n[m], p[m], u[m])
            else:
                count[m] = _further(k, u[m], below[m], term[m], a[m], b[m], n[m])
    for m in range(count.size):
        count[m] = min(count[m], n[m])


@compiled
def _binomial_terms(n, p, u, room, count):
    """Set below and term to the chance of none, a and b to the steps from term to term."""
    below, term, a, b = room[1], room[2], room[3], room[4]
    for m in range(count.size):
        below[m] = logarithm(max(1.0 - p[m], _TINY))
    for m in range(count.size):
        alone = (p[m] > 0.5) | (n[m] * p[m] >= RECURSION_UP_TO)
        none = exponential(n[m] * below[m])
        b[m] = p[m] / max(1.0 - p[m], _TINY)
        a[m] = b[m] * (n[m] + 1)
        below[m] = _ALONE if alone else none
        term[m] = 0.0 if alone else none
        count[m] = 1 if u[m] > below[m] else 0


@compiled
def poisson_row(key, places, mean, room, count):
    """Fill count with Poisson(mean), one uniform number of its own per municipality.

    mean (municipality) float64, else as in `binomial_row`
    """
    u, below, term, b = room[0], room[1], room[2], room[4]
    left = 0
    for m in range(count.size):
        u[m] = uniform(key + places[m])
        left += 1 if u[m] > 1.0 - mean[m] else 0
    if left <= _FEW:
        for m in range(count.size):
            surely_none = u[m] <= 1.0 - mean[m]
            count[m] = 0 if surely_none else poisson_quantile(mean[m], u[m])
        return
    for m in range(count.size):
        none = exponential(-mean[m])
        alone = mean[m] >= RECURSION_UP_TO
        b[m] = 0.0
        below[m] = _ALONE if alone else none
        term[m] = 0.0 if alone else none
        count[m] = 1 if u[m] > below[m] else 0
    k = 0
    while left > _FEW and k < _STEPS:
        left = _three_terms(k, u, below, term, mean, b, count)
        k += 3
    for m in range(count.size):
        if u[m] > below[m]:
            if below[m] == _ALONE:
                count[m] = poisson_quantile(mean[m], u[m])
            else:
                count[m] = _further(k, u[m], below[m], term[m], mean[m], 0.0, _TERMS)
