"""One edition of the figures with all that is computed from it, kept while it is in use.

An edition never changes what it says: figures that arrive make another edition, which takes
the place of this one in one step (`Service`).
"""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Event, Lock
from typing import Generic, TypeVar

from veivalg.analysis.consequence_table import ConsequenceTable, consequence_table
from veivalg.analysis.consequences import (
    Chain,
    PlaceConsequences,
    chain,
    consequences_of,
    ground_of,
)
from veivalg.analysis.country_map import CountryMap, country_map
from veivalg.analysis.drawn import DRAWS, Drawing, DrawnGroups, draw_groups
from veivalg.analysis.path_table import PathTable, path_table
from veivalg.analysis.position import positions_of
from veivalg.analysis.prospect import Prospect, prospect
from veivalg.analysis.simulation import MAIN_ALTERNATIVE, Expected, Simulation, expected
from veivalg.consequences.own_checks import Replaceable, checked
from veivalg.consequences.own_figures import OwnFigure, own_from_text, own_text
from veivalg.consequences.parameters import default_parameters
from veivalg.consequences.standing import Positions, Standing, standing
from veivalg.data.places import Place
from veivalg.errors import Stopped
from veivalg.pathways.ideas import ideas_of
from veivalg.pathways.inputs import Repertoire
from veivalg.pathways.path_text import open_link
from veivalg.pathways.site import Site, site_of
from veivalg.provenance import content_hash
from veivalg.web.trodden import Trodden

RUNS_KEPT = 3
"""A run of the whole country with all its flows takes about 0.1 GB."""
DRAWN_KEPT = 3
CORES_FOR_DRAWS = max(1, (os.cpu_count() or 2) - 1)
"""One core is left for those who look at the page meanwhile."""
PROSPECTS_KEPT = 400
OWN_SETS_KEPT = 8
"""Chains with own figures; one holds every component of every municipality, about 20 MB."""

ROWS_KEPT = 800
"""Municipalities of the labour markets of places made ready for paths: 0.4 MB each."""
IDEAS_KEPT = 40

Key = TypeVar("Key", bound=Hashable)
Kept = TypeVar("Kept")


class Shelf(Generic[Key, Kept]):
    """The newest few values by key; each is made once, also when several ask together.

    size   how much is kept together; the newest value is kept however large it is
    weigh  what one value counts, 1 unless told otherwise
    """

    def __init__(self, size: int, weigh: Callable[[Kept], int] = lambda value: 1) -> None:
        self._size = size
        self._weigh = weigh
        self._weight = 0
        self._kept: OrderedDict[Key, Kept] = OrderedDict()
        self._lock = Lock()
        self._making: dict[Key, Lock] = {}

    def get(self, key: Key) -> Kept | None:
        """What is kept, or None."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: Key, value: Kept) -> None:
        """Keep a value; the one longest unused goes when there are too many."""
        with self._lock:
            if key in self._kept:
                self._weight -= self._weigh(self._kept.pop(key))
            self._kept[key] = value
            self._weight += self._weigh(value)
            while self._weight > self._size and len(self._kept) > 1:
                self._weight -= self._weigh(self._kept.popitem(last=False)[1])

    def made(self, key: Key, make: Callable[[], Kept]) -> Kept:
        """What is kept, or what `make` gives, kept from now on; nothing when `make` fails."""
        with self._lock:
            making = self._making.setdefault(key, Lock())
        try:
            with making:
                held = self.get(key)
                if held is None:
                    held = make()
                    self.put(key, held)
        finally:
            with self._lock:
                self._making.pop(key, None)
        return held


@dataclass(frozen=True, slots=True)
class Intervals:
    """How far the draws behind the intervals are: computing, ready or failed."""

    state: str
    done: int = 0
    total: int = DRAWS


class Edition:
    """A simulation and its runs, draws and prospects.

    identity  hash of the figures and years; equal identities give equal answers
    """

    def __init__(self, simulation: Simulation, *, draws: int = DRAWS) -> None:
        self.simulation = simulation
        self.draws = draws
        self.intervals = Intervals("computing", 0, draws)
        self.stop = Event()
        source = simulation.figures.headcount.source
        years = simulation.base_year, simulation.last_year
        self.identity = content_hash([simulation.start, source, years, draws])
        self._wanted: set[str] = set()
        self._runs: Shelf[str, Expected] = Shelf(RUNS_KEPT)
        self._drawn: Shelf[str, DrawnGroups] = Shelf(DRAWN_KEPT)
        self._prospects: Shelf[tuple[Place, str, bool], Prospect] = Shelf(PROSPECTS_KEPT)
        self._maps: Shelf[bool, CountryMap] = Shelf(2)
        self._chains: Shelf[str, Chain] = Shelf(RUNS_KEPT)
        self._own_chains: Shelf[tuple[str, str], Chain] = Shelf(OWN_SETS_KEPT)
        self._positions: Shelf[str, tuple[Positions | None]] = Shelf(RUNS_KEPT)
        self._one_own_chain = Lock()
        self._sites: Shelf[tuple[Place, str], Site] = Shelf(ROWS_KEPT, lambda one: len(one.codes))
        self._trodden: Shelf[str, Trodden] = Shelf(ROWS_KEPT, lambda one: len(one.site.codes))
        self._repertoires: Shelf[str, Repertoire] = Shelf(IDEAS_KEPT)
        self._outlooks: Shelf[tuple[Place, str, str, bool], PlaceConsequences] = Shelf(
            PROSPECTS_KEPT
        )

    def run(self, alternative: str = MAIN_ALTERNATIVE) -> Expected:
        """The expected run of an alternative. Raises UnknownAlternative."""
        return self._runs.made(alternative, lambda: expected(self.simulation, alternative))

    def drawn(self, alternative: str = MAIN_ALTERNATIVE) -> DrawnGroups | None:
        """The draws of an alternative, None until they are ready."""
        return self._drawn.get(alternative)

    def prospect(self, place: Place, alternative: str = MAIN_ALTERNATIVE) -> Prospect:
        """All about one place, with intervals once they are ready."""
        drawn = self.drawn(alternative)
        key = (place, alternative, drawn is not None)
        return self._prospects.made(
            key, lambda: prospect(self.simulation, self.run(alternative), place, drawn)
        )

    @property
    def replaceable(self) -> Replaceable:
        """What own figures can take the place of."""
        return Replaceable(
            parameters=default_parameters(),
            geography=self.simulation.geography,
            base_year=self.simulation.base_year,
        )

    def own(self, text: str) -> tuple[OwnFigure, ...]:
        """The own figures of an address, checked. Raises BadParameter, OutOfRange, UnknownPlace."""
        return checked(own_from_text(text), self.replaceable) if text else ()

    def chain(self, alternative: str = MAIN_ALTERNATIVE, own: tuple[OwnFigure, ...] = ()) -> Chain:
        """From people to consequences, with own figures when there are any.

        Chains with own figures are made one at a time, so that many who ask do not fill the
        memory together.
        """
        plain = self._chains.made(
            alternative, lambda: chain(self.simulation, self.run(alternative))
        )
        if not own:
            return plain

        def with_own() -> Chain:
            with self._one_own_chain:
                return chain(self.simulation, plain.run, own=own, default=plain)

        return self._own_chains.made((alternative, own_text(own)), with_own)

    def consequences(
        self,
        place: Place,
        alternative: str = MAIN_ALTERNATIVE,
        own: tuple[OwnFigure, ...] = (),
    ) -> PlaceConsequences:
        """What one place's people mean, with intervals once they are ready."""
        drawn = self.drawn(alternative)
        key = (place, alternative, own_text(own), drawn is not None)
        return self._outlooks.made(
            key, lambda: consequences_of(self.chain(alternative, own), place, drawn)
        )

    def standing(
        self,
        place: Place,
        alternative: str = MAIN_ALTERNATIVE,
        own: tuple[OwnFigure, ...] = (),
    ) -> Standing | None:
        """Where a place stands today; None when the run ends too early to tell."""
        made = self.chain(alternative, own)
        held = self._positions.made(made.identity, lambda: (positions_of(made),))[0]
        return standing(place, held, self.simulation.geography) if held else None

    def consequence_table(
        self,
        place: Place,
        alternative: str,
        own: tuple[OwnFigure, ...],
        *,
        chapters: tuple[str, ...],
    ) -> ConsequenceTable:
        """The same as files hold it."""
        drawn = self.drawn(alternative)
        return consequence_table(self.chain(alternative, own), [place], drawn, chapters=chapters)

    def trodden(self, place: Place, path: str, ideas: str, alternative: str, own: str) -> Trodden:
        """A path as an address has it, with the site it is run at."""
        figures = self.own(own)
        made = self.chain(alternative, figures)
        site = self._sites.made((place, made.identity), lambda: site_of(ground_of(made), place))
        known = self._repertoires.made(ideas, lambda: ideas_of(ideas).repertoire)
        key = content_hash([self.identity, made.identity, place, path, ideas])

        def opened() -> Trodden:
            link = open_link(path, known, years=site.years)
            return Trodden(
                site=site,
                path=link.path,
                known=known,
                notes=link.notes,
                figures=self.simulation.figures.kind,
                identity=key,
            )

        return self._trodden.made(key, opened)

    def path_table(self, trod: Trodden, alternative: str, own: tuple[OwnFigure, ...]) -> PathTable:
        """The four lines of a path as files hold them."""
        return path_table(self.chain(alternative, own), [trod.lines], trod.known)

    def country_map(self) -> CountryMap:
        """The map's figures, with the country's interval once it is ready."""
        drawn = self.drawn()
        return self._maps.made(
            drawn is not None, lambda: country_map(self.simulation, self.run(), drawn)
        )

    def wants(self, alternative: str) -> bool:
        """Whether draws are lacking and nobody has asked for them yet; from now on somebody has."""
        lacking = self.drawn(alternative) is None and alternative not in self._wanted
        self._wanted.add(alternative)
        return lacking

    def draw(self, alternative: str = MAIN_ALTERNATIVE) -> None:
        """Make the draws of an alternative; stays silent when the edition is given up."""
        if self.drawn(alternative) is not None:
            return
        try:
            drawn = draw_groups(
                self.simulation,
                self.run(alternative),
                Drawing(
                    count=self.draws,
                    stop=self.stop,
                    told=lambda done, total: self._told(alternative, done, total),
                    threads=CORES_FOR_DRAWS,
                ),
            )
        except Stopped:
            return
        except Exception:
            self._state(alternative, Intervals("failed", 0, self.draws))
            raise
        finally:
            self._wanted.discard(alternative)
        self._drawn.put(alternative, drawn)
        self._state(alternative, Intervals("ready", self.draws, self.draws))

    def _told(self, alternative: str, done: int, total: int) -> None:
        self._state(alternative, Intervals("computing", done, total))

    def _state(self, alternative: str, intervals: Intervals) -> None:
        if alternative == MAIN_ALTERNATIVE:
            self.intervals = intervals
