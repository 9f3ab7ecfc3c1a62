"""Blocks of a document as units: one sentence, bullet, table cell or heading as printed.

A label such as *Delmål* or *Kommunen skal:* is a heading of what stands below it, however it is
printed. A bullet or a cell is one unit even when it holds several sentences, as the code book says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from veivalg.plans.codes import Form
from veivalg.plans.goal import Printed, Unit
from veivalg.plans.kind_signs import heading_kind
from veivalg.plans.language_form import form_of, form_of_all
from veivalg.plans.sentences import sentences
from veivalg.sources.document_text import Block, DocumentText

_LABEL_WORD = (
    r"(?:(?:overordna|overordnede|overordnet|langsiktige?|strategiske?|viktigste|våre?|kommunens)\s+)?"
    r"(?:(?:samfunns|hoved|hovud|del|under|resultat|effekt|tjeneste|teneste|organisasjons|framtids)?"
    r"(?:mål|måla|målene|målet|målsetting|målsettinger|målsetjing|målsetjingar)"
    r"|visjon|visjonen|strategi|strategier|strategiar|strategiane|tiltak|delmål|innsatsområder?|"
    r"retningsvalg|retningsval|føringer|føringar)"
)
LABEL = re.compile(
    rf"^{_LABEL_WORD}(?:\s*(?:/|og)\s*{_LABEL_WORD})*\s*(?:\d+(?:\.\d+)*)?\s*:?$", re.IGNORECASE
)
"""A heading that says what stands below it, and nothing of what it is about."""
_PHRASE = re.compile(
    r"(?:slik|sånn|korleis|hvordan|dette|hit|dit|her|kor|hvor|kva|hva)\s+"
    r"(?:vil|gjør|gjer|skal|ønsker|ønskjer|kommer|kjem|når)\s+(?:vi|me)\b|"
    r"^(?:veien|vegen)\s+(?:dit|videre|vidare|til målet)$|"
    r"^for å (?:nå|lykkes|lukkast)\b|"
    r"(?:kommunen?|kommuner|vi|me)\s+(?:skal|vil|må)\s*(?:\w+\s*){0,2}:?$|"
    r"\b(?:forventer|forventar|ventar)\s+at\b",
    re.IGNORECASE,
)
_PREFIX = re.compile(
    rf"^(?P<label>{_LABEL_WORD}(?:\s*\d+(?:\.\d+)*)?)\s*(?::|\s[–-])\s+(?P<rest>\S.+)$",
    re.IGNORECASE,
)
_GLOSSARY = re.compile(
    r"ordforklar|ordliste|definisjon|begrep|omgrep|ordbok|forklaring", re.IGNORECASE
)
_SECTION = re.compile(r"^(?:kapittel\s+)?(\d{1,2}(?:\.\d{1,2}){0,3})\.?\s")
_NUMBER = re.compile(r"^\(?\d{1,2}(?:\.\d{1,2}){0,3}[.)]?\s+")
_LIST_NUMBER = re.compile(r"^[A-Z]?\d{1,2}(?:\.\d{1,2}){1,3}\.?\s+(?=[«\"“]?[A-ZÆØÅ])")
_EMPTY = re.compile(r"^(?:https?://\S+|www\.\S+|[\W\d_]*)$")
MOST_LEVELS = 6
LONGEST_LABEL = 14
"""Words."""


@dataclass(slots=True)
class _Above:
    """The headings that hold at a place in the document."""

    headings: list[tuple[float, str]] = field(default_factory=list)
    intro: str = ""
    bullets: int = 0

    def put(self, text: str, level: float, *, label: bool) -> None:
        """A new heading ends those of its level and below; a label stands under its equals."""
        section = _SECTION.match(text)
        level = level + 0.5 if label and not section else level
        self.headings = [one for one in self.headings if one[0] < level and _holds(one[1], section)]
        self.headings.append((level, text))
        self.intro, self.bullets = "", 0

    def after_list(self) -> None:
        """A paragraph below a list ends what introduced the list."""
        if not self.bullets:
            return
        self.intro, self.bullets = "", 0
        if self.headings and self.headings[-1][1].endswith(":"):
            self.headings.pop()

    def path(self) -> tuple[str, ...]:
        held = [text.rstrip(":").strip() for _, text in self.headings]
        return tuple([*held, self.intro] if self.intro else held)

    def section(self) -> str:
        """The number before the nearest numbered heading."""
        for _, text in reversed(self.headings):
            found = _SECTION.match(text)
            if found:
                return found[1]
        return ""


def units_of(document: DocumentText) -> tuple[Unit, ...]:
    """Every unit in reading order; addresses, page numbers and bare labels are none."""
    main = form_of_all(block.text for block in document.blocks)
    above = _Above()
    found: list[Unit] = []
    for block in document.blocks:
        for text, path, printed in _parts(block, above):
            found.append(
                Unit(
                    number=len(found),
                    text=text,
                    page=block.page,
                    heading=path,
                    section=above.section(),
                    printed=printed,
                    form=_form(text, main),
                )
            )
    return tuple(found)


def _form(text: str, main: Form) -> Form:
    found = form_of(text, otherwise=main)
    short = len(text.split()) < 4
    return main if short and main != "other" else found


Part = tuple[str, tuple[str, ...], Printed]


def _holds(above: str, section: re.Match[str] | None) -> bool:
    """Whether a heading can stand above a numbered one: 3 above 3.1, but not 2."""
    outer = _SECTION.match(above)
    if section is None or outer is None:
        return True
    return section[1].startswith(outer[1] + ".")


def _parts(block: Block, above: _Above) -> Iterator[Part]:
    """Units of a block; the headings above are moved on."""
    if block.kind == "heading":
        yield from _heading(block, above)
    elif block.kind == "bullet":
        above.bullets += 1
        yield from _labelled(block.text, above.path(), "bullet")
    elif block.kind == "cell":
        yield from _cell(block, above.path())
    else:
        yield from _paragraph(block.text, above)


def _heading(block: Block, above: _Above) -> Iterator[Part]:
    label = is_label(block.text)
    level = min(max(block.level, 1), MOST_LEVELS)
    prefixed = _PREFIX.match(_NUMBER.sub("", block.text))
    above.put(block.text, level, label=label)
    path = above.path()[:-1]
    if prefixed and not label:
        yield prefixed["rest"].strip(), (*path, prefixed["label"]), "heading"
    elif not label:
        text = _NUMBER.sub("", block.text).strip()
        if _kept(text):
            yield text, path, "heading"


def _cell(block: Block, path: tuple[str, ...]) -> Iterator[Part]:
    """A cell; the head of a column is one only if it says more than what stands below it."""
    if is_label(block.text):
        return
    if block.header != block.text:
        yield from _labelled(block.text, (*path, block.header) if block.header else path, "cell")
    elif not heading_kind(block.text):
        yield from _labelled(block.text, path, "heading")


def _paragraph(text: str, above: _Above) -> Iterator[Part]:
    above.after_list()
    if is_label(text):
        above.put(text, MOST_LEVELS, label=True)
        return
    said = sentences(text)
    for number, sentence in enumerate(said):
        yield from _labelled(sentence, above.path(), "sentence")
        if number == len(said) - 1 and sentence.endswith(":"):
            above.intro = sentence.rstrip(": ")


def _labelled(text: str, path: tuple[str, ...], printed: Printed) -> Iterator[Part]:
    """A unit; a label printed before it on the same line is its heading."""
    text = _LIST_NUMBER.sub("", text)
    found = _PREFIX.match(text)
    if found and not any(_GLOSSARY.search(one) for one in path):
        text, path = found["rest"].strip(), (*path, found["label"])
    if _kept(text):
        yield text, path, printed


def is_label(text: str) -> bool:
    """Whether a heading only says what kind of thing stands below it."""
    plain = _NUMBER.sub("", text).strip()
    if LABEL.match(plain):
        return True
    return len(plain.split()) <= LONGEST_LABEL and _PHRASE.search(plain) is not None


def _kept(text: str) -> bool:
    return len(text) > 1 and not _EMPTY.match(text)
