"""Who shares a difference: each story, event and choice of a path, some put together when many.

No more are put together than must be, by what the path holds and never by the order it was chosen.
"""

from __future__ import annotations

from dataclasses import dataclass

from veivalg.pathways.inputs import SCENARIOS, Path, Repertoire

STORY, SHOCK, CHOICE = "story", "shock", "choice"
OTHERS = "group.other_choices"
FEWEST = 2
"""Players that are left when all futures are one and all choices are one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Player:
    """One cause, or several told as one.

    name     its source, "story.H1", or the name of the group, "group.care_technology"
    sources  the sources that it holds, sorted
    """

    name: str
    sources: tuple[str, ...]


def players_of(path: Path, known: Repertoire, *, most: int) -> tuple[Player, ...]:
    """At most so many players, 2 or more: stories first, then events, then choices.

    Choices are put together by the lever's group, the largest group first, then events, general
    trends, scenarios and stories by kind, then the smallest groups of choices, then all futures.
    """
    sources = [
        *(f"{STORY}.{story}" for story, _ in path.weights),
        *(f"{SHOCK}.{event.shock}" for event in path.shocks),
        *(f"{CHOICE}.{choice.lever}" for choice in path.choices),
    ]
    held = [Player(name=one, sources=(one,)) for one in dict.fromkeys(sources)]
    for name, members in _bundles(held, known):
        if len(held) > most:
            held = _together(held, name, members)
    while len(held) > most:
        choices = [one for one in held if _of_choices(one)]
        if len(choices) > 1:
            name = "group.choices" if len(choices) == FEWEST else OTHERS
            held = _together(held, name, _smallest(choices))
        else:
            held = _together(held, "group.futures", {p.name for p in held if not _of_choices(p)})
    return tuple(held)


def _of_choices(player: Player) -> bool:
    return player.sources[0].startswith(CHOICE)


def _bundles(held: list[Player], known: Repertoire) -> list[tuple[str, set[str]]]:
    """Names of groups and of the players they take in, in the order in which they are put together.

    Groups of one are left out.
    """
    found: dict[str, set[str]] = {}
    for one in held:
        found.setdefault(f"group.{_group(one.name, known)}", set()).add(one.name)
    last = [f"group.{kind}" for kind in ("events", "trends", "scenarios", "stories")]
    many = {name: members for name, members in found.items() if len(members) > 1}
    choices = sorted((n for n in many if n not in last), key=lambda n: (-len(many[n]), n))
    return [(name, many[name]) for name in (*choices, *(n for n in last if n in many))]


def _group(source: str, known: Repertoire) -> str:
    kind, _, name = source.partition(".")
    if kind == CHOICE:
        return known.levers[name].group
    if kind == SHOCK:
        return "events"
    if name in SCENARIOS:
        return "scenarios"
    return "trends" if name[:1] == "T" and name[1:].isdigit() else "stories"


def _smallest(choices: list[Player]) -> set[str]:
    """Names of two players: those put together already, and those that hold the fewest."""
    first = sorted(choices, key=lambda one: (one.name != OTHERS, len(one.sources), one.name))
    return {one.name for one in first[:2]}


def _together(held: list[Player], name: str, members: set[str]) -> list[Player]:
    """The players with some of them made one, where the first of them stood."""
    sources = sorted(s for one in held if one.name in members for s in one.sources)
    joined = Player(name=name, sources=tuple(sources))
    first = next(i for i, one in enumerate(held) if one.name in members)
    rest = [one for one in held if one.name not in members]
    before = sum(one.name not in members for one in held[:first])
    return [*rest[:before], joined, *rest[before:]]
