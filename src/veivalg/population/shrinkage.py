"""Empirical Bayes: how far a local figure may stand from its group, given what is behind it."""

from __future__ import annotations

import numpy as np

from veivalg.axes import BoolArray, FloatArray, IntArray


def shrunk_ratio(
    observed: FloatArray, expected: FloatArray, group: IntArray, usable: BoolArray
) -> FloatArray:
    """(municipality) observed over expected, shrunk towards the group's ratio.

    observed, expected  (municipality)  events
    group               (municipality)  class each municipality is shrunk towards
    usable              (municipality)  False where the observation is itself an estimate

    Gamma-Poisson: the prior weighs as many expected events as the spread between
    municipalities, above what chance explains, allows (method of moments).
    """
    towards = np.ones_like(expected)
    for g in np.unique(group):
        inside = (group == g) & usable
        if expected[inside].sum() > 0:
            towards[group == g] = observed[inside].sum() / expected[inside].sum()
    prior = prior_events(observed[usable], (expected * towards)[usable])
    seen = np.where(usable, observed, 0.0)
    weight = np.where(usable, expected * towards, 0.0)
    ratio: FloatArray = towards * (seen + prior) / (weight + prior)
    return ratio


def ratio_deviation(expected: FloatArray, prior: float, usable: BoolArray) -> FloatArray:
    """(municipality) relative standard deviation of a shrunk ratio: 1 / sqrt(events + prior)."""
    deviation: FloatArray = 1 / np.sqrt(np.where(usable, expected, 0.0) + prior)
    return deviation


def prior_events(observed: FloatArray, expected: FloatArray) -> float:
    """Expected events that the prior is worth: 1 over the variance of true ratios.

    Moment estimator of the variance of a Poisson's hidden ratio (DerSimonian and Laird 1986):
    the spread of observed ratios beyond chance, weighted by expected events.
    """
    held = expected > 0
    n, e = observed[held], expected[held]
    if n.size < 3:
        return np.inf if n.size == 0 else float(e.sum())
    chi_square = ((n - e) ** 2 / e).sum()
    scale = e.sum() - (e**2).sum() / e.sum()
    variance = max((chi_square - (n.size - 1)) / scale, 1e-6)
    return float(1 / variance)


def ridge(
    design: FloatArray, response: FloatArray, weight: FloatArray, *, penalty: float
) -> FloatArray:
    """(municipality) fitted values of a weighted ridge regression; the first column is free."""
    weighted = design * weight[:, None]
    fence = np.eye(design.shape[1]) * penalty * weight.mean()
    fence[0, 0] = 0.0
    coefficients = np.linalg.solve(weighted.T @ design + fence, weighted.T @ response)
    fitted: FloatArray = design @ coefficients
    return fitted
