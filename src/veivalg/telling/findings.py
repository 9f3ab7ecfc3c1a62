"""All findings about one place, in the order they stand on its page."""

from __future__ import annotations

from veivalg.analysis.prospect import Prospect
from veivalg.telling.finding import Finding
from veivalg.telling.lines import about_lines
from veivalg.telling.numbers import about_numbers
from veivalg.telling.pyramid import about_pyramid
from veivalg.telling.why import about_why


def findings(prospect: Prospect) -> list[Finding]:
    """What the page says about a place; the first of each chart is its headline."""
    return [
        *about_numbers(prospect),
        *about_pyramid(prospect),
        *about_lines(prospect),
        *about_why(prospect),
    ]
