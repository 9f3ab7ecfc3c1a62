"""A figure that is not there, and why: never zero, and never merely left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Reason = Literal["suppressed", "lacking", "not fetched"]
REASONS: tuple[Reason, ...] = ("suppressed", "lacking", "not fetched")
THERE = -1
"""In an array of reasons: the figure is there. Others are positions in `REASONS`."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Why a figure is missing.

    reason  "suppressed"   the publisher hides it (fewer than five persons)
            "lacking"      the publisher has none
            "not fetched"  it may be published, but is not among the figures held
    """

    reason: Reason


def reason_of(mark: str) -> Reason:
    """Reason behind a publisher's mark: `:` hides a figure, every other says there is none."""
    return "suppressed" if mark == ":" else "lacking"
