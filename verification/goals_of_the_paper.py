"""The sector's five papers as input, and the goals of the 2020 paper found with their section.

    VEIVALG_REFERENCE=… python -m verification.goals_of_the_paper

Claims: all five are read; of the paper of 2020, 11 of 11 societal goals and at least 30 of 32
sub-goals are found as goals with the right section, and the expectations as sentences. What is
expected is the checklist beside the reference figures, compared word by word.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from pathlib import Path

from veivalg.plans.goal import PlanUnit
from veivalg.plans.reading import plan_of
from veivalg.sources.documents import read_document
from verification.goals import beside

PAPER = "ks-mange-bekker-smaa-2020.txt"
FIRST = "001-"
WANTED = {"samfunnsmål": 11, "delmål": 30}
KIND = {"samfunnsmål": ("goal",), "delmål": ("subgoal",), "tilleggsmål": ("goal", "subgoal")}


def seeds() -> Path:
    """The folder of the papers, beside the reference figures."""
    return beside("seeds")


def bare(text: str) -> str:
    return re.sub(r"\W+", " ", text.lower()).strip()


def expected() -> list[tuple[str, str, str]]:
    """Kind, section and text of every item of the paper's chapters."""
    with (seeds() / "checklist.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["id"].startswith(FIRST)]
    items = [(row["kind"], row["id"].split("-"), row["text"]) for row in rows]
    return [(kind, parts[1], text) for kind, parts, text in items if len(parts) == 3]


def found_in(units: tuple[PlanUnit, ...]) -> tuple[Counter[str], list[str]]:
    """How many of each kind are found with the right section and kind, and those that are not."""
    by_text: dict[str, list[PlanUnit]] = {}
    for one in units:
        by_text.setdefault(bare(one.unit.text), []).append(one)
    counts: Counter[str] = Counter()
    missed = []
    for kind, section, text in expected():
        held = by_text.get(bare(text), [])
        right = [one for one in held if one.unit.section == section]
        if any(one.labels.kind in KIND.get(kind, (one.labels.kind,)) for one in right):
            counts[kind] += 1
        else:
            missed.append(f"{kind} {section}: {text[:90]}")
    return counts, missed


def main() -> int:
    for path in sorted(seeds().glob("*.txt")):
        plan = plan_of(read_document(path))
        print(f"{path.name}: {len(plan.units)} sentences, {len(plan.goals())} goals")
        if path.name == PAPER:
            units = plan.units
    counts, missed = found_in(units)
    every = Counter(kind for kind, _, _ in expected())
    for kind, n in every.items():
        print(f"{kind}: {counts[kind]} of {n}")
    for line in missed:
        print("  missed", line)
    return 0 if all(counts[kind] >= n for kind, n in WANTED.items()) else 1


if __name__ == "__main__":
    sys.exit(main())
