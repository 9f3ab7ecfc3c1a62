"""Users of care by age group in ten municipalities, foretold without their own figures.

    VEIVALG_REFERENCE=FOLDER python verification/care_sample.py [--json FILE]

Claim: the median error of users by age group is at most 15 per cent. For each municipality the
local levels are judged anew with its own figures taken away, so that only its index, its group
and its neighbours speak. Compared with Statistics Norway 12003, 31 December 2023. Cells that are
suppressed or not published are not compared.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT), str(ROOT / "verification")]

from veivalg.analysis.simulation import expected, simulation_of  # noqa: E402
from veivalg.consequences.ageing import years_younger  # noqa: E402
from veivalg.consequences.drivers import driven  # noqa: E402
from veivalg.consequences.known import AGE_LABELS, HELD, counted_users  # noqa: E402
from veivalg.consequences.parameters import default_parameters  # noqa: E402
from veivalg.consequences.preparing import levels_of, weights_of  # noqa: E402
from veivalg.data.figures import Figures  # noqa: E402
from veivalg.data.geography import geography  # noqa: E402
from verification.accuracy_pages import PAGE, replace_between  # noqa: E402
from verification.reference import official_figures, reference_store  # noqa: E402

Array = NDArray[np.floating]
YEAR, BASE = 2023, 2024
GOAL = 0.15
MARKS = ("<!-- table: verification/care_sample.py -->", "<!-- end of care sample -->")


def errors(figures: Figures) -> list[dict[str, float | str]]:
    """One line a municipality, service and age group: counted, foretold, error."""
    known = geography()
    run = expected(simulation_of(figures, known, base_year=BASE))
    parameters = default_parameters()
    start = run.ledger.persons[:, :1]
    younger = years_younger(run.assumptions.death_probability, share=0.0, years=1)[:1]
    people = driven(start, weights_of(parameters, younger, start[:, 0].sum(axis=0), (BASE,)))
    assert figures.care_users is not None, "the reference holds no users of care"
    lines: list[dict[str, float | str]] = []
    for code in figures.care_users.axes["municipality"].labels:
        row = known.codes.index(code)
        blind = without(figures, code)
        local = levels_of(blind, known, parameters, people, base_year=BASE)
        for service, name in HELD.items():
            age = AGE_LABELS[service.split("_", 1)[1]]
            counted = counted_users(figures.care_users, known, name, age, up_to=YEAR)[row]
            if np.isnan(counted) or counted == 0:
                continue
            foretold = float(people[f"services.{service}"][row, 0] * local.level[service][row])
            lines.append(
                {
                    "municipality": code,
                    "name": known.municipality(code).norwegian,
                    "service": service,
                    "counted": float(counted),
                    "foretold": foretold,
                    "error": foretold / float(counted) - 1,
                    "rests_on": local.basis[service][row],
                }
            )
    return lines


def without(figures: Figures, code: str) -> Figures:
    """The same figures as if a municipality had published none of its own."""
    users, kostra = figures.care_users, figures.kostra
    assert users is not None
    row = users.axes["municipality"].position(code)
    blank = users.users.copy()
    blank[row] = np.nan
    reasons = np.where(np.isnan(blank), np.maximum(users.reasons, 0), users.reasons)
    blind = replace(figures, care_users=replace(users, users=blank, reasons=reasons))
    if kostra is None or code not in kostra.regions:
        return blind
    values = kostra.values.copy()
    values[:, kostra.regions.index(code)] = np.nan
    why = np.where(np.isnan(values), np.maximum(kostra.reasons, 0), kostra.reasons)
    return replace(blind, kostra=replace(kostra, values=values, reasons=why))


def as_markdown(lines: list[dict[str, float | str]]) -> str:
    """The table of the documentation: a line a municipality, error by service and age."""
    services = list(HELD)
    head = "| municipality | " + " | ".join(s.replace("_", " ") for s in services) + " |"
    rows = [head, "| --- " + "| ---: " * len(services) + "|"]
    for name in dict.fromkeys(str(line["name"]) for line in lines):
        own = {str(x["service"]): x for x in lines if x["name"] == name}
        cells = [
            f"{own[s]['foretold']:.0f} / {own[s]['counted']:.0f} ({own[s]['error']:+.0%})"
            if s in own
            else "–"
            for s in services
        ]
        rows.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(rows)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--update", action="store_true", help="write the table in the docs")
    arguments.add_argument("--json", type=Path)
    asked = arguments.parse_args()
    with reference_store() as store:
        lines = errors(official_figures(store))
    print(f"{'':14s}{'service':22s}{'counted':>9s}{'foretold':>10s}{'error':>8s}  rests on")
    for line in lines:
        print(
            f"{line['name']:14s}{line['service']:22s}{line['counted']:9.0f}"
            f"{line['foretold']:10.1f}{line['error']:8.1%}  {line['rests_on']}"
        )
    by_service = {s: [abs(float(x["error"])) for x in lines if x["service"] == s] for s in HELD}
    for service, found in by_service.items():
        print(f"median {service:22s}{np.median(found):7.1%}  of {len(found)}")
    median = float(np.median([abs(float(line["error"])) for line in lines]))
    print(f"median of all {len(lines)} cells: {median:.1%} (goal {GOAL:.0%})")
    if asked.update:
        replace_between(ROOT.joinpath(*PAGE), MARKS, as_markdown(lines))
    if asked.json:
        asked.json.write_text(json.dumps({"median": median, "lines": lines}, indent=1) + "\n")
    if median > GOAL:
        sys.exit(1)


if __name__ == "__main__":
    main()
