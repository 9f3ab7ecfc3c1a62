"""Writes measured accuracy where people read it: the docs, and the table behind the method page."""

from __future__ import annotations

import json
from pathlib import Path

from measures import Accuracy

PAGE = ("docs", "model", "accuracy.md")
SHIPPED = ("src", "veivalg", "reports", "measured", "backtest.json")
MARKS = ("<!-- table: verification/backtest.py -->", "<!-- end of table -->")


def update_pages(root: Path, rows: list[Accuracy]) -> None:
    """Replace the table between the marks of the page, and the file that ships."""
    shipped = {"source": "verification/backtest.py", "rows": [r.as_dict() for r in rows]}
    root.joinpath(*SHIPPED).write_text(json.dumps(shipped, ensure_ascii=False, indent=1) + "\n")
    replace_between(root.joinpath(*PAGE), MARKS, as_markdown(rows))


def replace_between(page: Path, marks: tuple[str, str], table: str) -> None:
    text = page.read_text()
    before, rest = text.split(marks[0], maxsplit=1)
    _, after = rest.split(marks[1], maxsplit=1)
    page.write_text(f"{before}{marks[0]}\n\n{table}\n\n{marks[1]}{after}")


def as_markdown(rows: list[Accuracy]) -> str:
    sizes, ages = list(rows[0].by_size), list(next(r.by_age for r in rows if r.by_age))
    ordered = sorted(rows, key=lambda r: (r.base_year, r.horizon))
    errors = [
        "| from | years | method | mean | median | within 5 % | bias | in the 80 % interval | "
        + " | ".join(sizes)
        + " |",
        "| --- | --- | --- " + "| ---: " * (5 + len(sizes)) + "|",
        *(
            f"| {r.base_year} | {r.horizon} | {r.method} | {r.mape:.2f} | {r.median:.2f} | "
            f"{r.within_5:.1f} | {r.bias:+.2f} | {_or_dash(r.coverage_80)} | "
            + " | ".join(f"{e:.2f}" for e in r.by_size.values())
            + " |"
            for r in ordered
        ),
    ]
    by_age = [
        "| from | years | method | " + " | ".join(ages) + " |",
        "| --- | --- | --- " + "| ---: " * len(ages) + "|",
        *(
            f"| {r.base_year} | {r.horizon} | {r.method} | "
            + " | ".join(f"{r.by_age[a]:.2f}" for a in ages)
            + " |"
            for r in ordered
            if r.by_age
        ),
    ]
    return "\n".join(
        [
            "Mean absolute error, per cent, and by size of the municipality in the base year:",
            "",
            *errors,
            "",
            "Mean absolute error of the number in each age band, per cent:",
            "",
            *by_age,
        ]
    )


def _or_dash(value: float | None) -> str:
    return "–" if value is None else f"{value:.0f} %"
