"""An order: one dataset, the tables it is made of, and how."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from veivalg.provenance import content_hash
from veivalg.sources.orders import Ask
from veivalg.sources.ssb_datasets import Built
from veivalg.sources.tidy import Answered


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One dataset: the tables it is made of, and how.

    stock     figures are counted on 1 January of the newest year, else during it
    needed    without it the program has no official figures at all
    calls     calls for figures that we expect, to tell the time left before metadata is read
    instead   another way to the same dataset, when a table of this one has changed
    """

    dataset: str
    asks: tuple[Ask, ...]
    build: Callable[[Sequence[Answered]], Built]
    stock: bool = False
    needed: bool = False
    calls: int = 1
    instead: Order | None = None

    @property
    def identity(self) -> str:
        """Equal exactly when the same things are wanted in the same way."""
        return content_hash([repr(self.asks), self.build.__name__])[:16]
