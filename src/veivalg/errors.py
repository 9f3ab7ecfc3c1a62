"""Every error the project raises on purpose.

Each message is one sentence or two in the user's words: the value, the place and the fix.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any


class VeivalgError(Exception):
    """An error with a message meant for the person at the keyboard.

    Where the sentence is written in every language, `key` and `values` hold it too
    (`language.refusing`).
    """

    key: str = ""
    values: Mapping[str, Any] = MappingProxyType({})


class LabelMismatch(VeivalgError):
    """Two arrays that should share an axis carry different labels."""


class OutOfRange(VeivalgError):
    """A number lies outside what it can mean."""


class MissingFigure(VeivalgError):
    """A figure that is needed is hidden, lacking or not yet published."""


class UnknownPlace(VeivalgError):
    """A place that does not exist; `suggestions` holds the nearest names."""

    def __init__(self, message: str, suggestions: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.suggestions = suggestions


class BadGroup(VeivalgError):
    """A group of municipalities that cannot be summed (twice the same, or empty)."""


class UnknownAlternative(VeivalgError):
    """A projection alternative whose letters mean nothing."""


class BadParameter(VeivalgError):
    """A default or own figure of the consequences that cannot be used as it stands."""


class SourceError(VeivalgError):
    """A publisher's service or file could not be read."""


class ServiceUnavailable(SourceError):
    """The publisher does not answer, or not with figures; trying later helps."""


class TableChanged(SourceError):
    """A table has other variables, codes or contents than it had."""


class TableDiscontinued(SourceError):
    """A table is no longer updated; the message names its successor or how to look."""


class SnapshotError(VeivalgError):
    """A stored copy is missing, damaged or half-written."""


class UnreadableDocument(VeivalgError):
    """A plan document that cannot be read: the message names the file, the reason and the fix."""


class StorageError(VeivalgError):
    """The disk is full, the folder is read-only, or a file cannot be written."""


class Busy(VeivalgError):
    """Others ask for so much that a question cannot be taken now; it can in a while."""


class Stopped(VeivalgError):
    """Long work was stopped by the user; what was finished is kept."""
