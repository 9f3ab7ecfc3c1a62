"""Which form of Norwegian a text is in, by words that only one of them has."""

from __future__ import annotations

import re
from collections.abc import Iterable

from veivalg.plans.codes import Form

_BOKMAL = frozenset(
    ["ikke", "jeg", "hva", "hvordan", "hvem", "hvor", "hvilke", "hvilken", "noe", "noen", "være", "blir", "ble", "fra", "gjennom", "mellom", "også", "kommunens", "innbyggerne", "innbyggere", "mulighet", "muligheter", "skole", "skolen", "hjem", "de", "dem", "deres", "mer", "flere", "bedre", "høy", "høye", "god", "lav", "lave", "samfunnet", "nå", "selv", "uten", "kjønn", "hverandre", "hver", "enn", "sin", "alle", "mål", "målene", "utvikling", "virksomhet", "virksomheter", "sammen", "framtidens", "fremtidens", "utfordringer", "tjenester", "tjenestene", "barnehage", "ansatte", "bærekraftig", "bærekraft", "muligheten", "etter", "arbeidsplasser", "stedet", "steder", "bolig", "boliger", "økt", "øke", "vekt", "år", "årene", "helse", "kunnskap", "eller", "opplever", "har", "skal"]
)  # fmt: skip
_NYNORSK = frozenset(
    ["ikkje", "eg", "kva", "korleis", "kven", "kor", "kvar", "kvifor", "noko", "nokon", "nokre", "vere", "vera", "vert", "blir", "blei", "vart", "frå", "òg", "innbyggjarane", "innbyggjarar", "innbyggarar", "innbyggarane", "moglegheit", "moglegheiter", "høve", "skule", "skulen", "heim", "dei", "deira", "meir", "fleire", "betre", "høg", "høge", "låg", "låge", "no", "sjølv", "utan", "kjønn", "kvarandre", "berre", "ein", "eit", "eitt", "me", "dykk", "dykkar", "verksemd", "verksemder", "saman", "framtida", "utfordringar", "tenester", "tenestene", "tilsette", "berekraftig", "berekraft", "arbeidsplassar", "stad", "staden", "stader", "bustad", "bustader", "auka", "auke", "åra", "tilbod", "kunnskapar", "gjer", "gjere", "fremje", "mogleg", "tryggleik", "medverknad", "måla", "korkje", "sidan", "difor", "einskild", "einskilde", "syne", "vise", "leggje", "byggje", "næringslivet", "kommunar", "kommunane", "skular", "barnehagar", "plassar", "trivast", "levekåra"]
)  # fmt: skip
_ENGLISH = frozenset(
    [
        "the",
        "and",
        "of",
        "to",
        "in",
        "is",
        "are",
        "that",
        "for",
        "with",
        "be",
        "this",
        "will",
        "our",
        "from",
        "by",
        "as",
        "on",
        "shall",
        "must",
        "which",
        "have",
        "has",
        "their",
        "we",
        "people",
    ]
)
_ONLY_NB, _ONLY_NN = _BOKMAL - _NYNORSK, _NYNORSK - _BOKMAL
_WORD = re.compile(r"[a-zæøåò]+")
_NN_ENDING = re.compile(r"\w{3,}(?:arar|arane|ingar|ingane|ane|leik|leg|lege|asjonar|heiter)$")
_NB_ENDING = re.compile(r"\w{3,}(?:ere|erne|inger|ingene|ene|het|heten|lig|lige|sjoner|heter)$")
ENDING = 0.4
"""What an ending counts, where a word counts 1."""


def form_of(text: str, *, otherwise: Form = "nb") -> Form:
    """The form of a text; `otherwise` when its words do not tell."""
    nb, nn, english = _weights(text)
    if english > 1.5 * max(nb, nn) and english >= 3:
        return "other"
    if nb == nn:
        return otherwise
    return "nb" if nb > nn else "nn"


def form_of_all(texts: Iterable[str]) -> Form:
    """The form of a document, from all its units."""
    nb = nn = english = 0.0
    for text in texts:
        one = _weights(text)
        nb, nn, english = nb + one[0], nn + one[1], english + one[2]
    if english > max(nb, nn):
        return "other"
    return "nb" if nb >= nn else "nn"


def _weights(text: str) -> tuple[float, float, float]:
    words = _WORD.findall(text.lower())
    nb = sum(1.0 for word in words if word in _ONLY_NB)
    nn = sum(1.0 for word in words if word in _ONLY_NN)
    nb += ENDING * sum(bool(_NB_ENDING.match(word)) for word in words)
    nn += ENDING * sum(bool(_NN_ENDING.match(word)) for word in words)
    return nb, nn, float(sum(word in _ENGLISH for word in words))
