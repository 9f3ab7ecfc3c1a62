"""How fast a path is asked: `python benchmarks/asked.py [--json FILE]`.

Why over ten causes, what matters most, signposts and goals, for one municipality with the labour
market around it. Every figure is the best of some rounds. Real shipped figures are used.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.timing import Measured, printed, seconds, write_results
from veivalg.analysis.asked import answered
from veivalg.analysis.attainment import attainment
from veivalg.analysis.consequences import chain
from veivalg.analysis.explain import explained
from veivalg.analysis.sensitivity import sensitivity
from veivalg.analysis.signposts import signposts
from veivalg.analysis.simulation import expected, simulation_of
from veivalg.data.figures import shipped_figures
from veivalg.data.geography import geography
from veivalg.pathways.inputs import repertoire
from veivalg.pathways.path_text import read_path
from veivalg.pathways.site import Ground, Site, site_of

ONE = "3448"
TEN = (
    "1~f.H1-60.H3-40~x.X5-2-2031"
    "~v.L001-3-2028.L009-2-2027.L021-4-2027.L059-3-2028.L014-4-2027.L030-3-2028.L040-3-2028"
)
"""Two stories, an event and seven choices."""
FIVE = "1~f.H1-60.H3-40~v.L001-3-2028.L021-4-2027.L059-3-2028"
"""With the five causes among people and standard these are ten."""
NAME, YEAR = "staff.unfilled", 2040


def measured() -> list[Measured]:
    """Every line of the table."""
    site, known = _site(), repertoire()
    ten, five = (read_path(text, known, years=site.years) for text in (TEN, FIVE))
    base = seconds(
        lambda: explained(site, five, known, NAME, site.years[-1], against="base"), rounds=3
    )
    return [
        Measured(
            "why against today, ten causes, 2050",
            seconds(lambda: explained(site, ten, known, NAME, site.years[-1]), rounds=3),
            "s",
            1.0,
        ),
        Measured("why against the base year, ten causes, 2050", base, "s", 1.0),
        Measured(
            "what matters most, ten causes",
            seconds(lambda: answered(sensitivity(site, ten, known, NAME, YEAR)), rounds=2),
            "s",
            5.0,
        ),
        Measured(
            "signposts",
            seconds(lambda: signposts(site, ten, known, NAME, YEAR), rounds=3),
            "s",
            1.0,
        ),
        Measured("goals met", seconds(lambda: attainment(site, ten, known), rounds=3), "s", 0.2),
    ]


def _site() -> Site:
    known = geography()
    simulation = simulation_of(shipped_figures(), known)
    run = expected(simulation)
    made = chain(simulation, run)
    ground = Ground(
        ledger=run.ledger,
        assumptions=run.assumptions,
        prepared=made.prepared,
        geography=known,
        identity=made.identity,
    )
    return site_of(ground, known.place("municipality", ONE))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--json", type=Path, help="write the results there")
    asked = arguments.parse_args()
    lines = measured()
    printed(lines)
    if asked.json:
        write_results(asked.json, "asked", lines)


if __name__ == "__main__":
    main()
