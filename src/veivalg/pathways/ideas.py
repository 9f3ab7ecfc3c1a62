"""Own stories and own measures: TOML texts that travel with a path, in an address or a file.

They are read as what ships is read; what is not right is told with place and remedy. In an address
they are compressed, and bounded so that nobody can send a large thing in a small one.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from dataclasses import dataclass

from veivalg.choices.lever import Lever, levers, read_lever
from veivalg.errors import BadParameter
from veivalg.futures.story import Story, read_story, stories
from veivalg.language import refusing
from veivalg.pathways.inputs import Repertoire, repertoire

MOST_LETTERS = 6_000
"""Of the text in an address."""
MOST_OPENED = 60_000
"""Bytes of all texts together, when they are opened."""
MOST_IDEAS = 20


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
        return repertoire(self.stories, self.levers)


def read_ideas(story_texts: tuple[str, ...], lever_texts: tuple[str, ...]) -> Ideas:
    """Own content from its TOML texts. Raises BadParameter with file, place and remedy."""
    if len(story_texts) + len(lever_texts) > MOST_IDEAS:
        raise refusing(BadParameter, "ideas.too_many", most=MOST_IDEAS)
    told = tuple(
        read_story(text, file=f"own story {n}") for n, text in enumerate(story_texts, start=1)
    )
    held = tuple(
        read_lever(text, file=f"own measure {n}") for n, text in enumerate(lever_texts, start=1)
    )
    names = [*(one.id for one in told), *(one.id for one in held)]
    for n, name in enumerate(names):
        if name in stories() or name in levers() or name in names[:n]:
            raise refusing(BadParameter, "ideas.taken", value=name)
    return Ideas(story_texts=story_texts, lever_texts=lever_texts, stories=told, levers=held)


def ideas_text(ideas: Ideas) -> str:
    """The texts packed for an address, "" for none. Raises BadParameter when too long."""
    if not (ideas.story_texts or ideas.lever_texts):
        return ""
    document = {"s": list(ideas.story_texts), "l": list(ideas.lever_texts)}
    packed = zlib.compress(json.dumps(document, ensure_ascii=False).encode(), 9)
    text = base64.urlsafe_b64encode(packed).decode().rstrip("=")
    if len(text) > MOST_LETTERS:
        raise refusing(BadParameter, "ideas.too_long", most=MOST_LETTERS)
    return text


def ideas_of(text: str) -> Ideas:
    """Own content from an address. Raises BadParameter when it cannot be read."""
    if not text:
        return Ideas()
    if len(text) > MOST_LETTERS:
        raise refusing(BadParameter, "ideas.too_long", most=MOST_LETTERS)
    try:
        packed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        opener = zlib.decompressobj()
        opened = opener.decompress(packed, MOST_OPENED)
        if opener.unconsumed_tail:
            raise refusing(BadParameter, "ideas.too_long", most=MOST_LETTERS)
        document = json.loads(opened)
        story_texts, lever_texts = tuple(document["s"]), tuple(document["l"])
    except (binascii.Error, zlib.error, ValueError, KeyError, TypeError) as error:
        raise refusing(BadParameter, "ideas.damaged") from error
    if not all(isinstance(one, str) for one in (*story_texts, *lever_texts)):
        raise refusing(BadParameter, "ideas.damaged")
    return read_ideas(story_texts, lever_texts)
