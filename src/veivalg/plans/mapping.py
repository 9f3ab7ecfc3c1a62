"""The mapping of 2019 over any set of plans: goals, areas, outcomes, the most used goals and more.

Every count holds its sentences. Proposals count until somebody rejects or corrects them, unless
only accepted ones are asked for; the mapping tells how many of each there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from veivalg.errors import OutOfRange
from veivalg.language import refusing
from veivalg.plans.codes import AREAS, CHALLENGES, DIMENSIONS, KINDS, SDG_USES, SDGS, THEMES
from veivalg.plans.counted import Quoted, Row, Table, body_of, quoted_of, table
from veivalg.plans.goal import Plan
from veivalg.plans.grouping import groups_by
from veivalg.plans.lemmas import lemmas
from veivalg.plans.near_equal import Group, groups_of
from veivalg.plans.saying import without_names
from veivalg.plans.sdg_use import names_sdgs

DECIDED = ("accepted", "corrected")
MOST_WORDS = 40
MOST_GROUPS = 60
SHOWN_KEYS = 12
KEY_PARTS: Mapping[str, tuple[str, ...]] = {
    "kinds": ("kind",),
    "areas": ("area",),
    "themes": ("theme",),
    "outcomes": ("area", "bearing"),
    "challenges": ("challenge",),
    "vision_words": ("",),
    "concepts": ("concept",),
    "dimensions": ("type", "dimension"),
    "sustainability": ("type",),
    "sdg": ("sdg",),
    "sdg_use": ("sdg_use",),
    "years": ("", "area"),
    "compared": ("group", "area"),
    "compared_bodies": ("group",),
}
"""What kind of code each part of a table's keys is; "" for one that is a word already."""
GROUP_PARTS: Mapping[str, str] = {"form": "form", "type": "type", "own": ""}
"""What kind of code a group is, of a comparison where it is another than "group"."""
SUSTAINABLE = ("bærekraft", "berekraft")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping2019:
    """All tables over a set of plans.

    bodies    municipalities, counties and documents without a known owner
    proposed  goals, strategies and measures that nobody has looked at
    accepted  those that a person has accepted or corrected
    counted   those that are counted here
    tables    by name
    groups    the most used goals
    by        what bodies are compared by, "" for nothing
    """

    documents: int
    bodies: int
    proposed: int
    accepted: int
    counted: int
    only_accepted: bool
    tables: Mapping[str, Table]
    groups: tuple[Group, ...]
    by: str = ""

    def summary(self) -> dict[str, int | bool | str]:
        """What the tables rest on."""
        return {
            "documents": self.documents,
            "bodies": self.bodies,
            "proposed": self.proposed,
            "accepted": self.accepted,
            "counted": self.counted,
            "only_accepted": self.only_accepted,
            "by": self.by,
        }

    def parts(self, table: str) -> tuple[str, ...]:
        """What kind of code each part of a table's keys is, as in KEY_PARTS."""
        group = GROUP_PARTS.get(self.by, "group")
        return tuple(group if part == "group" else part for part in KEY_PARTS.get(table, ("",)))

    def behind(self, table: str, key: str) -> tuple[Quoted, ...]:
        """The sentences of a row, or of a group by its place when the table is "groups".

        Raises OutOfRange for a table or a row that does not exist.
        """
        if table == "groups":
            members = {str(at): one.members for at, one in enumerate(self.groups)}
        else:
            held = self.tables.get(table)
            members = {row.key: row.quoted for row in held.rows} if held else {}
        if key not in members:
            known = ", ".join(list(members)[:SHOWN_KEYS] or sorted(self.tables))
            raise refusing(
                OutOfRange, "goals.bad_label", value=key[:40], what=table[:40], known=known
            )
        return members[key]


def mapped(
    plans: Sequence[Plan],
    *,
    only_accepted: bool = False,
    by: str = "",
    own_groups: Mapping[str, str] | None = None,
) -> Mapping2019:
    """The mapping of plans.

    by          "", "size", "centrality", "region", "county", "merged", "form", "type" or "own"
    own_groups  of "own": a group for each body's number

    Raises OutOfRange for a comparison that does not exist, BadParameter for "own" without groups.
    """
    every = [quoted_of(plan, one) for plan in plans for one in plan.units]
    sorted_ones = [one for one in every if one.one.labels.kind != "none"]
    counted = [one for one in sorted_ones if not only_accepted or one.one.state in DECIDED]
    goals = [one for one in counted if one.one.labels.goal_like]
    bodies = [body_of(plan) for plan in plans]
    names = sorted({plan.about.name for plan in plans if plan.about.name})
    found = {
        one.name: one
        for one in (
            *_what_they_want(counted, goals, bodies),
            *_how_they_say_it(counted, every, bodies, plans, names),
            *_un_goals(goals, every, bodies, plans),
            *_over_time(goals, bodies, plans),
        )
    }
    if by:
        of_body = groups_by(by, plans, own_groups or {})
        found["compared"] = _compared(goals, bodies, of_body)
        found["compared_bodies"] = _group_sizes(goals, bodies, of_body)
    return Mapping2019(
        documents=len(plans),
        bodies=len(set(bodies)),
        proposed=sum(one.one.state == "proposed" for one in sorted_ones),
        accepted=sum(one.one.state in DECIDED for one in sorted_ones),
        counted=len(counted),
        only_accepted=only_accepted,
        tables=found,
        groups=groups_of(goals, names=names)[:MOST_GROUPS],
        by=by,
    )


def _what_they_want(
    counted: list[Quoted], goals: list[Quoted], bodies: list[str]
) -> Iterable[Table]:
    yield table(
        "kinds", counted, lambda one: [one.one.labels.kind], bodies=bodies, order=KINDS[:-1]
    )
    yield table("areas", goals, lambda one: _one(one.one.labels.area), bodies=bodies)
    yield table(
        "themes", goals, lambda one: _one(one.one.labels.theme), bodies=bodies, order=THEMES
    )
    yield table(
        "outcomes",
        counted,
        lambda one: [f"{one.one.labels.area}|{one.one.labels.bearing}"],
        bodies=bodies,
        order=[f"{area}|{way}" for area in AREAS for way in ("outcome", "activity")],
    )
    yield table(
        "challenges",
        goals,
        lambda one: _one(one.one.labels.challenge),
        bodies=bodies,
        share_of="bodies",
        order=CHALLENGES,
    )


def _how_they_say_it(
    counted: list[Quoted],
    every: list[Quoted],
    bodies: list[str],
    plans: Sequence[Plan],
    names: list[str],
) -> Iterable[Table]:
    types = _types(plans)
    visions = [one for one in counted if one.one.labels.kind == "vision"]
    yield table(
        "vision_words",
        visions,
        lambda one: sorted(set(lemmas(without_names(one.text, names)))),
        bodies=bodies,
        share_of="bodies",
        most=MOST_WORDS,
    )
    yield table(
        "concepts", counted, lambda one: one.one.labels.concepts, bodies=bodies, share_of="bodies"
    )
    yield table(
        "dimensions",
        counted,
        lambda one: [f"{types[one.sha256]}|{one.one.labels.dimension}"],
        bodies=bodies,
        order=[f"{kind}|{way}" for kind in sorted(set(types.values())) for way in DIMENSIONS],
    )
    yield table(
        "sustainability",
        [one for one in every if any(word in one.text.lower() for word in SUSTAINABLE)],
        lambda one: [types[one.sha256]],
        bodies=bodies,
        share_of="bodies",
        order=sorted(set(types.values())),
    )


def _un_goals(
    goals: list[Quoted], every: list[Quoted], bodies: list[str], plans: Sequence[Plan]
) -> Iterable[Table]:
    use = {plan.sha256: plan.about.sdg_use for plan in plans}
    yield table(
        "sdg",
        goals,
        lambda one: [str(goal) for goal in one.one.labels.sdg],
        bodies=bodies,
        order=[str(goal) for goal in SDGS],
    )
    yield table(
        "sdg_use",
        [one for one in every if names_sdgs(one.text)],
        lambda one: [use[one.sha256]],
        bodies=bodies,
        share_of="bodies",
        order=SDG_USES,
    )


def _over_time(goals: list[Quoted], bodies: list[str], plans: Sequence[Plan]) -> Iterable[Table]:
    year = {plan.sha256: plan.about.adopted for plan in plans}
    known = [one for one in goals if year[one.sha256]]
    years = sorted({str(found) for found in year.values() if found})
    yield table(
        "years",
        known,
        lambda one: [f"{year[one.sha256]}|{one.one.labels.area}"],
        bodies=bodies,
        order=[f"{at}|{area}" for at in years for area in AREAS],
    )


def _compared(goals: list[Quoted], bodies: list[str], of_body: Mapping[str, str]) -> Table:
    """Areas within each group: the share is of the group's own bodies."""
    rows: list[Row] = []
    for group in sorted(set(of_body.values())):
        inside = [body for body in bodies if of_body.get(body) == group]
        said = [one for one in goals if of_body.get(one.body) == group]
        found = table(
            "compared",
            said,
            lambda one, group=group: [f"{group}|{one.one.labels.area}"],  # type: ignore[misc]
            bodies=inside,
            order=[f"{group}|{area}" for area in AREAS],
        )
        rows += found.rows
    return Table(name="compared", share_of="sentences", bodies=len(set(bodies)), rows=tuple(rows))


def _group_sizes(goals: list[Quoted], bodies: list[str], of_body: Mapping[str, str]) -> Table:
    known = [one for one in goals if one.body in of_body]
    return table(
        "compared_bodies",
        known,
        lambda one: [of_body[one.body]],
        bodies=bodies,
        share_of="bodies",
        order=sorted(set(of_body.values())),
    )


def _types(plans: Sequence[Plan]) -> Mapping[str, str]:
    return {plan.sha256: plan.about.document_type for plan in plans}


def _one(code: str) -> list[str]:
    return [code] if code else []
