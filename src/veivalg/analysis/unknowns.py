"""What is uncertain about a path: how strongly things work, what they cost, and how people fare.

Each unknown is a coordinate from 0 to 1 that becomes an amount between the low and the high one,
most often near the middle (a triangular distribution). Equations: docs/model/answers.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import numpy as np

from veivalg.analysis.players import CHOICE, STORY
from veivalg.axes import FloatArray
from veivalg.consequences.drivers import driven
from veivalg.consequences.parameters import Parameters, read_parameters
from veivalg.pathways.chosen import Moved
from veivalg.pathways.inputs import FULL, Path
from veivalg.pathways.site import Site
from veivalg.shifts.contribution import COST, INVESTMENT, Contribution, sources_of

MODEL, WEIGHT, PRICE = "model", "weight", "cost"
OLDEST_CARE = "services.home_hours_80plus"
INTERVAL = 0.8
"""What the ends of the alternatives hold between them."""
TO_THE_END = 1.0 / (1.0 - np.sqrt(1.0 - INTERVAL))
"""A triangle whose 80 % interval goes from -1 to 1 ends here."""
PEOPLE = {
    "births": "births_tfr",
    "life_expectancy": "life_expectancy",
    "immigration": "net_immigration",
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Unknowns:
    """Contributions of a path and of the model's own doubt, and what each unknown does to them.

    inputs   "story.H1" how far its amounts go, "choice.L001" how well it works, "cost.L001" what
             it takes, "weight.H1" how far one believes in it, "model.births" …
    moved    contributions, those of the model last: they are 0 at the middle
    doubted  (input, contribution)  1 where the input moves the amount
    weights  (input, contribution)  1 where the input moves the strength
    ends     (input, 2)  least and most strength of weights, NaN for the others
    """

    inputs: tuple[str, ...]
    moved: Moved
    doubted: FloatArray
    weights: FloatArray
    ends: FloatArray

    def cases(self, points: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Strength and doubt (point, contribution) of points (point, input) in the unit cube."""
        doubt = triangle(points) @ self.doubted
        low, high = self.ends.T
        held = np.nan_to_num(low + points * (high - low))
        chosen = self.weights.any(axis=0)
        strength = np.where(chosen, held @ self.weights, self.moved.strength)
        return strength, doubt


def triangle(share: FloatArray) -> FloatArray:
    """Values from -1 to 1, most often near 0, at shares from 0 to 1 of the distribution."""
    lower = np.sqrt(2.0 * share) - 1.0
    upper = 1.0 - np.sqrt(2.0 * (1.0 - share))
    return np.asarray(np.where(share < 0.5, lower, upper))


def unknowns(site: Site, path: Path, moved: Moved) -> Unknowns:
    """Every unknown of a path at a site; those whose low and high are the same are left out."""
    every = moved.with_more((*_people(site), _healthy_ageing(site)))
    doubted: dict[str, FloatArray] = {}
    for source in sources_of(every.every):
        for name, taking in ((source, False), (_cost_of(source), True)):
            row = np.array([
                float(one.source == source and one.low != one.high and _taken(one) == taking)
                for one in every.every
            ])  # fmt: skip
            if row.any():
                doubted[name] = row
    reach = doubts().number("doubts.weight")
    weighed = {f"{WEIGHT}.{story}": (story, weight / FULL) for story, weight in path.weights}
    weights = {n: every.of(f"{STORY}.{story}") for n, (story, _) in weighed.items()}
    weights = {name: row for name, row in weights.items() if row.any()}
    ends = {n: (max(0.0, weighed[n][1] - reach), min(1.0, weighed[n][1] + reach)) for n in weights}
    nothing, none = np.zeros(len(every.every)), (np.nan, np.nan)
    inputs = (*doubted, *weights)
    return Unknowns(
        inputs=inputs,
        moved=every,
        doubted=np.array([doubted.get(name, nothing) for name in inputs]),
        weights=np.array([weights.get(name, nothing) for name in inputs]),
        ends=np.array([ends.get(name, none) for name in inputs]),
    )


@cache
def doubts() -> Parameters:
    """How far the model's own unknowns may go, "doubts.<name>". Raises BadParameter."""
    text = files(__package__).joinpath("doubts.toml").read_text(encoding="utf-8")
    return Parameters(MappingProxyType(read_parameters(text, file="doubts.toml")))


def _cost_of(source: str) -> str:
    return f"{PRICE}.{source.partition('.')[2]}"


def _taken(one: Contribution) -> bool:
    """Whether it is what a choice costs, and not what it does."""
    return one.source.startswith(CHOICE) and one.dial in (COST, INVESTMENT)


def _people(site: Site) -> tuple[Contribution, ...]:
    """Births, lives and immigration between the ends of the official alternatives' kind."""
    return tuple(
        _around_nothing(
            f"{MODEL}.{name}",
            dial,
            np.tile(doubts()[f"doubts.{name}"].in_year(site.years), (len(site.codes), 1)),
            low=-TO_THE_END,
            high=TO_THE_END,
        )
        for name, dial in PEOPLE.items()
    )


def _healthy_ageing(site: Site) -> Contribution:
    """Care at 80 and over when none of the years won is lived without care, or all of them are.

    The first is reckoned; the second is taken to move as far the other way (assumption).
    """
    persons, setting = site.base.persons, site.setting
    with_care = driven(persons, setting.unshifted)[OLDEST_CARE]
    expected = driven(persons, setting.weights)[OLDEST_CARE]
    more = np.divide(with_care, expected, out=np.ones_like(expected), where=expected > 0) - 1.0
    return _around_nothing(
        f"{MODEL}.healthy_ageing", "care_need_80plus", 100.0 * more, low=1.0, high=-1.0
    )


def _around_nothing(
    source: str, dial: str, shape: FloatArray, *, low: float, high: float
) -> Contribution:
    return Contribution(source=source, dial=dial, shape=shape, low=low, mid=0.0, high=high)
