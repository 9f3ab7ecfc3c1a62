"""Answers of Statistics Norway's tables made into the rows of datasets: one function a dataset."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from veivalg.errors import TableChanged
from veivalg.sources.arrow import Column, listed, pc
from veivalg.sources.tidy import Answered, population_rows, sex_letter, whole_number, wide

Built = tuple[pa.Table, str]
"""Rows of a dataset and a remark on what is lacking."""


def population(answers: Sequence[Answered]) -> Built:
    """Residents by municipality, sex and age."""
    return population_rows(answers[0])


def country(answers: Sequence[Answered]) -> Built:
    """Residents of the country by sex and age."""
    rows = answers[0].rows()
    return pa.table(
        {
            "year": whole_number(rows["year"]),
            "sex": sex_letter(rows["sex"]),
            "age": whole_number(rows["age"]),
            "persons": rows["value"],
        }
    ), answers[0].missing()


def life_table(answers: Sequence[Answered]) -> Built:
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


def fertility(answers: Sequence[Answered]) -> Built:
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


def births_deaths(answers: Sequence[Answered]) -> Built:
    """Births and deaths in the country by sex."""
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


_FLOWS = ("births", "deaths", "immigration", "emigration", "moved_in", "moved_out")


def components(answers: Sequence[Answered]) -> Built:
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


def components_by_quarter(answers: Sequence[Answered]) -> Built:
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


def moves(answers: Sequence[Answered]) -> Built:
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


def commuting(answers: Sequence[Answered]) -> Built:
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


def projection(answers: Sequence[Answered]) -> Built:
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
