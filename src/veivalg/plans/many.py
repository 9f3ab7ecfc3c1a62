"""Many documents read and sorted, one broken file never stopping the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from veivalg.errors import UnreadableDocument
from veivalg.language import refusing
from veivalg.plans.goal import Plan
from veivalg.plans.reading import plan_of
from veivalg.sources.documents import LIMITS, Limits, documents_in, read_documents


def files_of(named: Sequence[Path]) -> list[Path]:
    """The files named, and the documents in the folders named, each once.

    Raises UnreadableDocument when there is nothing to read. A file that is not there is told when
    it is read.
    """
    found: dict[Path, None] = {}
    for path in named:
        if path.is_dir():
            found.update(dict.fromkeys(documents_in(path)))
        else:
            found[path] = None
    if not found:
        listed = ", ".join(str(path) for path in named) or "."
        raise refusing(UnreadableDocument, "goals.no_files", value=listed)
    return list(found)


def read_plans(
    paths: Iterable[Path],
    *,
    limits: Limits = LIMITS,
    stopped: Callable[[], bool] = lambda: False,
) -> Iterator[tuple[Path, Plan | UnreadableDocument]]:
    """Each file and its plan, or why it could not be read, in the order given."""
    for path, found in read_documents(paths, limits=limits, stopped=stopped):
        yield path, found if isinstance(found, UnreadableDocument) else plan_of(found)
