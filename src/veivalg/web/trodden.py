"""A path somebody has asked for: opened, with the site it is run at, kept for the next move."""

from __future__ import annotations

from dataclasses import dataclass

from veivalg.analysis.compare import FourLines, four_lines
from veivalg.pathways.inputs import Path, Repertoire
from veivalg.pathways.path_text import Note
from veivalg.pathways.site import Site


@dataclass(frozen=True, slots=True, eq=False)
class Trodden:
    """One path at one site.

    notes   what the link says that no longer holds
    figures shipped or official
    identity  hash of everything the answer follows from
    """

    site: Site
    path: Path
    known: Repertoire
    notes: tuple[Note, ...]
    figures: str
    identity: str

    @property
    def lines(self) -> FourLines:
        """The four lines; those run before are kept (`analysis.kept_lines`)."""
        return four_lines(self.site, self.path, self.known)
