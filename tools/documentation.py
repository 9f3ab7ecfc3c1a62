"""What mkdocs is told while it builds the documentation: the menu, and equations as MathML.

The menu follows from the files, so that a new page stands in it without being entered twice.
Equations are turned into MathML here, which browsers draw themselves: no script, no fetching.
"""

from __future__ import annotations

import html
import re
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from typing import Any

from mkdocs.structure.files import File

SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Guides",
        (
            "index.md",
            "councillor.*.md",
            "planner.*.md",
            "writing-a-*.md",
            "code-book.md",
            "commands.md",
        ),
    ),
    ("The model", ("model/index.md", "model/*.md")),
    ("Figures", ("sources.md", "geography.md")),
    (
        "For developers",
        ("developer.md", "developer*.md", "architecture.md", "conventions.md", "*.md"),
    ),
    ("Decisions", ("decisions/index.md", "decisions/*.md")),
    ("More", ("glossary.md", "contributing.md", "changelog.md")),
)
EQUATION = re.compile(r'<(span|div) class="arithmatex">\\([(\[])(.*?)\\[)\]]</\1>', re.DOTALL)
NORWEGIAN = re.compile(r"\.(nb|nn)\.md$")
FROM_THE_ROOT = {
    "glossary.md": "GLOSSARY.md",
    "contributing.md": "CONTRIBUTING.md",
    "changelog.md": "CHANGELOG.md",
}


def on_config(config: Any) -> Any:
    """Give mkdocs the menu that follows from the files."""
    config["nav"] = menu(Path(config["docs_dir"]))
    return config


def menu(docs: Path) -> list[dict[str, list[str]]]:
    """Sections with their pages; every page stands once, where it is first asked for."""
    pages = {path.relative_to(docs).as_posix() for path in docs.rglob("*.md")}
    pages |= set(FROM_THE_ROOT)
    named = {page for _, patterns in SECTIONS for page in patterns}
    sections: list[dict[str, list[str]]] = []
    for title, patterns in SECTIONS:
        found = [page for pattern in patterns for page in matching(pattern, pages, named)]
        pages.difference_update(found)
        if found:
            sections.append({title: list(dict.fromkeys(found))})
    return sections


def matching(pattern: str, left: set[str], named: set[str]) -> list[str]:
    """Pages that a pattern asks for and no section has; a page named elsewhere waits for that."""
    asked = PurePosixPath(pattern)
    found = (p for p in sorted(left) if PurePosixPath(p).parent == asked.parent)
    return [p for p in found if p == pattern or (p not in named and fnmatch(p, pattern))]


def on_files(files: Any, config: Any) -> Any:
    """Add the pages whose text stands in the project's root, with links as seen from docs/."""
    root = Path(config["docs_dir"]).parent
    for page, name in FROM_THE_ROOT.items():
        text = (root / name).read_text(encoding="utf-8").replace("](docs/", "](")
        for other, its_name in FROM_THE_ROOT.items():
            text = text.replace(f"]({its_name})", f"]({other})")
        files.append(File.generated(config, page, content=text))
    return files


def on_page_markdown(markdown: str, page: Any, config: Any, **_: Any) -> str:
    """List the decisions on their first page."""
    if page.file.src_uri != "decisions/index.md":
        return markdown
    records = sorted(Path(config["docs_dir"], "decisions").glob("[0-9]*.md"))
    titles = (path.read_text(encoding="utf-8").splitlines()[0].lstrip("# ") for path in records)
    links = [f"- [{title}]({path.name})" for title, path in zip(titles, records, strict=True)]
    return "\n".join([markdown, *links])


def on_page_content(content: str, page: Any, **_: Any) -> str:
    """Equations as MathML; the language of a Norwegian page said to screen readers."""
    content = EQUATION.sub(as_mathml, content)
    norwegian = NORWEGIAN.search(page.file.src_uri)
    return f'<div lang="{norwegian[1]}">{content}</div>' if norwegian else content


def as_mathml(equation: re.Match[str]) -> str:
    """One equation, LaTeX between its marks, as MathML."""
    from latex2mathml.converter import convert

    display = "block" if equation[2] == "[" else "inline"
    return str(convert(html.unescape(equation[3]), display=display))
