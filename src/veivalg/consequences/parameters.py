"""Default figures of the consequences: read from TOML files, each with its source or its doubt.

A figure is a number, or numbers by age (and sex), by year, or by named item. A person who cannot
program may edit the files; what does not hold is told with file, name and remedy.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal

import numpy as np

from veivalg.axes import AGES, OPEN_AGE, SEXES, FloatArray, make_read_only
from veivalg.errors import BadParameter, OutOfRange
from veivalg.provenance import content_hash

Basis = Literal["published", "quoted", "derived", "assumption", "replaced"]
BASES: tuple[Basis, ...] = ("published", "quoted", "derived", "assumption", "replaced")
FORMS = ("value", "by_age", "by_age_and_sex", "by_year", "by_item")
KNOWN = {*FORMS, "unit", "basis", "source", "year", "retrieved", "range", "reason"}
FOLDER = "figures"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Parameter:
    """One default figure, or a row of them, and what it rests on.

    name    "<file>.<section>", as in "services.home_use"
    unit    "share", "person-years per user", "NOK 2024", …
    number  the figure, NaN when there are several
    ages    (sex, age)  by age; the same for both sexes unless the file tells them apart
    items   by name, or by year as text; empty when there is one number
    basis   published  read in the publisher's own table or text
            quoted     the publisher's figure as another quotes it
            derived    our arithmetic on such figures; reason says how
            assumption no figure was found; range and reason say how unsure it is
            replaced   an own figure of the user's
    range   lowest and highest that could be defended; of rows, as factors on them
    """

    name: str
    unit: str
    number: float
    ages: FloatArray | None
    items: Mapping[str, float]
    basis: Basis
    source: str
    year: int | None
    range: tuple[float, float] | None
    reason: str

    @property
    def identity(self) -> str:
        """Hash of name and numbers."""
        rows = [] if self.ages is None else [self.ages]
        return content_hash([self.name, self.number, *self.items.items(), *rows])

    def in_year(self, years: Iterable[int]) -> FloatArray:
        """(year) straight lines between the years given, level before the first and after the last.

        A single number holds in every year.
        """
        wanted = np.array(tuple(years), dtype=np.float64)
        if not self.items:
            return np.full(len(wanted), self.number)
        known = sorted((int(year), value) for year, value in self.items.items())
        return np.interp(wanted, [year for year, _ in known], [value for _, value in known])


@dataclass(frozen=True, slots=True, eq=False)
class Parameters:
    """All default figures by name; asking for one that does not exist is an error."""

    held: Mapping[str, Parameter]

    def __getitem__(self, name: str) -> Parameter:
        if name not in self.held:
            raise BadParameter(f"There is no figure {name!r}; see docs/model/parameters.md.")
        return self.held[name]

    def number(self, name: str) -> float:
        """The single number of a figure."""
        return self[name].number

    def ages(self, name: str) -> FloatArray:
        """(sex, age) of a figure given by age. Raises BadParameter when it is not."""
        ages = self[name].ages
        if ages is None:
            raise BadParameter(f"The figure {name!r} is not given by age.")
        return ages

    def item(self, name: str, item: str) -> float:
        """One named number of a figure given by item."""
        items = self[name].items
        if item not in items:
            raise BadParameter(f"The figure {name!r} has no {item!r}, only {', '.join(items)}.")
        return items[item]

    def replaced(self, parameter: Parameter) -> Parameters:
        """The same with one figure replaced by an own one."""
        self[parameter.name]
        held = {**self.held, parameter.name: replace(parameter, basis="replaced")}
        return Parameters(MappingProxyType(held))


@cache
def default_parameters() -> Parameters:
    """Every figure of the files in `figures/`. Raises BadParameter with file, name and remedy."""
    held: dict[str, Parameter] = {}
    folder = files(__package__).joinpath(FOLDER)
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if file.name.endswith(".toml"):
            held |= read_parameters(file.read_text(encoding="utf-8"), file=file.name)
    return Parameters(MappingProxyType(held))


def read_parameters(text: str, *, file: str) -> dict[str, Parameter]:
    """The figures of one file by full name."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadParameter(f"{file} cannot be read as TOML: {error}.") from error
    stem = file.removesuffix(".toml")
    return {f"{stem}.{name}": _parameter(f"{stem}.{name}", e) for name, e in document.items()}


def _parameter(name: str, entry: Any) -> Parameter:
    forms = _checked_form(name, entry)
    ages = items = None
    if forms == "by_age":
        one = _ages(name, entry["by_age"])
        ages = np.stack([one] * len(SEXES))
    elif forms == "by_age_and_sex":
        ages = np.stack([_ages(name, entry["by_age_and_sex"][sex]) for sex in SEXES])
    elif forms in ("by_year", "by_item"):
        items = {str(key): _number(name, value) for key, value in entry[forms].items()}
    if ages is not None:
        make_read_only(ages)
    span = entry.get("range")
    parameter = Parameter(
        name=name,
        unit=entry["unit"],
        number=_number(name, entry["value"]) if forms == "value" else float("nan"),
        ages=ages,
        items=MappingProxyType(items or {}),
        basis=entry["basis"],
        source=entry.get("source", ""),
        year=entry.get("year"),
        range=(float(span[0]), float(span[1])) if span else None,
        reason=entry.get("reason", ""),
    )
    _require_a_basis(parameter)
    _require_shares(parameter)
    return parameter


def _checked_form(name: str, entry: Any) -> str:
    if not isinstance(entry, dict):
        raise BadParameter(f"{name} should be a section of its own: [{name.split('.')[1]}].")
    unknown = set(entry) - KNOWN
    if unknown:
        raise BadParameter(
            f"{name} has {min(unknown)!r}, which means nothing; use {sorted(KNOWN)}."
        )
    given = [form for form in FORMS if form in entry]
    if len(given) != 1:
        raise BadParameter(f"{name} should have one of {', '.join(FORMS)}, but has {given}.")
    for key in ("unit", "basis"):
        if key not in entry:
            raise BadParameter(f"{name} lacks {key!r}; add it.")
    if entry["basis"] not in BASES[:-1]:
        raise BadParameter(f"{name} has basis {entry['basis']!r}; choose {', '.join(BASES[:-1])}.")
    return given[0]


def _require_a_basis(parameter: Parameter) -> None:
    """A source with its year, or an assumption with range and reason."""
    name = parameter.name
    if parameter.basis in ("published", "quoted", "derived"):
        if not parameter.source or parameter.year is None:
            raise BadParameter(f"{name} is {parameter.basis}; add its source and year.")
        if parameter.basis == "derived" and not parameter.reason:
            raise BadParameter(f"{name} is derived; say how in 'reason'.")
    if parameter.basis == "assumption" and (parameter.range is None or not parameter.reason):
        raise BadParameter(f"{name} is an assumption; give it a range and a reason.")
    if parameter.range is not None and not parameter.range[0] <= parameter.range[1]:
        raise BadParameter(f"{name} has range {parameter.range}; the lowest comes first.")
    number, span = parameter.number, parameter.range
    if span is not None and number == number and not span[0] <= number <= span[1]:
        raise OutOfRange(f"{name} is {number:g}, outside its own range {span[0]:g} to {span[1]:g}.")


def _require_shares(parameter: Parameter) -> None:
    if parameter.unit != "share" and not parameter.unit.startswith("share "):
        return
    rows = parameter.ages.ravel() if parameter.ages is not None else np.array([])
    values = np.array([*rows, *parameter.items.values(), parameter.number])
    wrong = values[(values < 0) | (values > 1)]
    if wrong.size:
        raise OutOfRange(
            f"{parameter.name} is {wrong[0]:g}; a share lies from 0 to 1. If the source counts per "
            "cent or per 1,000, divide it."
        )


def _ages(name: str, groups: Mapping[str, Any]) -> FloatArray:
    """(age) from {"0-66" = …, "67-79" = …, "90+" = …}; ages not named have 0."""
    row = np.zeros(len(AGES))
    taken = np.zeros(len(AGES), dtype=bool)
    for label, value in groups.items():
        first, last = age_span(name, label)
        if taken[first : last + 1].any():
            raise BadParameter(f"{name} has age {label} twice; each age belongs to one group.")
        taken[first : last + 1] = True
        row[first : last + 1] = _number(name, value)
    return row


def age_span(name: str, label: str) -> tuple[int, int]:
    """First and last age of "67-79", "90+" or "3"."""
    first, _, last = label.removesuffix("+").partition("-")
    try:
        span = int(first), OPEN_AGE if label.endswith("+") else int(last or first)
    except ValueError:
        span = -1, -1
    if not 0 <= span[0] <= span[1] <= OPEN_AGE:
        raise BadParameter(f"{name} has age {label!r}; write 3, 67-79 or 90+.")
    return span


def _number(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not np.isfinite(value):
        raise BadParameter(f"{name} is {value!r}; a figure is a finite number.")
    return float(value)
