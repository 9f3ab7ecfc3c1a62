"""One place in one year, as today and with a story at full weight: what fills a retelling."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from veivalg.consequences.outcome import Sums, indicator, together
from veivalg.data.places import Place
from veivalg.futures.story import Story
from veivalg.pathways.chosen import moved_by
from veivalg.pathways.inputs import FULL, Path, Repertoire
from veivalg.pathways.run import components_of
from veivalg.pathways.site import Site
from veivalg.provenance import content_hash
from veivalg.shifts.contribution import Totals, totals

PEOPLE = {"residents": "services.residents", "aged_80plus": "society.aged_80plus"}
"""Components that count people, by the name that templates use."""
INDICATORS = {"unfilled": "staff.unfilled", "result": "money.net_result_share"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A figure without and with the story, in the same unit; NaN where there is none."""

    today: float
    story: float

    @property
    def change(self) -> float:
        return self.story - self.today


@dataclass(frozen=True, slots=True, kw_only=True)
class WithStory:
    """What a story makes of a place.

    year      1 January of the story's year, at most the last of the run
    figures   residents, aged_80plus (persons), unfilled (person-years), result (share of revenue)
    identity  hash of all that the figures follow from
    """

    place: Place
    story: Story
    year: int
    figures: Mapping[str, Pair]
    identity: str


def with_story(
    site: Site, story: Story, known: Repertoire, *, kinds: tuple[str, ...] = ()
) -> WithStory:
    """Two runs of a place: as today, and with the story at 100 %.

    kinds  what kind of place it is, as the user says
    """
    path = Path(weights=((story.id, float(FULL)),), kinds=kinds)
    moved = moved_by(path, site, known)
    year = min(story.horizon, site.years[-1])
    at = site.years.index(year)
    today = _figures(site, totals(()), at)
    changed = _figures(site, totals(moved.every, moved.strength[None]), at)
    return WithStory(
        place=site.place,
        story=story,
        year=year,
        figures=MappingProxyType(
            {name: Pair(today=today[name], story=changed[name]) for name in today}
        ),
        identity=content_hash([site.identity, path.identity, site.place, story.identity]),
    )


def _figures(site: Site, moved: Totals, at: int) -> dict[str, float]:
    held: Sums = together(components_of(site, moved), site.inside)
    people = {name: held.total((part,)) for name, part in PEOPLE.items()}
    shown = {name: held.value(indicator(one)) for name, one in INDICATORS.items()}
    return {name: float(np.ravel(values[..., at])[0]) for name, values in (people | shown).items()}
