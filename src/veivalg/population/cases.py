"""Some municipalities anew, in many cases at once, the rest of the country given.

What a future or a choice does to people is told as `Changes`: factors on births, deaths and moves,
and persons who come or go. The rest of the country lives on as in the run that is given, so that
a dragged slider and a thousand mixes of futures take the same way. Equations:
docs/model/population.md, "Municipalities run anew".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

import numpy as np

from veivalg.axes import AGES, COHORTS, SEXES, FloatArray, IntArray, make_read_only
from veivalg.errors import LabelMismatch
from veivalg.population.assumptions import Assumptions
from veivalg.population.ledger import Ledger
from veivalg.population.year import (
    NEWBORN,
    Between,
    Chances,
    YearBooks,
    chances,
    expected_year,
)

CELLS_AT_ONCE = 192
"""Cases times municipalities run together: one year of them stays near the processor."""
YOUNG = (20, 39)
"""First and last age of those who settle or leave when a place becomes more or less attractive."""
FACTORS = ("births", "deaths", "moving_out", "moving_in", "immigration", "emigration")
ADDED = ("immigrants", "arrivals", "joining", "settling")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Changes:
    """How cases differ from the run that is given: each (case, row, year) or None for nothing.

    births, deaths, moving_out, moving_in, immigration, emigration   factors, 1 = as given
    immigrants  persons a year more to the whole country; each row has its share of them
    arrivals    persons a year more from abroad to the row itself
    joining     persons a year aged 20 to 39, net, from the rest of the country; may be below 0
    settling    persons a year of all ages, net, from the rest of the country; may be below 0
    """

    births: FloatArray | None = None
    deaths: FloatArray | None = None
    moving_out: FloatArray | None = None
    moving_in: FloatArray | None = None
    immigration: FloatArray | None = None
    emigration: FloatArray | None = None
    immigrants: FloatArray | None = None
    arrivals: FloatArray | None = None
    joining: FloatArray | None = None
    settling: FloatArray | None = None

    @property
    def none(self) -> bool:
        """Whether every case is the run as it is given."""
        return not self.held

    @property
    def held(self) -> dict[str, FloatArray]:
        """What differs, by name."""
        given = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: values for name, values in given.items() if values is not None}

    @property
    def cases(self) -> int:
        """How many cases there are; 1 when nothing differs."""
        return max((len(values) for values in self.held.values()), default=1)

    def times(self, factors: Mapping[str, FloatArray]) -> Changes:
        """The same with further factors by name of `FACTORS`, each (case, row or 1, year or 1)."""
        held = {name: getattr(self, name) for name in factors}
        return replace(
            self,
            **{n: f if held[n] is None else held[n] * f for n, f in factors.items()},
        )

    def distinct(self) -> tuple[Changes, IntArray]:
        """The cases that differ from each other, and (case) which of those each case is."""
        held, cases = self.held, self.cases
        rows = [np.broadcast_to(v, (cases, *v.shape[1:])).reshape(cases, -1) for v in held.values()]
        if cases == 1:
            return self, np.zeros(1, dtype=np.int64)
        keys = [row.tobytes() for row in np.concatenate(rows, axis=1)]
        number = {key: n for n, key in enumerate(dict.fromkeys(keys))}
        which = np.array([number[key] for key in keys], dtype=np.int64)
        first = np.array([keys.index(key) for key in number], dtype=np.int64)
        return Changes(**{n: v if len(v) == 1 else v[first] for n, v in held.items()}), which

    def some(self, first: int, last: int) -> Changes:
        """The cases from first to last, last not included; what all share stays shared."""
        cut = {n: v if len(v) == 1 else v[first:last] for n, v in self.held.items()}
        return Changes(**cut)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Surrounded:
    """Some municipalities of a run, with what is given about the rest: laid out for many cases.

    persons      (row, year, sex, age)  as in the run; one opening year more than flow years
    death, moving, emigration           (year, cohort, sex, row)  chances before they are cut
    moved_in, immigrated                (year, cohort, sex, row)  persons as in the run
    moved_out    the same, when the rows are the whole country and moves must sum to zero; else None
    share        (cohort, sex, row)     of the country's immigrants
    birth_rate   (year, cohort); birth_level (row); girls share of newborns
    """

    persons: FloatArray
    death: FloatArray
    moving: FloatArray
    emigration: FloatArray
    moved_in: FloatArray
    moved_out: FloatArray | None
    immigrated: FloatArray
    share: FloatArray
    birth_rate: FloatArray
    birth_level: FloatArray
    girls: float

    def __post_init__(self) -> None:
        make_read_only(
            *(v for f in fields(self) if isinstance(v := getattr(self, f.name), np.ndarray))
        )


def surrounded(ledger: Ledger, assumptions: Assumptions, rows: IntArray) -> Surrounded:
    """Rows of a run made ready. Raises LabelMismatch when ledger and assumptions differ."""
    if ledger.places != assumptions.municipalities:
        raise LabelMismatch("The run and the assumptions have other municipalities.")
    local = [
        np.ascontiguousarray(values[rows].transpose(2, 1, 0))
        for values in (
            assumptions.out_probability,
            assumptions.emigration_probability,
            assumptions.immigrant_share,
        )
    ]
    yearly = (slice(None), None, None, None)
    national = assumptions.death_probability.transpose(0, 2, 1)[..., None]
    return Surrounded(
        persons=ledger.persons[rows],
        death=national * assumptions.death_level[rows].T,
        moving=assumptions.mobility[yearly] * local[0],
        emigration=assumptions.emigration[yearly] * local[1],
        moved_in=_by_year(ledger.moved_in[rows]),
        moved_out=_by_year(ledger.moved_out[rows]) if len(rows) == len(ledger.places) else None,
        immigrated=_by_year(ledger.immigrated[rows]),
        share=local[2],
        birth_rate=assumptions.birth_rate,
        birth_level=assumptions.birth_level[rows],
        girls=assumptions.girls,
    )


def project_cases(given: Surrounded, changes: Changes, *, years: int | None = None) -> FloatArray:
    """(case, row, year, sex, age) residents on 1 January of each year.

    years  how many opening years, None = all of the run

    With nothing changed it is the run itself. Whoever moves out is not sent on to the others: they
    are given. Only in the whole country is everybody who leaves sent on, and whoever comes taken
    from the others. More cannot leave than come: in-moves end at 0, and nobody is made
    up for it.
    """
    last = given.persons.shape[1] if years is None else years
    if changes.none:
        return given.persons[None, :, :last]
    cases, rows = changes.cases, len(given.persons)
    if last == 1:  # nothing has changed yet on the day that the run opens
        return np.repeat(given.persons[None, :, :1], cases, axis=0)
    step = max(1, CELLS_AT_ONCE // rows)
    found: FloatArray = np.empty((cases, rows, last, len(SEXES), len(AGES)))
    for first in range(0, cases, step):
        end = min(cases, first + step)
        run = _run(given, changes.some(first, end), end - first, last)
        found[first:end] = run.reshape(last, len(AGES), len(SEXES), end - first, rows).transpose(
            3, 4, 0, 2, 1
        )
    return found


def _run(given: Surrounded, changes: Changes, cases: int, years: int) -> FloatArray:
    """(year, age, sex, case x row) of cases that are run together."""
    flow_years, rows = years - 1, len(given.persons)
    chance = chances(
        _times(given.death, changes.deaths, cases, flow_years),
        _times(given.moving, changes.moving_out, cases, flow_years),
        _times(given.emigration, changes.emigration, cases, flow_years),
    )
    moved_in = _moved_in(given, changes, cases, flow_years)
    if given.moved_out is not None:
        moved_in = moved_in.copy()  # written while the years are walked
    immigrated = _immigrated(given, changes, cases, flow_years)
    level = np.broadcast_to(given.birth_level[:, None], (cases, rows, flow_years))
    if changes.births is not None:
        level = level * changes.births[..., :flow_years]
    level = np.ascontiguousarray(level.transpose(2, 0, 1)).reshape(flow_years, -1)
    persons = np.empty((years, len(AGES), len(SEXES), cases * rows))
    persons[0] = np.tile(given.persons[:, 0].transpose(2, 1, 0), cases)
    room = np.empty((3, len(COHORTS), len(SEXES), cases * rows))
    births = np.empty((len(SEXES), cases * rows))
    for year in range(flow_years):
        expected_year(
            persons[year],
            Chances(chance.death[year], chance.moving[year], chance.emigration[year]),
            YearBooks(
                births=births,
                deaths=room[0],
                moved_in=moved_in[year],
                moved_out=room[1],
                immigrated=immigrated[year],
                emigrated=room[2],
            ),
            between=_as_given if given.moved_out is None else _sent_on(given, year, cases),
            birth_rate=given.birth_rate[year],
            birth_level=level[year],
            girls=given.girls,
            becoming=persons[year + 1],
        )
    return persons


def _moved_in(given: Surrounded, changes: Changes, cases: int, years: int) -> FloatArray:
    """(year, cohort, sex, case x row) who come from the rest of the country, not below 0."""
    found = _times(given.moved_in, changes.moving_in, cases, years)
    if changes.joining is None and changes.settling is None:
        return found
    coming = given.moved_in[:years]
    if changes.joining is not None:
        found = found + _spread(changes.joining, _profile(coming, *YOUNG), cases, years)
    if changes.settling is not None:
        found = found + _spread(changes.settling, _profile(coming, AGES[0], AGES[-1]), cases, years)
    return np.maximum(found, 0.0)


def _immigrated(given: Surrounded, changes: Changes, cases: int, years: int) -> FloatArray:
    """(year, cohort, sex, case x row) who come from abroad, not below 0."""
    found = _times(given.immigrated, changes.immigration, cases, years)
    if changes.immigrants is None and changes.arrivals is None:
        return found
    share = np.broadcast_to(given.share, (years, *given.share.shape))
    if changes.immigrants is not None:
        found = found + _spread(changes.immigrants, share, cases, years)
    if changes.arrivals is not None:
        total = share.sum(axis=(1, 2), keepdims=True)
        own = np.divide(share, total, out=np.zeros_like(share), where=total > 0)
        found = found + _spread(changes.arrivals, own, cases, years)
    return np.maximum(found, 0.0)


def _profile(coming: FloatArray, first: int, last: int) -> FloatArray:
    """(year, cohort, sex, row) shares of those who come at ages from first to last; sum to 1.

    A cohort is named by the age it reaches in the year. A place where nobody comes has no profile:
    all its ages share alike.
    """
    inside = np.zeros(len(COHORTS))
    inside[first + 1 : last + 2] = 1.0
    row = coming * inside[:, None, None]
    total = row.sum(axis=(1, 2), keepdims=True)
    even = np.broadcast_to(inside[:, None, None] / (len(SEXES) * inside.sum()), row.shape)
    shares: FloatArray = np.divide(row, total, out=even.copy(), where=total > 0)
    return shares


def _times(base: FloatArray, factor: FloatArray | None, cases: int, years: int) -> FloatArray:
    """(year, cohort, sex, case x row): base (year, cohort, sex, row) times (case, row, year)."""
    base = base[:years]
    if factor is None:
        return np.tile(base, cases) if cases > 1 else base
    return _spread(factor, base, cases, years)


def _spread(amount: FloatArray, over: FloatArray, cases: int, years: int) -> FloatArray:
    """(year, cohort, sex, case x row): amounts (case, row, year) over (year, cohort, sex, row)."""
    by_year = amount[..., :years].transpose(2, 0, 1)[:, None, None]
    product: FloatArray = by_year * over[:years, :, :, None]
    full = np.broadcast_to(product, (*product.shape[:3], cases, product.shape[4]))
    flat: FloatArray = np.ascontiguousarray(full).reshape(*product.shape[:3], -1)
    return flat


def _by_year(flow: FloatArray) -> FloatArray:
    """(year, cohort, sex, row) from (row, year, sex, cohort)."""
    return np.ascontiguousarray(flow.transpose(1, 3, 2, 0))


def _sent_on(given: Surrounded, year: int, cases: int) -> Between:
    """Moves of the whole country: as many come as leave, of each sex and cohort.

    What more or fewer leave than in the run, less what more or fewer come already, is shared out as
    people come. Where nothing differs the moves are those of the run, bit for bit.
    """
    assert given.moved_out is not None
    left, came = given.moved_out[year], given.moved_in[year]

    def between(moved_out: FloatArray, first: int, moved_in: FloatArray) -> None:
        cohorts = slice(first, first + 1) if first == NEWBORN else slice(first, None)
        shape = (*left[cohorts].shape[:2], cases, left.shape[-1])
        out, coming = moved_out[cohorts].reshape(shape), moved_in[cohorts].reshape(shape)
        more = out - left[cohorts, :, None] - (coming - came[cohorts, :, None])
        total = coming.sum(axis=-1, keepdims=True)
        share = np.divide(coming, total, out=np.zeros_like(coming), where=total > 0)
        np.maximum(coming + share * more.sum(axis=-1, keepdims=True), 0.0, out=coming)

    return between


def _as_given(moved_out: FloatArray, first: int, moved_in: FloatArray) -> None:
    """In-moves stand in the books already."""
