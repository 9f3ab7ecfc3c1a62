"""The emulated KLASS: codes on a day, changes, and what municipalities belong to."""

from __future__ import annotations

import re

from tests.emulator.figures import Figures


class KlassService:
    """Answers in the shapes recorded from the real service."""

    newest_correspondence = 2025

    def __init__(self, figures: Figures) -> None:
        self.figures = figures

    def answer(self, path: str, asked: dict[str, str]) -> tuple[int, dict]:
        found = re.search(r"/classifications/(\d+)/(\w+?)(\.json)?$", path)
        if not found:
            return 404, {"error": "Not Found", "status": 404}
        number, what = int(found[1]), found[2]
        if what in ("codesAt", "codes"):
            return self._codes(number)
        if what == "changes":
            return 200, {"codeChanges": self._changes() if number == 131 else []}
        if what == "correspondsAt":
            return self._corresponds(
                number, int(asked.get("targetclassificationid", 0)), asked.get("date", "")
            )
        return 404, {"error": "Not Found", "status": 404}

    def _codes(self, number: int) -> tuple[int, dict]:
        if number == 131:
            pairs = [
                *zip(self.figures.codes, self.figures.names, strict=True),
                ("9999", "Uoppgitt"),
            ]
        elif number == 104:
            pairs = [*((c, f"Fylke {c}") for c in self.figures.county_codes), ("99", "Uoppgitt")]
        else:
            return 404, {"error": "Not Found", "status": 404}
        return 200, {
            "codes": [
                {
                    "code": code,
                    "parentCode": None,
                    "level": "1",
                    "name": name,
                    "shortName": "",
                    "presentationName": "",
                    "validFrom": None,
                    "validTo": None,
                    "notes": "",
                }
                for code, name in pairs
            ]
        }

    def _changes(self) -> list[dict]:
        return [
            {
                "oldCode": old,
                "oldName": f"Gamle {old}",
                "oldShortName": "",
                "newCode": new,
                "newName": self.figures.names[self.figures.codes.index(new)],
                "newShortName": "",
                "changeOccurred": "2024-01-01" if old[0] != "0" else "2020-01-01",
            }
            for new, members in self.figures.members.items()
            for old in members
            if old != new
        ]

    def _corresponds(self, source: int, target: int, day: str) -> tuple[int, dict]:
        """The newest year lags: asked for it, the service has no table."""
        if int(day[:4] or 0) > self.newest_correspondence:
            return 404, {"error": "Not Found", "status": 404}
        codes = self.figures.codes
        if (source, target) == (131, 128):
            pairs = [(c, str(1 + i % 6)) for i, c in enumerate(codes)]
        elif (source, target) == (112, 131):
            pairs = [(f"EKG{1 + i % 17:02d}", c) for i, c in enumerate(codes)]
        else:
            return 404, {"error": "Not Found", "status": 404}
        return 200, {
            "correspondenceItems": [
                {
                    "sourceCode": a,
                    "sourceName": a,
                    "sourceShortName": "",
                    "targetCode": b,
                    "targetName": b,
                    "targetShortName": "",
                    "validFrom": "2024-01-01",
                    "validTo": None,
                }
                for a, b in pairs
            ]
        }
