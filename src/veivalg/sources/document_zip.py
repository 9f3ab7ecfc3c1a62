"""A look into a zipped document before it is opened: how much it would become."""

from __future__ import annotations

import zipfile
from pathlib import Path

MOST_MEMBERS = 5_000
MOST_BYTES = 400_000_000
"""Unpacked, all members together."""
MOST_XML = 120_000_000
"""Unpacked, one part of text."""
MOST_RATIO = 250
"""Unpacked to packed, of a part larger than SMALL."""
SMALL = 5_000_000
_ENTITY = (b"<!ENTITY", b"<!DOCTYPE")


class BombedZip(Exception):
    """The file would become much larger than it is."""


def checked_zip(path: Path) -> None:
    """Raises BombedZip, or zipfile.BadZipFile when it is no zip."""
    with zipfile.ZipFile(path) as held:
        members = held.infolist()
        if len(members) > MOST_MEMBERS or sum(one.file_size for one in members) > MOST_BYTES:
            raise BombedZip
        for one in members:
            packed = max(one.compress_size, 1)
            if one.file_size > SMALL and one.file_size / packed > MOST_RATIO:
                raise BombedZip
            if one.filename.endswith((".xml", ".rels")):
                _checked_part(held, one)


def _checked_part(held: zipfile.ZipFile, one: zipfile.ZipInfo) -> None:
    if one.file_size > MOST_XML:
        raise BombedZip
    with held.open(one) as part:
        head = part.read(4096)
    if any(sign in head for sign in _ENTITY):  # Word writes neither
        raise BombedZip
