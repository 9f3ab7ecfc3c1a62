"""Veivalg: every Norwegian municipality to 2050, and the choices that can be made.

In Python: `place`, `run`, `stories` and `measures` (`veivalg.library`, loaded when first used).
"""

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"
__all__ = ["__version__", "measures", "place", "run", "stories"]

if TYPE_CHECKING:
    from veivalg.library import measures as measures
    from veivalg.library import place as place
    from veivalg.library import run as run
    from veivalg.library import stories as stories
else:

    def __getattr__(name: str) -> object:
        if name in __all__:
            return getattr(import_module("veivalg.library"), name)
        raise AttributeError(f"module 'veivalg' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
