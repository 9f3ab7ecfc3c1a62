"""What the checks in `verification/` measured, as they wrote it: one .json file each, here."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from veivalg.data.shipped import shipped_rows

FOLDER = Path(__file__).parent
LOSS_TABLE = "spreading_loss.csv"


@cache
def measured(name: str) -> Any:
    """The content of `<name>.json`, None when that check has not been run yet."""
    file = FOLDER / f"{name}.json"
    if not file.is_file():
        return None
    return json.loads(file.read_text(encoding="utf-8"))


@cache
def shipped_loss() -> dict[str, Any]:
    """What spreading age groups to one-year ages loses, per cent; verification/shipped_figures.py.

    `rows` by measure, with a number for each method.
    """
    (first, *methods), lines = shipped_rows(LOSS_TABLE)
    rows = [
        {first: measure, **dict(zip(methods, map(float, values), strict=True))}
        for measure, *values in lines
    ]
    return {"source": "verification/shipped_figures.py", "rows": rows}
