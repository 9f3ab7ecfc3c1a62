"""The PxWebApi 2 protocol of Statistics Norway: catalogue, metadata, code lists, figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from veivalg.errors import (
    ServiceUnavailable,
    SourceError,
    TableChanged,
    TableDiscontinued,
)
from veivalg.sources.calls import Answer, Calls
from veivalg.sources.jsonstat import Cube, parse
from veivalg.sources.selection import LONGEST_ADDRESS, Selection, halves

DEFAULT_CELLS = 800_000
"""Cells of one answer when `/config` does not say (SSB, 2026)."""
STATBANK = "https://www.ssb.no/statbank"


class TooManyCells(Exception):
    """The service gives fewer cells in one answer than we asked for; we ask for half."""


@dataclass(frozen=True, slots=True)
class TableEntry:
    """A table as the catalogue lists it."""

    id: str
    label: str
    updated: str
    first_period: str
    last_period: str
    discontinued: bool
    variables: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CodeList:
    """A list of codes for a variable; `members` are the table's own codes behind each code."""

    id: str
    label: str
    kind: str
    codes: tuple[str, ...]
    labels: tuple[str, ...]
    members: Mapping[str, tuple[str, ...]]


@dataclass(slots=True)
class PxWeb:
    """A statistics bank at one address.

    base   "https://data.ssb.no/api/pxwebapi/v2"
    cells  most cells of one answer, as `/config` says
    """

    base: str
    calls: Calls
    language: str = "no"
    cells: int = DEFAULT_CELLS
    _seen: dict[str, Answer] = field(default_factory=dict)

    def read_limits(self) -> None:
        """Take the cell limit, and the window of calls if it is told, from `/config`."""
        answer = self.calls.get(f"{self.base}/config")
        config = answer.json() if answer.status == 200 else None
        if not isinstance(config, dict):
            raise ServiceUnavailable(
                f"{self.base} answers {answer.status} where its limits should be. Check the "
                "address in VEIVALG_SSB_URL, or try later."
            )
        self.cells = int(config.get("maxDataCells") or DEFAULT_CELLS)
        if config.get("maxCallsPerTimeWindow") and config.get("timeWindow"):
            self.calls.window.limit = int(config["maxCallsPerTimeWindow"])
            self.calls.window.seconds = float(config["timeWindow"])

    def entry(self, table: str) -> TableEntry:
        """The catalogue's line on a table. Raises TableDiscontinued when there is none."""
        answer = self._once(f"{self.base}/tables/{quote(table)}?lang={self.language}")
        return _entry(self._read(answer, table))

    def find(self, query: str, *, discontinued: bool = False) -> list[TableEntry]:
        """Tables whose catalogue line matches a query such as `title:folkemengde`."""
        found: list[TableEntry] = []
        page, pages = 1, 1
        while page <= pages:
            asked = {
                "query": query,
                "lang": self.language,
                "pageNumber": page,
                "pageSize": 100,
                "includeDiscontinued": str(discontinued).lower(),
            }
            answer = self._read(self._once(f"{self.base}/tables?{urlencode(asked)}"), query)
            found.extend(_entry(line) for line in answer.get("tables") or [])
            pages = min(int((answer.get("page") or {}).get("totalPages") or 1), 5)
            page += 1
        return found

    def metadata(self, table: str) -> Cube:
        """The table's variables with all codes, code lists and elimination, and no figures."""
        answer = self._once(
            f"{self.base}/tables/{quote(table)}/metadata?lang={self.language}"
            "&outputFormat=json-stat2"
        )
        self._read(answer, table)
        return parse(answer.body)

    def codelist(self, name: str) -> CodeList:
        """A code list with the codes behind each of its codes. Its id is case-sensitive."""
        answer = self._once(f"{self.base}/codelists/{quote(name)}?lang={self.language}")
        return _codelist(self._read(answer, name))

    def data(self, selection: Selection) -> list[bytes]:
        """Answers in JSON-stat 2, in order: one, or more when the service allows fewer cells.

        Raises TableChanged, TableDiscontinued, ServiceUnavailable, Stopped.
        """
        try:
            return [self._figures(selection)]
        except TooManyCells as refused:
            if selection.cells <= 1:
                raise SourceError(f"{refused} Even one cell is too many; try later.") from refused
            first, second = halves(selection)
            return self.data(first) + self.data(second)

    def _once(self, address: str) -> Answer:
        """Answer to a question about tables, asked only once in a fetch."""
        if address not in self._seen:
            self._seen[address] = self.calls.get(address)
        return self._seen[address]

    def _figures(self, selection: Selection) -> bytes:
        """One answer; POST where the address would be long, or turned out to be too long."""
        address = selection.address(self.base)
        answer = None
        if len(address) <= LONGEST_ADDRESS:
            answer = self.calls.get(address)
        if answer is None or (answer.status == 404 and answer.html):
            answer = self.calls.post(selection.post_address(self.base), selection.body())
        self._read(answer, selection.table)
        return answer.body

    def _read(self, answer: Answer, what: str) -> dict[str, Any]:
        content = answer.json()
        if answer.status == 200 and isinstance(content, dict):
            return content
        raise _refusal(answer, what, content if isinstance(content, dict) else {})


def _refusal(answer: Answer, what: str, problem: Mapping[str, Any]) -> Exception:
    """The error that an answer other than figures stands for."""
    title = str(problem.get("title") or "")
    said = title.lower()
    if "non-existent table" in said:
        return TableDiscontinued(how_to_look(what))
    if "too many cells" in said:
        return TooManyCells(f"Table {what} gives fewer cells at once than asked for.")
    if answer.status == 400 and title:
        return TableChanged(
            f"Table {what} no longer takes what we ask for: «{title}». Its codes or variables "
            f"have changed; see {STATBANK}/table/{what}, and update Veivalg."
        )
    if answer.html or not answer.body or answer.status == 404:
        return ServiceUnavailable(
            f"The statistics bank answers {answer.status} and no figures for {what}. It may be "
            "closed for maintenance: try later; what was finished is kept."
        )
    return SourceError(f"The statistics bank answers {answer.status} {title!r} for {what}.")


def how_to_look(table: str) -> str:
    """Sentence on a table that is gone, when we know no successor."""
    return (
        f"Table {table} does not exist any more. Look for its successor by title at {STATBANK}, "
        "and update Veivalg when it names the new table."
    )


def _entry(line: Mapping[str, Any]) -> TableEntry:
    return TableEntry(
        id=str(line["id"]),
        label=str(line.get("label", "")),
        updated=str(line.get("updated") or ""),
        first_period=str(line.get("firstPeriod") or ""),
        last_period=str(line.get("lastPeriod") or ""),
        discontinued=bool(line.get("discontinued")),
        variables=tuple(line.get("variableNames") or ()),
    )


def _codelist(listed: Mapping[str, Any]) -> CodeList:
    values = listed.get("values") or []
    return CodeList(
        id=str(listed.get("id", "")),
        label=str(listed.get("label", "")),
        kind=str(listed.get("type", "")),
        codes=tuple(str(v["code"]) for v in values),
        labels=tuple(str(v.get("label", v["code"])) for v in values),
        members={str(v["code"]): tuple(v.get("valueMap") or (v["code"],)) for v in values},
    )
