"""What every benchmark shares: a line of the table, the best of some rounds, the results file."""

from __future__ import annotations

import json
import os
import platform
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the program: decision 22

from veivalg.population.drawn import available_processors


@dataclass(frozen=True)
class Measured:
    """One line of the table: what, its value, and the limit it should not pass."""

    name: str
    value: float
    unit: str
    limit: float
    at_least: bool = False

    @property
    def met(self) -> bool:
        return self.value >= self.limit if self.at_least else self.value <= self.limit


def seconds(task: Callable[[], object], *, rounds: int) -> float:
    """Least time of some rounds: what the machine needs when it is left alone."""
    best = float("inf")
    for _ in range(rounds):
        begun = time.perf_counter()
        task()
        best = min(best, time.perf_counter() - begun)
    return best


def printed(lines: list[Measured]) -> None:
    for line in lines:
        limit = f"{'≥' if line.at_least else '≤'} {line.limit:g}"
        verdict = "met" if line.met else "NOT MET"
        print(f"{line.name:36} {line.value:10.3f} {line.unit:6} {limit:>8}  {verdict}")


def machine() -> dict[str, str | int]:
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "machine": f"{platform.system()} {platform.machine()}",
        "processors": available_processors(),
        "python": platform.python_version(),
    }


def write_results(file: Path, section: str, lines: list[Measured]) -> None:
    """Put one benchmark's table in the file, beside those of others."""
    held = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    table = {line.name: asdict(line) | {"met": line.met} for line in lines}
    written = {**held, **machine(), section: table}
    file.write_text(json.dumps(written, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
