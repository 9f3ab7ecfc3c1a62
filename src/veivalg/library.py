"""Veivalg in Python: a place, a path, and what it makes of the numbers.

    import veivalg
    place = veivalg.place("Nordre Land")
    run = veivalg.run(place, stories={"H3": 60}, choices={"L021": (4, 2028)})
    print(run.value("staff.unfilled", 2040))

The command line is written with the same functions. Figures are read once for each data folder.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from os import PathLike
from pathlib import Path as FilePath
from threading import Event

from veivalg.analysis.adding_up import Mend, Overlap, Shortfall, mends, overlaps, shortfalls
from veivalg.analysis.asked import Progress, answered
from veivalg.analysis.compare import BOTH, LINES, FourLines, asked_indicator, four_lines
from veivalg.analysis.consequences import Chain, chain, ground_of
from veivalg.analysis.explain import Against, Explained, explained
from veivalg.analysis.goal import goal_of
from veivalg.analysis.moving_most import Mover, movers
from veivalg.analysis.path_table import PathTable, path_table
from veivalg.analysis.reach import Reach, reach
from veivalg.analysis.reach import Wanted as Allowed
from veivalg.analysis.robustness import Robust, robust
from veivalg.analysis.simulation import LAST_YEAR, MAIN_ALTERNATIVE, expected, simulation_of
from veivalg.axes import FloatArray
from veivalg.choices.lever import DECIDES, GROUPS, Lever, levers
from veivalg.choices.package import Contradiction, contradicting
from veivalg.consequences.own_figures import OwnFigure
from veivalg.data.figures import figures
from veivalg.data.geography import geography
from veivalg.data.places import Level, Place
from veivalg.errors import BadParameter, OutOfRange
from veivalg.futures.story import Story
from veivalg.language import Language, refusing
from veivalg.pathways.ideas import Ideas, read_ideas
from veivalg.pathways.inputs import Path, Repertoire, repertoire
from veivalg.pathways.named import Wanted, chosen_by_name
from veivalg.pathways.path_text import nearest, read_path, text_of
from veivalg.pathways.site import Site, site_of
from veivalg.plans import library as of_plans
from veivalg.reports.export.files import write_export
from veivalg.sources.snapshots import SnapshotStore, data_folder

COUNTRIES_KEPT = 2
"""Countries made ready; one takes about 0.2 GB."""
GROUP_SIGN = "+"
RECOMMENDED = "money.recommended_net_result_share"
"""Net operating result that a package must not take a municipality below."""

read_plans = of_plans.read_plans
map_goals = of_plans.map_goals
sort_sentences = of_plans.sort_sentences

Weights = Mapping[str, float]
"""Per cent by story."""
Levels = Mapping[str, tuple[float, float]]
"""(level or size, first year) by choice or shock."""


def silent(step: str) -> None:
    """Hear nothing."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Country:
    """The country as today, from which every path starts.

    ideas  own stories and measures
    known  everything that a path can name: what ships, and these
    """

    chain: Chain
    ideas: Ideas
    known: Repertoire

    @property
    def years(self) -> tuple[int, ...]:
        """1 January of each year of the run."""
        return self.chain.run.ledger.years

    def with_ideas(self, ideas: Ideas) -> Country:
        """The same with own stories and measures."""
        return replace(self, ideas=ideas, known=ideas.repertoire)

    def site(self, place: Place) -> Site:
        """A place made ready: some milliseconds for a municipality."""
        return site_of(ground_of(self.chain), place)

    def written(self, text: str) -> Path:
        """A path as an address has it. Raises BadParameter, OutOfRange."""
        return read_path(text, self.known, years=self.years)

    def path(self, wanted: Wanted, onto: Path) -> Path:
        """A path with what is wanted besides, by name. Raises BadParameter, OutOfRange."""
        path = chosen_by_name(onto, wanted, self.known, years=self.years)
        self._check_used(path)
        return replace(path, own_stories=self.ideas.story_texts, own_levers=self.ideas.lever_texts)

    def _check_used(self, path: Path) -> None:
        """Own content that the path does not name would do nothing, without anybody knowing."""
        told = {story for story, _ in path.weights}
        held = {choice.lever for choice in path.choices}
        for story in self.ideas.stories:
            if story.id not in told:
                raise refusing(BadParameter, "run.story_unused", name=story.id)
        for lever in self.ideas.levers:
            if lever.id not in held:
                raise refusing(BadParameter, "run.measure_unused", name=lever.id,
                               year=str(self.years[0] + 4))  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Run:
    """A path run in a place: four lines of every indicator, expected values.

    Lines are "today" (as today), "world" (only the futures), "own" (only the choices) and "both".
    """

    place: Place
    site: Site
    path: Path
    lines: FourLines
    country: Country

    @property
    def identity(self) -> str:
        """Hash of all that the numbers follow from; the same identity, the same numbers."""
        return self.lines.identity

    @property
    def years(self) -> tuple[int, ...]:
        """1 January of each year."""
        return self.lines.years

    @property
    def text(self) -> str:
        """The path as an address and `path=` take it."""
        return text_of(self.path, self.country.known)

    @property
    def table(self) -> PathTable:
        """The same as files hold it."""
        return path_table(self.country.chain, [self.lines], self.country.known)

    def value(self, name: str, year: int, line: str = LINES[BOTH]) -> float:
        """An indicator in a year. Raises OutOfRange for a name, year or line that is not there."""
        self._check_year(year)
        return float(self.series(name, line)[self.years.index(year)])

    def series(self, name: str, line: str = LINES[BOTH]) -> FloatArray:
        """(year) of an indicator. Raises OutOfRange for a name or line that is not there."""
        if line not in LINES:
            raise refusing(OutOfRange, "run.no_line", value=line[:40], lines=", ".join(LINES))
        return self.lines.line(asked_indicator(name).name, LINES.index(line))

    @property
    def lacking(self) -> tuple[Shortfall, ...]:
        """What the choices lack in money and people, () when they add up."""
        return shortfalls(self.lines, recommended=self._recommended)

    @property
    def overlaps(self) -> tuple[Overlap, ...]:
        """Choices that together free more of the same than anybody has shown."""
        return overlaps(self.path, self.country.known)

    @property
    def contradictions(self) -> tuple[tuple[Contradiction, tuple[str, ...]], ...]:
        """Choices that exclude each other or together go too far, with the levers it is about."""
        chosen = {choice.lever: choice.level for choice in self.path.choices}
        return contradicting(chosen, self.country.known.levers)

    def mends(self) -> tuple[Mend, ...]:
        """Single changes that would mend what is lacking, those that help most first."""
        lacking, recommended = self.lacking, self._recommended
        return mends(self.site, self.path, self.country.known, lacking, recommended=recommended)

    def movers(self, name: str, year: int) -> tuple[Mover, ...]:
        """Every choice by how far it moves an indicator in a year, chosen or not."""
        return movers(self.site, self.path, self.country.known, name, year)

    def why(self, name: str, year: int, against: Against = "today") -> Explained:
        """Causes of a difference, which add up to it: from today's line or from the base year."""
        return explained(self.site, self.path, self.country.known, name, year, against=against)

    def robust(
        self,
        name: str,
        year: int,
        *,
        at_most: float | None = None,
        at_least: float | None = None,
        told: Callable[[Progress], None] | None = None,
        stop: Event | None = None,
    ) -> Robust:
        """Whether a goal is met in every story, every scenario and many mixes: some seconds.

        told, stop  hears how far it is; ends it with Stopped when set
        """
        goal = goal_of(self.site, name, at_most=at_most, at_least=at_least, year=year)
        question = robust(self.site, self.path, self.country.known, goal)
        return answered(question, told=told, stop=stop)

    def reach(
        self,
        name: str,
        year: int,
        *,
        at_most: float | None = None,
        at_least: float | None = None,
        decides: tuple[str, ...] = DECIDES,
        without: tuple[str, ...] = (),
        start: int | None = None,
        told: Callable[[Progress], None] | None = None,
        stop: Event | None = None,
    ) -> Reach:
        """Small packages that reach a goal from where the path stands: some seconds.

        decides     who may decide what is added
        without     groups of levers that one of the packages does without
        start       year in which new choices begin
        told, stop  hears how far it is; ends it with Stopped when set
        """
        goal = goal_of(self.site, name, at_most=at_most, at_least=at_least, year=year)
        wanted = self.allowed(decides=decides, without=without, start=start)
        question = reach(self.site, self.path, self.country.known, goal, wanted)
        return answered(question, told=told, stop=stop)

    def allowed(
        self, *, decides: tuple[str, ...], without: tuple[str, ...], start: int | None
    ) -> Allowed:
        """What may be proposed. Raises BadParameter for one who decides, or a group, unknown."""
        for names, known, key in (
            (decides, DECIDES, "reach.decides"),
            (without, GROUPS, "reach.group"),
        ):
            for one in names:
                nearest(one, known, key)
        return Allowed(recommended=self._recommended, decides=decides, without=without, start=start)

    @property
    def _recommended(self) -> float:
        return self.site.setting.parameters.number(RECOMMENDED)

    def _check_year(self, year: int) -> None:
        first, last = str(self.years[0]), str(self.years[-1])
        if year not in self.years:
            raise refusing(OutOfRange, "path.no_year", value=str(year), first=first, last=last)

    def save(self, file: str | PathLike[str], language: Language = "en") -> tuple[FilePath, ...]:
        """Write a file by its ending (.csv, .xlsx, .json); tells which were written."""
        return write_export(self.table, FilePath(file), language)


def place(text: str, level: Level | None = None) -> Place:
    """A place by number or name, old ones too; "3448+3450" is a group. Raises UnknownPlace."""
    known = geography()
    if GROUP_SIGN in text:
        parts = [known.find(part, "municipality") for part in text.split(GROUP_SIGN)]
        return known.group([part.code for part in parts])
    return known.find(text, level)


def stories() -> Mapping[str, Story]:
    """Stories, scenarios and general trends by id, as `run` takes them."""
    return repertoire().stories


def measures() -> Mapping[str, Lever]:
    """Everything that can be chosen, by id, as `run` takes it."""
    return levers()


def run(
    where: Place | str,
    *,
    stories: Weights | None = None,
    choices: Levels | None = None,
    shocks: Levels | None = None,
    kinds: Collection[str] = (),
    path: str = "",
    own_stories: Sequence[str] = (),
    own_measures: Sequence[str] = (),
    alternative: str = MAIN_ALTERNATIVE,
    to: int = LAST_YEAR,
) -> Run:
    """Run a path in a place: a fraction of a second, the first time some seconds.

    stories   per cent by id or name, in any of the three languages
    choices   (level 1 to 5, first year) by id or name
    shocks    (size 1 to 3, year) by id or name
    kinds     what kind of place it is: cabin, host, tourism, industry, coast, one_company, islands
    path      as an address has it; the rest is added to it
    own_stories, own_measures   TOML texts; name them in `stories` and `choices`
    Raises BadParameter or OutOfRange with the value and what to write instead.
    """
    ideas = read_ideas(tuple(own_stories), tuple(own_measures))
    whole = _kept(data_folder(), to, alternative).with_ideas(ideas)
    wanted = Wanted(
        stories=tuple((stories or {}).items()),
        choices=tuple((name, *held) for name, held in (choices or {}).items()),
        shocks=tuple((name, size, year, None) for name, (size, year) in (shocks or {}).items()),
        kinds=tuple(kinds),
    )
    found = place(where) if isinstance(where, str) else where
    return run_path(whole, found, whole.path(wanted, whole.written(path)))


def run_path(whole: Country, where: Place, path: Path) -> Run:
    """One path in one place."""
    site = whole.site(where)
    lines = four_lines(site, path, whole.known)
    return Run(place=where, site=site, path=path, lines=lines, country=whole)


def country(
    folder: FilePath,
    *,
    to: int = LAST_YEAR,
    alternative: str = MAIN_ALTERNATIVE,
    own: Callable[[int], tuple[OwnFigure, ...]] = lambda base_year: (),
    told: Callable[[str], None] = silent,
) -> Country:
    """The country made ready from the figures of a folder: some seconds.

    own   gives own figures, checked, when the base year is known
    told  hears what is under way: figures, projecting, consequences
    """
    told("figures")
    simulation = simulation_of(figures(SnapshotStore(folder)), geography(), last_year=to)
    replaced = own(simulation.base_year)
    told("projecting")
    made = expected(simulation, alternative)
    told("consequences")
    ideas = Ideas()
    ready = chain(simulation, made, own=replaced)
    return Country(chain=ready, ideas=ideas, known=ideas.repertoire)


@lru_cache(maxsize=COUNTRIES_KEPT)
def _kept(folder: FilePath, to: int, alternative: str) -> Country:
    return country(folder, to=to, alternative=alternative)
