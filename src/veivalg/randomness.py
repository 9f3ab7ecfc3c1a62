"""Draws keyed by seed, process, municipality and year.

A key gives the same draws whatever else is drawn before, beside or after it, so that
the same luck meets every choice (common random numbers).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np

from veivalg.errors import OutOfRange


@dataclass(frozen=True, slots=True)
class Draws:
    """All randomness of a run, fixed by one seed."""

    seed: int

    def __post_init__(self) -> None:
        if not 0 <= self.seed < 2**63:
            raise OutOfRange(f"seed is {self.seed}; use a whole number from 0 to 2^63 - 1.")

    def key(self, process: str, *labels: str | int) -> int:
        """A 64-bit key for one process and the labels it is drawn for."""
        text = "\x1f".join([str(self.seed), process, *(str(label) for label in labels)])
        return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")

    def stream(self, process: str, *labels: str | int) -> np.random.Generator:
        """A generator of its own: `draws.stream("deaths", "0301", 2030)`."""
        return np.random.Generator(np.random.Philox(key=self.key(process, *labels)))
