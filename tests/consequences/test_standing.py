"""Where we stand: ranks depend on order alone, what is missing is left out, the rule is kept."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tests.consequences.society_fixtures import NOTHING, country
from veivalg.axes import Axes
from veivalg.consequences import standing_figures
from veivalg.consequences.indicator import Indicator
from veivalg.consequences.parameters import default_parameters
from veivalg.consequences.setting import Local
from veivalg.consequences.standing import (
    CRITERIA,
    TYPES,
    Positions,
    mean_known,
    positions,
    ranks,
    standing,
    type_of,
    weighted,
)
from veivalg.consequences.standing_figures import (
    AHEAD,
    FIGURES,
    GAP,
    MONEY,
    REASONS,
    Measured,
    measured,
)
from veivalg.data.flows import Flows
from veivalg.data.geography import geography
from veivalg.data.places import Place
from veivalg.data.totals import shipped_totals
from veivalg.errors import LabelMismatch, OutOfRange
from veivalg.language import LANGUAGES
from veivalg.language.catalogue import own_words
from veivalg.provenance import Source

whole = st.integers(-50, 50).map(float)
columns = st.integers(1, 12).flatmap(
    lambda n: arrays(np.float64, n, elements=st.one_of(whole, st.just(float("nan"))))
)
shares = st.floats(0, 1)


def slow_ranks(values):
    """The definition, one municipality at a time."""
    known = [x for x in values if not np.isnan(x)]
    result = []
    for x in values:
        if np.isnan(x):
            result.append(np.nan)
        elif len(known) == 1:
            result.append(0.5)
        else:
            below = sum(y < x for y in known)
            level = sum(y == x for y in known) - 1
            result.append((below + level / 2) / (len(known) - 1))
    return np.array(result)


@given(columns)
def test_ranks_are_as_defined(values):
    assert ranks(values) == pytest.approx(slow_ranks(values), nan_ok=True)


@given(columns, st.integers(-9, 9), st.integers(1, 9))
def test_a_constant_or_another_unit_changes_no_rank(values, constant, factor):
    assert np.array_equal(ranks(values * factor + constant), ranks(values), equal_nan=True)
    assert np.array_equal(ranks(np.exp(values / 50)), ranks(values), equal_nan=True)


@given(columns)
def test_turning_a_figure_turns_its_ranks(values):
    assert ranks(-values) == pytest.approx(1 - ranks(values), nan_ok=True)


@given(columns, st.randoms(use_true_random=False))
def test_the_order_of_municipalities_does_not_matter(values, random):
    order = list(range(len(values)))
    random.shuffle(order)
    assert np.array_equal(ranks(values[order]), ranks(values)[order], equal_nan=True)


@given(columns)
def test_the_missing_do_not_move_the_others(values):
    known = ~np.isnan(values)
    assert np.array_equal(ranks(values)[known], ranks(values[known]))
    assert np.isnan(ranks(values)[~known]).all()


@given(
    st.lists(arrays(np.float64, 4, elements=st.one_of(shares, st.just(float("nan")))), max_size=5)
)
def test_a_mean_leaves_out_what_is_missing(rows):
    mean = mean_known(rows, 4)
    for m in range(4):
        known = [row[m] for row in rows if not np.isnan(row[m])]
        assert mean[m] == pytest.approx(np.mean(known)) if known else np.isnan(mean[m])


@given(st.fixed_dictionaries(dict.fromkeys(CRITERIA, shares)), st.floats(0, 1))
def test_being_more_wanted_never_makes_a_growing_place_shrink(position, more):
    before = type_of(position, high=0.6, low=0.4)
    better = {**position, "attractiveness": max(position["attractiveness"], more)}
    if before in ("growing_strong", "small_and_wanted"):
        assert type_of(better, high=0.6, low=0.4) == before


RULE = (
    # attractiveness, vulnerability, room, business, type
    (0.6, 0.6, 0.1, 0.1, "growing_strong"),
    (0.6, 0.59, 0.9, 0.9, "small_and_wanted"),
    (0.59, 0.6, 0.1, 0.1, "solid_and_even"),
    (0.4, 0.59, 0.4, 0.1, "holding_together"),
    (0.4, 0.59, 0.39, 0.9, "at_a_crossroads"),
    (0.39, 0.9, 0.4, 0.1, "ageing_with_room"),
    (0.39, 0.9, 0.39, 0.4, "work_but_few_move_in"),
    (0.39, 0.9, 0.39, 0.39, "hard_pressed"),
)


@pytest.mark.parametrize(("wanted", "robust", "room", "work", "told"), RULE)
def test_the_rule_is_the_one_that_is_documented(wanted, robust, room, work, told):
    position = {
        "attractiveness": wanted,
        "vulnerability": robust,
        "business": work,
        "local_resources": room,
        "staff": room,
        "money": float("nan"),
    }
    assert type_of(position, high=0.6, low=0.4) == told


def test_every_type_is_in_the_rule():
    assert [told for *_, told in RULE] == list(TYPES)


@pytest.mark.parametrize("unknown", ["attractiveness", "vulnerability", "business"])
def test_without_an_answer_there_is_no_type(unknown):
    position = dict.fromkeys(CRITERIA, 0.5)
    assert type_of({**position, unknown: float("nan")}, high=0.6, low=0.4) == ""


@cache
def everyone(**known: tuple[float, ...]) -> Positions:
    simulation, ledger, _ = country()
    local = Local(level={}, basis={}, known={k: np.array(v) for k, v in known.items()})
    found = measured(
        ledger.persons,
        ledger.years,
        headcount=simulation.figures.headcount,
        totals=shipped_totals(),
        geography=geography(),
        local=local,
    )
    residents = ledger.persons[:, 0].sum(axis=(1, 2))
    return positions(found, ledger.places, residents, default_parameters())


def found(level, code):
    return standing(geography().place(level, code), everyone(), geography())


def test_every_municipality_has_a_type_with_shipped_figures():
    every = [
        standing(place, everyone(), geography()) for place in geography().places("municipality")
    ]
    counts = {name: sum(one.type == name for one in every) for name in TYPES}
    assert sum(counts.values()) == len(every)
    assert all(count >= 10 for count in counts.values()), counts
    assert max(counts.values()) < len(every) / 3


@pytest.mark.parametrize(
    ("code", "told"),
    [("0301", "growing_strong"), ("3448", "ageing_with_room"), ("1151", "small_and_wanted")],
)
def test_three_known_places(code, told):
    one = found("municipality", code)
    assert one.type == told
    assert not one.averaged
    assert one.like == geography().like(code).members
    assert one.type not in one.close_to


def test_what_is_not_held_is_told_and_not_zero():
    money = found("municipality", "3448").criteria[CRITERIA.index("money")]
    assert np.isnan(money.position)
    assert money.known == 0
    assert {figure.missing for figure in money.figures} == {"not_held"}
    assert all(np.isnan(figure.value) for figure in money.figures)


def test_a_municipality_without_a_series_is_told_so():
    haram = found("municipality", "1580")
    lacking = {f.kind.name: f.missing for c in haram.criteria for f in c.figures if f.missing}
    assert lacking["population_change"] == "no_series"
    assert lacking["working_age_change"] == "no_series"
    wanted = haram.criteria[CRITERIA.index("attractiveness")]
    assert wanted.known == 1
    assert wanted.position == pytest.approx(
        next(f.rank for f in wanted.figures if f.kind.name == "young_adults_share")
    )


def test_known_accounts_and_need_take_part():
    count = len(geography().codes)
    result = np.linspace(-0.05, 0.05, count)
    need = np.where(np.arange(count) == 3, np.nan, 1.0 + np.arange(count) / count)
    held = everyone(net_operating_result_share=tuple(result), need_index=tuple(need))
    assert held.criteria["money"] == pytest.approx(np.linspace(0, 1, count))
    assert np.isnan(held.ranks["need_index"][3])
    assert held.ranks["need_index"][0] == 1.0  # the least need stands best
    place = geography().place("municipality", geography().codes[3])
    local = standing(place, held, geography()).criteria[CRITERIA.index("local_resources")]
    assert [f.missing for f in local.figures if f.kind.name == "need_index"] == ["not_published"]
    assert local.known == 2


def test_a_figure_that_few_have_is_shown_but_gives_no_rank():
    count = len(geography().codes)
    few = tuple(0.02 if m < 20 else float("nan") for m in range(count))
    held = everyone(net_operating_result_share=few)
    assert np.isnan(held.criteria["money"]).all()
    first = standing(geography().place("municipality", geography().codes[0]), held, geography())
    result = first.criteria[CRITERIA.index("money")].figures[0]
    assert (result.value, result.missing, result.order) == (0.02, "too_few", 0)
    last = standing(geography().place("municipality", geography().codes[-1]), held, geography())
    assert last.criteria[CRITERIA.index("money")].figures[0].missing == "not_published"


def test_the_order_counts_from_the_best():
    oslo = found("municipality", "0301").criteria[0].figures[0]
    utsira = found("municipality", "1151").criteria[0].figures[0]
    assert (oslo.order, oslo.of) == (1, 357)
    assert (utsira.order, utsira.of) == (357, 357)
    assert found("region", "018").criteria[0].figures[0].order == 0


def test_a_staff_gap_and_commuters_take_part(monkeypatch: pytest.MonkeyPatch):
    simulation, ledger, _ = country()
    codes = ledger.places
    share = np.linspace(0, 0.3, len(codes))
    need = np.full((len(codes), len(ledger.years)), 100.0)
    ahead = np.arange(len(ledger.years)) == ledger.years.index(AHEAD)
    parts = {"staff.unfilled": need * share[:, None] * ahead, "staff.need.all": need}
    one = Indicator(name=GAP, unit="share", of=("staff.unfilled",), per=("staff.need.all",))
    monkeypatch.setattr(standing_figures, "indicators", lambda: (one,))
    workers = np.zeros((len(codes), len(codes)))
    workers[0, 1], workers[1, 0] = 40.0, 10.0
    flows = Flows(
        persons=workers,
        axes=Axes.of(origin=codes, destination=codes),
        source=Source(publisher="SSB", table="03321", date="2017-12-31", kind="official"),
    )
    with_both = measured(
        ledger.persons,
        ledger.years,
        headcount=simulation.figures.headcount,
        totals=shipped_totals(),
        geography=geography(),
        local=NOTHING,
        commuting=flows,
        parts=parts,
    )
    assert with_both["staff_gap"].values == pytest.approx(share)
    assert with_both["commuting"].values[:2] == pytest.approx([0.25, 4.0])
    assert np.isnan(with_both["commuting"].values[2:]).all()
    assert with_both["commuting"].year == "2017"


def test_a_region_is_the_mean_of_its_members_by_residents():
    region = geography().place("region", "018")
    one = found("region", "018")
    held = everyone()
    rows = [held.municipalities.index(code) for code in region.members]
    for criterion in one.criteria[:-1]:
        slow = sum(held.criteria[criterion.name][r] * held.residents[r] for r in rows)
        assert criterion.position == pytest.approx(slow / held.residents[rows].sum())
    assert one.averaged
    assert one.like == ()


def test_the_country_has_no_type():
    assert found("country", "0").type == ""
    assert found("country", "0").averaged


def test_a_group_of_one_is_that_municipality():
    alone = standing(Place("group", "3448", "Nordre Land", ("3448",)), everyone(), geography())
    mine = found("municipality", "3448")
    assert alone.type == mine.type
    assert [c.position for c in alone.criteria[:5]] == [c.position for c in mine.criteria[:5]]


def test_weights_of_nobody_known_give_nothing():
    assert np.isnan(weighted(np.array([np.nan, 0.4]), np.array([1.0, 0.0])))


def test_ranks_of_figures_are_turned_to_stand_best():
    held = everyone()
    oslo = held.municipalities.index("0301")
    assert held.ranks["size"][oslo] == 1.0
    assert held.measured["centrality"].values[oslo] == 1.0
    assert held.ranks["centrality"][oslo] > 0.9


def test_what_does_not_fit_is_told():
    with pytest.raises(LabelMismatch, match="one value for each"):
        positions(
            {"size": Measured(values=np.ones(3), source="", year="")},
            ("0301", "3448"),
            np.ones(2),
            default_parameters(),
        )
    with pytest.raises(LabelMismatch, match="9999"):
        standing(Place("group", "9999", "Nowhere", ("9999",)), everyone(), geography())
    simulation, ledger, _ = country()
    with pytest.raises(OutOfRange, match="2040"):
        measured(
            ledger.persons[:, :3],
            ledger.years[:3],
            headcount=simulation.figures.headcount,
            totals=shipped_totals(),
            geography=geography(),
            local=NOTHING,
        )


def test_each_criterion_has_two_to_four_figures():
    for criterion in CRITERIA:
        assert 2 <= sum(kind.criterion == criterion for kind in FIGURES) <= 4
    assert set(MONEY) == {kind.name for kind in FIGURES if kind.criterion == "money"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_has_words(language):
    words = own_words(language)
    keys = [f"standing.figure.{kind.name}" for kind in FIGURES]
    keys += [f"standing.missing.{reason}" for reason in REASONS]
    for kind, names in (("criterion", CRITERIA), ("type", TYPES)):
        keys += [f"standing.{kind}.{name}{part}" for name in names for part in ("", ".about")]
    assert not [key for key in keys if key not in words]


def test_the_documentation_lists_every_figure_and_type():
    from tests.house.tree import ROOT

    text = (ROOT / "docs" / "model" / "standing.md").read_text(encoding="utf-8")
    lacking = [
        f"`{name}`" for name in (*(k.name for k in FIGURES), *TYPES) if f"`{name}`" not in text
    ]
    assert not lacking
