"""`veivalg places`: search."""

from __future__ import annotations

from veivalg.cli.terminal import Terminal
from veivalg.data.geography import geography
from veivalg.errors import UnknownPlace


def show_places(terminal: Terminal, search: str, *, limit: int) -> None:
    """Code, kind, name and what matched. Raises UnknownPlace when nothing does."""
    hits = geography().search(search, limit)
    if not hits:
        raise UnknownPlace(
            f"There is no place like {search!r}; try a part of the name, or the number."
        )
    heads = [terminal.say(f"cli.places.{name}") for name in ("code", "level", "name", "matched")]
    lines = [
        (
            hit.place.code,
            terminal.say(f"cli.level.{hit.place.level}"),
            hit.place.name,
            "" if hit.matched == hit.place.name else hit.matched,
        )
        for hit in hits
    ]
    terminal.table(heads, lines)
