"""The main path from 2024 beside Statistics Norway's MMMM of 2024.

    VEIVALG_REFERENCE=FOLDER python verification/against_official.py [--json FILE] [--update]

Claims: the country lies within 2 per cent in 2050, counties within 4, and municipalities differ by
1.5 per cent (median) in 2030 and 6 in 2050. The two are different models of the same people:
a gap is not an error, but it must be explained. `--update` writes the table of the docs.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "verification")]

from accuracy_pages import PAGE, replace_between  # noqa: E402
from reference import official_figures, official_totals, reference_store  # noqa: E402

from veivalg.data.figures import shipped_figures  # noqa: E402
from veivalg.data.geography import geography  # noqa: E402
from veivalg.data.places import membership  # noqa: E402
from veivalg.population.estimate import Outlook, estimate_outlook  # noqa: E402
from veivalg.population.ledger import Ledger  # noqa: E402
from veivalg.population.project import project  # noqa: E402

Array = NDArray[np.floating]

BASE_YEAR, LAST_YEAR = 2024, 2050
YEARS = (2030, 2040, 2050)
GOALS = {
    "country in 2050": 2.0,
    "widest county in 2050": 4.0,
    "median municipality in 2030": 1.5,
    "median municipality in 2050": 6.0,
}
SHIPPED = ("src", "veivalg", "reports", "measured", "against_official.json")
MARKS = ("<!-- table: verification/against_official.py -->", "<!-- end of official -->")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """One place: our persons less the official, per cent, and what our own books say of it."""

    place: str
    year: int
    ours: float
    official: float
    gap: float
    births_less_deaths: float
    moves_inside: float
    crossing: float


def main() -> None:
    arguments = read_arguments()
    with reference_store() as store:
        figures = official_figures(store)
        official = {
            level: official_totals(store, vintage=BASE_YEAR, level=level)
            for level in ("municipality", "county", "country")
        }
    record = {
        "official figures": compared(
            estimate_outlook(figures, base_year=BASE_YEAR, to_year=LAST_YEAR), official
        ),
        "shipped figures": compared(
            estimate_outlook(shipped_figures(), to_year=LAST_YEAR), official
        ),
    }
    for kind, found in record.items():
        print(f"\nWith {kind}")
        print(as_text(found))
    if arguments.json:
        Path(arguments.json).write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n")
    if arguments.update:
        ROOT.joinpath(*SHIPPED).write_text(
            json.dumps({"rows": shipped_rows(record)}, ensure_ascii=False, indent=1) + "\n"
        )
        replace_between(ROOT.joinpath(*PAGE), MARKS, as_markdown(record))


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--json", metavar="FILE", help="also write the numbers to a file")
    parser.add_argument("--update", action="store_true", help="write the table of the docs")
    return parser.parse_args()


def compared(
    outlook: Outlook, official: dict[str, dict[str, dict[int, float]]]
) -> dict[str, object]:
    """Gaps of the country, each county and the municipalities that both have."""
    ledger = project(outlook.start, outlook.middle)
    places = geography()
    found: dict[str, list[Gap]] = {}
    for level, by_code in official.items():
        found[level] = [
            gap(ledger, places.place(level, code), year, persons[year])
            for code, persons in sorted(by_code.items())
            for year in YEARS
        ]
    medians = {
        year: float(np.median([abs(g.gap) for g in found["municipality"] if g.year == year]))
        for year in YEARS
    }
    last = [g for g in found["municipality"] if g.year == LAST_YEAR]
    return {
        "country": [asdict(g) for g in found["country"]],
        "county": [asdict(g) for g in found["county"]],
        "municipalities": len(last),
        "median": medians,
        "widest": [asdict(g) for g in sorted(last, key=lambda g: -abs(g.gap))[:10]],
        "goals": goals(found, medians),
    }


def gap(ledger: Ledger, place: object, year: int, official: float) -> Gap:
    """One place in one year, with the flows of our own books since the base year."""
    rows = membership([place], ledger.places)[0] > 0
    until = slice(0, year - BASE_YEAR)

    def summed(flow: Array) -> float:
        return float(flow[rows][:, until].sum())

    ours = float(ledger.persons[rows, year - BASE_YEAR].sum())
    return Gap(
        place=place.name,
        year=year,
        ours=round(ours),
        official=official,
        gap=round(100 * (ours / official - 1), 2),
        births_less_deaths=round(summed(ledger.births) - summed(ledger.deaths)),
        moves_inside=round(summed(ledger.moved_in) - summed(ledger.moved_out)),
        crossing=round(summed(ledger.immigrated) - summed(ledger.emigrated)),
    )


def goals(found: dict[str, list[Gap]], medians: dict[int, float]) -> list[dict[str, object]]:
    values = {
        "country in 2050": next(abs(g.gap) for g in found["country"] if g.year == LAST_YEAR),
        "widest county in 2050": max(abs(g.gap) for g in found["county"] if g.year == LAST_YEAR),
        "median municipality in 2030": medians[2030],
        "median municipality in 2050": medians[2050],
    }
    return [
        {"what": name, "value": round(values[name], 2), "goal": goal, "met": values[name] <= goal}
        for name, goal in GOALS.items()
    ]


def as_text(found: dict[str, object]) -> str:
    lines = [
        f"{'met ' if g['met'] else 'MISS'}  {g['what']}: {g['value']:.2f} % (goal {g['goal']} %)"
        for g in found["goals"]
    ]
    lines += [
        f"  {g['place']:<28}{g['year']}  ours {g['ours']:>9,.0f}  official {g['official']:>9,.0f}"
        f"  {g['gap']:+.2f} %"
        for g in [*found["country"], *found["county"], *found["widest"]]
        if g["year"] == LAST_YEAR
    ]
    return "\n".join(lines)


def as_markdown(record: dict[str, dict[str, object]]) -> str:
    lines = ["| figures | what | gap, % | goal, % | met |", "| --- | --- | ---: | ---: | --- |"]
    lines += [
        f"| {kind} | {g['what']} | {g['value']:.2f} | {g['goal']:.1f} | {yes_or_no(g['met'])} |"
        for kind, found in record.items()
        for g in found["goals"]
    ]
    lines += [
        "",
        "The ten widest gaps among municipalities in 2050, with our own flows 2024–2050:",
        "",
        "| municipality | ours | MMMM | gap, % | births − deaths | moves | abroad |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    lines += [
        f"| {g['place']} | {g['ours']:,.0f} | {g['official']:,.0f} | {g['gap']:+.1f} | "
        f"{g['births_less_deaths']:+,.0f} | {g['moves_inside']:+,.0f} | {g['crossing']:+,.0f} |"
        for g in record["official figures"]["widest"]
    ]
    lines += ["", "| county | ours | MMMM | gap, % |", "| --- | ---: | ---: | ---: |"]
    lines += [
        f"| {g['place']} | {g['ours']:,.0f} | {g['official']:,.0f} | {g['gap']:+.1f} |"
        for g in record["official figures"]["county"]
        if g["year"] == LAST_YEAR
    ]
    return "\n".join(lines)


def shipped_rows(record: dict[str, dict[str, object]]) -> list[dict[str, object]]:
    """What the method page shows: each claim with its measured value."""
    return [
        {"figures": kind.split()[0], "what": g["what"], "gap": g["value"], "goal": g["goal"]}
        for kind, found in record.items()
        for g in found["goals"]
    ]


def yes_or_no(met: bool) -> str:
    return "yes" if met else "no"


if __name__ == "__main__":
    main()
