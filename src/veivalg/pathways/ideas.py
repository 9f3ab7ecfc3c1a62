"""Own stories and own measures: TOML texts that travel with a path, in an address or a file.

They are read as what ships is read; what is not right is told with place and remedy. In an address
they are compressed, and bounded so that nobody can send a large thing in a small one.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from veivalg.choices.lever import Lever, read_lever
from veivalg.errors import BadParameter
from veivalg.futures.story import Story, read_story
from veivalg.language import LANGUAGES, Language, refusing, text
from veivalg.pathways.inputs import Repertoire, repertoire

MOST_LETTERS = 6_000
"""Of the text in an address."""
MOST_OPENED = 100_000
"""Bytes of all texts together, when they are opened."""
MOST_IDEAS = 20
RESERVED = re.compile(r"[HSTXLP]\d+", re.IGNORECASE)
"""Ids of this form are kept for what ships, now and later."""
HERE = "·"
"""Stands for the text that is read, until its name can be told in the reader's language."""

Read = TypeVar("Read", Story, Lever)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ideas:
    """Own stories and levers, and the texts they were read from."""

    story_texts: tuple[str, ...] = ()
    lever_texts: tuple[str, ...] = ()
    stories: tuple[Story, ...] = ()
    levers: tuple[Lever, ...] = ()

    @property
    def repertoire(self) -> Repertoire:
        """What ships, and these."""
        return repertoire(self.stories, self.levers, texts=(self.story_texts, self.lever_texts))

    @property
    def empty(self) -> bool:
        """Whether there are none."""
        return not (self.story_texts or self.lever_texts)


def read_ideas(
    story_texts: tuple[str, ...], lever_texts: tuple[str, ...], *, within: str | None = None
) -> Ideas:
    """Own content from its TOML texts. Raises BadParameter with text, line, place and remedy.

    within  the file that the texts stand in, when its lines are to be told
    """
    if len(story_texts) + len(lever_texts) > MOST_IDEAS:
        raise refusing(BadParameter, "ideas.too_many", most=MOST_IDEAS)
    if sum(map(len, (*story_texts, *lever_texts))) > MOST_OPENED:
        raise refusing(BadParameter, "ideas.too_large", most=MOST_OPENED)
    told = tuple(
        _one(read_story, one, within or one, "ideas.story", n)
        for n, one in enumerate(story_texts, start=1)
    )
    held = tuple(
        _one(read_lever, one, within or one, "ideas.measure", n)
        for n, one in enumerate(lever_texts, start=1)
    )
    names = [*(one.id for one in told), *(one.id for one in held)]
    known = repertoire()
    for n, name in enumerate(names):
        shipped = name in known.stories or name in known.levers or name in known.shocks
        if shipped or RESERVED.fullmatch(name):
            raise refusing(BadParameter, "ideas.reserved", value=name)
        if name in names[:n]:
            raise refusing(BadParameter, "ideas.taken", value=name)
    return Ideas(story_texts=story_texts, lever_texts=lever_texts, stories=told, levers=held)


def ideas_text(ideas: Ideas) -> str:
    """The texts packed for an address, "" for none. Raises BadParameter when too long."""
    if ideas.empty:
        return ""
    document = {"s": list(ideas.story_texts), "l": list(ideas.lever_texts)}
    packed = zlib.compress(json.dumps(document, ensure_ascii=False).encode(), 9)
    written = base64.urlsafe_b64encode(packed).decode().rstrip("=")
    if len(written) > MOST_LETTERS:
        raise refusing(BadParameter, "ideas.too_long", most=MOST_LETTERS)
    return written


def ideas_of(written: str) -> Ideas:
    """Own content from an address. Raises BadParameter when it cannot be read."""
    if not written:
        return Ideas()
    if len(written) > MOST_LETTERS:
        raise refusing(BadParameter, "ideas.too_long", most=MOST_LETTERS)
    try:
        document = json.loads(_opened(written))
    except (binascii.Error, zlib.error, ValueError, RecursionError) as error:
        raise refusing(BadParameter, "ideas.damaged") from error
    if not isinstance(document, dict):
        raise refusing(BadParameter, "ideas.damaged")
    return read_ideas(texts_of(document, "s"), texts_of(document, "l"))


def texts_of(document: dict[str, Any], key: str) -> tuple[str, ...]:
    """A list of TOML texts, () when it is not there. Raises BadParameter."""
    held = document.get(key, [])
    if not isinstance(held, list) or not all(isinstance(one, str) for one in held):
        raise refusing(BadParameter, "ideas.damaged")
    try:
        "".join(held).encode()
    except UnicodeEncodeError as error:  # half a letter, which JSON can write and nothing can show
        raise refusing(BadParameter, "ideas.damaged") from error
    return tuple(held)


def _opened(written: str) -> bytes:
    """The bytes behind the letters, no more than is allowed, and nothing behind them."""
    padded = written + "=" * (-len(written) % 4)
    packed = base64.b64decode(padded.encode("ascii"), altchars=b"-_", validate=True)
    opener = zlib.decompressobj()
    opened = opener.decompress(packed, 2 * MOST_OPENED)
    if not opener.eof or opener.unused_data:
        raise ValueError
    return opened


def _one(read: Callable[..., Read], written: str, within: str, key: str, n: int) -> Read:
    """One text read; an error says which text it is, and the line where it can be found."""
    try:
        return read(written, file=HERE)
    except BadParameter as error:
        rest = str(error.values.get("where", "")).removeprefix(HERE)
        name = _called(written)
        after = _line_with(within, re.compile(rf'^\s*id\s*=\s*"{name}"')) if name else 0
        line = line_of(within, error.values.get("value"), after=after)
        if "line" in error.values:
            line = ""
        where = {}
        for language in LANGUAGES:
            called = text(key, language, number=str(n), name=f" ({name})" if name else "")
            where[language] = f"{called}{at_line(line, language)}{rest}"
        raise refusing(BadParameter, error.key, **{**error.values, "where": where}) from error


def at_line(line: str, language: Language) -> str:
    """What is put behind a name to tell its line; "" for no line."""
    return text("ideas.line", language, line=line) if line else ""


def line_of(written: str, value: Any, *, after: int = 0) -> str:
    """Number of the first line that has the value as a word of its own, "" for none.

    after  line before which nothing is looked for
    """
    if not isinstance(value, str) or not value:
        return ""
    found = _line_with(written, re.compile(rf"(?<![\w.]){re.escape(value)}(?![\w.])"), after=after)
    return str(found) if found else ""


def _line_with(written: str, form: re.Pattern[str], *, after: int = 0) -> int:
    """Number of the first line with the form, 0 for none."""
    lines = enumerate(written.splitlines(), start=1)
    return next((n for n, line in lines if n >= after and form.search(line)), 0)


def _called(written: str) -> str:
    """The id that a text gives itself, "" when it has none that can be read."""
    found = re.search(r'^id\s*=\s*"([A-Za-z][A-Za-z0-9_]{0,39})"', written, re.MULTILINE)
    return found[1] if found else ""
