"""Single changes of a path, each a case of its own: a choice made, dropped or at another level."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from veivalg.axes import FloatArray
from veivalg.pathways.chosen import Moved, chosen_moves, slower_by_year
from veivalg.pathways.inputs import Chosen, Path, Repertoire
from veivalg.pathways.site import Site


def trials(
    site: Site, path: Path, known: Repertoire, held: Moved, changes: Sequence[tuple[Chosen, bool]]
) -> tuple[Moved, FloatArray]:
    """Contributions of the path and of every change, and strength (1 + change, contribution).

    held     contributions of the path
    changes  a choice, and whether it is made; not made, its lever is dropped. What the path has of
             the lever goes either way

    The first case is the path as it is. Choices that are hard to agree on are as slow as when they
    are chosen.
    """
    delay = slower_by_year(held, site)
    more = [
        chosen_moves(choice, site, known, kinds=path.kinds, delay=delay) if made else ()
        for choice, made in changes
    ]
    moved = held.with_more(tuple(one for new in more for one in new))
    cases = np.zeros((1 + len(changes), len(moved.every)))
    at = len(held.every)
    cases[:, :at] = held.strength
    for case, (choice, _), new in zip(cases[1:], changes, more, strict=True):
        case[: len(held.every)] *= 1.0 - held.of(f"choice.{choice.lever}")
        case[at : at + len(new)] = 1.0
        at += len(new)
    return moved, cases
