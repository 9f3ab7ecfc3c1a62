"""Finished answers of a fetch that is not finished: kept on disk, so that it goes on from there."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from veivalg.sources.storage import write_whole

_DIGEST = 32


@dataclass(frozen=True, slots=True)
class PartialAnswers:
    """Answers below one folder, each under the identity of what was asked.

    An answer is its hash followed by its compressed bytes; one that is damaged counts as absent.
    """

    folder: Path

    def held(self, identity: str) -> bytes | None:
        """The answer to this question from an earlier, interrupted fetch, else None."""
        try:
            stored = self._path(identity).read_bytes()
            content = zlib.decompress(stored[_DIGEST:])
        except (OSError, zlib.error):
            return None
        return content if hashlib.sha256(content).digest() == stored[:_DIGEST] else None

    def keep(self, identity: str, content: bytes) -> None:
        """Keep a finished answer. Raises StorageError."""
        packed = hashlib.sha256(content).digest() + zlib.compress(content, level=1)
        write_whole(self._path(identity), packed)

    def forget(self, identities: Iterable[str]) -> None:
        """Drop answers whose dataset is stored."""
        for identity in identities:
            with suppress(OSError):
                self._path(identity).unlink()

    def forget_all(self) -> None:
        """Drop what is left when a fetch has ended."""
        for path in self.folder.glob("*.part"):
            with suppress(OSError):
                path.unlink()
        with suppress(OSError):
            self.folder.rmdir()

    def count(self) -> int:
        """Answers waiting for the fetch to go on."""
        return sum(1 for _ in self.folder.glob("*.part"))

    def _path(self, identity: str) -> Path:
        return self.folder / f"{hashlib.sha256(identity.encode()).hexdigest()}.part"
