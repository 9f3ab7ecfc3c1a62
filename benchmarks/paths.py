"""How fast paths are run and asked: `python benchmarks/paths.py [--json FILE]`.

A municipality with its labour market of five, on shipped figures. Every figure is the best of some
rounds.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from itertools import count
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.timing import Measured, printed, seconds, write_results
from veivalg.analysis.asked import answered
from veivalg.analysis.compare import four_lines
from veivalg.analysis.consequences import chain, ground_of
from veivalg.analysis.goal import goal_of
from veivalg.analysis.mixes import MIXES
from veivalg.analysis.reach import Wanted, reach
from veivalg.analysis.robustness import robust
from veivalg.analysis.simulation import expected, simulation_of
from veivalg.consequences.outcome import indicators
from veivalg.data.figures import shipped_figures
from veivalg.data.geography import geography
from veivalg.pathways.chosen import moved_by
from veivalg.pathways.inputs import Repertoire, repertoire
from veivalg.pathways.path_text import read_path
from veivalg.pathways.run import outcomes
from veivalg.pathways.site import Site, site_of

ONE = "3448"
FUTURE = "1~f.H3-60.H5-30"
PACKAGE = f"{FUTURE}~v.L001-3-2028.L009-2-2027.L021-4-2027.L059-3-2028"
INDICATOR, YEAR = "staff.unfilled", 2040
RECOMMENDED = 0.0175


def measured() -> list[Measured]:
    """Every line of the table."""
    known = geography()
    simulation = simulation_of(shipped_figures(), known)
    ground = ground_of(chain(simulation, expected(simulation)))
    place = known.place("municipality", ONE)
    site, held = site_of(ground, place), repertoire()
    package = read_path(PACKAGE, held, years=site.years)
    moved, every = moved_by(package, site, held).every, indicators()
    weights = (
        replace(package, weights=(("H3", 50.0 + step / 8), ("H5", 30.0))) for step in count()
    )
    return [
        Measured(
            "a place made ready", 1000 * seconds(lambda: site_of(ground, place), rounds=5), "ms", 50
        ),
        Measured(
            "a moved choice: one line, every consequence",
            1000 * seconds(lambda: outcomes(site, moved, every), rounds=20),
            "ms",
            10,
        ),
        Measured(
            "a moved weight: four lines anew",
            1000 * seconds(lambda: four_lines(site, next(weights), held), rounds=20),
            "ms",
            20,
        ),
        *_asked(site, held),
    ]


def _asked(site: Site, held: Repertoire) -> list[Measured]:
    """Long questions."""
    future, package = (read_path(text, held, years=site.years) for text in (FUTURE, PACKAGE))
    goal = goal_of(site, INDICATOR, at_most=45.0, at_least=None, year=YEAR)
    wanted = Wanted(recommended=RECOMMENDED, without=("workforce",))
    few, none = (replace(goal, amount=amount) for amount in (10.0, 0.0))
    return [
        Measured(
            f"9 futures and {MIXES} mixes, with and without",
            seconds(lambda: answered(robust(site, package, held, goal)), rounds=2),
            "s",
            3,
        ),
        Measured(
            "packages that reach a goal",
            seconds(lambda: answered(reach(site, future, held, few, wanted)), rounds=2),
            "s",
            10,
        ),
        Measured(
            "the nearest when it cannot be reached",
            seconds(lambda: answered(reach(site, future, held, none, wanted)), rounds=2),
            "s",
            10,
        ),
    ]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--json", type=Path, help="write the results there")
    asked = arguments.parse_args()
    lines = measured()
    printed(lines)
    if asked.json:
        write_results(asked.json, "paths", lines)


if __name__ == "__main__":
    main()
