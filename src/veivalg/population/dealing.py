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

from veivalg.population.luck import compiled, fused

_TOGETHER = 4


@compiled
def compare(pool, attraction, factor, destination, turned, expected, ratio):
    """Fill ratio (draw, class, municipality): in-flow of each draw over the expected in-flow.

    pool         (draw, class, municipality)  moved out, pooled over cohorts
    attraction   (class, municipality)        of the assumptions
    factor       (draw, municipality)         the draw's, on attraction
    destination  (class, origin, destination); turned (class, destination, origin)
    expected     (class, municipality)        share of in-flow; with 1 the ratio is the draw's share

    1 where nobody is expected, and in classes in which nobody of the draw moves.
    """
    draws, classes, places = pool.shape
    pulls, sent = np.empty((_TOGETHER, places)), np.empty((_TOGETHER, places))
    out = np.empty((_TOGETHER, places))
    for k in range(classes):  # outside, so that a class's shares stay near the processor
        for first in range(0, draws, _TOGETHER):
            some = min(_TOGETHER, draws - first)
            pulls[:] = 1.0
            for i in range(some):
                pulls[i] = attraction[k] * factor[first + i]
            _times(pulls, turned[k], out)
            sent[:] = 0.0
            for i in range(some):
                for m in range(places):
                    there = out[i, m] > 0.0
                    sent[i, m] = pool[first + i, k, m] / out[i, m] if there else 0.0
            _times(sent, destination[k], out)
            for i in range(some):
                _over(out[i] * pulls[i], expected[k], ratio[first + i, k])


@compiled
def _times(rows, matrix, out):
    """Fill out (4, column) with rows (4, line) x matrix (line, column)."""
    out[:] = 0.0
    last = matrix.shape[0] - 1
    for i in range(0, last, 2):
        _add_lines(rows[:, i], rows[:, i + 1], matrix[i], matrix[i + 1], out)
    if last % 2 == 0:
        _add_lines(rows[:, last], np.zeros(_TOGETHER), matrix[last], matrix[last], out)


@compiled
def _add_lines(here, there, line, next_line, out):
    """Add here x line + there x next_line to the four rows of out."""
    a, b, c, d = out[0], out[1], out[2], out[3]
    a1, b1, c1, d1 = here[0], here[1], here[2], here[3]
    a2, b2, c2, d2 = there[0], there[1], there[2], there[3]
    for j in range(line.size):
        x, y = line[j], next_line[j]
        a[j] = fused(a2, y, fused(a1, x, a[j]))
        b[j] = fused(b2, y, fused(b1, x, b[j]))
        c[j] = fused(c2, y, fused(c1, x, c[j]))
        d[j] = fused(d2, y, fused(d1, x, d[j]))


@compiled
def _over(inflow, expected, ratio):
    """Fill ratio with the share of inflow over the expected share."""
    total = 0.0
    for m in range(inflow.size):
        total += inflow[m]
    for m in range(inflow.size):
        known = total > 0.0 and expected[m] > 0.0
        ratio[m] = inflow[m] / (total * expected[m]) if known else 1.0
