"""A path at a place on shipped figures, made once for all tests that ask something of it."""

from __future__ import annotations

from functools import cache

from tests.fakes import shipped
from veivalg.analysis.consequences import chain
from veivalg.data.geography import geography
from veivalg.pathways.inputs import Path, Repertoire, repertoire
from veivalg.pathways.path_text import read_path
from veivalg.pathways.site import Ground, Site, site_of

WRITTEN = (
    "1~f.H1-60.H3-40~x.X5-2-2031"
    "~v.L001-3-2028.L009-2-2027.L021-4-2027.L059-3-2028.L014-4-2027.L030-3-2028.L040-3-2028"
)
"""Ten causes: two stories, an event, seven choices."""


@cache
def site(text: str = "3448") -> Site:
    run = shipped.run()
    made = chain(shipped.simulation(), run)
    ground = Ground(
        ledger=run.ledger,
        assumptions=run.assumptions,
        prepared=made.prepared,
        geography=geography(),
        identity=made.identity,
    )
    return site_of(ground, shipped.place(text))


@cache
def known() -> Repertoire:
    return repertoire()


@cache
def path(text: str = WRITTEN) -> Path:
    return read_path(text, known(), years=site().years)
