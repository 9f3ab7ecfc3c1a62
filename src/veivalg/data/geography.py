"""The municipalities of Norway, and everything they can be summed to.

`geography()` is the one value; docs/geography.md tells where it comes from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from veivalg.data.codes import Number, numbers_through_time
from veivalg.data.likeness import like_members
from veivalg.data.names import index_of_names
from veivalg.data.places import COUNTRY_CODE, JOINER, Flag, Level, Municipality, Place
from veivalg.data.search import FORMER, WHOLE, WORD, Hit, Index
from veivalg.data.shipped import shipped_rows
from veivalg.errors import BadGroup, UnknownPlace

COUNTRY_NAME = "Norge"
SURE = FORMER * WORD
"""Lowest score of a match by letters that stand at the start of a word; below are guesses."""
NAMES_SHOWN = 3
"""Members named in the name of a group without one; the rest are counted."""


@dataclass(frozen=True, eq=False)
class Geography:
    """Municipalities in force, regions, counties, the country, and numbers through time.

    municipalities  sorted by number
    sizes           persons in each on the newest shipped date, the same order
    changes         every number since 1994, by number
    """

    municipalities: tuple[Municipality, ...]
    sizes: tuple[int, ...]
    changes: Mapping[str, Number]
    regions: tuple[Place, ...]
    counties: tuple[Place, ...]

    @cached_property
    def codes(self) -> tuple[str, ...]:
        return tuple(m.code for m in self.municipalities)

    @cached_property
    def by_code(self) -> Mapping[str, Municipality]:
        return {m.code: m for m in self.municipalities}

    @cached_property
    def country(self) -> Place:
        return Place("country", COUNTRY_CODE, COUNTRY_NAME, self.codes)

    @cached_property
    def _held(self) -> Mapping[tuple[Level, str], Place]:
        alone = (Place("municipality", m.code, m.name, (m.code,)) for m in self.municipalities)
        places = (*alone, *self.regions, *self.counties, self.country)
        return {(place.level, place.code): place for place in places}

    @cached_property
    def _index(self) -> Index:
        sizes = dict(zip(self.codes, self.sizes, strict=True))
        return index_of_names(tuple(self._held.values()), self.by_code, self.changes, sizes)

    def municipality(self, code: str) -> Municipality:
        """The municipality with a number. Raises UnknownPlace, saying where an old one went."""
        if code not in self.by_code:
            raise self._unknown(code, level="municipality")
        return self.by_code[code]

    def places(self, level: Level) -> tuple[Place, ...]:
        """All places of a kind, by code. Raises UnknownPlace for "group", which are made."""
        if level == "group":
            raise UnknownPlace("Groups are made of municipalities; name them, as in 3448-3450.")
        if level == "like":
            return tuple(self.like(code) for code in self.codes)
        return tuple(place for (held, _), place in self._held.items() if held == level)

    def place(self, level: Level, code: str) -> Place:
        """The place with a code. Raises UnknownPlace; BadGroup for a bad group."""
        if level == "group":
            return self.group(code.split(JOINER))
        if level == "like":
            return self.like(code)
        if (level, code) not in self._held:
            raise self._unknown(code, level=level)
        return self._held[level, code]

    def search(self, text: str, limit: int = 10, level: Level | None = None) -> tuple[Hit, ...]:
        """Places that match what was typed, best first; docs/geography.md, "Search"."""
        return self._index.hits(text, limit, level)

    def find(self, text: str, level: Level | None = None) -> Place:
        """The one place that a name, a number or a list of numbers means.

        A name or number, in force or not, must be whole or the start of only one; a slip of the
        pen gives suggestions. Where a municipality and others share a name, it is the
        municipality. Raises UnknownPlace with suggestions, BadGroup for a bad list of numbers.
        """
        text = text.strip()
        parts = text.split(JOINER)
        if level in (None, "group") and len(parts) > 1 and all(p.strip().isdigit() for p in parts):
            return self.group(parts)
        if level == "like":
            return self.like(self.find(text, "municipality").code)
        hits = self.search(text, level=level)
        sure = [hit for hit in hits if hit.score == WHOLE] or [h for h in hits if h.score >= SURE]
        nearest = [hit for hit in sure if hit.place.level == sure[0].place.level]
        if len(nearest) == 1 or (nearest and nearest[0].score > nearest[1].score):
            return nearest[0].place
        raise self._unknown(text, level=level)

    def group(self, codes: Iterable[str], name: str | None = None) -> Place:
        """Municipalities seen as one, such as a proposed merger.

        Raises BadGroup when empty, or with a number twice or not in force.
        """
        members = [code.strip() for code in codes if code.strip()]
        if not members:
            raise BadGroup("A group needs at least one municipality; name them, as in 3448-3450.")
        for code in members:
            if code not in self.by_code:
                raise BadGroup(
                    f"The group {JOINER.join(members)} cannot be made. "
                    f"{self._unknown(code, level='municipality')}"
                )
        ordered = tuple(sorted(members))
        shown = [self.by_code[code].norwegian for code in dict.fromkeys(members)]
        return Place("group", JOINER.join(ordered), name or _group_name(shown), ordered)

    def like(self, code: str) -> Place:
        """Municipalities like one, without itself; docs/geography.md, "Like municipalities"."""
        one = self.municipality(code)
        members = like_members(one, self.municipalities, self.sizes)
        return Place("like", code, one.name, members)

    def flags(self, place: Place) -> tuple[Flag, ...]:
        """What a reader must know: years before which only a sum with others is known.

        Nothing is flagged for a place that holds all of those who share the sum.
        """
        members = set(place.members)
        flags = []
        for code in place.members:
            others = self._sharing_series(code)
            if others and not others <= members:
                flags.append(self._series_flag(code, others))
        return tuple(flags)

    def _sharing_series(self, code: str) -> set[str]:
        """Municipalities whose earlier figures only exist as a sum with this one's."""
        return {
            other
            for number in self.changes.values()
            if number.split and code in number.successors
            for other in number.successors
            if other != code
        }

    def _series_flag(self, code: str, others: set[str]) -> Flag:
        one = self.by_code[code]
        first = one.series_from or 0
        return Flag(
            key="place.flag.no_series",
            values=(
                ("name", one.norwegian),
                ("code", code),
                ("first_year", str(first)),
                ("last_missing_year", str(first - 1)),
                ("others", ", ".join(self.by_code[other].norwegian for other in sorted(others))),
            ),
        )

    def _unknown(self, text: str, *, level: Level | None) -> UnknownPlace:
        number = self.changes.get(text)
        if number and not number.current and level in (None, "municipality"):
            return self._former(number)
        hits = self.search(text, limit=5, level=level) or self.search(text, limit=5)
        if not hits:
            return UnknownPlace(
                f"There is no place {text!r}; try a part of the name, or the number of four digits."
            )
        equals = [hit for hit in hits if hit.score == hits[0].score >= SURE]
        reason = "may mean several places" if len(equals) > 1 else "is no place"
        suggestions = tuple(_suggestion(hit.place) for hit in (equals if len(equals) > 1 else hits))
        return UnknownPlace(
            f"{text!r} {reason}; did you mean {' or '.join(suggestions)}?", suggestions
        )

    def _former(self, number: Number) -> UnknownPlace:
        today = tuple(f"{self.by_code[c].name} ({c})" for c in number.successors)
        if number.split:
            return UnknownPlace(
                f"{number.code} {number.name} was split between {' and '.join(today)}; choose one, "
                f"or all with {JOINER.join(number.successors)}.",
                today,
            )
        return UnknownPlace(
            f"{number.code} {number.name} is not in force; its area lies in {today[0]}.", today
        )


def _suggestion(place: Place) -> str:
    kind = "" if place.level == "municipality" else f"{place.level} "
    return f"{place.name} ({kind}{place.code})"


def _group_name(names: list[str]) -> str:
    if len(names) <= NAMES_SHOWN + 1:
        return " + ".join(names)
    return " + ".join(names[:NAMES_SHOWN]) + f" + {len(names) - NAMES_SHOWN}"


@cache
def geography() -> Geography:
    """Norway on 1 January 2024, from the shipped tables; the same value each time."""
    header, lines = shipped_rows("municipalities.csv")
    rows = [dict(zip(header, line, strict=True)) for line in lines]
    _, totals = shipped_rows("totals.csv")
    newest = {line[0]: int(line[-1]) for line in totals}
    return Geography(
        municipalities=tuple(_municipality(row) for row in rows),
        sizes=tuple(newest[row["code"]] for row in rows),
        changes=numbers_through_time(),
        regions=_summed("region", rows, lambda row: (row["region"], row["region_name"])),
        counties=_summed("county", rows, lambda row: (row["county"], row["county_name"])),
    )


def _municipality(row: dict[str, str]) -> Municipality:
    sami = [*row["sami"].split("; "), row["kven"]]
    return Municipality(
        code=row["code"],
        name=row["name"],
        norwegian=row["norwegian"],
        sami_names=tuple(name for name in sami if name),
        county=row["county"],
        region=row["region"],
        centrality=int(row["centrality"]),
        kostra_group=row["kostra_group"],
        lon=float(row["lon"]),
        lat=float(row["lat"]),
        column=int(row["column"]),
        row=int(row["row"]),
        series_from=int(row["series_from"]) if row["series_from"] else None,
    )


def _summed(
    level: Level, rows: list[dict[str, str]], key: Callable[[dict[str, str]], tuple[str, str]]
) -> tuple[Place, ...]:
    return tuple(
        Place(level, code, name, tuple(row["code"] for row in rows if key(row)[0] == code))
        for code, name in sorted({key(row) for row in rows})
    )
