"""How fast consequences are reckoned: `python benchmarks/consequences.py [--json FILE]`.

The times stand on top of the population, which is given. Every figure is the best of some rounds;
ratios are of times from the same run. Real shipped figures are used.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.timing import Measured, printed, seconds, write_results
from veivalg.analysis.consequences import (
    Chain,
    chain,
    consequences_of,
    direct_components,
    drawn_values,
)
from veivalg.analysis.drawn import Drawing, draw_groups
from veivalg.analysis.simulation import expected, simulation_of
from veivalg.consequences.outcome import indicators
from veivalg.data.figures import shipped_figures
from veivalg.data.geography import geography

ONE = "3448"
DRAWS = 100


def measured() -> list[Measured]:
    """Every line of the table."""
    known = geography()
    simulation = simulation_of(shipped_figures(), known)
    run = expected(simulation)
    ready = chain(simulation, run)
    place = known.place("municipality", ONE)
    region = known.place("region", known.municipality(ONE).region).members
    drawn = draw_groups(simulation, run, Drawing(count=DRAWS))
    country = seconds(lambda: direct_components(ready, known.codes), rounds=5)
    one = seconds(lambda: direct_components(ready, region), rounds=20)
    return [
        Measured("one municipality with its labour market", 1000 * one, "ms", 5.0),
        Measured("whole country", country, "s", 0.3),
        Measured(
            f"one municipality, {DRAWS} draws",
            seconds(lambda: drawn_values(ready, place, drawn, indicators()), rounds=3),
            "s",
            0.3,
        ),
        Measured(
            "one place for the page, with reasons",
            1000 * seconds(lambda: consequences_of(ready, place), rounds=5),
            "ms",
            100.0,
        ),
        Measured(
            "made ready once an alternative",
            seconds(lambda: chain(simulation, run), rounds=3),
            "s",
            2.0,
        ),
        Measured(
            "each municipality by itself over the country at once",
            _one_by_one(ready) / country,
            "times",
            3.0,
            at_least=True,
        ),
    ]


def _one_by_one(ready: Chain) -> float:
    """Seconds to reckon every labour-market region for itself, as a page would."""
    regions = [place.members for place in geography().regions]
    return seconds(lambda: [direct_components(ready, region) for region in regions], rounds=1)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--json", type=Path, help="write the results there")
    asked = arguments.parse_args()
    lines = measured()
    printed(lines)
    if asked.json:
        write_results(asked.json, "consequences", lines)


if __name__ == "__main__":
    main()
