"""Veivalg: every Norwegian municipality to 2050, and the choices that can be made.

In Python: `place`, `run`, `stories` and `measures`, and of plans `read_plans`, `map_goals` and
`sort_sentences` (`veivalg.library`, loaded when first used).
"""

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"
__all__ = [
    "__version__",
    "map_goals",
    "measures",
    "place",
    "read_plans",
    "run",
    "sort_sentences",
    "stories",
]

if TYPE_CHECKING:
    from veivalg.library import map_goals as map_goals
    from veivalg.library import measures as measures
    from veivalg.library import place as place
    from veivalg.library import read_plans as read_plans
    from veivalg.library import run as run
    from veivalg.library import sort_sentences as sort_sentences
    from veivalg.library import stories as stories
else:

    def __getattr__(name: str) -> object:
        if name in __all__:
            return getattr(import_module("veivalg.library"), name)
        raise AttributeError(f"module 'veivalg' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
