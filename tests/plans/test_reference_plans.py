"""The sample documents, the sector's papers and the coded sentences, where they are at hand."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from veivalg.plans.reading import plan_of
from veivalg.sources.documents import read_document

BESIDE = Path(os.environ.get("VEIVALG_REFERENCE", ".")).parent
MEASURED = Path(__file__).parents[2] / "src/veivalg/plans/measured/accuracy.json"
SAMPLES = ("skogheim_samfunnsdel.pdf", "aasbygda_samfunnsdel.docx")


beside = pytest.mark.skipif(
    "VEIVALG_REFERENCE" not in os.environ, reason="VEIVALG_REFERENCE names no folder"
)


def bare(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.reference
@beside
@pytest.mark.parametrize("name", SAMPLES)
def test_every_goal_of_a_sample_is_found_with_its_page(name: str):
    path = BESIDE / "plan-goals" / "documents" / name
    told = json.loads(path.with_suffix(".json").read_text("utf-8"))
    made = plan_of(read_document(path))
    assert made.about.document_type == told["document_type"]
    assert made.about.form == told["language"]
    assert made.about.sdg_use == told["sdg_use"]
    found = {(bare(one.unit.text), one.unit.page): one.labels for one in made.units}
    for goal in told["goals"]:
        labels = found[bare(goal["text"]), goal["page"]]
        assert labels.goal_like, goal["text"]
    for other in told["strategies_and_measures"]:
        assert (bare(other["text"]), other["page"]) in found
    goals = {bare(one.unit.text) for one in made.goals()}
    assert not goals & {bare(text) for text in told["must_not_be_found"]}
    expected = {bare(goal["text"]) for goal in told["goals"]}
    assert len(goals - expected) <= 2


@pytest.mark.reference
@beside
def test_the_papers_goals_are_found_with_their_section():
    from verification.goals_of_the_paper import PAPER, WANTED, found_in, seeds

    counts, missed = found_in(plan_of(read_document(seeds() / PAPER)).units)
    assert counts["samfunnsmål"] == WANTED["samfunnsmål"], missed
    assert counts["delmål"] >= WANTED["delmål"], missed


@pytest.mark.reference
@beside
def test_measured_accuracy_is_what_is_shipped_and_reaches_its_claims():
    from verification.goals import GOALS, coded, coded_sentences, development, score, sorted_rows

    rows = coded_sentences(development())
    told = json.loads(MEASURED.read_text("utf-8"))
    found = coded(rows, sorted_rows(rows))
    for label, wanted in GOALS.items():
        value = score(found, label)
        assert value == pytest.approx(told["labels"][label]["all"]["f1"], abs=0.005), label
        assert value >= wanted, label


def test_the_documentation_has_the_measured_numbers():
    told = json.loads(MEASURED.read_text("utf-8"))
    page = (Path(__file__).parents[2] / "docs/model/goals.md").read_text("utf-8")
    one = r" ([\d.]+) \|"
    rows = re.findall(rf"^\| [^|]+ \|{one * 4} [\d.]+ \|$", page, re.M)
    assert [tuple(float(one) for one in row) for row in rows] == [
        (
            *(told["labels"][label][form]["f1"] for form in ("all", "nb", "nn")),
            told["apart"]["labels"][label]["all"]["f1"],
        )
        for label in ("kind", "area", "theme", "sdg")
    ]


def test_sentences_written_apart_are_sorted_as_well_as_is_told():
    from verification.goals import APART, coded, coded_sentences, score, sorted_rows

    told = json.loads(MEASURED.read_text("utf-8"))["apart"]
    rows = coded_sentences(APART)
    assert told["sentences"] == len(rows)
    found = coded(rows, sorted_rows(rows))
    for label, measured in told["labels"].items():
        assert score(found, label) == pytest.approx(measured["all"]["f1"], abs=0.005), label
