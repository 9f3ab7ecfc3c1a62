"""The page on services prints the sums that the model gives, beside published ones."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import pytest

from tests.fakes import shipped
from tests.house.tree import ROOT
from veivalg.analysis.consequences import chain
from veivalg.consequences.drivers import BAND_NAMES
from veivalg.consequences.parameters import default_parameters
from veivalg.consequences.preparing import prepared
from veivalg.consequences.services import HOME, KINDERGARTEN, PUPILS

PAGE = (ROOT / "docs" / "model" / "services.md").read_text(encoding="utf-8")
ROWS = {
    "children in kindergarten": KINDERGARTEN,
    "pupils": PUPILS,
    "pupils of municipal schools": ("services.municipal_pupils",),
    "consultations with a doctor": ("services.gp_consultations",),
    "users of home services, 80 and over": HOME[2:],
    "users of home nursing": ("services.home_nursing",),
    "users of practical help": ("services.practical_help",),
    "long-term residents of institutions": tuple(
        f"services.institution_{ages}" for ages in ("0_66", "67_79", "80plus")
    ),
    "short-term residents of institutions": tuple(
        f"services.short_stay_{ages}" for ages in ("0_66", "67_79", "80plus")
    ),
    "children with measures of child welfare": ("services.child_welfare",),
    "recipients of social assistance": ("services.social_assistance",),
    "households": ("services.households",),
    "dwellings": ("services.dwellings",),
}
"""Row of the table and the components it adds up."""
NEAR = 0.02
"""How far a sum may lie from what is published."""


@cache
def components():
    return chain(shipped.simulation(), shipped.run()).prepared.components


def printed(row: str) -> tuple[int, int]:
    found = re.search(rf"^\| {row} \| ([\d,]+) \| ([\d,]+) \|", PAGE, re.M)
    assert found, f"docs/model/services.md has no line for {row!r}"
    here, published = (int(number.replace(",", "")) for number in found.groups())
    return here, published


@pytest.mark.parametrize("row", list(ROWS))
def test_the_page_prints_what_the_model_gives(row: str):
    here, published = printed(row)
    total = sum(float(components()[name][:, 0].sum()) for name in ROWS[row])
    assert here == round(total), f"{row} is {total:,.0f}; write it in docs/model/services.md"
    assert abs(here / published - 1) < NEAR


def test_every_line_of_the_table_is_recomputed():
    table = PAGE.split("| | here | published |")[1].split("\n\n")[0]
    assert len(re.findall(r"^\| \w", table, re.M)) == len(ROWS)


def test_the_page_names_the_bands():
    assert ", ".join(BAND_NAMES[:-1]).replace("-", "–") in re.sub(r"\s+", " ", PAGE)


def test_the_page_says_what_healthy_ageing_is_worth():
    found = re.search(
        r"are ([\d,]+) with \$h = 0\$, ([\d,]+) with one half and ([\d,]+) with 1", PAGE
    )
    assert found
    said = [int(number.replace(",", "")) for number in found.groups()]
    assert [round(places_in_2050(share), -3) for share in (0.0, 0.5, 1.0)] == said


def places_in_2050(share: float) -> float:
    simulation, run, known = shipped.simulation(), shipped.run(), default_parameters()
    own = replace(known["services.healthy_ageing_share"], number=share)
    ready = prepared(
        simulation.figures,
        simulation.geography,
        run.ledger,
        run.assumptions.death_probability,
        parameters=known.replaced(own),
    )
    return float(ready.components["services.institution_places"][:, -1].sum())
