"""Small plans for tests, from documents written as text."""

from __future__ import annotations

from hashlib import sha256

from veivalg.plans.decisions import described
from veivalg.plans.goal import Plan
from veivalg.plans.reading import plan_of
from veivalg.sources.document_plain import plain_blocks
from veivalg.sources.document_text import DocumentText

TEXT = """Kommuneplanens samfunnsdel 2024-2036
{name} kommune

1 Bakgrunn

I {name} bor det 3 000 mennesker, og tallet har gått ned siden 2010.
FNs bærekraftsmål ligger til grunn for planen.

2 Visjon

«{name} – sammen om fremtiden»

3 God oppvekst

Mål
Barn og unge i {name} vokser opp i trygge hjem.

Delmål
• Alle elever trives på skolen.
• Flere barn er med på fritidsaktiviteter.

Strategier
• Styrke helsestasjonen og skolehelsetjenesten.
• Legge til rette for frivillige lag.

4 Klima

Mål
Klimagassutslippene er halvert i 2035.

Tiltak
• Lage klimabudsjett hvert år.
{more}
"""


def document(name: str = "Nordvik", more: str = "") -> DocumentText:
    blocks, pages = plain_blocks(TEXT.format(name=name, more=more).encode())
    return DocumentText(
        name=f"{name}.txt", sha256=sha256(name.encode()).hexdigest(), format="text", pages=pages,
        blocks=tuple(blocks),
    )  # fmt: skip


def plan(name: str = "Nordvik", number: str = "", more: str = "", year: int | None = None) -> Plan:
    """A plan of a place; with a number it belongs to a municipality that exists."""
    made = plan_of(document(name, more))
    told: dict[str, str | int] = {"municipality": number} if number else {}
    if year:
        told["adopted"] = year
    return described(made, **told)
