"""What a path says in one sentence, and what it lacks."""

from __future__ import annotations

from veivalg.analysis.adding_up import Overlap, Shortfall
from veivalg.analysis.compare import BOTH, TODAY, WORLD, FourLines
from veivalg.analysis.path_intervals import PathIntervals
from veivalg.language import LANGUAGES
from veivalg.pathways.inputs import Repertoire
from veivalg.shifts.reading import Told, in_language
from veivalg.telling.finding import Finding, Value, finding, rounded

UNFILLED = "staff.unfilled"


def about_path(lines: FourLines, year: int) -> Finding:
    """The headline: unfilled positions in a year, changed world and own choices held against
    each other.
    """
    today, world, both = (lines.value(UNFILLED, year, line) for line in (TODAY, WORLD, BOTH))
    values: dict[str, Value] = {
        "year": str(year),
        "today": rounded(today),
        "world": rounded(world),
        "both": rounded(both),
        "saved": rounded(abs(world - both)),
        "place": lines.place.name,
    }
    return finding("paths", _headline(lines, world, both), **values)


def _headline(lines: FourLines, world: float, both: float) -> str:
    if lines.path.empty:
        return "nothing_chosen"
    if not lines.path.choices:
        return "only_world"
    if rounded(world) == rounded(both):
        return "no_difference"
    return "fewer" if both < world else "more"


def about_shortfall(one: Shortfall) -> Finding:
    """What is missing, in money or people."""
    amount = round(one.amount, 1) if one.what == "money" else rounded(one.amount)
    only = "_one" if one.what == "staff" and amount == 1 else ""
    return finding("paths", f"lacking_{one.what}{only}", year=str(one.year), amount=amount)


def about_overlap(one: Overlap, known: Repertoire) -> Finding:
    """Choices that free more of the same than anybody has shown, by their names."""
    named = [known.levers[lever].name for lever in one.levers]
    levers: Told = {
        language: ", ".join(f"«{in_language(name, language)}»" for name in named)
        for language in LANGUAGES
    }
    return finding("paths", "overlap", levers=levers, percent=round(one.percent))


def about_intervals(found: PathIntervals) -> Finding:
    """What the intervals hold, and what they do not."""
    key = "intervals" if found.doubts else "intervals_sure"
    return finding("paths", key, draws=found.draws, doubts=found.doubts)
