"""The API described for people, made from OpenAPI: one plain page without scripts."""

from __future__ import annotations

from html import escape
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

router = APIRouter(include_in_schema=False)

STYLE = """
:root { color-scheme: light dark; --line: #d5dbe1; --quiet: #55606b; --link: #0062ba; }
body { margin: 0; font: 17px/1.5 Inter, system-ui, sans-serif; }
main { max-width: 58rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
h1 { font-size: 2.4rem; letter-spacing: -0.03em; margin: 0 0 1rem; }
h2 { margin: 2.5rem 0 .3rem; border-top: 2px solid; padding-top: .8rem; font-size: 1.2rem; }
code { font-size: .92em; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; vertical-align: top; padding: .35rem .8rem .35rem 0;
  border-bottom: 1px solid var(--line); }
a { color: var(--link); }
.quiet { color: var(--quiet); }
.wide { overflow-x: auto; }
@media (prefers-color-scheme: dark) {
  :root { --line: #3a4652; --quiet: #a9b4bf; --link: #7fb5ec; }
}
"""


@router.get("/api")
@router.get("/api/docs")
def page(request: Request) -> Response:
    """Every question with its parameters and the fields of its answer."""
    return HTMLResponse(described(request.app.openapi()))


@router.get("/api/style.css")
def style() -> Response:
    """The page's own style sheet; the content security policy allows no other."""
    return Response(STYLE, media_type="text/css", headers={"Cache-Control": "max-age=3600"})


def described(schema: dict[str, Any]) -> str:
    """The whole page."""
    about = "".join(f"<p>{escape(p)}</p>" for p in schema["info"]["description"].split("\n\n"))
    questions = [
        _question(path, method, told, schema["components"]["schemas"])
        for path, methods in schema["paths"].items()
        for method, told in methods.items()
    ]
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<title>Veivalg API</title><link rel="stylesheet" href="/api/style.css"></head>'
        f"<body><main><h1>Veivalg API</h1>{about}"
        '<p><a href="/api/openapi.json">OpenAPI</a> · <a href="/">Veivalg</a></p>'
        f"{''.join(questions)}</main></body></html>"
    )


def _question(path: str, method: str, told: dict[str, Any], shapes: dict[str, Any]) -> str:
    parts = [
        f"<section><h2><code>{method.upper()} {escape(path)}</code></h2>",
        (
            f"<p><strong>{escape(told.get('summary', ''))}.</strong> "
            f"{escape(told.get('description', ''))}</p>"
        ),
    ]
    parameters = [
        (p["name"], p["in"], p.get("description", "")) for p in told.get("parameters", ())
    ]
    if parameters:
        parts.append(_table(("parameter", "in", "meaning"), parameters))
    fields = _fields(told["responses"], shapes)
    if fields:
        parts.append(_table(("field", "type", "meaning"), fields))
    return "".join(parts) + "</section>"


def _fields(responses: dict[str, Any], shapes: dict[str, Any]) -> list[tuple[str, str, str]]:
    answer: dict[str, Any] = next(
        (told for status, told in responses.items() if status.startswith("2")), {}
    )
    schema = answer.get("content", {}).get("application/json", {}).get("schema", {})
    name = (schema.get("items") or schema).get("$ref", "").rsplit("/", 1)[-1]
    return _of_shape(name, shapes, "[]." if "items" in schema else "")


def _of_shape(name: str, shapes: dict[str, Any], before: str) -> list[tuple[str, str, str]]:
    found: list[tuple[str, str, str]] = []
    for field, told in shapes.get(name, {}).get("properties", {}).items():
        inner = _inner(told)
        many = "[]" if told.get("type") == "array" else ""
        found.append((before + field, _type(told), told.get("description", "")))
        if inner:
            found += _of_shape(inner, shapes, f"{before}{field}{many}.")
    return found


def _inner(told: dict[str, Any]) -> str:
    """Name of the shape that a field holds, empty when it is plain."""
    options = [told, told.get("items", {}), *told.get("anyOf", ())]
    return next((o["$ref"].rsplit("/", 1)[-1] for o in options if "$ref" in o), "")


def _type(told: dict[str, Any]) -> str:
    if "enum" in told:
        return " | ".join(map(str, told["enum"]))
    kinds = [option.get("type", "object") for option in told.get("anyOf", (told,))]
    return " or ".join(dict.fromkeys(kinds))


def _table(heads: tuple[str, ...], lines: list[tuple[str, str, str]]) -> str:
    head = "".join(f"<th>{h}</th>" for h in heads)
    body = "".join(
        f"<tr><td><code>{escape(a)}</code></td><td class='quiet'>{escape(b)}</td>"
        f"<td>{escape(c)}</td></tr>"
        for a, b, c in lines
    )
    return f"<div class='wide'><table><tr>{head}</tr>{body}</table></div>"
