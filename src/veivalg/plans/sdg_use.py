"""How a document uses the UN goals: the highest of the four steps of the 2019 mapping."""

from __future__ import annotations

import re
from collections.abc import Sequence

from veivalg.plans.codes import SdgUse
from veivalg.plans.goal import Unit

_NAMED = re.compile(
    r"\b(?:bærekraftsmål\w*|berekraftsmål\w*|fn\W?(?:s|-)?\s?mål\w*|fns?\s+(?:\d+\s+)?(?:bærekraft|berekraft)\w*|"
    r"sdg)\b",
    re.IGNORECASE,
)
_REPORT = re.compile(
    r"(?:rapporter|måle|måler|målar|indikator)\w*[^.]{0,80}\b(?:alle|samtlige)\b[^.]{0,20}\b(?:17|sytten|mål)|"
    r"\b(?:alle|samtlige)\b[^.]{0,30}(?:17|sytten)[^.]{0,60}(?:rapporter|måles|målast|blir målt|indikator)",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"(?:viser|vise|svarer|svarar|knytt\w*|kobl\w*|kopl\w*|merk\w*|gjelder|bygger opp|bidrar til|bidreg til)"
    r"[^.]{0,90}(?:bærekraftsmål|berekraftsmål|fn\W?s? mål|fn-mål)|"
    r"(?:bærekraftsmål\w*|berekraftsmål\w*|fn-mål\w*)[^.]{0,60}"
    r"(?:under hvert|under kvart|ved hvert|ved kvart|til hvert|til kvart|for hvert|for kvart|under målene|"
    r"står ved|vises|er vist|synleg|synlig|knyttet til|knytt til|kobla til|koblet til)",
    re.IGNORECASE,
)
_SELECT = re.compile(
    r"(?:valgt|velger|vel|vald\w*|valt|prioriter\w*|plukk\w*|særlig|særleg|spesielt|viktigst\w*|"
    r"\b(?:tre|fire|fem|seks|sju|syv|åtte|ni|ti|\d{1,2})\s+av\b)"
    r"[^.]{0,70}(?:bærekraftsmål|berekraftsmål|fn\W?s? mål|fn-mål)|"
    r"(?:bærekraftsmål\w*|berekraftsmål\w*|fn-mål\w*)[^.]{0,60}(?:er valgt|er vald|prioriter\w*|særlig viktig|særleg viktig|"
    r"viktigst|spesielt relevant\w*|mest relevant\w*)",
    re.IGNORECASE,
)
_GUIDE = re.compile(
    r"(?:grunn\w*|ramme\w*|prinsipp\w*|fundament\w*|førande|førende|rettesnor|gjennomgå\w*|bygger på|byggjer på|"
    r"utgangspunkt\w*|overordn\w*|bærende|berande|legges? til|leggje til|i tråd)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"\b(?:bærekraftsmål|berekraftsmål|fn-mål|sdg|mål)\s*(?:nr\.?\s*)?(\d{1,2})\b", re.IGNORECASE
)
LINKED = 4
"""Units with numbered UN goals that make a document one that links."""


def sdg_use_of(units: Sequence[Unit]) -> SdgUse:
    """The highest step that the document's words tell of."""
    speaking = [unit.text for unit in units if _NAMED.search(unit.text)]
    if not speaking:
        return "none"
    if any(_REPORT.search(text) for text in speaking):
        return "report"
    numbered = sum(bool(_NUMBERED.search(text) and _NAMED.search(text)) for text in speaking)
    if any(_LINK.search(text) for text in speaking) or numbered >= LINKED:
        return "link"
    if any(_SELECT.search(text) for text in speaking):
        return "select"
    if any(_GUIDE.search(text) for text in speaking):
        return "guide"
    return "guide" if len(speaking) >= 2 else "none"


def names_sdgs(text: str) -> bool:
    """Whether a sentence speaks of the UN goals by name."""
    return _NAMED.search(text) is not None
