"""What tells the kind of a unit: the heading that it stands under, and how it is put."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files

from veivalg.errors import BadParameter
from veivalg.language import refusing
from veivalg.plans.saying import words_of
from veivalg.shifts.reading import document

_NUMBER = re.compile(r"^(?:kapittel\s+)?\d{1,2}(?:\.\d{1,2}){0,3}[.)]?\s+", re.IGNORECASE)
_SHALL = re.compile(
    r"\b(?:skal|skulle|må|bør|burde)\b|\b(?:vi|me|kommunen|fylkeskommunen)\s+vil\b|\bvil\s+(?:vi|me)\b",
    re.IGNORECASE,
)
_STATE = re.compile(
    r"\b(?:skal|må|(?:vi|me|kommunen)\s+vil)\b(?:\s+(?:til enhver tid|alltid|òg|også|ikke|ikkje|fortsatt|framleis|kunne|alle|i hovedsak))*"
    r"\s+(?:være|vere|vera|ha|få|oppleve|bli|verte|finnast|finnes|føle|kjenne|meistre|mestre|trives|trivast|"
    r"framstå|kunne|gå ned|ned|vekse|vokse|halde|holde|leve|bu|bo|eiga|eige|kjennast|oppfattes|tas|takast|sikrast|sikres|haldast|bevares|gi|gje|brukes|brukast|nytte)\b",
    re.IGNORECASE,
)
_PASSIVE_STATE = re.compile(r"\bskal\s+\w+(?:ast|es)\b", re.IGNORECASE)
_WORK = re.compile(
    r"\b(?:legge|leggje|lage|arbeide|jobbe|bidra|medverke|medvirke|styrke|utvikle|videreutvikle|vidareutvikle|"
    r"sikre|fremme|fremje|stimulere|stille|søke|samarbeide|satse|prioritere|støtte|følge|følgje|redusere|"
    r"øke|auke|forebygge|førebyggje|tilrettelegge|involvere|etablere|gjennomføre|løse|løyse|ta|bruke|nytte|"
    r"hjelpe|skje|vernes|vernast|drive|planlegge|planleggje|være pådriver|vere pådrivar|pådriver|pådrivar|synleggjere|synliggjøre)\b",
    re.IGNORECASE,
)
_WE_WORK = re.compile(
    r"^(?:vi|me|kommunen|det)\s+(?:utvikler|utviklar|bygger|byggjer|jobber|jobbar|arbeider|arbeidar|arbeides|jobbes|legger|legg|"
    r"styrker|styrkar|satser|satsar|samarbeider|samarbeidar|skaper|skapar|prioriterer|stiller|bidrar|bidreg|"
    r"forebygger|førebyggjer|involverer|sikrer|sikrar|tar|tek|bruker|brukar)\b|\bstyrkes gjennom\b|\bprioriteres\b",
    re.IGNORECASE,
)
_ADVOCATE = re.compile(
    r"\bp[åa]drivar?\b|\bpådriver\b|\bskal få (?:hjelp|støtte|bistand|veiledning|rettleiing)\b",
    re.IGNORECASE,
)
_FIRST_WORK = re.compile(
    r"^(?:aktivt|systematisk|fortsatt|framleis|ikke|ikkje)?\s*(?:sikr|sørg|legg|utvikl|tilrettelegg|igangsett|still|"
    r"utnytt|kartlegg|produser|vurder|utarbeid|arbeid|jobb|etabler|oppdater|bruk|samhandl|oppgrader|vidarefør|viderefør|"
    r"styrk|innrett|fortsett|involver|samarbeid|etterstreb|forebygg|førebygg|beregn|forank|forankr|bygg|tilpass|forsterk|"
    r"differensier|intensiver|reduser|påvirk|påverk|iverksett|fremm|støtt|prioriter|stimuler|informer|følg|oppretthold|"
    r"videreutvikl|vidareutvikl|sett|vis|gå|ta|bidra|gi|yt|tilby|gjør|gjer|syt|evn|etterspør|praktiser|har kontinuerlig|opprett|"
    r"endr|innfør|motarbeid|skap)(?:r|er|ar|tar|tek|gir|gjev)?\b(?!\s+(?:er|har|skal))",
    re.IGNORECASE,
)
_MUST = re.compile(
    r"\b(?:må|bør|burde|det er (?:viktig|avgjørende|avgjerande|nødvendig|naudsynt)|det er (?:ei |en )?viktig)\b",
    re.IGNORECASE,
)
_AIM = re.compile(
    r"\b(?:målet|målsettinga?e?n?|målsetjinga?)\s+(?:vårt\s+|for \w+\s+)?er\s+(?:å|at)\b|"
    r"\bhar\s+(?:som|et|eit|en|ei)?\s*(?:\w+\s+)?(?:mål|målsetting|målsetjing)\s+(?:om|å|at)\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:ble|vart|blei|var|hadde|har vært|har vore|har hatt|har gått|gikk|gjekk|økte|auka fra|sank|falt|"
    r"vedtok|tok|startet|starta|deltok|viste|varslet|varsla|valgte|valde|er vedtatt|er vedteken|no er vedtatt|førstegongsbehandla)\b",
    re.IGNORECASE,
)
_NOW = re.compile(
    r"\b(?:i dag|idag|per i dag|pr\.|nå|no|siste årene|siste åra|hvert år|nesten|dessverre|i perioden)\b",
    re.IGNORECASE,
)
_FIGURE = re.compile(
    r"\b\d+(?:[.,]\d+)?\s?(?:%|prosent|pst|kroner|mill|innbygger|innbyggj|personar|personer|elevar|elever)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19\d\d|20[01]\d|202[0-4])\b")
_AHEAD = re.compile(
    r"\b(?:innen|innan|i|mot|før)\s+20[3-5]\d\b|\binnen 20[2]\d\b|\binnan 202\d\b", re.IGNORECASE
)
_PAPER = re.compile(
    r"\b(?:samfunnsdel\w*|arealdel\w*|handlingsdel\w*|kommuneplan\w*|planstrategi\w*|økonomiplan\w*|"
    r"planprogram\w*|strategien|planen|plandokument\w*|denne planen|dokumentet|planperioden|høring\w*|høyring\w*|"
    r"tabellen|figuren|kapitt\w*|forhandlingsutvalg\w*|måltallet|arealstrategi)\b",
    re.IGNORECASE,
)
_LAW = re.compile(
    r"\b(?:loven|lova|lovgiving\w*|lovverk|bygningsloven|bygningslova|regjering\w*|stortinget|staten|nasjonale mål|fn)\b",
    re.IGNORECASE,
)
_DEFINING = re.compile(
    r"^[\w«»\- ]{2,60}?\s(?:er|handler om|handlar om|betyr|tyder|omfatter|omfattar|vil si|defineres|består|bestå)\s(?:en|ei|ein|et|eit|å|at|hvordan|korleis|noe|det|av|som)\b",
    re.IGNORECASE,
)
_CONTRAST = re.compile(
    r"\b(?:men|dessverre|altfor|utfordring\w*|utfordrende|krevende|krevjande|mangel|mangler|manglar|avgrensa|begrensa|stramme|begrenset|stor[et]? press|usikker\w*|presser|stoffer|truer|trugar|blir færre|låg,|handlingsrommet)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"^[«\"“].{2,80}[»\"”]\.?$")
_PRESENT = re.compile(
    r"\b(?:er|har|får|opplever|opplev|finnes|finst|finnast|lever|bor|bur|mestrer|meistrar|deltar|deltek|tar|tek|gir|gjev|kan|"
    r"trives|trivst|blomstrer|blomstrar|ligger|ligg|fungerer|preges|utvikles|fremmer|fremjar|blir|vert|hensyntar|går|kommer|kjem|"
    r"vokser|veks|kjenner|føler|rekrutterer|holder|held|forstår|fullfører|fullfører|bruker|brukar|skaper|skapar|sikres|viser|tilbyr|deler|møter|når|styrer|speler|spiller)\b",
    re.IGNORECASE,
)
_OF_GOALS = re.compile(
    r"^«?(?:et |eit |ein |en )?(?:mål|målet|visjon|visjonen|delmål|hovedmål|hovudmål|strategi|tiltak)»?\s+"
    r"(?:er|skal|betyr|tyder|seier|sier)\s+(?:det|noe|noko|en|ein|et|eit|hva|kva|svare|vise)\b",
    re.IGNORECASE,
)
_MENU = re.compile(
    r"^(?:klikk|les mer|les meir|last ned|se også|sjå også|vis |foto|figur|tabell|kilde|kjelde|bilde|bilete|illustrasjon)\b",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"\b(?:handler|handlar|dreier seg|dreiar seg|går ut på) om\b|\bhandler om\b", re.IGNORECASE
)
_DEFINITE = (
    "ene",
    "ane",
    "ende",
    "ande",
    "iske",
    "lige",
    "lege",
    "elle",
    "same",
    "ige",
    "bare",
    "tive",
)
"""Endings of words that are no infinitives though they end in e."""
SHORT = 16
"""Words of a vision, at the most."""
_CONCRETE = frozenset(
    ["etablere", "opprette", "utarbeide", "lage", "bygge", "byggje", "gjennomføre", "innføre", "ansette", "tilsette", "tilsetje", "inngå", "arrangere", "kartlegge", "kartleggje", "revidere", "oppgradere", "rehabilitere", "kjøpe", "tilby", "opprettholde", "oppretthalde", "innkalle", "ruste", "setje", "sette", "evaluere", "rullere", "anlegge", "utrede", "utgreie", "prøve", "selge", "utvide", "skilte", "vurdere"]
)  # fmt: skip
_INFINITIVE = re.compile(r"^[a-zæøå-]{2,}(?:e|å)$")
_SHORT_INFINITIVES = frozenset(
    [
        "ha",
        "gi",
        "gje",
        "ta",
        "få",
        "bli",
        "være",
        "vere",
        "vera",
        "se",
        "sjå",
        "stå",
        "gå",
        "la",
        "bidra",
        "heie",
    ]
)
_NOT_VERBS = frozenset(
    ["dette", "denne", "desse", "ofte", "siste", "neste", "første", "andre", "tredje", "både", "bare", "berre", "begge", "enkelte", "norske", "ville", "skulle", "kunne", "burde", "måtte", "hadde", "alle", "denne", "disse", "desse", "ikke", "ikkje", "eldre", "unge", "gode", "nye", "flere", "fleire", "mange", "ingen", "lokale", "kommunale", "attraktive", "trygge", "levende", "levande", "sterke", "offentlige", "kvinne", "måle", "høye", "høge", "åpne", "opne", "store", "små", "grønne", "grøne", "tette", "rette", "frie", "effektive", "digitale", "friske", "aktive", "barnehage", "næringslivet", "engasjerte", "dyktige", "kompetente", "like", "ulike", "hele", "heile", "samme", "same", "tidlige", "rike", "egne", "eigne", "varige", "stabile", "robuste", "gamle", "utviklende", "bærekraftige", "berekraftige", "inkluderende", "framtidige", "mellomalder", "helse", "natur", "kultur"]
)  # fmt: skip


def heading_kind(heading: str) -> str:
    """A kind, "glossary", or "" when the heading says nothing of what stands below it."""
    plain = _NUMBER.sub("", heading.strip()).strip(" :.").lower()
    for kind, patterns in heading_patterns().items():
        if any(pattern.search(plain) for pattern in patterns):
            return kind
    return ""


@cache
def heading_patterns() -> Mapping[str, tuple[re.Pattern[str], ...]]:
    """Patterns of `terms/headings.toml`. Raises BadParameter for one that cannot be used."""
    file = "terms/headings.toml"
    held = document(files("veivalg.plans").joinpath(file).read_text("utf-8"), file=file)
    try:
        return {
            kind: tuple(re.compile(one, re.IGNORECASE) for one in entry["patterns"])
            for kind, entry in held.items()
        }
    except (KeyError, TypeError, re.error) as error:
        raise refusing(BadParameter, "goals.no_saying", where=file, field="patterns") from error


@lru_cache(maxsize=20_000)
def headings_say(path: tuple[str, ...]) -> tuple[str, str, int]:
    """The kind that the nearest telling heading says, that heading, and how many stand below it."""
    for below, heading in enumerate(reversed(path)):
        kind = heading_kind(heading)
        if kind:
            return kind, heading, below
    return "", "", len(path)


def signs_of(text: str, printed: str) -> dict[str, str]:
    """How a unit is put: each sign, and the words that show it."""
    found: dict[str, str] = {}
    for name, pattern in _PATTERNS.items():
        heard = pattern.search(text)
        if heard:
            found[name] = heard[0].strip()
    words = words_of(text)
    first = words[0] if words else ""
    if _infinitive(first) and not text.startswith(("«", '"')):
        found["infinitive"] = first
        if first in _CONCRETE:
            found["concrete"] = first
    if len(words) <= SHORT and not text.rstrip().endswith((":", ";")):
        found["short"] = str(len(words))
    if not found.keys() & {"shall", "present", "infinitive", "past", "we_work"}:
        found["no_verb"] = text[:20]
    if text.rstrip().endswith(":"):
        found["colon"] = ":"
    if printed == "heading":
        found["printed_heading"] = text[:20]
    return found


def _infinitive(word: str) -> bool:
    if word in _SHORT_INFINITIVES:
        return True
    if word in _CONCRETE:
        return True
    other = word in _NOT_VERBS or word.endswith(_DEFINITE)
    return len(word) > 3 and bool(_INFINITIVE.match(word)) and not other


_PATTERNS: Mapping[str, re.Pattern[str]] = {
    "shall": _SHALL, "state": _STATE, "passive_state": _PASSIVE_STATE, "work": _WORK,
    "we_work": _WE_WORK, "first_work": _FIRST_WORK, "advocate": _ADVOCATE, "must": _MUST, "aim": _AIM, "past": _PAST, "now": _NOW,
    "figure": _FIGURE, "year": _YEAR, "ahead": _AHEAD, "paper": _PAPER, "law": _LAW,
    "of_goals": _OF_GOALS, "menu": _MENU, "explains": _ABOUT, "defining": _DEFINING, "contrast": _CONTRAST, "quoted": _QUOTED, "present": _PRESENT,
}  # fmt: skip


def sign_names() -> Sequence[str]:
    """Every sign that `signs_of` can find, in a fixed order."""
    extra = ("infinitive", "concrete", "short", "no_verb", "colon", "printed_heading")
    return (*_PATTERNS, *extra)
