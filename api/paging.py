"""A long list a page at a time: where it begins, how much it holds, and Link headers (RFC 8288) to its neighbours."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query
from starlette.datastructures import URL

LARGEST = 2**31 - 1
Offset = Annotated[int, Query(ge=0, le=LARGEST, description="Berapa baris dilewati.", examples=[0])]
Limit = Annotated[int, Query(ge=1, le=500, description="Paling banyak berapa baris.", examples=[20])]


def link_header(url: URL, offset: int, limit: int, total: int) -> str:
    """The value of ``Link``: first, prev, next and last page as far as there are such, other parameters kept.

    Addresses are relative to the server, which may stand behind a proxy that knows its own name better.
    """
    last = max(0, total - 1) // limit * limit
    pages = {"first": 0, "last": last}
    if offset > 0:
        pages["prev"] = max(0, min(offset - limit, last))
    if offset + limit < total:
        pages["next"] = offset + limit
    targets = {name: url.include_query_params(offset=at, limit=limit) for name, at in pages.items()}
    return ", ".join(f'<{to.path}?{to.query}>; rel="{name}"' for name, to in sorted(targets.items()))
