"""The emulated Geonorge: Atom feeds, and zips of GeoJSON with a mark before the text."""

from __future__ import annotations

import io
import json
import re
import zipfile
from functools import cache

from tests.emulator.figures import Figures

_FEED = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Administrative enheter {name}</title>
<entry><title>EPSG:25833</title><updated>{updated}</updated>
<link rel="alternate" href="{files}/Basisdata_0000_Norge_25833_{name}_GeoJSON.zip"/></entry>
<entry><title>EPSG:4258</title><updated>{updated}</updated>
<link rel="alternate" href="{files}/Basisdata_0000_Norge_4258_{name}_GeoJSON.zip"/></entry>
</feed>"""


class Geonorge:
    """Feeds and files; `moved` hides the feeds, so that the known address must do."""

    updated = "2026-01-05T09:00:00+01:00"
    moved = False

    def __init__(self, figures: Figures) -> None:
        self.figures = figures
        self.zipped = cache(self._zipped)

    def answer(self, path: str, root: str) -> tuple[int, str, bytes]:
        feed = re.search(r"AdministrativeEnheter(Kommuner|Fylker)_AtomFeedGEOJSON\.xml$", path)
        if feed and not self.moved:
            files = f"{root}/geonorge/Basisdata/{feed[1]}/GeoJSON"
            text = _FEED.format(name=feed[1], files=files, updated=self.updated)
            return 200, "application/xml", text.encode()
        file = re.search(r"0000_Norge_4258_(Kommuner|Fylker)_GeoJSON\.zip$", path)
        if file:
            return 200, "application/zip", self.zipped(file[1])
        return 404, "text/html", b"<html>404</html>"

    def _zipped(self, name: str) -> bytes:
        collection = dict(self.figures.borders[name])
        line = {
            "type": "Feature",
            "properties": {"objtype": "Grunnlinje"},
            "geometry": {"type": "LineString", "coordinates": [[5, 59], [5, 60]]},
        }
        collection["features"] = [line, *collection["features"]]
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(
                f"Basisdata_0000_Norge_4258_{name[:-1]}_GeoJSON.geojson",
                "\ufeff" + json.dumps(collection, ensure_ascii=False),
            )
        return content.getvalue()
