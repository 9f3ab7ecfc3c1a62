"""Names of futures and choices: whole, the start of one, and the nearest when there is none."""

from __future__ import annotations

import pytest

from veivalg.errors import BadParameter, OutOfRange
from veivalg.language import LANGUAGES, explained
from veivalg.pathways.inputs import Chosen, Happening, Path, repertoire
from veivalg.pathways.named import Wanted, called, chosen_by_name

KNOWN = repertoire()
YEARS = tuple(range(2024, 2051))


@pytest.mark.parametrize(
    ("written", "ident"),
    [
        ("H3", "H3"),
        ("h3", "H3"),
        ("Kompetansegapet", "H3"),
        ("kompetanse", "H3"),
        ("the-competence-gap", "H3"),
        ("competence", "H3"),
        ("STOR OG SJØLVSTENDIG", "H2"),
        ("Spranget", "S2"),
        ("T4", "T4"),
    ],
)
def test_a_future_is_called_by_id_name_slug_or_start(written: str, ident: str):
    assert called(written, KNOWN.stories, "path.story") == ident


@pytest.mark.parametrize(
    ("written", "ident"),
    [
        ("L021", "L021"),
        ("full_time_culture", "L021"),
        ("Heiltidskultur", "L021"),
        ("heltid", "L021"),
        ("forebygge fall", "L009"),
        ("førebyggje fall", "L009"),
        ("IPS", "L039"),
    ],
)
def test_a_choice_is_called_by_id_name_slug_or_start(written: str, ident: str):
    assert called(written, KNOWN.levers, "path.lever") == ident


@pytest.mark.parametrize(
    "held", [KNOWN.stories, KNOWN.levers, KNOWN.shocks], ids=["stories", "levers", "shocks"]
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_whole_name_means_its_own(held, language):
    for ident, one in held.items():
        assert called(one.name[language], held, "path.lever") == ident
        assert called(ident, held, "path.lever") == ident


def test_the_start_of_several_is_refused_with_all_of_them():
    with pytest.raises(BadParameter) as refused:
        called("felles", KNOWN.levers, "path.lever")
    assert refused.value.key == "path.several"
    assert all(f"({ident})" in str(refused.value) for ident in ("L004", "L072", "L106"))


def test_an_unknown_name_gives_the_nearest_in_the_language_it_is_like():
    with pytest.raises(BadParameter, match=r"Heltidskultur \(L021\)"):
        called("heltidskulltur", KNOWN.levers, "path.lever")
    with pytest.raises(BadParameter, match=r"Full-time culture \(L021\)"):
        called("ful time cultur", KNOWN.levers, "path.lever")
    with pytest.raises(BadParameter) as refused:
        called("zzzz", KNOWN.stories, "path.story")
    assert refused.value.key == "path.story"
    assert "(H1)" in explained(refused.value, "nn")


@pytest.mark.parametrize("short", ["", "L0", "st", "=", "\N{SNOWMAN}"])
def test_too_little_is_never_taken_for_a_name(short: str):
    with pytest.raises(BadParameter):
        called(short, KNOWN.levers, "path.lever")


def test_a_path_from_names():
    wanted = Wanted(
        stories=[("kompetanse", 60.0), ("H1", 0.0)],
        choices=[("heltid", 4.0, 2028.0)],
        shocks=[("flood", 2.0, 2031.0, None), ("flood", 1.0, 2040.0, 2.0)],
        kinds=["cabin", "cabin"],
    )
    path = chosen_by_name(Path(), wanted, KNOWN, years=YEARS)
    assert path == Path(
        weights=(("H3", 60.0),),
        choices=(Chosen(lever="L021", level=4, year=2028),),
        shocks=(
            Happening(shock="X1", size=2, year=2031),
            Happening(shock="X1", size=1, year=2040, lasts=2),
        ),
        kinds=("cabin",),
    )


@pytest.mark.parametrize(
    ("wanted", "key"),
    [
        (Wanted(stories=[("H3", 101.0)]), "path.weight"),
        (Wanted(stories=[("H3", -1.0)]), "path.weight"),
        (Wanted(stories=[("H3", 60.0), ("competence", 60.0)]), "path.said_twice"),
        (Wanted(stories=[("H3", 60.0), ("H3", 0.0)]), "path.said_twice"),
        (Wanted(choices=[("L021", 6.0, 2028.0)]), "path.level"),
        (Wanted(choices=[("L021", 2.5, 2028.0)]), "path.level"),
        (Wanted(choices=[("L021", 3.0, 2024.0)]), "path.year"),
        (Wanted(choices=[("L021", 3.0, 2051.0)]), "path.year"),
        (Wanted(choices=[("L021", 3.0, 2028.0), ("heltid", 3.0, 2028.0)]), "path.twice"),
        (Wanted(shocks=[("X5", 4.0, 2031.0, None)]), "path.size"),
        (Wanted(shocks=[("X5", 1.0, 2031.0, 0.0)]), "path.lasts"),
        (Wanted(shocks=[("X5", 1.0, 2031.0, None), ("X5", 2.0, 2031.0, None)]), "path.said_twice"),
        (Wanted(kinds=["castle"]), "path.kind"),
    ],
)
def test_nothing_is_clipped_or_chosen_twice(wanted: Wanted, key: str):
    with pytest.raises((BadParameter, OutOfRange)) as refused:
        chosen_by_name(Path(), wanted, KNOWN, years=YEARS)
    assert refused.value.key == key


def test_what_the_written_path_has_is_not_said_again():
    path = Path(weights=(("H3", 60.0),), choices=(Chosen(lever="L021", level=4, year=2028),))
    for wanted in (Wanted(stories=[("H3", 60.0)]), Wanted(choices=[("L021", 4.0, 2028.0)])):
        with pytest.raises(OutOfRange):
            chosen_by_name(path, wanted, KNOWN, years=YEARS)
