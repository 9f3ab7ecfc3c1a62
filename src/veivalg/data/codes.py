"""Municipality numbers through time: what each was called, and where it lies today."""

from __future__ import annotations

from dataclasses import dataclass

from veivalg.data.shipped import shipped_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A municipality number that is, or has been, in force.

    code        four digits; a number that was used again for another has a letter after it
    name        what it was called, with its languages
    first, last years in force; None when unknown (first) or still in force (last)
    successors  municipalities of today where its area lies, rising
    """

    code: str
    name: str
    first: int | None
    last: int | None
    successors: tuple[str, ...]

    @property
    def split(self) -> bool:
        """Whether its area lies in more than one municipality of today."""
        return len(self.successors) > 1

    @property
    def current(self) -> bool:
        """Whether the number is in force."""
        return self.successors == (self.code,)


def numbers_through_time() -> dict[str, Number]:
    """Every municipality number since 1994, by number. Source: `bundled/README.md`, codes.csv."""
    _, lines = shipped_rows("codes.csv")
    return {
        code: Number(
            code=code,
            name=name,
            first=_year(first),
            last=_year(last),
            successors=tuple(successors.split()),
        )
        for code, name, first, last, successors, _ in lines
    }


def _year(text: str) -> int | None:
    return int(text) if text else None
