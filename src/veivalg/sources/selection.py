"""What is asked of a table: codes per variable, as an address or a body, within the limits."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import prod
from urllib.parse import quote

LONGEST_ADDRESS = 2000
"""Characters of a GET address; the service answers 404 in HTML from about 2,100 (measured)."""
MOST_YEARS = 10
"""Periods in one call of a large table, so that little is lost when the line breaks."""
LARGE = 400_000
"""Cells from which a selection is split by periods although one answer could hold it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Codes of one variable; the same code twice makes the service fail, so each stays once."""

    variable: str
    codes: tuple[str, ...]
    codelist: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "codes", tuple(dict.fromkeys(self.codes)))


@dataclass(frozen=True, slots=True)
class Selection:
    """Choices for every variable of a table that is not left out."""

    table: str
    choices: tuple[Choice, ...]
    language: str = "no"

    @property
    def cells(self) -> int:
        """Cells of the answer; empty ones count."""
        return prod(len(choice.codes) for choice in self.choices)

    def address(self, base: str) -> str:
        """Address of a GET for these cells."""
        parts = [self._start(base)]
        for choice in self.choices:
            codes = ",".join(quote(code, safe="") for code in choice.codes)
            parts.append(f"valueCodes[{choice.variable}]={codes}")
            if choice.codelist:
                parts.append(f"codelist[{choice.variable}]={quote(choice.codelist, safe='')}")
        return "&".join(parts)

    def post_address(self, base: str) -> str:
        """Address of a POST; the codes are in `body`."""
        return self._start(base)

    def _start(self, base: str) -> str:
        return f"{base}/tables/{self.table}/data?lang={self.language}&outputFormat=json-stat2"

    def body(self) -> dict[str, object]:
        """Body of a POST for these cells."""
        return {
            "selection": [
                {"variableCode": c.variable, "valueCodes": list(c.codes)}
                | ({"codelist": c.codelist} if c.codelist else {})
                for c in self.choices
            ]
        }

    def identity(self) -> str:
        """Text that is equal exactly when the same cells are asked for."""
        return repr((self.table, self.language, self.choices))


def within(selection: Selection, *, cells: int, time: str) -> list[Selection]:
    """Split by periods, then by the largest other variable, until each part is small enough.

    cells  most cells of one answer
    time   id of the variable that is split first
    """
    parts: list[Selection] = []
    for part in _by_time(selection, cells, time):
        parts.extend(_halved(part, cells))
    return parts


def _by_time(selection: Selection, cells: int, time: str) -> list[Selection]:
    periods = next((c for c in selection.choices if c.variable == time), None)
    if periods is None or selection.cells <= min(LARGE, cells):
        return [selection]
    each = selection.cells // max(len(periods.codes), 1)
    step = max(1, min(MOST_YEARS, cells // max(each, 1)))
    return [
        _with(selection, replace(periods, codes=periods.codes[i : i + step]))
        for i in range(0, len(periods.codes), step)
    ]


def _halved(selection: Selection, cells: int) -> list[Selection]:
    if selection.cells <= cells:
        return [selection]
    first, second = halves(selection)
    return _halved(first, cells) + _halved(second, cells)


def halves(selection: Selection) -> tuple[Selection, Selection]:
    """Two parts of a selection, cut in its longest variable."""
    longest = max(selection.choices, key=lambda c: len(c.codes))
    middle = (len(longest.codes) + 1) // 2
    return (
        _with(selection, replace(longest, codes=longest.codes[:middle])),
        _with(selection, replace(longest, codes=longest.codes[middle:])),
    )


def _with(selection: Selection, choice: Choice) -> Selection:
    return replace(
        selection,
        choices=tuple(choice if c.variable == choice.variable else c for c in selection.choices),
    )
