"""Figures behind the emulated services: eight municipalities built in, or a folder's."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

AGES = 106
LACKING_BEFORE_2020 = ("1806", "1875", "5055", "5056", "5059")


@dataclass
class Figures:
    """Sexes stand in the order men, women, as at SSB. NaN where SSB has no figure.

    population  (municipality, sex, age, year), `rest` those of split municipalities
    chance      (sex, age 0..106, life year)  per 1,000
    fertility   (age 15..49, life year)  per 1,000 women
    births, deaths  (sex, life year)  the country
    projected   totals: {vintage: (place, alternative, year)}; places 0, counties, municipalities
    commuters   (residence, workplace)
    """

    codes: list[str]
    names: list[str]
    counties: list[str]
    years: list[int]
    population: np.ndarray
    rest: np.ndarray
    members: dict[str, list[str]]
    life_years: list[int]
    chance: np.ndarray
    fertility: np.ndarray
    births: np.ndarray
    deaths: np.ndarray
    projected: dict[int, np.ndarray] = field(default_factory=dict)
    commuters: np.ndarray = field(default_factory=lambda: np.zeros((0, 0)))
    borders: dict[str, dict] = field(default_factory=dict)

    @property
    def county_codes(self) -> list[str]:
        return sorted(set(self.counties))


_SMALL = [
    ("0301", "Oslo - Oslove", 717_710),
    ("1508", "Ålesund", 58_509),
    ("1580", "Haram", 9_500),
    ("3407", "Gjøvik", 30_700),
    ("3448", "Nordre Land", 6_600),
    ("5055", "Heim", 5_900),
    ("5059", "Orkland", 18_700),
    ("5634", "Vardø", 1_850),
]


def small_figures() -> Figures:
    """Eight municipalities and twelve years, made by rule; the same every time."""
    codes, names, sizes = (list(x) for x in zip(*_SMALL, strict=True))
    years = list(range(2013, 2025))
    shape = np.exp(-(((np.arange(AGES) - 38) / 32) ** 2)) * (np.arange(AGES) < 104)
    shape = shape / shape.sum()
    growth = 1 + 0.006 * (np.arange(len(years)) - len(years) + 1)
    population = np.rint(
        np.array(sizes)[:, None, None, None]
        * np.array([0.505, 0.495])[None, :, None, None]
        * shape[None, None, :, None]
        * growth[None, None, None, :]
    )
    members = {c: [c] for c in codes} | {
        "1508": ["1504", "1507", "1508", "1523", "1529", "1546"],
        "1580": ["1534", "1580"],
        "3407": ["0502", "3407"],
        "3448": ["0538", "3448"],
        "5634": ["2002", "5404", "5634"],
    }
    return _finished(codes, names, years, population, members)


def _finished(
    codes: list[str],
    names: list[str],
    years: list[int],
    population: np.ndarray,
    members: dict[str, list[str]],
) -> Figures:
    """Rules for what the figures given do not hold, and SSB's own holes."""
    population, rest = _with_holes(codes, years, population)
    life_years = list(range(2000, years[-1] + 1))
    ages = np.arange(AGES + 1)
    chance = (
        np.clip(
            np.exp(-9.6 + 0.093 * ages)[None, :, None]
            * np.array([1.15, 0.9])[:, None, None]
            * np.ones(len(life_years)),
            0,
            1,
        )
        * 1000
    )
    chance[:, -1] = 1000
    mother = np.arange(15, 50)
    fertility = 120 * np.exp(-(((mother - 31) / 6.2) ** 2))[:, None] * np.ones(len(life_years))
    total = np.nansum(population)
    births = np.full((2, len(life_years)), round(total / len(years) * 0.005))
    figures = Figures(
        codes=codes,
        names=names,
        counties=[c[:2] for c in codes],
        years=years,
        population=population,
        rest=rest,
        members=members,
        life_years=life_years,
        chance=np.round(chance, 3),
        fertility=np.round(fertility, 2),
        births=births,
        deaths=np.rint(births * 0.85),
        commuters=_between(population),
    )
    figures.projected = {2024: _grown(figures, 2024, 27), 2026: _grown(figures, 2026, 25)}
    figures.borders = _squares(figures)
    return figures


def _with_holes(
    codes: list[str], years: list[int], population: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Split municipalities before 2020 show 0 and go to Rest; Haram lies in Ålesund 2020-2023."""
    population = population.astype(float)
    rest = np.zeros(population.shape[1:])
    early = np.array([year < 2020 for year in years])
    for code in LACKING_BEFORE_2020:
        if code in codes:
            place = codes.index(code)
            rest[..., early] += population[place][..., early]
            population[place][..., early] = 0
    if "1580" in codes and "1508" in codes:
        inside = np.array([2020 <= year <= 2023 for year in years])
        haram, aalesund = codes.index("1580"), codes.index("1508")
        population[aalesund][..., inside] += population[haram][..., inside]
        population[haram][..., inside] = np.nan
    return population, rest


def _between(population: np.ndarray) -> np.ndarray:
    """Persons between every two municipalities, more between the large."""
    size = np.nansum(population[..., -1], axis=(1, 2))
    pairs = np.sqrt(np.outer(size, size)) / 40
    return np.floor(pairs * (np.add.outer(np.arange(len(size)), np.arange(len(size))) % 5))


def _grown(figures: Figures, first: int, count: int) -> np.ndarray:
    """Totals by place (country, counties, municipalities), alternative and year."""
    start = np.nansum(figures.population[..., -1], axis=(1, 2))
    pace = np.array([0.002, -0.003, 0.007])[:, None] * np.arange(count)[None, :]
    places = np.rint(start[:, None, None] * (1 + pace)[None])
    counties = np.stack(
        [
            places[[c == county for c in figures.counties]].sum(axis=0)
            for county in figures.county_codes
        ]
    )
    return np.concatenate([places.sum(axis=0)[None], counties, places])


def _squares(figures: Figures) -> dict[str, dict]:
    """Borders as squares side by side, in degrees."""

    def ring(index: int) -> list[list[float]]:
        west, south = 6 + index % 20 * 0.5, 60 + index // 20 * 0.5
        return [
            [west, south],
            [west + 0.25, south],
            [west + 0.5, south],
            [west + 0.5, south + 0.5],
            [west, south + 0.5],
            [west, south],
        ]

    def feature(index: int, properties: dict) -> dict:
        return {
            "type": "Feature",
            "properties": properties,
            "geometry": {"type": "MultiPolygon", "coordinates": [[ring(index)]]},
        }

    return {
        "Kommuner": {
            "type": "FeatureCollection",
            "features": [
                feature(i, {"objtype": "Kommune", "kommunenummer": c, "kommunenavn": n})
                for i, (c, n) in enumerate(zip(figures.codes, figures.names, strict=True))
            ],
        },
        "Fylker": {
            "type": "FeatureCollection",
            "features": [
                feature(i, {"objtype": "Fylke", "fylkesnummer": c, "fylkesnavn": c})
                for i, c in enumerate(figures.county_codes)
            ],
        },
    }


def reference_figures(folder: Path) -> Figures:
    """Figures of the reference folder; rules where it holds nothing."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    places = _rows(folder / "municipalities_2024.csv")
    codes = [row["kommune"] for row in places]
    table = pq.read_table(folder / "population_municipality_age_sex_2005_2024.parquet")
    years = sorted(pc.unique(table["year"]).to_pylist())
    population = np.full((len(codes), 2, AGES, len(years)), np.nan)
    kommune = (
        table["kommune"].combine_chunks().dictionary_encode()
        if not hasattr(table["kommune"].combine_chunks(), "dictionary")
        else table["kommune"].combine_chunks()
    )
    order = np.array([codes.index(c) for c in kommune.dictionary.to_pylist()])
    population[
        order[np.asarray(kommune.indices)],
        np.asarray(pc.equal(table["sex"].cast("string"), "F")).astype(int),
        table["age"].to_numpy(),
        table["year"].to_numpy() - years[0],
    ] = table["population"].to_numpy()
    members: dict[str, list[str]] = {c: [] for c in codes}
    for row in _rows(folder / "municipality_code_groups_1994_2024.csv"):
        if row["kommune_2024"] in members:
            members[row["kommune_2024"]].append(row["old_code"])
    figures = _finished(codes, [r["name"] for r in places], years, population, members)
    figures.counties = [r["fylke"] for r in places]
    _national(figures, folder)
    figures.projected = {2024: _official(figures, folder), 2026: _grown(figures, 2026, 25)}
    figures.commuters = _commuters(figures, folder)
    figures.borders = _borders(folder)
    return figures


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def _national(figures: Figures, folder: Path) -> None:
    first = figures.life_years[0]
    for row in _rows(folder / "lifetable_norway_2000_2024.csv"):
        figures.chance[int(row["sex"] == "F"), int(row["age"]), int(row["year"]) - first] = round(
            float(row["qx"]) * 1000, 3
        )
    figures.fertility[:] = np.nan
    for row in _rows(folder / "fertility_norway_asfr_1967_2022.csv"):
        age, year = int(row["age"]), int(row["year"])
        if 15 <= age <= 49 and year >= first:
            figures.fertility[age - 15, year - first] = round(float(row["asfr"]) * 1000, 2)
    figures.births = np.full(figures.births.shape, np.nan)
    figures.deaths = figures.births.copy()
    for row in _rows(folder / "births_deaths_norway_1980_2023.csv"):
        year = int(row["year"]) - first
        if year >= 0:
            for sex, word in enumerate(("male", "female")):
                figures.births[sex, year] = int(row[f"births_{word}"])
                figures.deaths[sex, year] = int(row[f"deaths_{word}"])


def _official(figures: Figures, folder: Path) -> np.ndarray:
    """SSB's projection of 2024: three alternatives for counties, the main one for the others."""
    places = ["0", *figures.county_codes, *figures.codes]
    values = np.full((len(places), 3, 27), np.nan)
    for row in _rows(folder / "projection_2024_mmmm_municipality_totals_2024_2050.csv"):
        values[places.index(row["kommune"]), 0, int(row["year"]) - 2024] = float(row["population"])
    for row in _rows(folder / "projection_2024_county_totals_3_alternatives_2024_2050.csv"):
        alternative = ("MMMM", "LLML", "HHMH").index(row["alternative"])
        values[places.index(row["fylke"]), alternative, int(row["year"]) - 2024] = float(
            row["population"]
        )
    values[0] = values[1 : 1 + len(figures.county_codes)].sum(axis=0)
    return values


def _commuters(figures: Figures, folder: Path) -> np.ndarray:
    values = np.zeros((len(figures.codes),) * 2)
    place = {code: i for i, code in enumerate(figures.codes)}
    for row in _rows(folder / "commuting_2017.csv"):
        if row["residence"] in place and row["workplace"] in place:
            values[place[row["residence"]], place[row["workplace"]]] = float(row["commuters"])
    return values


def _borders(folder: Path) -> dict[str, dict]:
    return {
        "Kommuner": _geojson(json.loads((folder / "geometry_kommuner_2024.topojson").read_text())),
        "Fylker": _geojson(json.loads((folder / "geometry_fylker_2024.topojson").read_text())),
    }


def _geojson(topology: dict) -> dict:
    """Features with coordinates, from shared arcs."""
    arcs = [np.array(a) for a in topology["arcs"]]
    if "transform" in topology:
        scale, shift = (np.array(topology["transform"][k]) for k in ("scale", "translate"))
        arcs = [np.cumsum(a, axis=0) * scale + shift for a in arcs]

    def ring(numbers: list[int]) -> list[list[float]]:
        lines = [arcs[n] if n >= 0 else arcs[~n][::-1] for n in numbers]
        joined = np.concatenate([lines[0], *(line[1:] for line in lines[1:])])
        return joined.round(6).tolist()

    shapes = next(iter(topology["objects"].values()))["geometries"]
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": shape["properties"],
                "geometry": {
                    "type": shape["type"],
                    "coordinates": [ring(r) for r in shape["arcs"]]
                    if shape["type"] == "Polygon"
                    else [[ring(r) for r in polygon] for polygon in shape["arcs"]],
                },
            }
            for shape in shapes
        ],
    }
