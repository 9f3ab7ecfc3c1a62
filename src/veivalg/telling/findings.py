"""All findings about one place, in the order they stand on its page."""

from __future__ import annotations

from veivalg.analysis.outlook import Outlook
from veivalg.telling.finding import Finding
from veivalg.telling.lines import about_lines
from veivalg.telling.numbers import about_numbers
from veivalg.telling.pyramid import about_pyramid
from veivalg.telling.why import about_why


def findings(outlook: Outlook) -> list[Finding]:
    """What the page says about a place; the first of each chart is its headline."""
    return [
        *about_numbers(outlook),
        *about_pyramid(outlook),
        *about_lines(outlook),
        *about_why(outlook),
    ]
