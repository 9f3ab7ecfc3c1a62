"""How fast the population is computed: `python benchmarks/population.py [--json FILE]`.

Prints a table of times beside their limits; with --json also writes them. Every figure is the best
of some rounds, and ratios are of times from the same run. Without figures of the country, or with
--invented, an invented country of 357 municipalities is used; real and invented cost the same.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.timing import Measured, printed, seconds, write_results
from tests.population.slow_and_obvious import project_slowly
from tests.population.synthetic import country
from veivalg.axes import FloatArray
from veivalg.population.assumptions import Assumptions
from veivalg.population.drawn import project_many
from veivalg.population.factors import Factors, no_change
from veivalg.population.kept import every_municipality
from veivalg.population.one import project_one, rest_of
from veivalg.population.project import project
from veivalg.population.warm import compile_kernels
from veivalg.randomness import Draws

AGE_GROUPS = (0, 6, 16, 20, 67, 80)
FactorsOf = Callable[[int, int], Factors]


def invented() -> tuple[FloatArray, Assumptions, FactorsOf]:
    """An invented country, with no doubt about its rates."""
    start, given = country()

    def factors(first: int, count: int) -> Factors:
        return no_change(given.municipalities, given.years, count=count, first_draw=first)

    return start, given, factors


def real() -> tuple[FloatArray, Assumptions, FactorsOf]:
    """The country from the figures that ship, with its doubt."""
    from veivalg.data.figures import shipped_figures
    from veivalg.population.estimate import estimate_outlook

    outlook = estimate_outlook(shipped_figures(), to_year=2050)
    doubt, luck = outlook.uncertainty(), Draws(1)
    return outlook.start, outlook.middle, lambda first, count: doubt.draw(luck, first, count)


def expected_runs(start: FloatArray, given: Assumptions) -> list[Measured]:
    """The expected run, beside the straightforward version, and one municipality."""
    fast = seconds(lambda: project(start, given), rounds=7)
    slow = seconds(lambda: project_slowly(start, given), rounds=2)
    rest, code = rest_of(start, given), given.municipalities[len(given.municipalities) // 2]
    one = seconds(lambda: project_one(code, rest), rounds=20)
    return [
        Measured("whole country, expected", fast, "s", 0.1),
        Measured("straightforward version over it", slow / fast, "times", 3.0, at_least=True),
        Measured("one municipality, the rest given", one * 1000, "ms", 5.0),
    ]


def drawn_runs(start: FloatArray, given: Assumptions, factors: FactorsOf) -> list[Measured]:
    """100 and 1,000 draws; drawing the factors is timed apart."""
    keep = every_municipality(given.municipalities, AGE_GROUPS)
    expected = project(start, given)
    kept = {first: factors(first, 100) for first in (0,)}

    def run(count: int, factors_of: FactorsOf) -> Callable[[], object]:
        return lambda: project_many(
            start, given, factors_of, Draws(1), count=count, keep=keep, expected=expected
        )

    hundred = seconds(run(100, lambda first, _: kept[first]), rounds=3)
    thousand = seconds(run(1000, factors), rounds=1)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    return [
        Measured("100 draws of the whole country", hundred, "s", 2.5),
        Measured("1,000 draws, factors drawn too", thousand, "s", 25.0),
        Measured("most memory used", peak, "GB", 1.5),
    ]


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    ask.add_argument("--json", type=Path, help="write the table here too")
    ask.add_argument("--invented", action="store_true", help="an invented country")
    ask.add_argument("--expected", action="store_true", help="leave drawn runs out")
    told = ask.parse_args()
    start, given, factors = invented() if told.invented else real()
    lines = expected_runs(start, given)
    printed(lines)
    if not told.expected:
        begun = time.perf_counter()
        compile_kernels()
        print(f"(compiled or loaded in {time.perf_counter() - begun:.1f} s)")
        drawn = drawn_runs(start, given, factors)
        printed(drawn)
        lines += drawn
    if told.json:
        write_results(told.json, "population", lines)


if __name__ == "__main__":
    main()
