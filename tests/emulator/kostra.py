"""Tables of municipal services and economy in the emulated bank: regions, labels, marks, units.

Levels are those of the shipped key figures, varied by municipality. Labels are written out as SSB
writes them, with the unit in brackets, so that they are not those of the files for import.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

import numpy as np

from tests.emulator.figures import Figures
from tests.emulator.shared_dimensions import time
from tests.emulator.tables import Dimension, Listed, Table
from veivalg.sources.kostra_indicators import Indicator, indicators

SHIPPED = Path(__file__).parents[2] / "src" / "veivalg" / "data" / "bundled" / "kostra.csv"
GROUPS = [f"EKG{number:02d}" for number in range(1, 18)]
YEARS = 10
UNITS = {"%": "prosent", "1000 kr": "1 000 kr", "per 1000": "promille"}
FULL = (
    (r"ekskl\. pensjonsforpl\.", "ex pensjonsforpliktelser"),
    (r"\(ekskl\. premieavvik\)", "ekskl. premieavvik"),
    (r"br\. driftsinnt\.", "brutto driftsinntekter"),
    (r"tot\. br\. invest\.", "totale brutto investeringer"),
    (r"Korr\. br\. driftsutg\.", "Korrigerte brutto driftsutgifter"),
    (r"Komm\. overf", "Kommunale overf"),
    (
        r"i % av tot\. netto driftsutg(ifter|\.)",
        "i prosent av kommunens samlede netto driftsutgifter",
    ),
    (r"driftsutgifter kultur per innbygger", "driftsutgifter til kultursektoren per innbygger"),
    (r"innb\. 1-5", "innbygger 1-5"),
    (r"i % av", "i prosent av"),
    (r"innb\.( |$)", r"innbyggere\1"),
    (r"80\+", "80 år og over"),
    (r"67-79 ", "67-79 år "),
    (r"10 000 innbygger$", "10 000 innbyggere"),
    (r"m/ helsefaglig utd\.", "m/ helsefaglig utdanning"),
    (r"skolehelsetj\.", "skolehelsetjenesten"),
    (r"≥ 6 mnd", "i 6 måneder eller mer"),
)
SMALL = "5634"
"""The smallest of the eight built in: fewer than five users of some services, so hidden."""


def kostra_tables(figures: Figures) -> list[Table]:
    """Key figures of seven tables, users of care, housing and hours."""
    years = figures.years[-YEARS:]
    tables = [
        _key_figures(figures, number, years)
        for number in dict.fromkeys(one.table for one in indicators().values())
    ]
    return [*tables, _users(figures, years), _base(figures, years), _hours(figures, years)]


def written_out(one: Indicator) -> str:
    """A label as the table itself has it."""
    label = one.label
    for pattern, full in FULL:
        label = re.sub(pattern, full, label)
    return f"{label} ({UNITS.get(one.unit, one.unit)})"


def regions(figures: Figures, offset: str) -> Dimension:
    """Present and former numbers, the country and groups; lists with labels that do not change."""
    old = [c for present in figures.codes for c in figures.members[present] if c != present]
    old = [code for code in dict.fromkeys(old) if code not in figures.codes]
    codes = [*figures.codes, *old, "EAK", "EAKUO", *GROUPS]
    labels = [
        *figures.names,
        *(f"{code} (-2019)" for code in old),
        "Landet",
        "Landet uten Oslo",
        *(f"KOSTRA-gruppe {number}" for number in range(1, 18)),
    ]

    def listed(suffix: str, label: str, chosen: list[str]) -> Listed:
        places = [codes.index(code) for code in chosen]
        return Listed(
            f"agg_KOGkommuneregion0000{offset}{suffix}",
            label,
            "Aggregation",
            chosen,
            [labels[p] for p in places],
            [[p] for p in places],
            [[code] for code in chosen],
        )

    return Dimension(
        "KOKkommuneregion0000",
        "region",
        codes,
        labels,
        role="geo",
        lists=[
            listed("1", "Uttrekk for Alle kommuner", [*figures.codes, *old]),
            listed("2", "Uttrekk for Kommuner 2024-", [*figures.codes, "EAK", "EAKUO"]),
            listed("3", "Uttrekk for Kommuner 2024- (uten aggregerte regioner)", figures.codes),
            listed("4", "Uttrekk for KOSTRA-grupperinger", [*GROUPS, "EAK", "EAKUO"]),
        ],
    )


def _content(codes: list[str], labels: list[str], units: list[str]) -> Dimension:
    return Dimension(
        "ContentsCode",
        "statistikkvariabel",
        codes,
        labels,
        role="metric",
        units=dict(zip(codes, units, strict=True)),
    )


@cache
def _levels() -> dict[str, float]:
    """A level for each key: the country's newest as published, else any region's."""
    with SHIPPED.open(encoding="utf-8", newline="") as file:
        lines = sorted(csv.DictReader(file), key=lambda line: line["region"] == "EAK")
    known = indicators()
    levels = {}
    for line in lines:
        figure = float(next(filter(None, reversed(list(line.values())))))
        factor = known[line["key"]].factor(known[line["key"]].unit)
        levels[line["key"]] = round(figure / factor, 1)
    return levels


def _key_figures(figures: Figures, tables: str, years: list[int]) -> Table:
    number = tables.split("/")[0]
    known = [one for one in indicators().values() if one.table == tables]
    places = regions(figures, number[-3:])
    level = np.array([_levels()[one.key] for one in known])
    place = 1 + 0.01 * (np.arange(len(places.codes)) % 7 - 3)
    values = np.round(place[:, None, None] * level[None, :, None] * np.ones(len(years)), 1)
    decoy = np.full((len(places.codes), 1, len(years)), 12_345.0)
    table = Table(
        number,
        f"Utvalgte nøkkeltall {number}, etter region (K) {years[0]}-{years[-1]}",
        [
            places,
            _content(
                [*(_code(one) for one in known), "KOSannet0000"],
                [*map(written_out, known), "Noe ganske annet (antall)"],
                [*(UNITS.get(one.unit, one.unit) for one in known), "antall"],
            ),
            time(years),
        ],
        np.concatenate([values, decoy], axis=1),
        updated=f"{years[-1] + 1}-06-16T06:00:00Z",
    )
    _without_figures(table, figures)
    return table


def _code(one: Indicator) -> str:
    """The code known, else one of the same look."""
    number = list(indicators()).index(one.key)
    return one.codes[0] if one.codes else f"KOSindikator{number:04d}0000"


def _without_figures(table: Table, figures: Figures) -> None:
    """Former numbers have figures until 2019; small municipalities hide their newest."""
    codes, years = table.dimensions[0].codes, [int(y) for y in table.periods]
    old = slice(len(figures.codes), codes.index("EAK"))
    table.figures[old][..., [y > 2019 for y in years]] = np.nan
    if SMALL in figures.codes and table.id in ("12209", "12003", "14019"):
        place = codes.index(SMALL)
        for cell in np.ndindex(table.figures.shape[1:-1]):
            where = (place, *cell, len(years) - 1)
            table.figures[where] = np.nan
            table.marks[where] = ":"


def _users(figures: Figures, years: list[int]) -> Table:
    """By service and age; home services aged 67 to 79 are not published after 2019."""
    places = regions(figures, "003")
    size = np.nansum(figures.population, axis=1)[..., -len(years) :]
    ages = np.stack(
        [size[:, :67].sum(axis=1), size[:, 67:80].sum(axis=1), size[:, 80:].sum(axis=1)], axis=1
    )
    use = np.array([[0.022, 0.08, 0.25], [0.0005, 0.012, 0.09], [0.001, 0.01, 0.03]])
    by_age = np.rint(ages[:, None] * use[None, :, :, None])
    own = np.concatenate([by_age.sum(axis=2, keepdims=True), by_age], axis=2)
    values = np.full((len(places.codes), 1, *own.shape[1:]), np.nan)
    values[: len(figures.codes), 0] = own
    values[:, 0, 0, 2, [y > 2019 for y in years]] = np.nan
    table = Table(
        "12003",
        f"Omsorgstjenester - brukere, etter alder og tjenestegrupper (K) {years[0]}-{years[-1]}",
        [
            places,
            _content(["KOSbrukere0000"], ["Brukere av omsorgstjenester (antall)"], ["antall"]),
            Dimension(
                "KOKtjenester0000",
                "tjenestegrupper",
                ["A", "B", "C"],
                ["Hjemmetjenester", "Langtidsopphold i institusjon", "Tidsbegrenset opphold"],
            ),
            Dimension(
                "KOKalder0001",
                "alder",
                ["999", "000-066", "067-079", "080+"],
                ["Alle aldre", "0-66 år", "67-79 år", "80 år og over"],
            ),
            time(years),
        ],
        values,
        updated=f"{years[-1] + 1}-06-16T06:00:00Z",
    )
    _without_figures(table, figures)
    return table


def _base(figures: Figures, years: list[int]) -> Table:
    places = regions(figures, "292")
    people = np.full((len(places.codes), len(years)), np.nan)
    people[: len(figures.codes)] = np.nansum(figures.population, axis=(1, 2))[:, -len(years) :]
    return Table(
        "12292",
        f"Helse- og omsorgstjenester - grunnlagsdata (K) {years[0]}-{years[-1]}",
        [
            places,
            _content(
                ["KOSbialthelsum0000", "KOSbialt0000", "KOSsykepl0000"],
                [
                    "Beboere i bolig m/ fast tilknyttet bemanning hele døgnet (antall)",
                    "Beboere i bolig i alt (antall)",
                    "Årsverk av sykepleiere (årsverk)",
                ],
                ["antall", "antall", "årsverk"],
            ),
            time(years),
        ],
        np.rint(people[:, None] * np.array([0.005, 0.008, 0.006])[None, :, None]),
        values_as_object=True,
    )


def _hours(figures: Figures, years: list[int]) -> Table:
    places = regions(figures, "643")
    hours = np.full((len(places.codes), 1, 2, len(years)), np.nan)
    hours[: len(figures.codes)] = 2.0  # a variable left out is summed here, so 4 in all
    return Table(
        "11643",
        f"Timar i veka til praktisk bistand og helsetenester i heimen (K) {years[0]}-{years[-1]}",
        [
            places,
            _content(["KOStimer0000"], ["Gjennomsnittleg tal på timar i veka (timer)"], ["timer"]),
            Dimension(
                "KOKbistand0000", "bistandsbehov", ["1", "2"], ["Noko", "Mykje"], elimination=True
            ),
            time(years),
        ],
        hours,
    )
