"""`veivalg stories` and `veivalg choices`: what a path can name, in lines or whole as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from veivalg.choices.lever import DECIDES, GROUPS, Lever, levers
from veivalg.cli.terminal import Terminal
from veivalg.data.search import folded_words
from veivalg.errors import BadParameter, OutOfRange
from veivalg.language import refusing
from veivalg.pathways.inputs import repertoire
from veivalg.pathways.named import Called
from veivalg.shifts.reading import Told, in_language

OWN = "own"
"""The group of measures that users write; none of them ships."""
SHIPPED_GROUPS = tuple(group for group in GROUPS if group != OWN)
Kept = TypeVar("Kept", bound=Called)


def list_stories(terminal: Terminal, *, search: str, whole: bool) -> None:
    """Stories, scenarios, general trends and shocks: id, kind, name and what it is in short."""
    known = repertoire()
    futures = matching(known.stories, search, lambda one: (one.short,))
    shocks = matching(known.shocks, search, lambda one: (one.text,))
    _check_any([*futures, *shocks], search)
    if whole:
        from veivalg.web.futures_routes import futures_content

        _write(terminal, _only(futures_content(), {"stories": futures, "general": futures,
                                                   "shocks": shocks}))  # fmt: skip
        return
    lines = [
        (ident, terminal.say(f"cli.stories.kind.{_kind(ident)}"), *_said(terminal, name, short))
        for ident, name, short in (
            *((one.id, one.name, one.short) for one in futures.values()),
            *((one.id, one.name, one.text) for one in shocks.values()),
        )
    ]
    terminal.table(["", *_heads(terminal, "kind", "name", "short")], lines)


def list_choices(terminal: Terminal, *, group: str, decides: str, search: str, whole: bool) -> None:
    """Levers: id, who decides, group and name."""
    within = _word(terminal, group, SHIPPED_GROUPS, "asked.group", "cli.choices.no_group")
    by = _word(terminal, decides, DECIDES, "cli.choices.decides", "cli.choices.no_decider")
    chosen = {
        ident: one
        for ident, one in matching(levers(), search, lambda one: (one.what,)).items()
        if one.group in within and one.decides in by
    }
    _check_any(chosen, search)
    if whole:
        from veivalg.web.futures_routes import choices_content

        _write(terminal, _only(choices_content(), {"levers": chosen}))
        return
    lines = [_line(terminal, one) for one in chosen.values()]
    terminal.table(["", *_heads(terminal, "decides", "group", "name")], lines)


def matching(
    held: Mapping[str, Kept], search: str, more: Callable[[Kept], Iterable[Told]]
) -> dict[str, Kept]:
    """Those whose id, name or further texts hold every word that is searched for."""
    words = folded_words(search)
    found = {}
    for ident, one in held.items():
        texts = (ident, *one.name.values(), *(said for text in more(one) for said in text.values()))
        whole = " ".join("".join(folded_words(text)) for text in texts)
        if all(word in whole for word in words):
            found[ident] = one
    return found


def _line(terminal: Terminal, one: Lever) -> tuple[str, ...]:
    decides = terminal.say(f"cli.choices.decides.{one.decides}")
    group = terminal.say(f"asked.group.{one.group}")
    return one.id, decides, group, in_language(one.name, terminal.language)


def _kind(ident: str) -> str:
    return {"S": "scenario", "T": "trend", "X": "shock"}.get(ident[0], "story")


def _said(terminal: Terminal, *texts: Told) -> tuple[str, ...]:
    return tuple(in_language(text, terminal.language) for text in texts)


def _heads(terminal: Terminal, *names: str) -> list[str]:
    return [terminal.say(f"cli.list.head.{name}") for name in names]


def _word(
    terminal: Terminal, written: str, known: tuple[str, ...], texts: str, refused: str
) -> tuple[str, ...]:
    """Those meant by an id or the start of its word in the reader's language; all for nothing.

    Raises OutOfRange with all there are.
    """
    query = "".join(folded_words(written))
    words = {name: (name, terminal.say(f"{texts}.{name}")) for name in known}
    found = tuple(
        name
        for name, ways in words.items()
        if any("".join(folded_words(way)).startswith(query) for way in ways)
    )
    if not found:
        near = ", ".join(f"{word} ({name})" for name, word in words.values())
        raise refusing(OutOfRange, refused, value=written[:40], near=near)
    return found


def _check_any(found: Iterable[str], search: str) -> None:
    if not list(found):
        raise refusing(BadParameter, "cli.list.nothing", value=search[:40])


def _only(content: dict[str, Any], kept: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The content with only what is kept in some of its lists."""
    chosen = {
        name: [one for one in content[name] if one["id"] in held] for name, held in kept.items()
    }
    return {**content, **chosen}


def _write(terminal: Terminal, content: dict[str, Any]) -> None:
    terminal.print(json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False))
