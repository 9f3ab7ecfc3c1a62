"""What the checks in `verification/` measured, as they wrote it: one .json file each, here."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@cache
def measured(name: str) -> Any:
    """The content of `<name>.json`, None when that check has not been run yet."""
    file = FOLDER / f"{name}.json"
    if not file.is_file():
        return None
    return json.loads(file.read_text(encoding="utf-8"))
