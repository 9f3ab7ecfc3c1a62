"""The tables of Statistics Norway that Veivalg needs, and the dataset that each becomes.

Every id, variable and content is confirmed from live metadata before it is used. Ids and codes:
SSB's statistics bank as of 2026; labels are what finds a content when its code is another.
"""

from __future__ import annotations

from veivalg.sources.order import Order
from veivalg.sources.orders import Ask, Want
from veivalg.sources.ssb_datasets import (
    births_deaths,
    commuting,
    components,
    components_by_quarter,
    country,
    fertility,
    life_table,
    moves,
    population,
    projection,
)
from veivalg.sources.ssb_municipal import MUNICIPAL_ORDERS

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
_INSIDE = r"({0})flytting.*inn(en|a)?lan|inn(en|a)?lan\w* ({0})flytting"
"""Label of moves inside the country, in or out: «Innflytting, innenlandsk» and the like."""


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
    build=components_by_quarter,
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
        build=population,
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
        build=country,
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
        build=life_table,
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
        build=fertility,
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
        build=births_deaths,
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
        build=components,
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
        build=moves,
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
        build=commuting,
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
        build=projection,
        asks=(_projected(True, ()), _projected(False, ("14288",))),
    ),
    *MUNICIPAL_ORDERS,
)
"""Datasets in the order they are fetched: what matters most comes first."""
