# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators
"""Compiled: where a draw's movers go, compared with where the expected run's movers go.

The expected run knows, for every sex and cohort, which share of all movers arrives in each
municipality. In a draw other people have moved out, and the draw's own attraction holds. So
the expected shares are multiplied by the ratio of the draw's in-flow to the expected in-flow,
both from movers pooled over the cohorts of a destination class. With the expected movers and
no change of attraction the ratio is 1, exactly.

Sums run in a fixed order for each draw, so that neither batch nor threads change a bit; a
matrix library promises no such thing, and its threads would stand in the way of ours.
Imported late, by `veivalg.population.kernels` alone (see `luck`).
"""

from __future__ import annotations

import numpy as np

from veivalg.population.compiling import allocating, compiled, fused

_TOGETHER = 4


@allocating
def compare(pool, attraction, factor, destination, turned, expected, ratio):
    """Fill ratio (draw, class, municipality): in-flow of each draw over the expected in-flow.

    pool         (draw, class, municipality)  moved out, pooled over cohorts
    attraction   (class, municipality)        of the assumptions
    factor       (draw, municipality)         the draw's, on attraction
    destination  (class, origin, destination), or one for all classes: (1, origin, destination)
    turned       (class or 1, destination, origin)
    expected     (class, municipality)        share of in-flow; with 1 the ratio is the draw's share

    1 where nobody is expected, and in classes in which nobody of the draw moves.
    """
    draws, classes, places = pool.shape
    padded = (places + _TOGETHER - 1) // _TOGETHER * _TOGETHER
    pulls, sent = np.zeros((_TOGETHER, padded)), np.zeros((_TOGETHER, padded))
    out = np.empty((_TOGETHER, places))
    for k in range(classes):  # outside, so that a class's shares stay near the processor
        own = min(k, destination.shape[0] - 1)
        for first in range(0, draws, _TOGETHER):
            some = min(_TOGETHER, draws - first)
            for i in range(some):
                pulls[i, :places] = attraction[k] * factor[first + i]
            _times(pulls, turned[own], out)
            for i in range(some):
                for m in range(places):
                    there = out[i, m] > 0.0
                    sent[i, m] = pool[first + i, k, m] / out[i, m] if there else 0.0
            _times(sent, destination[own], out)
            for i in range(some):
                _over(out[i] * pulls[i, :places], expected[k], ratio[first + i, k])


@compiled
def _times(rows, matrix, out):
    """Fill out (4, column) with rows (4, line) x matrix (line, column).

    The rows are as long as a whole number of fours and end in zeros.
    """
    out[:] = 0.0
    last = matrix.shape[0] - 1
    for i in range(0, matrix.shape[0], _TOGETHER):
        j, k, m = min(i + 1, last), min(i + 2, last), min(i + 3, last)
        _add_lines(rows[:, i : i + 4], matrix[i], matrix[j], matrix[k], matrix[m], out)


@compiled
def _add_lines(rows, first, second, third, fourth, out):
    """Add rows (4, 4) x the four lines to the four rows of out."""
    a, b, c, d = out[0], out[1], out[2], out[3]
    a1, a2, a3, a4 = rows[0, 0], rows[0, 1], rows[0, 2], rows[0, 3]
    b1, b2, b3, b4 = rows[1, 0], rows[1, 1], rows[1, 2], rows[1, 3]
    c1, c2, c3, c4 = rows[2, 0], rows[2, 1], rows[2, 2], rows[2, 3]
    d1, d2, d3, d4 = rows[3, 0], rows[3, 1], rows[3, 2], rows[3, 3]
    for j in range(first.size):
        w, x, y, z = first[j], second[j], third[j], fourth[j]
        a[j] = fused(a4, z, fused(a3, y, fused(a2, x, fused(a1, w, a[j]))))
        b[j] = fused(b4, z, fused(b3, y, fused(b2, x, fused(b1, w, b[j]))))
        c[j] = fused(c4, z, fused(c3, y, fused(c2, x, fused(c1, w, c[j]))))
        d[j] = fused(d4, z, fused(d3, y, fused(d2, x, fused(d1, w, d[j]))))


@compiled
def _over(inflow, expected, ratio):
    """Fill ratio with the share of inflow over the expected share."""
    total = 0.0
    for m in range(inflow.size):
        total += inflow[m]
    for m in range(inflow.size):
        known = total > 0.0 and expected[m] > 0.0
        ratio[m] = inflow[m] / (total * expected[m]) if known else 1.0
