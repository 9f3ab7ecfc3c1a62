"""Own figures in the place of default ones: what moves, what does not, and how it is marked."""

from __future__ import annotations

import numpy as np
import pytest

from tests.consequences.test_own_figures import read
from tests.fakes.shipped import place, run, simulation
from veivalg.analysis.consequences import Chain, chain, consequences_of
from veivalg.consequences.forms import form_of, numbers_of, parts_of
from veivalg.consequences.own_checks import ACCOUNTS, OF_THE_SOURCE, Replaceable, checked
from veivalg.consequences.own_figures import OwnFigure
from veivalg.consequences.parameters import default_parameters
from veivalg.consequences.replacing import SERVICES_WITH_USERS
from veivalg.data.geography import geography
from veivalg.errors import BadParameter


@pytest.fixture(scope="module")
def known() -> Replaceable:
    return Replaceable(
        parameters=default_parameters(), geography=geography(), base_year=simulation().base_year
    )


@pytest.fixture(scope="module")
def defaults() -> Chain:
    return chain(simulation(), run())


def every_default() -> list[OwnFigure]:
    """Each default figure as an own one with the same number."""
    own = []
    for parameter in default_parameters().held.values():
        form = form_of(parameter)
        if form == "by_age_and_sex":
            continue  # an own figure is for both sexes
        numbers = numbers_of(parameter)[form]
        parts = {"": numbers} if form == "value" else {part: numbers[part] for part in numbers}
        assert form == "value" or set(parts) == set(parts_of(parameter))
        own += [
            OwnFigure(
                figure=f"{parameter.name}[{part}]" if part else parameter.name,
                place="",
                year=2024,
                unit=parameter.unit,
                value=value,
            )
            for part, value in parts.items()
        ]
    return own


def test_a_default_replaced_by_itself_changes_no_bit(known: Replaceable, defaults: Chain):
    own = checked(every_default(), known)
    assert len(own) > 50
    same = chain(simulation(), run(), own=own)
    assert defaults.prepared.components.keys() == same.prepared.components.keys()
    for name, values in defaults.prepared.components.items():
        assert values.tobytes() == same.prepared.components[name].tobytes(), name
    assert same.prepared.setting.parameters["services.home_use"].basis == "replaced"
    assert default_parameters()["services.home_use"].basis != "replaced"


def test_own_users_are_what_the_base_year_shows(known: Replaceable):
    own = read(
        known,
        "3448,level:home_80plus,2023,users,112,KOSTRA",
        "3448,services.kindergarten_use[0-2],2023,share,0.5,counted",
    )
    made = chain(simulation(), run(), own=own)
    row = made.run.ledger.places.index("3448")
    users = made.prepared.components["services.home_80plus"][row, 0]
    assert users == pytest.approx(112, rel=1e-12)
    small = made.run.ledger.persons[row, 0, :, :3].sum()
    children = made.prepared.components["services.kindergarten_under_3"][row, 0]
    assert children == pytest.approx(small / 2, rel=1e-12)


def test_an_own_level_touches_its_own_municipality_alone(known: Replaceable, defaults: Chain):
    own = read(known, "3448,level:home_80plus,2023,users,112,KOSTRA")
    made = chain(simulation(), run(), own=own)
    others = np.array([code != "3448" for code in made.run.ledger.places])
    for service in SERVICES_WITH_USERS:
        before = defaults.prepared.components[f"services.{service}"]
        after = made.prepared.components[f"services.{service}"]
        assert before[others].tobytes() == after[others].tobytes()
        assert (before == after).all() == (service != "home_80plus")


def test_replaced_figures_are_marked(known: Replaceable):
    own = read(known, "3448,level:home_80plus,2023,users,112,KOSTRA")
    value = consequences_of(chain(simulation(), run(), own=own), place("3448"))
    assert value.basis["services.home_users_80plus"] == "replaced"
    assert {"services.home_users_80plus", "services.home_users"} <= value.replaced
    assert "services.pupils" not in value.replaced
    other = consequences_of(chain(simulation(), run(), own=own), place("0301"))
    assert not other.replaced


def test_accounts_are_held_as_known_figures(known: Replaceable):
    own = read(known, "3448,known:debt_share,2023,share of revenue,0.9,Årsregnskap 2023")
    assert own[0].account == "debt_share"
    kostra = "3448,known:long_term_debt_share,2023,share of revenue,0.9,Årsregnskap 2023"
    assert read(known, kostra) == own
    made = chain(simulation(), run(), own=own)
    local = made.prepared.setting.local
    row = geography().codes.index("3448")
    assert local.known["debt_share"][row] == 0.9
    assert local.basis["known:debt_share"][row] == "replaced"
    value = consequences_of(made, place("3448"))
    assert value.value("money.debt_share", 2024) == pytest.approx(0.9)
    assert "money.debt_share" in value.replaced
    assert "services.pupils" not in value.replaced


def test_users_where_nobody_lives_are_refused(known: Replaceable, monkeypatch):
    own = read(known, "3448,level:home_80plus,2023,users,112,KOSTRA")
    from veivalg.consequences import preparing

    real = preparing.driven

    def nobody(persons, weights):
        found = real(persons, weights)
        values = found.values.copy()
        values[found.names["services.home_80plus"]] = 0.0
        return type(found)(found.names, values)

    monkeypatch.setattr(preparing, "driven", nobody)
    with pytest.raises(BadParameter, match="nobody of that age"):
        chain(simulation(), run(), own=own)


def test_every_account_has_a_unit_and_a_range_that_holds_today():
    local = chain(simulation(), run()).prepared.setting.local
    named = {name.removeprefix("known:"): other for other, name in OF_THE_SOURCE.items()}
    seen = 0
    for name, (unit, low, high) in ACCOUNTS.items():
        assert unit
        held = local.known.get(name, local.known.get(named.get(name, "").removeprefix("known:")))
        if held is not None and not np.isnan(held).all():
            assert low <= np.nanmin(held) <= np.nanmax(held) <= high, name
            seen += 1
    assert seen >= 3
