"""What every route needs from the application: the service behind it."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query, Request

from veivalg.web.service import Service


def service_of(request: Request) -> Service:
    """The service that this application was made with."""
    service: Service = request.app.state.service
    return service


ServiceOf = Annotated[Service, Depends(service_of)]
Alternative = Annotated[
    str,
    Query(
        max_length=8,
        description="Four letters: fertility, life expectancy, moves inside Norway, immigration; "
        "M main, H high, L low, and 0 for no immigration",
    ),
]
MOST_OWN = 4000
"""Letters of own figures in an address."""
OwnText = Annotated[
    str,
    Query(
        max_length=MOST_OWN,
        description="Own figures as POST /api/own-figures has written them; empty for none",
    ),
]
LanguageOf = Annotated[str | None, Query(description="nb, nn or en; else what the browser prefers")]
