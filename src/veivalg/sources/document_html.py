"""Web pages as blocks: what a reader would read, never scripts, menus or forms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree, html

from veivalg.sources.document_text import Block
from veivalg.sources.document_words import cleaned, without_bullet

_LEFT_OUT = frozenset({
    "script", "style", "noscript", "template", "nav", "header", "footer", "aside", "form", "button",
    "select", "svg", "math", "iframe", "object", "embed", "head", "title", "figcaption", "dialog",
})  # fmt: skip
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_PARTS = frozenset({
    "p", "div", "section", "article", "main", "li", "td", "th", "dt", "dd", "blockquote", "pre",
    "summary",
})  # fmt: skip
DEEPEST = 200
LEAST_MAIN = 200
"""Letters of a main part that is taken for the whole."""
_AROUND = re.compile(
    r"(?:^|[\s_-])(?:cookie|consent|menu|meny|navbar|navigation|breadcrumb|brødsmule|footer|skip)",
    re.IGNORECASE,
)
"""What menus and notices around a page's text are called."""
MOST_AROUND = 0.3
"""Part of the page's letters that they may be."""


def html_blocks(content: bytes) -> tuple[list[Block], str]:
    """Blocks and title of a web page; empty when there is nothing to read."""
    parser = html.HTMLParser(
        encoding=_encoding(content), remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        tree = html.document_fromstring(content, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return [], ""
    titles = tree.xpath("//title//text()")
    blocks = list(_blocks(_main(tree), 0))
    return blocks, cleaned(" ".join(str(one) for one in titles))


def _main(tree: Any) -> Any:
    """The part that the page calls its main one, else its body without menus."""
    named = tree.xpath("//main | //*[@role='main']")
    if len(named) == 1 and len(_text(named[0])) >= LEAST_MAIN:
        return named[0]
    body = tree.find("body")
    root = tree if body is None else body
    whole = len(_text(root))
    for one in root.xpath(".//*[@id or @class]"):
        called = f"{one.get('id', '')} {one.get('class', '')}"
        if _AROUND.search(called) and len(_text(one)) < MOST_AROUND * whole:
            one.drop_tree()
    return root


def _encoding(content: bytes) -> str | None:
    """UTF-8 when it is; None lets the page's own declaration decide."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "utf-8"


def _blocks(element: Any, depth: int) -> Iterator[Block]:
    """Blocks of an element's content in reading order."""
    if depth > DEEPEST:
        return
    if element.tag == "table":
        yield from _table(element)
        return
    loose = [element.text or ""]
    for child in element:
        tag = child.tag if isinstance(child.tag, str) else ""
        if tag in _LEFT_OUT or not tag:
            loose.append(child.tail or "")
        elif tag == "br":
            yield from _own(element, loose)
            loose = [child.tail or ""]
        elif _structural(child):
            yield from _own(element, loose)
            yield from _blocks(child, depth + 1)
            loose = [child.tail or ""]
        else:
            loose.append(_text(child) + (child.tail or ""))
    yield from _own(element, loose)


def _structural(element: Any) -> bool:
    """Whether an element is a block of its own, or holds some."""
    tags = _PARTS | _HEADINGS.keys() | {"ul", "ol", "table", "dl"}
    return any(one.tag in tags for one in element.iter() if isinstance(one.tag, str))


def _own(element: Any, loose: list[str]) -> Iterator[Block]:
    text = cleaned(" ".join(loose))
    if not text:
        return
    tag = str(element.tag)
    if tag in _HEADINGS:
        yield Block(kind="heading", text=text, page=1, level=_HEADINGS[tag])
    elif tag in ("li", "dd"):
        yield Block(kind="bullet", text=without_bullet(text)[1], page=1, level=1)
    elif tag == "dt":
        yield Block(kind="heading", text=text, page=1, level=6)
    else:
        sign, rest = without_bullet(text)
        yield Block(
            kind="bullet" if sign else "paragraph", text=rest, page=1, level=int(bool(sign))
        )


def _text(element: Any) -> str:
    return " ".join(
        str(one)
        for one in element.xpath(".//text()[not(ancestor::script) and not(ancestor::style)]")
    )


def _table(table: Any) -> Iterator[Block]:
    heads: list[str] = []
    for number, row in enumerate(table.iter("tr")):
        cells = [one for one in row if one.tag in ("td", "th")]
        texts = [cleaned(_text(cell)) for cell in cells]
        header = number == 0 and (bool(cells) and all(one.tag == "th" for one in cells))
        if header:
            heads = texts
        for column, text in enumerate(texts):
            if text:
                top = heads[column] if column < len(heads) else ""
                yield Block(kind="cell", text=text, page=1, header=top)
