"""The tables of Statistics Norway that Veivalg needs, and the dataset that each becomes.

Every id, variable and content is confirmed from live metadata before it is used. Ids and codes:
SSB's statistics bank as of 2026; labels are what finds a content when its code is another.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from veivalg.errors import TableChanged
from veivalg.provenance import content_hash
from veivalg.sources.arrow import Column, listed, pc
from veivalg.sources.orders import Ask, Want
from veivalg.sources.tidy import Answered, population_rows, sex_letter, whole_number, wide

Built = tuple[pa.Table, str]
"""Rows of a dataset and a remark on what is lacking."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One dataset: the tables it is made of, and how.

    stock     figures are counted on 1 January of the newest year, else during it
    needed    without it the program has no official figures at all
    calls     calls for figures that we expect, to tell the time left before metadata is read
    instead   another way to the same dataset, when a table of this one has changed
    """

    dataset: str
    asks: tuple[Ask, ...]
    build: Callable[[Sequence[Answered]], Built]
    stock: bool = False
    needed: bool = False
    calls: int = 1
    instead: Order | None = None

    @property
    def identity(self) -> str:
        """Equal exactly when the same things are wanted in the same way."""
        return content_hash([repr(self.asks), self.build.__name__])[:16]


_NUMBER = r"\d{4}"
_PRESENT_SERIES = (
    "agg_KommSummer",
    "agg_KommSummerHist",
    "agg_KommSummerS",
    r"Kommuner \d{4}, sammenslåtte tidsserier.*",
)
_PRESENT_CODES = ("agg_KommGjeldende", *_PRESENT_SERIES, "vs_Kommun.*")

_YEAR = Want(name="year", ids=("Tid",), role="time", codes=r"\d{4}")
_NEWEST_YEAR = Want(name="year", ids=("Tid",), role="time", codes=r"\d{4}", newest=1)
_TEN_YEARS = Want(name="year", ids=("Tid",), role="time", codes=r"\d{4}", newest=10)
_SEX = Want(name="sex", ids=("Kjonn",), codes="[12]", at_least=2)
_AGE = Want(name="age", ids=("Alder",), codes=r"\d{3}\+?", at_least=106)
_PLACES = Want(name="place", ids=("Region",), role="geo", codes=_NUMBER, codelists=_PRESENT_SERIES)


def _contents(**wanted: tuple[tuple[str, ...], str]) -> Want:
    return Want(name="content", ids=("ContentsCode",), role="metric", contents=wanted)


_PERSONS = _contents(persons=(("Personer1", "Personer"), r"^personer"))


def _population(answers: Sequence[Answered]) -> Built:
    return population_rows(answers[0])


def _country(answers: Sequence[Answered]) -> Built:
    rows = answers[0].rows()
    return pa.table(
        {
            "year": whole_number(rows["year"]),
            "sex": sex_letter(rows["sex"]),
            "age": whole_number(rows["age"]),
            "persons": rows["value"],
        }
    ), answers[0].missing()


def _life_table(answers: Sequence[Answered]) -> Built:
    """Chance of dying within the year; the table counts per 1,000."""
    rows = answers[0].rows()
    chance = np.asarray(rows["value"], dtype=np.float64) / 1000
    if np.nanmax(chance) > 1 or np.nanmax(chance) < 0.5:
        raise TableChanged(
            f"Table {answers[0].settled.entry.id} no longer counts deaths per 1,000: the highest "
            f"is {np.nanmax(chance) * 1000:g}. Update Veivalg."
        )
    return pa.table(
        {
            "year": whole_number(rows["year"]),
            "sex": sex_letter(rows["sex"]),
            "age": whole_number(rows["age"]),
            "death_probability": pa.array(chance, from_pandas=True),
        }
    ).drop_null(), answers[0].missing()


def _fertility(answers: Sequence[Answered]) -> Built:
    """Births per woman by age; per 1,000 women where their sum over ages says so."""
    rows = answers[0].rows()
    table = pa.table(
        {
            "year": whole_number(rows["year"]),
            "age": whole_number(rows["age"]),
            "rate": rows["value"],
        }
    ).drop_null()
    years = table.group_by("year").aggregate([("rate", "sum")])
    total = float(np.median(years["rate_sum"].to_numpy()))
    scale = next((s for s in (1, 1000) if 0.8 < total / s < 5), None)
    if scale is None:
        raise TableChanged(
            f"Table {answers[0].settled.entry.id} has rates that sum to {total:g} over ages, "
            "which is neither children per woman nor per 1,000 women by one-year age."
        )
    rate = pc.divide(table["rate"], float(scale))
    return table.set_column(2, "rate", rate), answers[0].missing()


def _births_deaths(answers: Sequence[Answered]) -> Built:
    births, deaths = (
        answered.rows().select(["year", "sex", "value"]).rename_columns(["year", "sex", name])
        for answered, name in zip(answers, ("births", "deaths"), strict=True)
    )
    both = births.join(deaths, keys=["year", "sex"], join_type="inner")
    both = both.sort_by([("year", "ascending"), ("sex", "ascending")])
    return pa.table(
        {
            "year": whole_number(both["year"]),
            "sex": sex_letter(both["sex"]),
            "births": both["births"],
            "deaths": both["deaths"],
        }
    ).drop_null(), ""


_INSIDE = r"({0})flytting.*inn(en|a)?lan|inn(en|a)?lan\w* ({0})flytting"
"""Label of moves inside the country, in or out: «Innflytting, innenlandsk» and the like."""
_FLOWS = ("births", "deaths", "immigration", "emigration", "moved_in", "moved_out")


def _components(answers: Sequence[Answered]) -> Built:
    """Births and deaths from one table, moves from another, where both have figures."""
    vital = wide(answers[0].rows(), ("place", "year"), ("births", "deaths"))
    moves = wide(answers[1].rows(), ("place", "year"), _FLOWS[2:])
    both = vital.join(moves, keys=["place", "year"], join_type="inner")
    both = both.sort_by([("place", "ascending"), ("year", "ascending")])
    table = pa.table(
        {
            "municipality": both["place"],
            "year": whole_number(both["year"]),
            **{name: both[name] for name in _FLOWS},
        }
    ).drop_null()
    total = sum((np.asarray(table[name]) for name in _FLOWS), np.zeros(table.num_rows))
    return table.filter(pa.array(total > 0)), answers[0].missing()


def _components_by_quarter(answers: Sequence[Answered]) -> Built:
    """The same flows, summed over the four quarters of each year that has them all."""
    rows = answers[0].rows().drop_null()
    rows = rows.append_column("calendar", pc.utf8_slice_codeunits(rows["year"], 0, 4))
    summed = rows.group_by(["place", "calendar", "content"]).aggregate(
        [("value", "sum"), ("value", "count")]
    )
    whole = summed.filter(pc.equal(summed["value_count"], 4))
    whole = whole.rename_columns(["place", "year", "content", "value", "count"])
    both = wide(whole, ("place", "year"), _FLOWS).drop_null()
    table = pa.table(
        {
            "municipality": both["place"],
            "year": whole_number(both["year"]),
            **{name: both[name] for name in _FLOWS},
        }
    )
    total = sum((np.asarray(table[name]) for name in _FLOWS), np.zeros(table.num_rows))
    return table.filter(pa.array(total > 0)), answers[0].missing()


def _moves(answers: Sequence[Answered]) -> Built:
    """Moves between municipalities; pairs without moves are left out."""
    rows = answers[0].rows()
    table = pa.table(
        {
            "year": whole_number(rows["year"]),
            "origin": rows["origin"],
            "destination": rows["destination"],
            "persons": rows["value"],
        }
    )
    moved = pc.and_(
        pc.greater(table["persons"], 0), pc.not_equal(table["origin"], table["destination"])
    )
    return table.filter(pc.fill_null(moved, False)), answers[0].missing()


def _commuting(answers: Sequence[Answered]) -> Built:
    """Employed by residence and workplace in the newest year, without those who stay."""
    rows = answers[0].rows()
    table = pa.table(
        {
            "residence": rows["residence"],
            "workplace": rows["workplace"],
            "persons": rows["value"],
        }
    )
    between = pc.and_(
        pc.greater(table["persons"], 0), pc.not_equal(table["residence"], table["workplace"])
    )
    return table.filter(pc.fill_null(between, False)), answers[0].missing()


_LEVELS = {1: "country", 2: "county", 4: "municipality"}


def _projection(answers: Sequence[Answered]) -> Built:
    """Projected residents by vintage and alternative: municipalities, counties, the country."""
    tables = {answered.settled.entry.id: answered for answered in answers}
    parts = [_vintage(answered) for answered in tables.values()]
    return pa.concat_tables(parts), "; ".join(filter(None, (a.missing() for a in answers)))


def _vintage(answered: Answered) -> pa.Table:
    rows, entry = answered.rows(), answered.settled.entry
    keys = ["content", "place", "year"]
    summed = rows.group_by(keys).aggregate([("value", "sum")])
    summed = summed.sort_by([(key, "ascending") for key in keys])
    count = summed.num_rows
    columns: dict[str, Column] = {
        "vintage": pa.array([int(entry.first_period[:4])] * count, pa.int16()),
        "alternative": summed["content"],
        "table": pa.array([entry.id] * count, pa.string()),
        "level": pa.array([_LEVELS[len(c)] for c in listed(summed["place"])], pa.string()),
        "code": summed["place"],
        "year": whole_number(summed["year"]),
        "persons": summed["value_sum"],
    }
    return pa.table(columns).drop_null()


def _projected(newest: bool, tables: tuple[str, ...]) -> Ask:
    alternatives = {
        "MMMM": (("Personer",), r"\bMMMM\b"),
        "LLML": (("Personer1",), r"\bLLML\b"),
        "HHMH": (("Personer2",), r"\bHHMH\b"),
    }
    return Ask(
        tables=tables,
        title="Framskrevet folkemengde",
        label=r"\(K\)",
        newest=newest,
        archive=not newest,
        wants=(
            Want(name="place", ids=("Region",), role="geo", codes=r"0|\d{2}|\d{4}", at_least=2),
            _YEAR,
            _contents(**alternatives),
        ),
    )


def _between(first: str, second: str, *, ids: tuple[str, str]) -> tuple[Want, Want]:
    return (
        Want(name=first, ids=(ids[0],), codes=_NUMBER, codelists=_PRESENT_CODES),
        Want(name=second, ids=(ids[1],), codes=_NUMBER, codelists=_PRESENT_CODES),
    )


_BY_QUARTER = Order(
    dataset="components",
    build=_components_by_quarter,
    asks=(
        Ask(
            tables=("01222",),
            title="Endringer i befolkningen i løpet av kvartalet",
            label="region",
            wants=(
                _PLACES,
                _contents(
                    births=(("Fodte2",), r"^fødde|^fødte"),
                    deaths=(("Dode3",), r"^døde"),
                    immigration=(("Innvandring5",), r"^innvandring$"),
                    emigration=(("Utvandring6",), r"^utvandring$"),
                    moved_in=(("Tilflytting7",), r"^innflytting, inn"),
                    moved_out=(("Fraflytting8",), r"^utflytting, inn"),
                ),
                Want(name="year", ids=("Tid",), role="time", codes=r"\d{4}K[1-4]", at_least=4),
            ),
        ),
    ),
)

ORDERS: tuple[Order, ...] = (
    Order(
        dataset="population",
        stock=True,
        needed=True,
        calls=5,
        build=_population,
        asks=(
            Ask(
                tables=("07459",),
                title="Alders- og kjønnsfordeling i kommuner",
                label="1986",
                wants=(_PLACES, _SEX, _AGE, _PERSONS, _YEAR),
            ),
        ),
    ),
    Order(
        dataset="population_country",
        stock=True,
        build=_country,
        asks=(
            Ask(
                tables=("07459",),
                title="Alders- og kjønnsfordeling i kommuner",
                label="1986",
                wants=(
                    Want(
                        name="place",
                        ids=("Region",),
                        role="geo",
                        codes="0",
                        codelists=("vs_Landet",),
                    ),
                    _SEX,
                    _AGE,
                    _PERSONS,
                    _YEAR,
                ),
            ),
        ),
    ),
    Order(
        dataset="life_table",
        build=_life_table,
        asks=(
            Ask(
                tables=("07902",),
                title="Dødelighetstabeller",
                wants=(
                    _SEX,
                    Want(name="age", ids=("AlderX", "Alder"), codes=r"\d{1,3}\+?", at_least=100),
                    _contents(chance=(("Dodssannsynlighet",), r"dødssannsynlighet")),
                    _YEAR,
                ),
            ),
        ),
    ),
    Order(
        dataset="fertility",
        build=_fertility,
        asks=(
            Ask(
                tables=("08556", "04232"),
                title="fruktbarhet*",
                label="alder",
                wants=(
                    Want(
                        name="age",
                        ids=("Alder", "AlderMor", "AlderX"),
                        codes=r"\d{2,3}\+?",
                        at_least=30,
                    ),
                    _contents(rate=((), r"fruktbarhetsrate")),
                    _YEAR,
                ),
            ),
        ),
    ),
    Order(
        dataset="births_deaths",
        calls=2,
        build=_births_deaths,
        asks=(
            Ask(
                tables=("04231",),
                title="Levendefødte",
                label="kjønn",
                wants=(_SEX, _contents(births=((), r"^levendefødte")), _YEAR),
            ),
            Ask(
                tables=("05839",),
                title="Døde",
                label="kjønn",
                wants=(_SEX, _contents(deaths=((), r"^døde")), _YEAR),
            ),
        ),
    ),
    Order(
        dataset="components",
        calls=2,
        build=_components,
        instead=_BY_QUARTER,
        asks=(
            Ask(
                tables=("06913",),
                title="Folkemengde 1. januar og endringer",
                label="region",
                wants=(
                    _PLACES,
                    _contents(
                        births=(("Levende", "Fodte2"), r"levendefødte|^fødte"),
                        deaths=(("Dode", "Dode3"), r"^døde"),
                    ),
                    _YEAR,
                ),
            ),
            Ask(
                tables=("09588",),
                title="Innenlandsk flytting og inn- og utvandring",
                label="region",
                wants=(
                    _PLACES,
                    _contents(
                        immigration=(("Innvandring", "Innvandring5"), r"^innvandring(er)?\b"),
                        emigration=(("Utvandring", "Utvandring6"), r"^utvandring(er)?\b"),
                        moved_in=(("InnflyttInnland", "Tilflytting7"), _INSIDE.format("inn|til")),
                        moved_out=(("UtflyttInnland", "Fraflytting8"), _INSIDE.format("ut|fra")),
                    ),
                    _YEAR,
                ),
            ),
        ),
    ),
    Order(
        dataset="moves",
        calls=2,
        build=_moves,
        asks=(
            Ask(
                tables=("13864",),
                title="Flytting mellom kommuner",
                wants=(
                    *_between(
                        "origin", "destination", ids=("Fraflyttingsregion", "TilflyttRegion")
                    ),
                    _contents(persons=(("Flyttinger",), r"flytt")),
                    _TEN_YEARS,
                ),
            ),
        ),
    ),
    Order(
        dataset="commuting",
        build=_commuting,
        asks=(
            Ask(
                tables=("03321",),
                title="Sysselsatte etter bosted og arbeidssted",
                wants=(
                    *_between("residence", "workplace", ids=("Bokommuen", "ArbstedKomm")),
                    _contents(persons=(("Sysselsatte",), r"sysselsatte")),
                    _NEWEST_YEAR,
                ),
            ),
        ),
    ),
    Order(
        dataset="official_projection",
        stock=True,
        calls=2,
        build=_projection,
        asks=(_projected(True, ()), _projected(False, ("14288",))),
    ),
)
"""Datasets in the order they are fetched: what matters most comes first."""
