"""Municipality and county borders from Kartverket (Geonorge, CC BY 4.0), made into TopoJSON.

Geonorge lists its files in an Atom feed and serves GeoJSON in a zip. The borders run out into
the sea, as the law draws them; Kartverket publishes no newer set clipped to the coast.
"""

from __future__ import annotations

import io
import json
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from veivalg.errors import ServiceUnavailable, SourceError
from veivalg.sources.calls import Calls
from veivalg.sources.topology import Shape, topojson

_ATOM = "{http://www.w3.org/2005/Atom}"


@dataclass(frozen=True, slots=True)
class BorderSet:
    """One set of borders: its names at Geonorge and in the file."""

    dataset: str
    object_name: str
    number: str
    name: str
    feeds: tuple[str, ...]
    file: str


BORDER_SETS = (
    BorderSet(
        "borders_municipality",
        "Kommuner",
        "kommunenummer",
        "kommunenavn",
        (
            "ATOM-feeds/AdministrativeEnheterKommuner_AtomFeedGeoJSON.xml",
            "ATOM-feeds/AdministrativeEnheterKommuner_AtomFeedGEOJSON.xml",
        ),
        "Basisdata/Kommuner/GeoJSON/Basisdata_0000_Norge_4258_Kommuner_GeoJSON.zip",
    ),
    BorderSet(
        "borders_county",
        "Fylker",
        "fylkesnummer",
        "fylkesnavn",
        (
            "ATOM-feeds/AdministrativeEnheterFylker_AtomFeedGEOJSON.xml",
            "ATOM-feeds/AdministrativeEnheterFylker_AtomFeedGeoJSON.xml",
        ),
        "Basisdata/Fylker/GeoJSON/Basisdata_0000_Norge_4258_Fylker_GeoJSON.zip",
    ),
)


@dataclass(frozen=True, slots=True)
class FeedFile:
    """A file of a set of borders: where it is, and when it was last changed."""

    address: str
    updated: str


def locate(borders: BorderSet, base: str, calls: Calls) -> FeedFile:
    """Newest file for the whole country in degrees, from the feed, else its known address."""
    for feed in borders.feeds:
        answer = calls.get(f"{base}/{feed}")
        if answer.status == 200:
            found = _from_feed(answer.body)
            if found is not None:
                return found
    return FeedFile(f"{base}/{borders.file}", "")


def _from_feed(text: bytes) -> FeedFile | None:
    try:
        root = ET.fromstring(text)
    except ET.ParseError:
        return None
    for entry in root.iter(f"{_ATOM}entry"):
        for link in entry.iter(f"{_ATOM}link"):
            address = link.get("href", "")
            if "0000_Norge_4258" in address and address.lower().endswith(".zip"):
                return FeedFile(address, entry.findtext(f"{_ATOM}updated", ""))
    return None


def fetch_borders(borders: BorderSet, file: FeedFile, calls: Calls) -> tuple[bytes, int]:
    """The set as TopoJSON, and how many shapes it has. Raises ServiceUnavailable, SourceError."""
    answer = calls.get(file.address)
    if answer.status != 200:
        raise ServiceUnavailable(
            f"Kartverket answers {answer.status} for {file.address}. The file may have moved: "
            "set VEIVALG_BORDERS_URL, or import borders with `veivalg data import FOLDER`."
        )
    shapes = sorted(_shapes(_geojson(answer.body), borders), key=lambda s: s.number)
    if not shapes:
        raise SourceError(
            f"The borders from {file.address} have no shapes with {borders.number}; Kartverket "
            "has changed the file. Update Veivalg; the map is drawn with tiles until then."
        )
    topology = topojson(shapes, borders.object_name, borders.number, borders.name)
    return json.dumps(topology, ensure_ascii=False, separators=(",", ":")).encode(), len(shapes)


def _geojson(content: bytes) -> str:
    """Text of the GeoJSON file in the zip; its name in there has changed before."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = [n for n in archive.namelist() if n.lower().endswith((".geojson", ".json"))]
            return archive.read(names[0]).decode("utf-8-sig")
    except (zipfile.BadZipFile, IndexError, UnicodeDecodeError) as error:
        raise SourceError(
            "The borders came as something other than a zip of GeoJSON. Try again; if it stays "
            "so, import borders with `veivalg data import FOLDER`."
        ) from error


def _shapes(text: str, borders: BorderSet) -> Iterator[Shape]:
    """Shapes with a number, read one at a time because the file is large."""
    for feature in _features(text):
        properties = feature.get("properties") or {}
        geometry = feature.get("geometry") or {}
        number = properties.get(borders.number)
        if number is None or geometry.get("type") not in ("Polygon", "MultiPolygon"):
            continue
        parts = geometry["coordinates"]
        polygons = [parts] if geometry["type"] == "Polygon" else parts
        digits = 4 if borders.number == "kommunenummer" else 2
        yield Shape(
            number=str(number).zfill(digits),
            name=_name(properties, borders.name),
            polygons=tuple(
                tuple(np.asarray(ring, dtype=np.float64)[:, :2] for ring in polygon)
                for polygon in polygons
            ),
        )


def _name(properties: dict[str, Any], name: str) -> str:
    """The official name; older files hold one name per language."""
    value = properties.get(name) or properties.get("navn") or ""
    return value if isinstance(value, str) else " - ".join(str(v.get("navn", "")) for v in value)


def _features(text: str) -> Iterator[dict[str, Any]]:
    decoder = json.JSONDecoder()
    for start in re.finditer(r'"features"\s*:\s*\[', text):
        place = start.end()
        while (match := re.compile(r"[\s,]*(?=\{)").match(text, place)) is not None:
            feature, place = decoder.raw_decode(text, match.end())
            yield feature
