"""One municipality anew, the rest of the country given: what a page needs while somebody waits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from veivalg.axes import AGES, SEXES, Axes, FloatArray, check_same, make_read_only, require_counts
from veivalg.errors import UnknownPlace
from veivalg.population.assumptions import Assumptions
from veivalg.population.ledger import FLOWS, Ledger
from veivalg.population.project import empty_books, ledger_of, project
from veivalg.population.year import Chances, YearBooks, chances, expected_year, pull


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rest:
    """The country's expected run, held fixed while one municipality is run anew.

    ledger       the run of all municipalities
    assumptions  what it was run with
    pulled       (class, year, origin)  `year.pull` of the assumptions
    """

    ledger: Ledger
    assumptions: Assumptions
    pulled: FloatArray

    def __post_init__(self) -> None:
        run, given = (
            Axes.of(place=self.ledger.places),
            Axes.of(place=self.assumptions.municipalities),
        )
        check_same(run["place"], given["place"], where="the run of the rest of the country")
        make_read_only(self.pulled)


def rest_of(start: FloatArray, assumptions: Assumptions) -> Rest:
    """Run the country once, so that single municipalities can be run anew.

    start  (municipality, sex, age)  residents on 1 January of the first year
    """
    ledger = project(start, assumptions)
    return Rest(ledger=ledger, assumptions=assumptions, pulled=pull(assumptions))


def project_one(
    code: str,
    rest: Rest,
    *,
    assumptions: Assumptions | None = None,
    start: FloatArray | None = None,
) -> Ledger:
    """The books of one municipality when everybody else lives on as in `rest`.

    assumptions  changed ones; only what concerns this municipality and the country's yearly
                 paths is read, None = those of the rest
    start        (sex, age)  another opening stock, None = that of the rest
    returns      a Ledger with one place; with nothing changed it equals that row of the rest

    People who move out of the municipality are not sent back to the others: they are given.
    Raises UnknownPlace, OutOfRange.
    """
    assumptions = _same_axes(rest.assumptions if assumptions is None else assumptions, rest)
    row = _row(code, rest)
    persons, flows = empty_books(len(assumptions.years), places=1)
    persons[0, ..., 0] = _opening(rest, row, start).T
    flows["moved_in"][..., 0] = moved_in_from(rest, row, assumptions)
    share = assumptions.immigrant_share[row].T
    flows["immigrated"][..., 0] = assumptions.immigrants[:, np.newaxis, np.newaxis] * share
    _run_years(persons, flows, assumptions, row)
    return ledger_of((code,), rest.assumptions.years, persons, flows)


def moved_in_from(rest: Rest, row: int, assumptions: Assumptions) -> FloatArray:
    """(year, cohort, sex): those whom the rest of the country sends to the municipality.

    They follow this municipality's attraction and its column of destination shares, should
    these be changed; the others' shares give way in proportion.
    """
    given = rest.assumptions
    now, before = _pulls(assumptions, row), _pulls(given, row)
    if assumptions is given or np.array_equal(now, before):
        unchanged: FloatArray = rest.ledger.moved_in[row].transpose(0, 2, 1)
        return unchanged
    weight = now / (rest.pulled + now - before)
    out = rest.ledger.moved_out.transpose(1, 3, 2, 0)
    arrived: FloatArray = np.empty(out.shape[:-1])
    for k in range(weight.shape[0]):
        cohorts = given.class_of_cohort == k
        arrived[:, cohorts] = np.einsum("ycso,yo->ycs", out[:, cohorts], weight[k], optimize=True)
    return arrived


def _pulls(assumptions: Assumptions, row: int) -> FloatArray:
    """(class, year, origin): how strongly this municipality draws on each other one."""
    pulls: FloatArray = (
        assumptions.attraction[:, :, row].T[:, :, np.newaxis]
        * assumptions.destination[:, np.newaxis, :, row]
    )
    return pulls


def _run_years(
    persons: FloatArray, flows: dict[str, FloatArray], assumptions: Assumptions, row: int
) -> None:
    """Fill persons (year, age, sex, 1) and flows of one municipality, year by year."""
    chance = _chances(assumptions, row)
    for year in range(len(assumptions.years)):
        expected_year(
            persons[year],
            Chances(*(share[year] for share in chance)),
            YearBooks(**{name: flows[name][year] for name in FLOWS}),
            between=_as_given,
            birth_rate=assumptions.birth_rate[year],
            birth_level=assumptions.birth_level[row : row + 1],
            girls=assumptions.girls,
            becoming=persons[year + 1],
        )


def _chances(assumptions: Assumptions, row: int) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Death, moving and emigration of one municipality, each (year, cohort, sex, 1)."""
    yearly = (slice(None), np.newaxis, np.newaxis)
    chance = chances(
        assumptions.death_probability.transpose(0, 2, 1) * assumptions.death_level[row],
        assumptions.mobility[yearly] * assumptions.out_probability[row].T,
        assumptions.emigration[yearly] * assumptions.emigration_probability[row].T,
    )
    return (
        chance.death[..., np.newaxis],
        chance.moving[..., np.newaxis],
        chance.emigration[..., np.newaxis],
    )


def _as_given(moved_out: FloatArray, first: int, moved_in: FloatArray) -> None:
    """In-moves stand in the books already."""


def _opening(rest: Rest, row: int, start: FloatArray | None) -> FloatArray:
    if start is None:
        given: FloatArray = rest.ledger.persons[row, 0]
        return given
    require_counts(start, Axes.of(sex=SEXES, age=AGES), name="persons on 1 January")
    return start


def _same_axes(assumptions: Assumptions, rest: Rest) -> Assumptions:
    given = rest.assumptions
    new = Axes.of(municipality=assumptions.municipalities, year=assumptions.years)
    old = Axes.of(municipality=given.municipalities, year=given.years)
    for name in new.names:
        check_same(new[name], old[name], where="the changed assumptions and the rest")
    return assumptions


def _row(code: str, rest: Rest) -> int:
    if code not in rest.ledger.places:
        raise UnknownPlace(f"{code!r} is not among the municipalities of this run.")
    return rest.ledger.places.index(code)
