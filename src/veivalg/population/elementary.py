# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators
"""Compiled: keyed uniform numbers, and exponential and logarithm without a library.

Imported late, by the compiled modules alone (see `luck`).
"""

from __future__ import annotations

import numpy as np

from veivalg.population.compiling import bits_of, compiled, float_of, fused

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
    return float_of((mixed(key) >> _SIGN_AND_EXPONENT_BITS) | _ONE) - (1.0 - _HALF_STEP)


# --- Exponential and logarithm without a library, so that loops become vector instructions ----

_ROUND = 6755399441055744.0  # 1.5 x 2^52: adding it rounds to a whole number
_LOG2_E, _LN2 = 1.4426950408889634, 0.6931471805599453
_LN2_HIGH, _LN2_LOW = 0.693147180369123816490, 1.90821492927058770002e-10
_EXPONENT_SHIFT = np.uint64(52)
_ROOT_HALF = np.uint64(0x3FE6A09E667F3BCD)
_MANTISSA = np.uint64(0x000FFFFFFFFFFFFF)
_TWO_52 = np.uint64(0x4330000000000000)


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
    return float_of(bits_of(fused(p, r, 1.0)) + (bits_of(shifted) << _EXPONENT_SHIFT))


@compiled
def logarithm(y):
    """Natural logarithm for y from 1e-300 to 1, relative error of its distance to 0 below 1e-8."""
    lifted = bits_of(y) + (_ONE - _ROOT_HALF)
    exponent = float_of((lifted >> _EXPONENT_SHIFT) | _TWO_52) - (2.0**52 + 1023.0)
    mantissa = float_of((lifted & _MANTISSA) + _ROOT_HALF)
    s = (mantissa - 1.0) / (mantissa + 1.0)
    s2 = s * s
    p = fused(s2, 1.0 / 9.0, 1.0 / 7.0)
    p = fused(p, s2, 1.0 / 5.0)
    p = fused(p, s2, 1.0 / 3.0)
    return fused(exponent, _LN2, fused(2.0 * s, s2 * p, 2.0 * s))
