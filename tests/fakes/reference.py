"""Tests that need more real figures than ship: skipped with the reason where there are none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_NAMED = os.environ.get("VEIVALG_REFERENCE", "")
needs_reference = pytest.mark.skipif(
    not _NAMED or not Path(_NAMED, "README.md").is_file(),
    reason="VEIVALG_REFERENCE names no folder of reference figures",
)
