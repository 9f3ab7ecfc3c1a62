"""The page's own addresses as QR codes, so that a phone can open what a screen shows."""

from __future__ import annotations

import io
import re
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from veivalg.errors import BadParameter, OutOfRange
from veivalg.language import refusing
from veivalg.web.answers import answer
from veivalg.web.guards import LOOPBACK, host_name
from veivalg.web.inquiry import LanguageOf

router = APIRouter(prefix="/api", tags=["sharing"])
MOST_LETTERS = 1_500
"""Of an address in a code: more becomes too fine for a camera across a room."""
MOST_SHOWN = 60
SAFE = "/?#[]@!$&'()*+,;=:~-._%"
"""What stands as it is in an address; anything else is written in per cent."""
MARGIN = 4
"""Light modules around the code, as the standard asks."""
_NOT_IN_ADDRESSES = re.compile(r"[\x00-\x20\x7f\\]")


@router.get(
    "/qr",
    summary="An address of this page as a QR code",
    response_class=Response,
    responses={200: {"content": {"image/svg+xml": {}}, "description": "SVG, dark on light"}},
)
def code(
    request: Request,
    path: Annotated[
        str, Query(description="Address without host, from / on, at most 1,500 characters")
    ] = "",
    lang: LanguageOf = None,
) -> Response:
    """The host is the one that was asked, or the first `--allow-host` name when the page was
    opened on this machine: a phone cannot open `localhost`.
    """
    address = f"{request.url.scheme}://{_host(request)}{own_address(path)}"
    return answer(
        request,
        drawn(address),
        "image/svg+xml",
        made_of=("qr", address),
        headers={"Vary": "Accept-Encoding, Host"},
    )


def own_address(path: str) -> str:
    """The path as it stands in an address. Raises BadParameter, OutOfRange for what is not ours."""
    if not path.startswith("/") or path.startswith("//") or _NOT_IN_ADDRESSES.search(path):
        raise refusing(BadParameter, "qr.not_ours", value=path[:MOST_SHOWN])
    written = quote(path, safe=SAFE)
    if len(written) > MOST_LETTERS:
        raise refusing(OutOfRange, "qr.too_long", length=len(written), most=MOST_LETTERS)
    return written


def drawn(address: str) -> bytes:
    """The code as SVG without styles and scripts; its title is the address."""
    import segno

    buffer = io.BytesIO()
    segno.make_qr(address, error="l").save(
        buffer,
        kind="svg",
        border=MARGIN,
        dark="#000",
        light="#fff",
        omitsize=True,
        svgclass=None,
        lineclass=None,
        title=address,
    )
    return buffer.getvalue()


def _host(request: Request) -> str:
    """Name and port of this page as another device can reach it."""
    asked = request.headers.get("host", "")
    public: str = request.app.state.public_name
    if not public or host_name(asked) not in LOOPBACK:
        return asked
    port = request.url.port
    return public if ":" in public or port is None else f"{public}:{port}"
