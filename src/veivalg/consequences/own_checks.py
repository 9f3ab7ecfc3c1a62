"""Whether an own figure can mean what it says; what cannot is told with line, value and remedy."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np

from veivalg.axes import FloatArray
from veivalg.consequences.forms import form_of, parts_of
from veivalg.consequences.own_cells import (
    is_share,
    per_cent,
    place_of,
    plain_unit,
    refused,
    unit_of,
    value_of,
    year_of,
)
from veivalg.consequences.own_figures import (
    FIGURE,
    KNOWN,
    LEVEL,
    OwnFigure,
    number_text,
)
from veivalg.consequences.own_file import Line, lines_of
from veivalg.consequences.parameters import Parameter, Parameters, age_span
from veivalg.consequences.replacing import (
    FACTOR,
    SERVICES_WITH_USERS,
    USERS,
    service_settled,
    spans_of,
    with_own_parameters,
)
from veivalg.data.geography import Geography
from veivalg.errors import BadParameter, OutOfRange

ACCOUNTS: dict[str, tuple[str, float, float]] = {
    "net_result_share": ("share of revenue", -0.5, 0.5),
    "debt_share": ("share of revenue", 0.0, 5.0),
    "reserve_share": ("share of revenue", -0.5, 3.0),
    "free_income_per_resident_nok": ("NOK 2024 per resident", 20_000.0, 500_000.0),
    "interest_exposure_share": ("share of revenue", -1.0, 5.0),
    "investment_share": ("share of revenue", 0.0, 2.0),
    "property_tax_per_resident_nok": ("NOK 2024 per resident", 0.0, 200_000.0),
    "need_index": (FACTOR, 0.5, 3.0),
}
"""Local figures of the accounts: unit, lowest and highest that are taken. Assumption: wide around
what municipalities have; their purpose is to find per cent, thousands and lost commas."""
OF_THE_SOURCE = {
    f"{KNOWN}net_operating_result_share": f"{KNOWN}net_result_share",
    f"{KNOWN}long_term_debt_share": f"{KNOWN}debt_share",
    f"{KNOWN}net_interest_exposure_share": f"{KNOWN}interest_exposure_share",
    f"{KNOWN}gross_investment_share": f"{KNOWN}investment_share",
}
"""Names of the same figures among those of KOSTRA, which are understood too."""
HIGHEST_LEVEL = 20.0
FIRST_YEAR, LAST_YEAR = 1990, 2060
YEARS_FROM_BASE = 5
"""A municipality's figure from further away says little about the base year. Assumption, 3-8."""
NEAR_ONE = 0.005
"""Shares that are rounded to two digits may miss 1 by this."""
FAR_OFF = 100.0
"""So many times the default, up or down, is most likely another unit. Assumption, 30-1000."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaceable:
    """What own figures can take the place of.

    levels  services with a local level
    """

    parameters: Parameters
    geography: Geography
    base_year: int
    levels: tuple[str, ...] = tuple(SERVICES_WITH_USERS)

    @property
    def names(self) -> tuple[str, ...]:
        """Every figure that can be named."""
        levels = (f"{LEVEL}{service}" for service in self.levels)
        return (*self.parameters.held, *levels, *(f"{KNOWN}{name}" for name in ACCOUNTS))

    def holds(self, name: str) -> bool:
        """Whether a figure has this name."""
        return (
            name in self.parameters.held
            or (name.startswith(LEVEL) and name.removeprefix(LEVEL) in self.levels)
            or (name.startswith(KNOWN) and name.removeprefix(KNOWN) in ACCOUNTS)
        )


def read_own(content: bytes | str, known: Replaceable) -> tuple[OwnFigure, ...]:
    """The own figures of a file, each checked.

    Raises BadParameter, OutOfRange or UnknownPlace naming line, value and remedy.
    """
    return _checked(lines_of(content), known)


def checked(own: Sequence[OwnFigure], known: Replaceable) -> tuple[OwnFigure, ...]:
    """Own figures from a text, checked like those of a file; lines are counted in their order."""
    return _checked([_as_line(number, one) for number, one in enumerate(own, start=1)], known)


def _checked(lines: Sequence[Line], known: Replaceable) -> tuple[OwnFigure, ...]:
    own = [_figure(line, known) for line in lines]
    _require_once(own, lines, known.parameters)
    _require_sums(own, lines, known.parameters)
    return tuple(sorted(own))


def _as_line(number: int, one: OwnFigure) -> Line:
    return Line(
        number=number,
        place=one.place,
        figure=one.figure,
        year=str(one.year),
        unit=one.unit,
        value=number_text(one.value),
        source=one.source,
        decimal_comma=False,
    )


def _figure(line: Line, known: Replaceable) -> OwnFigure:
    name, part = _named(line, known)
    place = place_of(line, known.geography)
    parameter = known.parameters.held.get(name)
    if parameter is None:
        unit = _local_unit(line, name, part, place)
    else:
        _require_part(line, parameter, part, place)
        unit = parameter.unit
    right = unit_of(line, name, unit)
    value = value_of(line, right)
    _require_sense(line, name, right, value, parameter)
    return OwnFigure(
        figure=f"{name}[{part}]" if part else name,
        place=place,
        year=year_of(line, **_years(known, local=bool(place))),
        unit=right,
        value=value,
        source=line.source,
    )


def _named(line: Line, known: Replaceable) -> tuple[str, str]:
    """Name and part of a figure that exists."""
    given = FIGURE.fullmatch(line.figure)
    name, part = (given["name"], given["part"] or "") if given else (line.figure[:100], "")
    name = OF_THE_SOURCE.get(name, name)
    if known.holds(name):
        return name, part
    nearest = get_close_matches(name, known.names, n=1, cutoff=0.5)
    key = "figure_nearest" if nearest else "figure"
    raise refused(BadParameter, key, line, figure=name[:60], nearest="".join(nearest))


def _local_unit(line: Line, name: str, part: str, place: str) -> str:
    """The unit of a level or a figure of the accounts."""
    if part:
        raise refused(BadParameter, "no_part", line, figure=name, part=part)
    if not place:
        raise refused(BadParameter, "place_needed", line, figure=name)
    if name.startswith(KNOWN):
        return ACCOUNTS[name.removeprefix(KNOWN)][0]
    users = name.removeprefix(LEVEL) in SERVICES_WITH_USERS
    return USERS if users and plain_unit(line.unit) != FACTOR else FACTOR


def _require_part(line: Line, parameter: Parameter, part: str, place: str) -> None:
    """Brackets where a figure has several numbers, and the right ones."""
    name = parameter.name
    if place:
        spans = spans_of(name)
        if not spans:
            raise refused(BadParameter, "not_local", line, figure=name)
        told = [f"{first}-{last}" for _, first, last in spans]
        if not (part and _span(line, name, part) in [span[1:] for span in spans]) and (
            part or len(spans) > 1
        ):
            raise refused(BadParameter, "part", line, figure=name, parts=", ".join(told))
        return
    form = form_of(parameter)
    if form == "value" and part:
        raise refused(BadParameter, "no_part", line, figure=name, part=part)
    right = form == "value" or (form == "by_year" and (not part or re.fullmatch("[0-9]{4}", part)))
    if form == "by_item":
        right = part in parameter.items
    elif parameter.ages is not None:
        right = bool(part) and _is_of_groups(parameter.ages, _span(line, name, part))
    if not right:
        parts = ", ".join(parts_of(parameter))
        raise refused(BadParameter, "part", line, figure=name, parts=parts)


def _is_of_groups(ages: FloatArray, span: tuple[int, int]) -> bool:
    """Whether the ages are whole groups of the default, none of which is 0."""
    first, last = span
    inside = ages[:, first : last + 1]
    before = first == 0 or bool((ages[:, first - 1] != ages[:, first]).any())
    after = last + 1 == ages.shape[1] or bool((ages[:, last + 1] != ages[:, last]).any())
    return before and after and bool(inside.any(axis=0).all())


def _years(known: Replaceable, *, local: bool) -> dict[str, int]:
    if not local:
        return {"first": FIRST_YEAR, "last": LAST_YEAR}
    return {
        "first": known.base_year - YEARS_FROM_BASE,
        "last": known.base_year + YEARS_FROM_BASE,
    }


def _span(line: Line, name: str, part: str) -> tuple[int, int]:
    try:
        return age_span(name, part)
    except BadParameter as error:
        raise refused(BadParameter, "age", line, figure=name, part=part[:20]) from error


def _require_sense(
    line: Line, name: str, unit: str, value: float, parameter: Parameter | None
) -> None:
    """Sign and size."""
    if name.startswith(KNOWN):
        _, low, high = ACCOUNTS[name.removeprefix(KNOWN)]
    elif parameter is None:
        low, high = 0.0, HIGHEST_LEVEL if unit == FACTOR else np.inf
    elif is_share(unit):
        low, high = 0.0, 1.0
    else:
        low, high = (-np.inf if _may_be_negative(parameter) else 0.0), np.inf
    if is_share(unit) and high == 1.0 and 1 < value <= 100:
        raise per_cent(line, number_text(value))
    if value < low == 0:
        raise refused(OutOfRange, "negative", line, value=number_text(value), figure=name)
    if not low <= value <= high:
        ends = {"low": number_text(low), "high": number_text(high)}
        raise refused(OutOfRange, "range", line, value=number_text(value), figure=name, **ends)
    if parameter is not None and not is_share(unit):
        _require_near_default(line, parameter, value)


def _may_be_negative(parameter: Parameter) -> bool:
    held = [*parameter.items.values(), parameter.number, *(parameter.range or ())]
    return min((one for one in held if one == one), default=0.0) < 0


def _require_near_default(line: Line, parameter: Parameter, value: float) -> None:
    """Kroner in thousands, or hours a year for hours a week."""
    rows = parameter.ages.ravel() if parameter.ages is not None else np.array([])
    held = np.abs([*rows, *parameter.items.values(), parameter.number])
    held = held[held > 0]
    if value and held.size and not held.min() / FAR_OFF <= abs(value) <= held.max() * FAR_OFF:
        raise refused(
            OutOfRange,
            "far_off",
            line,
            value=number_text(value),
            default=number_text(float(f"{held.max():.6g}")),
            figure=parameter.name,
            unit=parameter.unit,
        )


def _require_once(own: Sequence[OwnFigure], lines: Sequence[Line], parameters: Parameters) -> None:
    """One figure for one thing: equal names, or ages that overlap."""
    seen: dict[tuple[str, str], list[tuple[OwnFigure, Line]]] = {}
    for one, line in zip(own, lines, strict=True):
        before = seen.setdefault((_target(one), one.place), [])
        for other, at in before:
            if one.place or _same_part(one, other, parameters[one.name]):
                raise refused(BadParameter, "twice", line, figure=one.figure, other=str(at.number))
        before.append((one, line))


def _target(one: OwnFigure) -> str:
    """What a figure settles: a rate of one municipality settles the level of its service."""
    return service_settled(one) or one.name


def _same_part(one: OwnFigure, other: OwnFigure, parameter: Parameter) -> bool:
    if parameter.ages is not None:
        (a, b), (c, d) = age_span(one.name, one.part), age_span(other.name, other.part)
        return a <= d and c <= b
    if form_of(parameter) == "by_year":
        return (one.part or str(one.year)) == (other.part or str(other.year))
    return one.part == other.part


def _require_sums(own: Sequence[OwnFigure], lines: Sequence[Line], parameters: Parameters) -> None:
    """Shares that together are 1 in the default figures are so with own ones among them."""
    replaced = with_own_parameters(parameters, (one for one in own if not one.place))
    for one, line in zip(own, lines, strict=True):
        if one.place or not one.part or one.name not in parameters.held:
            continue
        before, after = parameters[one.name], replaced[one.name]
        if not is_share(before.unit) or form_of(before) != "by_item":
            continue
        group = [item for item in before.items if _group(item) == _group(one.part)]
        total = sum(after.items[item] for item in group)
        was = sum(before.items[item] for item in group)
        if len(group) > 1 and abs(was - 1) <= NEAR_ONE < abs(total - 1):
            raise refused(
                OutOfRange,
                "sum",
                line,
                figure=one.name,
                total=number_text(round(total, 4)),
                items=", ".join(group)[:200],
            )


def _group(item: str) -> str:
    """Items such as "care.nurse" belong together by what stands before the last point."""
    return item.rpartition(".")[0]
