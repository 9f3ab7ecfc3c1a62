"""Projections from past years, with what was known then, held against what happened.

    VEIVALG_REFERENCE=FOLDER python verification/backtest.py [--draws 400] [--json FILE] [--update]

Claims: from 2014, 2016 and 2019 the model is nearer to what happened than no change,
Hamilton–Perry, the mean of these two and, from 2016, Statistics Norway's MMMM of that year; and
75 to 85 per cent of outcomes lie inside its 80 % interval. Figures later than the base year are
cut off before the model sees them. `--update` writes the table of the docs and the method page.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "verification")]

from accuracy_pages import update_pages  # noqa: E402
from measures import AGES, Accuracy, accuracy  # noqa: E402
from reference import comparable, official_figures, official_totals, reference_store  # noqa: E402
from rivals import hamilton_perry, in_age_band  # noqa: E402

from veivalg.axes import Axes  # noqa: E402
from veivalg.data.figures import Figures  # noqa: E402
from veivalg.data.geography import geography  # noqa: E402
from veivalg.population.drawn import project_many  # noqa: E402
from veivalg.population.estimate import Outlook, estimate_outlook  # noqa: E402
from veivalg.population.kept import every_municipality  # noqa: E402
from veivalg.population.project import project  # noqa: E402
from veivalg.randomness import Draws  # noqa: E402

Array = NDArray[np.floating]

BASES = (2014, 2016, 2019)
HORIZONS = (1, 3, 5, 8, 10)
NEWEST = 2024
SEED = 20_261_120
GOALS = {(2016, 5): 2.7, (2016, 8): 3.3, (2014, 5): 2.4, (2014, 10): 4.2, (2019, 5): 2.5}
RIVAL_AGES = ("6–15", "20–66", "67–79", "80+")
OURS, OFFICIAL, RIVAL = "Veivalg", "Statistics Norway, MMMM 2016", "Hamilton–Perry"


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """One base year: what was seen, what came, and who is compared."""

    base_year: int
    truth: Array
    known: Figures
    use: NDArray[np.bool_]

    def stock(self, year: int) -> Array:
        return self.truth[:, year - NEWEST - 1]


def main() -> None:
    arguments = read_arguments()
    rows: list[Accuracy] = []
    with reference_store() as store:
        figures = official_figures(store)
        official = official_totals(store, vintage=2016, level="municipality")
    for base_year in BASES:
        past = Past(
            base_year=base_year,
            truth=figures.headcount.persons,
            known=only_until(figures, base_year),
            use=comparable(),
        )
        rows += ours(past, draws=arguments.draws)
        rows += rivals(past)
        if base_year == 2016:
            rows += officials(past, official)
    print(as_text(rows))
    verdict = checks(rows)
    for line, holds in verdict:
        print(f"{'met ' if holds else 'MISS'}  {line}")
    if arguments.json:
        record = {
            "rows": [r.as_dict() for r in rows],
            "goals": [[line, holds] for line, holds in verdict],
        }
        Path(arguments.json).write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n")
    if arguments.update:
        update_pages(ROOT, rows)


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--draws", type=int, default=400, help="draws behind the intervals")
    parser.add_argument("--json", metavar="FILE", help="also write the numbers to a file")
    parser.add_argument("--update", action="store_true", help="write the tables that ship")
    return parser.parse_args()


def only_until(figures: Figures, base_year: int) -> Figures:
    """The figures with everything cut off that was counted after 1 January of the base year."""
    count = figures.headcount
    years = tuple(y for y in count.years if y <= base_year)
    kept = len(years)
    axes = Axes.of(
        municipality=count.municipalities, year=years, sex=("female", "male"), age=range(106)
    )
    vitals = figures.vitals
    early = tuple(y for y in vitals.years if y < base_year)
    n = len(early)
    return replace(
        figures,
        headcount=replace(
            count,
            persons=count.persons[:, :kept].copy(),
            axes=axes,
            observed=count.observed[:, :kept].copy(),
        ),
        vitals=replace(
            vitals,
            years=early,
            **{
                name: getattr(vitals, name)[:n].copy()
                for name in ("death_probability", "fertility_rate", "births", "deaths")
            },
        ),
        moves=None,
        commuting=None,
        moves_by_age=None,
    )


def horizons(base_year: int) -> list[int]:
    return [h for h in HORIZONS if base_year + h <= NEWEST]


def ours(past: Past, *, draws: int) -> list[Accuracy]:
    last = past.base_year + horizons(past.base_year)[-1]
    outlook = estimate_outlook(past.known, base_year=past.base_year, to_year=last)
    persons = project(outlook.start, outlook.middle).persons
    drawn = drawn_totals(outlook, draws) if draws else None
    rows = []
    for h in horizons(past.base_year):
        inside = None if drawn is None else covered(drawn[:, past.use, h], past, h)
        bands = {a: persons[past.use, h][..., a[0] : a[1] + 1].sum(axis=(1, 2)) for a in AGES}
        rows.append(measured(past, OURS, h, persons[past.use, h].sum(axis=(1, 2)), bands, inside))
    return rows


def drawn_totals(outlook: Outlook, draws: int) -> Array:
    """(draw, municipality, year) persons."""
    uncertainty, luck = outlook.uncertainty(), Draws(SEED)
    paths = project_many(
        outlook.start,
        outlook.middle,
        lambda first, count: uncertainty.draw(luck, first, count),
        luck,
        count=draws,
        keep=every_municipality(outlook.middle.municipalities, first_ages=(0,)),
    )
    return paths.persons.sum(axis=(3, 4))


def covered(drawn: Array, past: Past, horizon: int) -> float:
    """Per cent of municipalities inside the 80 % interval."""
    low, high = np.quantile(drawn, [0.1, 0.9], axis=0)
    truth = past.stock(past.base_year + horizon)[past.use].sum(axis=(1, 2))
    return float(100 * ((truth >= low) & (truth <= high)).mean())


def rivals(past: Past) -> list[Accuracy]:
    last = horizons(past.base_year)[-1]
    base = past.stock(past.base_year)
    before = past.stock(past.base_year - 5)
    groups = hamilton_perry(before, base, past.use, last)[past.use]
    still = base[past.use]
    rows = []
    for h in horizons(past.base_year):
        same = {a: still[..., a[0] : a[1] + 1].sum(axis=(1, 2)) for a in AGES}
        perry = {a: in_age_band(groups[:, h], *a) for a in AGES}
        mean = {a: 0.5 * (same[a] + perry[a]) for a in AGES}
        totals = still.sum(axis=(1, 2)), groups[:, h].sum(axis=1)
        rows.append(measured(past, "no change", h, totals[0], same))
        rows.append(measured(past, RIVAL, h, totals[1], perry))
        rows.append(measured(past, "mean of these two", h, 0.5 * (totals[0] + totals[1]), mean))
    return rows


def officials(past: Past, official: dict[str, dict[int, float]]) -> list[Accuracy]:
    codes = np.array(geography().codes)[past.use]
    return [
        measured(past, OFFICIAL, h, np.array([official[c][past.base_year + h] for c in codes]), {})
        for h in horizons(past.base_year)
    ]


def measured(
    past: Past,
    method: str,
    horizon: int,
    forecast: Array,
    bands: dict[tuple[int, int], Array],
    coverage: float | None = None,
) -> Accuracy:
    truth = past.stock(past.base_year + horizon)[past.use]
    return accuracy(
        method,
        past.base_year,
        horizon,
        forecast=forecast,
        truth=truth.sum(axis=(1, 2)),
        size=past.stock(past.base_year)[past.use].sum(axis=(1, 2)),
        bands={a: (b, truth[..., a[0] : a[1] + 1].sum(axis=(1, 2))) for a, b in bands.items()},
        coverage_80=coverage,
    )


def checks(rows: list[Accuracy]) -> list[tuple[str, bool]]:
    """Each claim with whether it holds."""
    found = {(r.method, r.base_year, r.horizon): r for r in rows}
    verdict = []
    for (base_year, h), goal in GOALS.items():
        mape = found[OURS, base_year, h].mape
        verdict.append(
            (f"from {base_year} after {h} years: {mape:.2f} % (goal {goal} %)", mape <= goal)
        )
    for row in (r for r in rows if r.method == OURS):
        where = f"from {row.base_year} after {row.horizon} years"
        if row.horizon >= 5:
            perry = found[RIVAL, row.base_year, row.horizon]
            for ages in RIVAL_AGES:
                a, b = row.by_age[ages], perry.by_age[ages]
                verdict.append((f"{where}, ages {ages}: {a:.2f} % ({RIVAL} {b:.2f} %)", a < b))
        best = min(
            r.mape
            for r in rows
            if r.method != OURS and (r.base_year, r.horizon) == (row.base_year, row.horizon)
        )
        verdict.append(
            (f"{where}: {row.mape:.2f} % (best of the others {best:.2f} %)", row.mape < best)
        )
    return verdict + coverage_checks(rows)


def coverage_checks(rows: list[Accuracy]) -> list[tuple[str, bool]]:
    """Coverage of the 80 % interval, all base years together: they share the country's fate."""
    verdict = []
    for h in (1, 3, 5, 8):
        found = [r.coverage_80 for r in rows if r.horizon == h and r.coverage_80 is not None]
        if found:
            mean = sum(found) / len(found)
            each = ", ".join(f"{c:.0f}" for c in found)
            line = f"after {h} years {mean:.1f} % inside the 80 % interval ({each}; goal 75–85)"
            verdict.append((line, 75 <= mean <= 85))
    return verdict


def as_text(rows: list[Accuracy]) -> str:
    heads = f"{'method':<30}{'MAPE':>6}{'median':>8}{'<5 %':>7}{'bias':>7}{'80 %':>6}  by age"
    lines = [f"{'base':>4} {'years':>5}  {heads}"]
    for r in sorted(rows, key=lambda r: (r.base_year, r.horizon)):
        inside = "" if r.coverage_80 is None else f"{r.coverage_80:.0f}"
        ages = "  ".join(f"{name} {error:.1f}" for name, error in r.by_age.items())
        lines.append(
            f"{r.base_year:>4} {r.horizon:>5}  {r.method:<30}{r.mape:>6.2f}{r.median:>8.2f}"
            f"{r.within_5:>7.1f}{r.bias:>+7.2f}{inside:>6}  {ages}"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
