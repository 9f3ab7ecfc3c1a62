"""What the consequences say: one sentence per indicator, a headline per chapter, the time line."""

from __future__ import annotations

from veivalg.analysis.consequences import PlaceConsequences
from veivalg.analysis.thresholds import Threshold
from veivalg.consequences.indicator import Indicator
from veivalg.telling.finding import Finding, Phrase, Value, finding, rounded

SAME = 0.02
"""A change within two per cent is told as about the same. Assumption: so a reader would call it."""
COUNTS = (
    "persons",
    "places",
    "person-years",
    "dwellings",
    "consultations",
    "classes",
    "groups",
    "units",
)
SINGULAR = (".fewer", ".more", "school_starters.below")
"""Thresholds that are worded apart when they are of one."""
FEW = 1.0
"""Below one the number itself says little."""
HEADLINES = (
    ("services", "services.pupils", "services.institution_places"),
    ("staff", "staff.unfilled", "staff.need"),
    ("money", "money.net_result_share", "money.net_result_share_uncovered"),
    ("society", "society.age_bearing_67plus", "society.living_alone_80plus"),
    ("land", "land.road", "land.new_dwellings"),
)
"""Chapter, what its headline tells, and what the sentence beneath tells."""


def about_consequences(value: PlaceConsequences) -> list[Finding]:
    """Headlines of the chapters first, then a sentence for each indicator with a number."""
    told = [one for one in value.indicators if _has_both_ends(value, one)]
    names = {one.name for one in told}
    headlines = [
        _headline(value, chapter, place, name)
        for chapter, *pair in HEADLINES
        for place, name in zip(("first", "second"), pair, strict=True)
        if name in names
    ]
    return [*headlines, *(_sentence(value, one) for one in told)]


def _has_both_ends(value: PlaceConsequences, one: Indicator) -> bool:
    """Whether there is a number today and one later: without both nothing can be compared."""
    now = value.value(one.name, value.years[0])
    return now == now and _last(value, one) > value.years[0]


def about_thresholds(value: PlaceConsequences) -> list[tuple[Threshold, Finding]]:
    """Each threshold with its sentence."""
    return [(one, _tipping(one)) for one in value.thresholds]


def _tipping(one: Threshold) -> Finding:
    shares = one.indicator.endswith("_share")
    level: Value = one.level * 100 if shares else one.level
    level = int(level) if float(level).is_integer() else level
    values = {"year": str(one.year), "level": level}
    single = "_one" if one.level == 1 and one.key.endswith(SINGULAR) else ""
    return Finding(one.indicator, f"{one.key}{single}", values)


def _sentence(value: PlaceConsequences, one: Indicator) -> Finding:
    """From today to the last year, with the interval where there is one."""
    now, then = (value.value(one.name, year) for year in (value.years[0], _last(value, one)))
    kind = "count" if one.unit in COUNTS else "ratio" if " per " in one.unit else "level"
    way = _way(now, then)
    values = _values(value, one, now, then)
    if kind == "count" and max(now, then) < FEW:
        return Finding(one.name, "finding.consequence.count.hardly_any", values)
    return Finding(one.name, f"finding.consequence.{kind}.{way}", values)


def _values(value: PlaceConsequences, one: Indicator, now: float, then: float) -> dict[str, Value]:
    return {
        "what": Phrase(f"consequence.{one.name}.of"),
        "title": Phrase(f"consequence.{one.name}"),
        "unit": Phrase(f"unit.{one.unit.replace(' ', '_')}"),
        "base": str(value.years[0]),
        "end": str(_last(value, one)),
        "now": shown(one, now),
        "then": shown(one, then),
        "change": shown(one, abs(then - now)),
    }


def shown(one: Indicator, amount: float) -> Value:
    """A number as it stands in a sentence: counts rounded to what is known, shares per cent."""
    if one.unit == "share":
        return round(amount * 100, 1)
    if one.decimals == 0:
        return rounded(amount)
    return round(amount, one.decimals)


def _way(now: float, then: float) -> str:
    if abs(then - now) <= SAME * max(abs(now), 1e-9):
        return "same"
    return "more" if then > now else "fewer"


def _headline(value: PlaceConsequences, chapter: str, place: str, name: str) -> Finding:
    """`finding.<chapter>.<first or second>.<way>` with the numbers of one indicator."""
    one = next(i for i in value.indicators if i.name == name)
    now, then = value.value(name, value.years[0]), value.value(name, _last(value, one))
    return finding(chapter, f"{place}.{_way(now, then)}", **_values(value, one, now, then))


def _last(value: PlaceConsequences, one: Indicator) -> int:
    """The last year with a number: flows have none in the last opening year."""
    row = value.series(one.name)
    return next((y for y, v in zip(value.years[::-1], row[::-1], strict=True) if v == v), 0)
