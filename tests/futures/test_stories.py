"""Stories: at nought they change nothing, alone they are the sum of their trends, shocks end."""

from __future__ import annotations

import tomllib
from copy import deepcopy
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.pathways.grounds import ground, known, shape_of, site, today
from veivalg.analysis.compare import BOTH, OWN, TODAY, WORLD, four_lines
from veivalg.consequences.outcome import indicators
from veivalg.data.geography import geography
from veivalg.errors import BadParameter, OutOfRange, VeivalgError
from veivalg.futures import story as story_module
from veivalg.futures.connections import connections
from veivalg.futures.effects import shock_contributions, story_contributions
from veivalg.futures.shock import SIZES
from veivalg.futures.story import read_story, stories
from veivalg.futures.trend import read_trend
from veivalg.language import LANGUAGES, explained
from veivalg.pathways.chosen import moved_by
from veivalg.pathways.inputs import Chosen, Path
from veivalg.pathways.run import outcomes
from veivalg.pathways.site import site_of
from veivalg.shifts.contribution import totals
from veivalg.shifts.dial import IN_THE_MODEL, dials
from veivalg.shifts.where import KINDS, WHERE, counts_in

EVERY = tuple(known().stories)
YEARS = site().years
ALONE = connections().strength({})


def of_story(name: str, *, kinds: tuple[str, ...] = KINDS):
    return story_contributions(
        known().stories[name],
        site().base,
        members=site().place.members,
        kinds=kinds,
        strength=ALONE,
        connections=connections(),
    )


@pytest.mark.parametrize("name", EVERY)
def test_a_story_at_nought_changes_nothing_bit_for_bit(name: str):
    every = of_story(name)
    found = outcomes(site(), every, indicators(), strength=np.zeros((1, len(every))))[0]
    assert np.array_equal(found, today(), equal_nan=True)


@pytest.mark.parametrize("name", EVERY)
def test_a_story_moves_the_places_that_it_is_about(name: str):
    """Nordre Land; what is of districts alone moves Tinn, which is in class 5."""
    code = "4026" if name == "T5" else "3448"
    moved = moved_by(Path(weights=((name, 100.0),)), site(code), known())
    found = outcomes(site(code), moved.every, indicators(), strength=moved.strength[None])[0]
    in_the_model = {one.dial for one in moved.every if dials()[one.dial].works in IN_THE_MODEL}
    assert in_the_model
    assert not np.allclose(found, today(code), rtol=1e-6, equal_nan=True)


@pytest.mark.parametrize("name", EVERY)
def test_a_story_alone_is_the_sum_of_its_trends(name: str):
    """Each trend alone, then all: the same dials, within what the largest of them may do."""
    every = of_story(name)
    together = totals(every).values
    for key, values in together.items():
        parts = [one for one in every if one.dial == key]
        total = sum(totals([one]).values[key] for one in parts if one.mid)
        low = min(one.bounds[0] for one in parts)
        high = max(one.bounds[1] for one in parts)
        np.testing.assert_allclose(values, np.clip(total, low, high), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("name", EVERY)
def test_the_middle_of_a_story_stays_within_its_own_bounds(name: str):
    """Nothing that is written about a story is cut when it comes alone."""
    every = of_story(name)
    cut = []
    for key, values in totals(every).values.items():
        parts = [one for one in every if one.dial == key]
        total = sum(one.values for one in parts)
        if not np.allclose(values[0], total, rtol=1e-9, atol=1e-12):
            cut.append((key, [one.mid for one in parts]))
    assert cut == []


@pytest.mark.parametrize("name", EVERY)
def test_every_trend_has_come_by_the_last_year_and_none_by_the_first(name: str):
    for trend in known().stories[name].trends:
        course = trend.course(YEARS)
        assert course[0] == 0.0, trend.name
        if trend.name == "six_hour_day":  # decided in 2050: it works after the last year shown
            assert not course.any()
            assert trend.course((2051,)) == 1.0
            continue
        assert course.max() > 0.9, trend.name
        assert (course >= 0).all()
        assert (np.diff(course) >= -1e-12).all() == (trend.profile not in ("hump", "fading"))


def test_half_a_story_is_half_as_far():
    every = of_story("H1")
    half, whole = (totals(every, np.full((1, len(every)), s)).values for s in (0.5, 1.0))
    for key, values in half.items():
        np.testing.assert_allclose(values, 0.5 * whole[key], rtol=1e-9, atol=1e-12)


def test_mixed_stories_stay_within_the_largest_of_them():
    path = Path(weights=tuple((name, 100.0) for name in EVERY), kinds=KINDS)
    moved = moved_by(path, site(), known())
    found = totals(moved.every, moved.strength[None]).values
    for key, values in found.items():
        parts = [one for one in moved.every if one.dial == key]
        assert values.min() >= min(one.bounds[0] for one in parts) - 1e-9
        assert values.max() <= max(one.bounds[1] for one in parts) + 1e-9


def test_the_matrix_is_neutral_for_a_single_story_and_speaks_between_two():
    held = connections()
    for story in stories():
        assert set(held.strength({story: 1.0}).values()) >= {1.0}
        own = [p.id for p in held.parts if p.story == story]
        assert all(held.strength({story: 1.0})[p] == 1.0 for p in own)
    both = held.strength({"H1": 1.0, "H5": 1.0})
    assert any(value != 1.0 for value in both.values())
    assert all(0.5 <= value <= 1.5 for value in both.values())


def test_a_judgement_that_is_changed_moves_the_part_it_points_to():
    held = connections()
    weights = {"H1": 1.0, "H2": 1.0}
    first, second = held.parts[0].id, next(p.id for p in held.parts if p.story == "H2")
    less, more = (held.edited({(first, second): s}).strength(weights) for s in (-3.0, 3.0))
    assert more[second] > less[second]
    same = {part for part in more if part != second}
    assert all(more[part] == less[part] for part in same)


@pytest.mark.parametrize(
    ("pair", "score"), [(("P99", "P11"), 1.0), (("P11", "P11"), 1.0), (("P11", "P21"), 4.0)]
)
def test_a_judgement_that_is_none_is_refused(pair: tuple[str, str], score: float):
    with pytest.raises(OutOfRange):
        connections().edited({pair: score})


@pytest.mark.parametrize("name", list(known().shocks))
@pytest.mark.parametrize("size", [1, 2, 3])
def test_a_shock_begins_in_its_year_and_ends(name: str, size: int):
    shock, year = known().shocks[name], 2031
    every = shock_contributions(shock, size, year, site().base, members=site().place.members)
    assert every
    at = YEARS.index(year)
    longest = max(trend.last for trend in shock.trends)
    for one in every:
        assert (one.shape[:, :at] == 0).all()
        assert (one.shape[:, at + int(np.ceil(max(longest, 1))) :] == 0).all()
        if one.dial != "once_cost":
            assert one.shape.max() == 1.0, "the amount that is stated is reached in some year"
        assert one.low == one.mid == one.high
        assert (one.shape[site().mine == 0] == 0).all(), "it hits the place"


@pytest.mark.parametrize("name", list(known().shocks))
def test_a_larger_shock_is_larger(name: str):
    sizes = [
        shock_contributions(known().shocks[name], s, 2031, site().base, members=("3448",))
        for s in range(1, len(SIZES) + 1)
    ]
    for small, middle, large in zip(*sizes, strict=True):
        assert abs(small.mid) <= abs(middle.mid) <= abs(large.mid)
        assert abs(large.mid) > 0


@pytest.mark.parametrize("where", WHERE)
def test_where_a_future_counts_is_a_yes_or_no_for_every_municipality(where: str):
    codes = geography().codes
    found = counts_in(where, codes, members=("3448",), kinds=())
    assert set(np.unique(found)) <= {0.0, 1.0}
    if where == "everywhere":
        assert found.all()
    elif where in KINDS:
        assert not found.any(), "nobody has said that it is such a place"
        assert counts_in(where, codes, members=("3448",), kinds=(where,)).sum() == 1
    else:
        assert 0 < found.sum() < len(codes)


def test_classes_of_centrality_are_those_of_the_geography():
    codes = geography().codes
    central = counts_in("classes_1_2", codes, members=(), kinds=())
    held = [geography().municipality(code).centrality <= 2 for code in codes]
    assert (central == held).all()
    assert counts_in("north", ("5501", "0301"), members=(), kinds=()).tolist() == [1.0, 0.0]


def test_a_kind_of_place_counts_only_when_it_is_said():
    """Cabins: the story adds more in a cabin municipality."""
    cabin = [t for t in known().stories["H2"].trends if t.where in KINDS]
    assert cabin
    plain, said = of_story("H2", kinds=()), of_story("H2")
    assert len(said) > len(plain)


def test_four_lines_are_as_today_without_anything_chosen():
    lines = four_lines(site(), Path(), known()).lines
    for line in (WORLD, OWN, BOTH):
        assert np.array_equal(lines[line], lines[TODAY], equal_nan=True)


def test_four_lines_of_a_future_and_a_choice():
    path = Path(weights=(("H3", 60.0),), choices=(Chosen(lever="L021", level=3, year=2027),))
    lines = four_lines(site(), path, known()).lines
    future = four_lines(site(), replace(path, choices=()), known()).lines
    chosen = four_lines(site(), replace(path, weights=()), known()).lines
    np.testing.assert_allclose(lines[WORLD], future[BOTH], rtol=1e-12)
    np.testing.assert_allclose(lines[OWN], chosen[BOTH], rtol=1e-12)
    assert not np.allclose(lines[BOTH], lines[WORLD], rtol=1e-6, equal_nan=True)


def test_a_municipality_of_another_place_feels_a_story_of_the_country():
    """Stories count everywhere, events and kinds of place only where they are."""
    oslo = site_of(ground(), geography().find("0301"))
    moved = moved_by(Path(weights=(("H3", 100.0),)), oslo, known())
    everywhere = [one for one in moved.every if (one.shape[:, -1] > 0).all()]
    assert everywhere


OWN_STORY = """
id = "own_story"
name = "Eigen"
short = "Kort"
[[trend]]
name = "more_care"
dial = "home_hours"
low = 1
mid = 5
high = 10
from = 2010
to = 2050
text = "Meir"
reason = "Grunn"
"""


def test_what_has_come_by_the_base_year_is_in_the_figures_already():
    """A trend that began in 2010 moves from where it stands today, and ends 26/40 of it higher."""
    story = read_story(OWN_STORY, file="own story 1")
    (one,) = story_contributions(
        story, site().base, members=("3448",), kinds=(), strength=ALONE, connections=connections()
    )
    assert (one.shape[:, 0] == 0).all()
    np.testing.assert_allclose(one.shape[:, -1], 26 / 40)


FAULTS = {
    "id": ('id = "own_story"', 'id = "own story"', "letters and digits"),
    "lacks name": ('name = "Eigen"\n', "", "lacks 'name'"),
    "unknown key": ("short =", "shrot =", "'shrot', which means nothing"),
    "unknown dial": ("home_hours", "home_hour", "Did you mean home_hours"),
    "order": ("low = 1", "low = 7", "write them in order"),
    "years": ("to = 2050", "to = 2005", "ends in 2005, before it begins in 2010"),
    "not a year": ("from = 2010", "from = 3", "from is 3"),
    "number": ("mid = 5", 'mid = "5"', "write a number"),
    "not finite": ("mid = 5", "mid = nan", "write a number"),
    "profile": ("from =", 'profile = "wave"\nfrom =', "choose linear"),
    "where": ("from =", 'where = "mars"\nfrom =', "choose everywhere"),
    "language": ('name = "Eigen"', 'name = { sv = "Egen" }', "'sv' is none of nb, nn, en"),
    "no trends": ("[[trend]]", "[trend]", "two brackets"),
    "toml": ("mid = 5", "mid = ", "cannot be read as TOML"),
    "horizon": ("short =", "horizon = 2090\nshort =", "2030 to 2060"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_an_own_story_is_told_with_place_and_remedy(fault: str):
    right, wrong, told = FAULTS[fault]
    text = OWN_STORY.replace(right, wrong, 1)
    assert text != OWN_STORY
    with pytest.raises(BadParameter, match="own story 1") as error:
        read_story(text, file="own story 1")
    assert told in str(error.value)
    assert len({explained(error.value, language) for language in LANGUAGES}) == 3


def test_shipped_stories_need_all_three_languages():
    with pytest.raises(BadParameter, match="write it in nb, nn and en"):
        read_story(OWN_STORY, file="own.toml", languages=3)


COURSES = {
    "linear": [0, 0, 0.25, 0.5, 0.75, 1, 1],
    "step": [0, 1, 1, 1, 1, 1, 1],
    "yearly": [0, 1, 2, 3, 4, 5, 5],
    "hump": [0, 0, 0.5, 1, 0.5, 0, 0],
    "fading": [0, 1, 0.75, 0.5, 0.25, 0, 0],
    "steps": [0, 0, 0.5, 0.5, 1, 1, 1],
}


@pytest.mark.parametrize("profile", COURSES)
def test_the_course_of_each_profile(profile: str):
    entry = {
        "name": "x", "dial": "home_hours", "low": 1, "mid": 1, "high": 1, "from": 2025, "to": 2029,
        "profile": profile, "text": "x", "reason": "x",
    }  # fmt: skip
    if profile == "steps":
        entry["years"] = [2026, 2028]
    trend = read_trend(entry, where="x")
    np.testing.assert_allclose(trend.course(tuple(range(2024, 2031))), COURSES[profile])


def test_shape_is_made_for_the_rows_of_the_site():
    assert shape_of(site()).shape == (len(site().codes), len(YEARS))


junk = st.recursive(
    st.one_of(st.booleans(), st.integers(), st.floats(), st.text(max_size=9)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=4,
)
PLACES = [(None, key) for key in story_module.KEYS] + [
    ("trend", key)
    for key in ("name", "dial", "where", "low", "mid", "from", "to", "profile", "years", "text",
                "basis", "evidence", "source")
]  # fmt: skip


@given(st.sampled_from(PLACES), junk, st.booleans())
@settings(max_examples=300, deadline=None)
def test_whatever_somebody_writes_is_read_or_told(place, value, steps: bool):
    """Anything at all in any place: a story whose numbers are finite, or an error that is ours."""
    entry = deepcopy(tomllib.loads(OWN_STORY))
    if steps:
        entry["trend"][0] |= {"profile": "steps", "years": [2030]}
    (entry["trend"][0] if place[0] else entry)[place[1]] = value
    original, story, told = story_module.document, None, ""
    story_module.document = lambda text, *, file: entry
    try:
        story = read_story("", file="own story 1")
    except VeivalgError as error:
        told = str(error)
    finally:
        story_module.document = original
    if story is None:
        assert "own story 1" in told
    else:
        every = story_contributions(
            story, site().base, members=("3448",), kinds=(), strength=ALONE,
            connections=connections(),
        )  # fmt: skip
        assert all(np.isfinite(one.values).all() for one in every)
