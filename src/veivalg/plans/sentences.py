"""Norwegian text cut into sentences: abbreviations, dates and numbers do not end one."""

from __future__ import annotations

import re

_SHORT = (
    "bl.a", "f.eks", "m.v", "mv", "m.m", "mm", "jf", "jfr", "ca", "kl", "nr", "pkt", "dvs", "mht",
    "m.h.t", "osv", "o.l", "evt", "inkl", "ekskl", "st.meld", "meld.st", "prop", "kap", "avd",
    "st", "dr", "prof", "tlf", "s", "mill", "mrd", "pr", "d.v.s", "t.d", "t.o.m", "f.o.m", "ift",
    "iht", "vedr", "bl", "gj", "gjennomsn", "maks", "min", "tab", "fig", "ev", "sml", "mfl",
    "m.fl", "etc", "eks", "stk", "innb", "ref", "div",
)  # fmt: skip
_SHORT_END = re.compile(
    r"(?:^|[\s(«])(?:" + "|".join(re.escape(one) for one in _SHORT) + r")\.$", re.IGNORECASE
)
_INITIAL_END = re.compile(r"(?:^|\s)[A-ZÆØÅ]\.$")
_ORDINAL_END = re.compile(r"(?:^|\s)\d{1,4}\.$")
_MONTH = re.compile(
    r"^(?:januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember|"
    r"jan|feb|mar|apr|aug|sept|okt|nov|des|trinn|steg|plass|klasse|kvartal|århundre|hundreår)\b",
    re.IGNORECASE,
)
_END = re.compile(r"[.!?…]+[»\"”')]*(?=\s+[«\"“(–-]?\s*[A-ZÆØÅ0-9])")


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph, in order, without white around them."""
    found: list[str] = []
    begin = 0
    for end in _END.finditer(text):
        before, after = text[begin : end.end()], text[end.end() :].lstrip()
        if _goes_on(before, after):
            continue
        found.append(before.strip())
        begin = end.end()
    found.append(text[begin:].strip())
    return [one for one in found if one]


def _goes_on(before: str, after: str) -> bool:
    """Whether the full stop belongs to an abbreviation, a date or a number."""
    if _SHORT_END.search(before) or _INITIAL_END.search(before):
        return True
    if _ORDINAL_END.search(before):
        return bool(_MONTH.match(after)) or len(before.split()) <= 1
    return False
