"""Where a number comes from, and the identity that lets it be made again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Kind = Literal["official", "shipped", "derived", "assumption"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Publication behind a set of figures.

    publisher  "Statistisk sentralbyrå"
    table      table number or title, "07459"
    date       reference date of the newest figure, ISO 8601 ("2024-01-01")
    retrieved  day the copy was taken, ISO 8601, "" when it ships with the program
    sha256     hash of the stored copy, "" when there is none
    kind       official (fetched or imported), shipped, derived from others, or assumption
    note       one sentence on method or reason, English
    """

    publisher: str
    table: str
    date: str
    kind: Kind
    retrieved: str = ""
    sha256: str = ""
    licence: str = "CC BY 4.0"
    note: str = ""


def content_hash(parts: Iterable[Any]) -> str:
    """Hash of arrays, texts and numbers, equal exactly when every part is equal."""
    digest = hashlib.sha256()
    for part in parts:
        if isinstance(part, np.ndarray):
            _add_array(digest, part)
        else:
            digest.update(f"{type(part).__name__}:{part!r};".encode())
    return digest.hexdigest()


def _add_array(digest: hashlib._Hash, array: NDArray[Any]) -> None:
    digest.update(f"{array.dtype.str}{array.shape};".encode())
    digest.update(np.ascontiguousarray(array).tobytes())
