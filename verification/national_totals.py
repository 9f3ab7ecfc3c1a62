"""The base year's sums over municipalities beside published totals of the country.

    python verification/national_totals.py [--json FILE]     with shipped figures
    VEIVALG_REFERENCE=FOLDER python verification/national_totals.py --official

Claim: every sum lies within 2 per cent of the published total. Users, places and person-years are
those at the end of the year before the base year, kroner are the base year's. Totals, their
sources, and whether anything was fitted to them: national_totals.toml.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT), str(ROOT / "verification")]

from veivalg.analysis.consequences import Chain, chain  # noqa: E402
from veivalg.analysis.simulation import expected, simulation_of  # noqa: E402
from veivalg.data.figures import Figures, shipped_figures  # noqa: E402
from veivalg.data.geography import geography  # noqa: E402
from verification.accuracy_pages import PAGE, replace_between  # noqa: E402
from verification.reference import official_figures, reference_store  # noqa: E402

TOTALS = Path(__file__).with_suffix(".toml")
MARKS = ("<!-- table: verification/national_totals.py -->", "<!-- end of national totals -->")
GOAL = 0.02
BASE_YEAR = 2024


@dataclass(frozen=True)
class Line:
    """One total: as reckoned, as published, and what stands between them."""

    name: str
    unit: str
    reckoned: float
    published: float
    held: str
    source: str

    @property
    def gap(self) -> float:
        return self.reckoned / self.published - 1


def compared(made: Chain) -> list[Line]:
    """Every published total beside the sum over municipalities."""
    published = tomllib.loads(TOTALS.read_text(encoding="utf-8"))
    sums = {name: float(v[:, 0].sum()) for name, v in made.prepared.components.items()}
    return [
        Line(
            name=name,
            unit=entry["unit"],
            reckoned=sum(sums[part] for part in entry["of"]),
            published=float(entry["total"]),
            held=entry["held"],
            source=entry["source"],
        )
        for name, entry in published.items()
    ]


def chain_of(figures: Figures) -> Chain:
    simulation = simulation_of(figures, geography(), base_year=BASE_YEAR)
    return chain(simulation, expected(simulation))


def shown(lines: list[Line]) -> None:
    for line in lines:
        verdict = "met" if abs(line.gap) <= GOAL else "NOT MET"
        print(
            f"{line.name:30}{line.reckoned:20,.0f}{line.published:20,.0f} {line.unit:13}"
            f"{line.gap:+7.2%}  {line.held:7}{verdict}\n    {line.source}"
        )


def as_markdown(lines: list[Line]) -> str:
    """The table of the documentation."""
    rows = [
        f"| {line.name.replace('_', ' ')} | {line.reckoned:,.0f} | {line.published:,.0f} | "
        f"{line.unit} | {line.gap:+.2%} | {line.held} | {line.source} |"
        for line in lines
    ]
    head = "| total | reckoned | published | unit | gap | held | published by |"
    return "\n".join([head, "| --- | ---: | ---: | --- | ---: | --- | --- |", *rows])


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--update", action="store_true", help="write the table in the docs")
    arguments.add_argument("--official", action="store_true", help="with the reference imported")
    arguments.add_argument("--json", type=Path)
    asked = arguments.parse_args()
    if asked.official:
        with reference_store() as store:
            lines = compared(chain_of(official_figures(store)))
    else:
        lines = compared(chain_of(shipped_figures()))
    shown(lines)
    if asked.update:
        replace_between(ROOT.joinpath(*PAGE), MARKS, as_markdown(lines))
    if asked.json:
        table = [asdict(line) | {"gap": line.gap} for line in lines]
        asked.json.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")
    if any(abs(line.gap) > GOAL for line in lines):
        sys.exit(1)


if __name__ == "__main__":
    main()
