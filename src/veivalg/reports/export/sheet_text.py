"""Text from documents in a spreadsheet: never a formula."""

from __future__ import annotations

from typing import Any

RECKONED = ("=", "+", "-", "@", "\t", "\r")
"""What a cell begins with when a spreadsheet takes it for a formula."""


def as_text(value: Any) -> Any:
    """A text that a spreadsheet shows as it is; numbers as they are."""
    if isinstance(value, str) and value.startswith(RECKONED):
        return f"'{value}"
    return value
