"""A lever: something a municipality, several together, a county or the state can choose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal

from veivalg.errors import BadParameter
from veivalg.language import refusing
from veivalg.provenance import content_hash
from veivalg.shifts.dial import Dial, bounds_of, dial
from veivalg.shifts.reading import (
    Told,
    amount,
    amounts,
    document,
    identifier,
    listed,
    number,
    one_of,
    only,
    quoted,
    tables,
    told,
    wording,
)
from veivalg.shifts.where import WHERE

Decides = Literal["municipality", "together", "county", "state"]
DECIDES: tuple[Decides, ...] = ("municipality", "together", "county", "state")
ROLES = (
    "employer",
    "community_developer",
    "authority",
    "service_provider",
    "buyer",
    "owner",
)
GROUPS = (
    "care_technology",
    "prevention_and_housing",
    "workforce",
    "inclusion",
    "settlement",
    "structure",
    "economy",
    "climate_and_land",
    "preparedness",
    "democracy",
    "own",
)
GAINING = ("care_technology", "structure")
"""Groups whose gain depends on how much the public sector changes."""
LASTS = ("lasting", "kept_up", "fading")
HINDRANCES = ("law", "money", "staff", "structure", "culture")
PAYERS = ("municipality", "county", "state", "families", "employers")
EVIDENCE = ("strong", "some", "weak", "assumption")
LEVELS = 5
MIDDLE = 3
"""The level that effects are given for."""
SCALE = (0.25, 0.5, 1.0, 1.5, 2.0)
"""How much the levels are of the third when no dose is known; assumption."""
MOST_SCALE, MOST_DOSE = 10.0, 1e9
"""A level against the third, and a dose."""
SHIPPED = 3
KEYS = ("id", "group", "decides", "role", "name", "what", "delay", "phase_in", "lasts",
        "fades_over", "overlap", "evidence", "basis", "sources", "doubt", "policy", "levels",
        "effect", "cost", "side_effect", "hindrance", "where")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What the third level does to a dial, for the whole municipality, when it is phased in."""

    dial: Dial
    low: float
    mid: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What running the lever takes, NOK of 2024 and person-years, per unit reached.

    once, yearly, person_years   per unit; yearly holds the pay of the person-years
    count    key of what is counted (`counts.COUNTS`); person_years may have a count of their own
    share    part of those counted that may be reached
    reached  dose: the dose in per cent of them; scale: times the level's scale; all
    years    how many years it costs; None = as long as it runs
    range    lowest and highest, as factors
    """

    once: float
    yearly: float
    person_years: float
    count: str
    person_years_count: str
    share: float
    reached: str
    years: int | None
    pays: tuple[str, ...]
    gains: tuple[str, ...]
    basis: str
    range: tuple[float, float]
    note: Told | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """A side effect (kind good or bad) or a hindrance (kind law, money, staff …)."""

    kind: str
    text: Told


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever:
    """One thing to choose.

    delay, phase_in   years to the first effect, and from first to full
    lasts    lasting; kept_up: as long as it is paid; fading: gone after `fades_over` years
    overlap  levers of one group draw on the same hours or people
    doses    of the five levels, () when none are known
    scale    of the five levels against the third
    most     no level does more than this times the third
    where    everywhere, or the kind of place it works in (`shifts.where`)
    """

    id: str
    group: str
    decides: Decides
    role: str
    name: Told
    what: Told
    delay: int
    phase_in: int
    lasts: str
    fades_over: int
    overlap: str
    evidence: str
    basis: tuple[str, ...]
    sources: tuple[str, ...]
    doubt: Told | None
    policy: tuple[str, ...]
    doses: tuple[float, ...]
    scale: tuple[float, ...]
    unit: Told | None
    effects: tuple[Effect, ...]
    cost: Cost
    side_effects: tuple[Aside, ...]
    hindrances: tuple[Aside, ...]
    where: str = "everywhere"

    @property
    def lawful(self) -> bool:
        """Whether no rule is said to stand in the way."""
        return all(one.kind != "law" for one in self.hindrances)

    @property
    def identity(self) -> str:
        """Hash of what moves numbers."""
        effects = [(e.dial.key, e.low, e.mid, e.high) for e in self.effects]
        cost = self.cost
        return content_hash(
            [self.id, self.delay, self.phase_in, self.lasts, self.fades_over, *effects,
             *self.scale, *self.doses, cost.once, cost.yearly, cost.person_years, cost.count,
             cost.share, cost.reached]
        )  # fmt: skip


@cache
def levers() -> Mapping[str, Lever]:
    """The levers that ship, by id. Raises BadParameter with file, place and remedy."""
    folder = files(__package__).joinpath("levers")
    found = {}
    for file in folder.iterdir():
        if file.name.endswith(".toml"):
            one = read_lever(file.read_text(encoding="utf-8"), file=file.name, languages=SHIPPED)
            found[one.id] = one
    return MappingProxyType(dict(sorted(found.items())))


def read_lever(text: str, *, file: str, languages: int = 1) -> Lever:
    """A lever from a TOML text. Raises BadParameter."""
    entry = only(document(text, file=file), KEYS, where=file)
    ident = identifier(entry, where=file)
    effects = tuple(_effect(e, file) for e in tables(entry, "effect", where=file))
    levels = only(
        entry.get("levels", {}), ("doses", "scale", "unit", "most"), where=f"{file}, levels"
    )
    doses = _five(levels, "doses", file)
    decided = one_of(entry, "decides", DECIDES, where=file, otherwise="municipality")
    return Lever(
        id=ident,
        group=one_of(entry, "group", GROUPS, where=file, otherwise="own"),
        decides=next(one for one in DECIDES if one == decided),
        role=one_of(entry, "role", ROLES, where=file, otherwise="service_provider"),
        name=told(entry, "name", where=file, languages=languages),
        what=told({"what": entry.get("name"), **entry}, "what", where=file, languages=languages),
        delay=_years(entry, "delay", file, 0),
        phase_in=_years(entry, "phase_in", file, 0),
        lasts=one_of(entry, "lasts", LASTS, where=file, otherwise="lasting"),
        fades_over=_years(entry, "fades_over", file, 5),
        overlap=wording(entry, "overlap", where=file, otherwise=ident),
        evidence=one_of(entry, "evidence", EVIDENCE, where=file, otherwise="assumption"),
        basis=listed(entry, "basis", where=file),
        sources=listed(entry, "sources", where=file),
        doubt=told(entry, "doubt", where=file) if "doubt" in entry else None,
        policy=listed(entry, "policy", where=file),
        doses=doses,
        scale=_scale(levels, doses, effects, file),
        unit=told(levels, "unit", where=f"{file}, levels") if "unit" in levels else None,
        effects=effects,
        cost=_cost(entry.get("cost", {}), file, doses),
        side_effects=tuple(_side(s, file) for s in tables(entry, "side_effect", where=file)),
        hindrances=tuple(_hindrance(h, file) for h in tables(entry, "hindrance", where=file)),
        where=one_of(entry, "where", WHERE, where=file, otherwise="everywhere"),
    )


def _scale(
    levels: Mapping[str, Any], doses: tuple[float, ...], effects: tuple[Effect, ...], file: str
) -> tuple[float, ...]:
    """How much each level is of the third, never past the largest that has been seen.

    Raises BadParameter when the strongest level moves a dial further than it can be moved.
    """
    given = _five(levels, "scale", file) or SCALE
    if doses:
        third = doses[MIDDLE - 1]
        if third == 0:
            raise refusing(BadParameter, "content.third_dose", where=f"{file}, levels")
        given = tuple(dose / third for dose in doses)
    seen = [e.high / e.mid for e in effects if e.mid != 0 and e.high / e.mid > 1]
    most = number(
        levels,
        "most",
        where=f"{file}, levels",
        otherwise=min(max(seen, default=2.0), MOST_SCALE),
        least=1,
        most=MOST_SCALE,
    )
    scale = tuple(min(one, most) for one in given)
    for effect in effects:
        least, furthest = bounds_of(effect.dial)
        amount(
            effect.mid * max(scale),
            key="mid",
            where=f"{file}, levels on {effect.dial.key}",
            least=least,
            most=furthest,
        )
    return scale


def _five(levels: Mapping[str, Any], key: str, file: str) -> tuple[float, ...]:
    held, where = levels.get(key, []), f"{file}, levels"
    if not isinstance(held, list) or len(held) not in (0, LEVELS):
        raise refusing(
            BadParameter,
            "content.numbers",
            where=where,
            field=key,
            value=quoted(held),
            count=LEVELS,
        )
    return tuple(amount(one, key=key, where=where, least=0, most=MOST_DOSE) for one in held)


def _years(entry: Mapping[str, Any], key: str, file: str, otherwise: int) -> int:
    return int(number(entry, key, where=file, otherwise=otherwise, least=0, most=50))


def _effect(entry: Any, file: str) -> Effect:
    where = f"{file}, effect"
    entry = only(entry, ("dial", "low", "mid", "high"), where=where)
    moved = dial(entry.get("dial"), where=where)
    least, most = bounds_of(moved)
    low, mid, high = amounts(entry, where=f"{where} {moved.key}", least=least, most=most)
    return Effect(dial=moved, low=low, mid=mid, high=high)


_COST = ("once", "yearly", "person_years", "person_years_count", "count", "share", "reached",
         "years", "pays", "gains", "basis", "range", "note")  # fmt: skip


def _cost(entry: Any, file: str, doses: tuple[float, ...]) -> Cost:
    from veivalg.choices.counts import COUNTS

    where = f"{file}, cost"
    entry = only(entry, _COST, where=where)
    count = one_of(entry, "count", tuple(COUNTS), where=where, otherwise="once")
    reached = one_of(entry, "reached", ("dose", "scale", "all"), where=where, otherwise="scale")
    if reached == "dose" and not doses:
        raise refusing(BadParameter, "content.no_doses", where=where)
    return Cost(
        once=number(entry, "once", where=where, otherwise=0.0),
        yearly=number(entry, "yearly", where=where, otherwise=0.0),
        person_years=number(entry, "person_years", where=where, otherwise=0.0),
        count=count,
        person_years_count=one_of(
            entry, "person_years_count", tuple(COUNTS), where=where, otherwise=count
        ),
        share=number(entry, "share", where=where, otherwise=1.0, least=0, most=100),
        reached=reached,
        years=_years(entry, "years", where, 0) or None,
        pays=_payers(entry, "pays", where) or ("municipality",),
        gains=_payers(entry, "gains", where),
        basis=wording(entry, "basis", where=where, otherwise="assumption"),
        range=_range(entry, where),
        note=told(entry, "note", where=where) if "note" in entry else None,
    )


def _range(entry: Mapping[str, Any], where: str) -> tuple[float, float]:
    held = entry.get("range", [1.0, 1.0])
    if not isinstance(held, list) or len(held) != 2:
        raise refusing(
            BadParameter, "content.numbers", where=where, field="range", value=quoted(held), count=2
        )
    low, high = (amount(one, key="range", where=where, least=0, most=MOST_SCALE) for one in held)
    return low, high


def _payers(entry: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
    held = listed(entry, key, where=where)
    for one in held:
        if one not in PAYERS:
            raise refusing(
                BadParameter, "content.none_of", where=where, field=key, value=quoted(one),
                known=", ".join(PAYERS),
            )  # fmt: skip
    return held


def _side(entry: Any, file: str) -> Aside:
    where = f"{file}, side_effect"
    entry = only(entry, ("good", "text"), where=where)
    return Aside(kind="good" if entry.get("good") else "bad", text=told(entry, "text", where=where))


def _hindrance(entry: Any, file: str) -> Aside:
    where = f"{file}, hindrance"
    entry = only(entry, ("kind", "text"), where=where)
    return Aside(
        kind=one_of(entry, "kind", HINDRANCES, where=where), text=told(entry, "text", where=where)
    )
