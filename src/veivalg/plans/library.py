"""Plans in Python: read documents, map their goals, sort sentences.

import veivalg

plans = veivalg.read_plans("plans/")
found = veivalg.map_goals(plans, by="size")
for row in found.tables["areas"].rows:
    print(row.key, row.bodies, row.quoted[0].text if row.quoted else "")
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from os import PathLike
from pathlib import Path

from veivalg.errors import UnreadableDocument
from veivalg.plans.goal import Plan, Proposal, Unit
from veivalg.plans.many import files_of
from veivalg.plans.many import read_plans as plans_of
from veivalg.plans.mapping import Mapping2019, mapped
from veivalg.plans.sorting import proposals


def read_plans(*named: str | PathLike[str]) -> tuple[Plan, ...]:
    """Plans of files and folders, sorted, in order; one that cannot be read stops the rest.

    Raises UnreadableDocument, naming the file, the reason and the fix.
    """
    found = []
    for _, one in plans_of(files_of([Path(name) for name in named])):
        if isinstance(one, UnreadableDocument):
            raise one
        found.append(one)
    return tuple(found)


def map_goals(
    plans: Sequence[Plan],
    *,
    by: str = "",
    own_groups: Mapping[str, str] | None = None,
    only_accepted: bool = False,
) -> Mapping2019:
    """The mapping of plans, compared by a name of `plans.grouping.BY` or by nothing.

    own_groups  of "own": a group for each municipality's number

    Raises OutOfRange for a comparison that does not exist, BadParameter for "own" without groups.
    """
    return mapped(plans, by=by, own_groups=own_groups, only_accepted=only_accepted)


def sort_sentences(
    texts: Sequence[str], headings: Sequence[str] = (), *, place: str = ""
) -> tuple[Proposal, ...]:
    """What each sentence is proposed to be.

    headings  of each sentence, levels with " > " between; none when they are not known
    place     name of the municipality, which says nothing of what a sentence is about
    """
    above = list(headings) or [""] * len(texts)
    return proposals(
        [
            Unit(number=at, text=text, page=1, heading=tuple(filter(None, path.split(" > "))))
            for at, (text, path) in enumerate(zip(texts, above, strict=True))
        ],
        place_name=place,
    )
