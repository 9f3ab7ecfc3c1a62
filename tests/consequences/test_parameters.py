"""Default figures: each has a source or a doubt, and what does not hold is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from tests.fakes import shipped
from veivalg.consequences.outcome import indicators
from veivalg.consequences.parameters import (
    Parameter,
    Parameters,
    default_parameters,
    read_parameters,
)
from veivalg.consequences.preparing import prepared
from veivalg.errors import BadParameter, OutOfRange
from veivalg.language import LANGUAGES
from veivalg.language.catalogue import own_words

ALL = default_parameters().held
BESIDE = ("money.recommended", "standing.", "judged.")
"""Levels that figures are held against, and criteria of where a place stands."""


def read(text: str):
    return read_parameters(f"[one]\n{text}", file="some.toml")["some.one"]


SOUND = 'unit = "share"\nbasis = "published"\nsource = "SSB 07459"\nyear = 2024\n'


def test_no_figure_is_without_source_or_doubt():
    published = [p for p in ALL.values() if p.basis != "assumption"]
    assumed = [p for p in ALL.values() if p.basis == "assumption"]
    without = [p.name for p in published if not (p.source and p.year)]
    without += [p.name for p in assumed if not (p.range and p.reason)]
    assert len(published) > 15
    assert without == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_has_a_label(language):
    words = own_words(language)
    assert [name for name in ALL if f"parameter.{name}" not in words] == []


def test_every_indicator_rests_on_figures_that_exist():
    lacking = [(i.name, n) for i in indicators() for n in i.rests_on if n not in ALL]
    assert lacking == []
    alone = [i for i in indicators() if not i.rests_on]  # on nothing but the people
    assert [i.name for i in alone if i.evidence != "strong"] == []


class Watched(dict[str, Parameter]):
    """Figures that remember which were asked for."""

    def __init__(self, held: Mapping[str, Parameter]) -> None:
        super().__init__(held)
        self.asked: set[str] = set()

    def __getitem__(self, name: str) -> Parameter:
        self.asked.add(name)
        return super().__getitem__(name)


def test_no_figure_is_for_show():
    """Reckoning a country asks for every figure; the rest are shown beside, and said to be."""
    watched = Watched(ALL)
    run, simulation = shipped.run(), shipped.simulation()
    prepared(
        simulation.figures,
        simulation.geography,
        run.ledger,
        run.assumptions.death_probability,
        parameters=Parameters(watched),
    )
    idle = {name for name in ALL if name not in watched.asked and not name.startswith(BESIDE)}
    assert idle == set()


def test_a_number_is_read():
    assert read(SOUND + "value = 0.5").number == 0.5


def test_ages_not_named_have_nothing():
    ages = read(SOUND + 'by_age = { "67-79" = 0.1, "90+" = 0.3 }').ages
    assert ages is not None
    assert ages[:, 66].tolist() == [0, 0]
    assert ages[:, 79].tolist() == [0.1, 0.1]
    assert ages[:, 105].tolist() == [0.3, 0.3]


def test_years_are_joined_by_straight_lines_and_held_outside():
    path = read(SOUND + 'by_year = { "2024" = 0.2, "2026" = 0.4 }')
    assert path.in_year([2020, 2024, 2025, 2030]).tolist() == pytest.approx([0.2, 0.2, 0.3, 0.4])


@pytest.mark.parametrize(
    ("text", "wrong", "says"),
    [
        (SOUND + "value = 12", OutOfRange, "divide it"),
        (SOUND + 'value = "many"', BadParameter, "finite number"),
        (SOUND + "value = nan", BadParameter, "finite number"),
        (SOUND + "value = true", BadParameter, "finite number"),
        (SOUND, BadParameter, "should have one of"),
        (SOUND + "value = 0.5\nby_age = {}", BadParameter, "should have one of"),
        (SOUND + 'by_age = { "67-79" = 0.1, "70" = 0.2 }', BadParameter, "twice"),
        (SOUND + 'by_age = { "old" = 0.1 }', BadParameter, "67-79 or 90+"),
        (SOUND + 'by_age = { "79-67" = 0.1 }', BadParameter, "67-79 or 90+"),
        (SOUND + "value = 0.5\nrange = [0.6, 0.8]", OutOfRange, "outside its own range"),
        (SOUND + "value = 0.5\nrange = [0.8, 0.2]", BadParameter, "lowest comes first"),
        (SOUND + "value = 0.5\ncolour = 1", BadParameter, "means nothing"),
        ('unit = "share"\nbasis = "published"\nvalue = 1', BadParameter, "source and year"),
        ('unit = "share"\nbasis = "assumption"\nvalue = 1', BadParameter, "range and a reason"),
        ('unit = "share"\nbasis = "hearsay"\nvalue = 1', BadParameter, "choose"),
        ('basis = "assumption"\nvalue = 1', BadParameter, "lacks 'unit'"),
        (SOUND.replace("published", "derived") + "value = 1", BadParameter, "say how"),
    ],
)
def test_what_does_not_hold_names_file_section_and_fix(text, wrong, says):
    with pytest.raises(wrong, match=r"some\.one") as error:
        read(text)
    assert says in str(error.value)


def test_a_file_that_is_not_toml_is_told_by_name():
    with pytest.raises(BadParameter, match=r"some\.toml"):
        read_parameters("[one", file="some.toml")


def test_figures_cannot_be_changed_afterwards():
    ages = ALL["services.home_use"].ages
    assert ages is not None
    with pytest.raises(ValueError, match="read-only"):
        ages[0, 0] = 1.0


def test_an_own_figure_takes_the_place_and_is_marked():
    known = default_parameters()
    own = replace(known["services.healthy_ageing_share"], number=0.9)
    after = known.replaced(own)
    assert after.number("services.healthy_ageing_share") == 0.9
    assert after["services.healthy_ageing_share"].basis == "replaced"
    assert known.number("services.healthy_ageing_share") == 0.5


def test_an_unknown_figure_is_an_error():
    with pytest.raises(BadParameter, match=r"services\.nonsense"):
        default_parameters()["services.nonsense"]
    assert np.isnan(ALL["services.home_use"].number)
