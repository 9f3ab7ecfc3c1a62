"""A set of plans that a person works with: in memory, and on disk when the person says so."""

from __future__ import annotations

import operator
import time
import uuid
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock

from pydantic import TypeAdapter, ValidationError

from veivalg.errors import Busy, OutOfRange
from veivalg.language import refusing
from veivalg.plans.goal import Plan
from veivalg.plans.mapping import Mapping2019, mapped
from veivalg.plans.tie import Tie, tie_of
from veivalg.sources.plan_folder import forget_kept, read_kept, write_kept

MOST_DOCUMENTS = 200
MOST_COLLECTIONS = 64
MOST_UNITS = 250_000
"""In all collections that are held in memory; one takes about 6 kB."""
IDLE_SECONDS = 12 * 3600.0
"""After which a collection that is not kept is forgotten, when room is needed or not."""
TIES, GROUPS = "ties", "groups"
_PLAN = TypeAdapter(Plan)
_TIES = TypeAdapter(dict[str, Tie])
_GROUPS = TypeAdapter(dict[str, str])


@dataclass(slots=True)
class Collection:
    """Plans by the hash of their document, in the order in which they came.

    ties     by `goal_name`: what a person says that measures a goal
    groups   by number of a body: a group of the user's own to compare by
    kept     on disk
    damaged  names of kept files that could not be read
    """

    id: str
    plans: OrderedDict[str, Plan] = field(default_factory=OrderedDict)
    ties: dict[str, Tie] = field(default_factory=dict)
    groups: dict[str, str] = field(default_factory=dict)
    kept: bool = False
    damaged: tuple[str, ...] = ()
    used: float = field(default_factory=time.monotonic)
    _mapped: tuple[tuple[Plan, ...], Mapping2019] | None = field(default=None, repr=False)

    def mapped(self, *, by: str = "", only_accepted: bool = False) -> Mapping2019:
        """The mapping of its plans; the last one is held, as its counts are opened one by one."""
        plans = tuple(self.plans.values())
        if self._mapped is not None:
            of, found = self._mapped
            same = len(of) == len(plans) and all(map(operator.is_, of, plans))
            if same and (found.by, found.only_accepted) == (by, only_accepted):
                return found
        found = mapped(plans, by=by, own_groups=self.groups, only_accepted=only_accepted)
        self._mapped = plans, found
        return found

    def forget_mapping(self) -> None:
        """What the last mapping rests on has changed."""
        self._mapped = None

    def plan(self, sha256: str) -> Plan:
        """One plan. Raises OutOfRange when it is not here."""
        if sha256 not in self.plans:
            raise refusing(OutOfRange, "goals.no_document")
        return self.plans[sha256]

    def tie(self, sha256: str, number: int) -> Tie | None:
        """What measures a goal: as a person has said, else as proposed from its words."""
        said = self.ties.get(goal_name(sha256, number))
        return said or tie_of(self.plan(sha256).units[number].unit.text)


def goal_name(sha256: str, number: int) -> str:
    """What a unit is called among all documents."""
    return f"{sha256}/{number}"


class Collections:
    """All collections of a server. Each has an id that cannot be guessed; who has it, has it all.

    folder  of the kept ones, None for the data folder
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._held: OrderedDict[str, Collection] = OrderedDict()
        self._lock = RLock()

    def new(self) -> Collection:
        """An empty one. Raises Busy when there is no room."""
        with self._lock:
            self._forget_idle()
            if len(self._held) >= MOST_COLLECTIONS and not self._forget_oldest():
                raise refusing(Busy, "goals.full")
            one = Collection(id=uuid.uuid4().hex)
            self._held[one.id] = one
            return one

    def get(self, name: str) -> Collection:
        """The one with an id, from disk when it is kept there. Raises OutOfRange."""
        with self._lock:
            one = self._held.get(name) or self._from_disk(name)
            if one is None:
                raise refusing(OutOfRange, "goals.no_collection")
            one.used = time.monotonic()
            self._held[name] = one
            self._held.move_to_end(name)
            return one

    def add(self, name: str, plan: Plan) -> Plan:
        """Put a plan into a collection; decisions on the same document are kept.

        Raises OutOfRange when the collection is full, Busy when the server is.
        """
        with self._lock:
            one = self.get(name)
            if plan.sha256 in one.plans:
                return one.plans[plan.sha256]
            if len(one.plans) >= MOST_DOCUMENTS:
                raise refusing(OutOfRange, "goals.too_many_documents", most=str(MOST_DOCUMENTS))
            while self._units() + len(plan.units) > MOST_UNITS:
                if not self._forget_oldest(spare=name):
                    raise refusing(Busy, "goals.full")
            one.plans[plan.sha256] = plan
            self._write(one, plan)
            return plan

    def change(self, name: str, sha256: str, change: Callable[[Plan], Plan]) -> Plan:
        """Replace a plan by what `change` makes of it. Raises OutOfRange."""
        with self._lock:
            one = self.get(name)
            plan = change(one.plan(sha256))
            one.plans[sha256] = plan
            self._write(one, plan)
            return plan

    def tie(self, name: str, sha256: str, number: int, tie: Tie | None) -> Tie | None:
        """Say what measures a goal; None goes back to what is proposed. Raises OutOfRange."""
        with self._lock:
            one = self.get(name)
            if not 0 <= number < len(one.plan(sha256).units):
                raise refusing(OutOfRange, "goals.no_unit", value=str(number))
            key = goal_name(sha256, number)
            if tie is None:
                one.ties.pop(key, None)
            else:
                one.ties[key] = tie
            if one.kept:
                write_kept(name, TIES, _TIES.dump_json(one.ties), self._folder)
            return one.tie(sha256, number)

    def group(self, name: str, groups: Mapping[str, str]) -> Collection:
        """Say the group of each body to compare by; none takes them back. Raises OutOfRange."""
        with self._lock:
            one = self.get(name)
            one.groups = dict(groups)
            one.forget_mapping()
            if one.kept:
                write_kept(name, GROUPS, _GROUPS.dump_json(one.groups), self._folder)
            return one

    def drop(self, name: str, sha256: str) -> None:
        """Take a document out, from disk too. Raises OutOfRange."""
        with self._lock:
            one = self.get(name)
            one.plan(sha256)
            del one.plans[sha256]
            one.ties = {k: v for k, v in one.ties.items() if not k.startswith(f"{sha256}/")}
            if one.kept:
                forget_kept(name, sha256, self._folder)
                write_kept(name, TIES, _TIES.dump_json(one.ties), self._folder)

    def keep(self, name: str, kept: bool) -> Collection:
        """Write a collection to disk, or delete what was written."""
        with self._lock:
            one = self.get(name)
            if kept:
                for plan in one.plans.values():
                    write_kept(name, plan.sha256, _PLAN.dump_json(plan), self._folder)
                write_kept(name, TIES, _TIES.dump_json(one.ties), self._folder)
                write_kept(name, GROUPS, _GROUPS.dump_json(one.groups), self._folder)
            else:
                forget_kept(name, folder=self._folder)
            one.kept = kept
            return one

    def delete(self, name: str) -> None:
        """Forget a collection whole, on disk too. Raises OutOfRange."""
        with self._lock:
            self.get(name)
            forget_kept(name, folder=self._folder)
            self._held.pop(name, None)

    def _write(self, one: Collection, plan: Plan) -> None:
        if one.kept:
            write_kept(one.id, plan.sha256, _PLAN.dump_json(plan), self._folder)

    def _from_disk(self, name: str) -> Collection | None:
        try:
            files = read_kept(name, self._folder)
        except ValueError:
            return None
        if not files:
            return None
        one = Collection(id=name, kept=True)
        damaged = []
        for stem, content in files.items():
            try:
                if stem == TIES:
                    one.ties = _TIES.validate_json(content)
                elif stem == GROUPS:
                    one.groups = _GROUPS.validate_json(content)
                else:
                    one.plans[stem] = _PLAN.validate_json(content)
            except (ValidationError, ValueError, OutOfRange):
                damaged.append(stem)
        one.damaged = tuple(damaged)
        return one

    def _units(self) -> int:
        return sum(len(plan.units) for one in self._held.values() for plan in one.plans.values())

    def _forget_idle(self) -> None:
        now = time.monotonic()
        for name in [n for n, one in self._held.items() if now - one.used > IDLE_SECONDS]:
            del self._held[name]

    def _forget_oldest(self, spare: str = "") -> bool:
        """Let go of the one that has been idle longest, kept ones first; they are on disk."""
        order = sorted(self._held.values(), key=lambda one: (not one.kept, one.used))
        for one in order:
            idle = time.monotonic() - one.used > 600
            if one.id != spare and (one.kept or idle or not one.plans):
                del self._held[one.id]
                return True
        return False
