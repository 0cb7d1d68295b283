"""Sites whose pages may carry the widget: registered with their origins, a quota and topics; and the tokens of a visit.

A page proves where it stands by the ``Origin`` header, which a browser sets and no script can. For that it gets a token
that is good for ten minutes, on that site and origin alone; it is signed with a secret of the site that never leaves
the server, so that no page holds a secret and removing a site ends its tokens.

    https://dinas.example.go.id  ->  POST /v1/sites/dinas/token  ->  X-Site-Token of POST /v1/ask

Does not do: let anybody in (``api.visits``). A program that is no browser can send any ``Origin``: a token tells sites
apart, it is no lock before what is public anyway.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from api.ledger import Ledger
from api.limits import read_rates
from kb.types import NotFoundError, RujukanError

LIFETIME = 600  # seconds a token is good for
QUOTA = "60/minute; 2000/day"
ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
PORTS = {"http": 80, "https": 443}
_FIELDS = "id, origins, quota, topics, created"


@dataclass(frozen=True, slots=True)
class Site:
    """A registered site; ``quota`` as ``api.limits`` reads it, ``topics`` those it is limited to (none: all)."""

    id: str
    origins: tuple[str, ...]
    quota: str
    topics: tuple[str, ...]
    created: date


def add_site(
    ledger: Ledger, identifier: str, origins: Sequence[str], quota: str = QUOTA, topics: Sequence[str] = ()
) -> Site:
    """Register a site. Raises RujukanError where a part is malformed or the id is taken; without origins nobody may."""
    if not ID.fullmatch(identifier):
        raise RujukanError("nama situs harus huruf kecil, angka, dan tanda hubung, paling banyak 40")
    read_rates(quota, identifier)
    site = Site(identifier, tuple(dict.fromkeys(map(read_origin, origins))), quota, tuple(topics), date.today())
    row = (site.id, json.dumps(site.origins), quota, json.dumps(site.topics), secrets.token_urlsafe(32))
    with ledger.writing() as connection:
        if connection.execute("SELECT 1 FROM sites WHERE id = ?", (identifier,)).fetchone():
            raise RujukanError(f"sudah ada situs {identifier}")
        connection.execute("INSERT INTO sites VALUES (?, ?, ?, ?, ?, ?)", (*row, site.created.isoformat()))
    return site


def remove_site(ledger: Ledger, identifier: str) -> None:
    """Forget a site; its pages may ask no more, from now on. Raises NotFoundError where there is none."""
    with ledger.writing() as connection:
        if not connection.execute("DELETE FROM sites WHERE id = ?", (identifier,)).rowcount:
            raise NotFoundError(f"tidak ada situs {identifier}")


def list_sites(ledger: Ledger) -> list[Site]:
    """All sites, by id."""
    return [_site(row) for row in ledger.read(f"SELECT {_FIELDS} FROM sites ORDER BY id")]


def is_registered(ledger: Ledger, origin: str) -> bool:
    """Whether any site has this origin."""
    query = "SELECT 1 FROM sites, json_each(sites.origins) AS held WHERE held.value = ?"
    return bool(ledger.read(query, origin))


def make_token(ledger: Ledger, identifier: str, origin: str) -> tuple[Site, str]:
    """The site and a token for a page of that origin. Raises NotFoundError where it is no origin of such a site."""
    rows = ledger.read(f"SELECT {_FIELDS}, secret FROM sites WHERE id = ?", identifier)
    site = _site(rows[0][:-1]) if rows else None
    if site is None or origin not in site.origins:
        raise NotFoundError(f"{origin or 'halaman tanpa asal'} tidak terdaftar sebagai situs {identifier}")
    return site, f"{site.id}.{_signer(rows[0][-1]).dumps(origin)}"


def check_token(ledger: Ledger, token: str, origin: str) -> tuple[Site | None, str]:
    """The site that ``token`` was made for if ``origin`` may still use it, else None and why not, in Indonesian."""
    identifier, _, signed = token.partition(".")
    rows = ledger.read(f"SELECT {_FIELDS}, secret FROM sites WHERE id = ?", identifier)
    if not rows:
        return None, "situs ini tidak terdaftar"
    site = _site(rows[0][:-1])
    try:
        bound = _signer(rows[0][-1]).loads(signed, max_age=LIFETIME)
    except SignatureExpired:
        return None, "token situs sudah lewat masanya"
    except BadSignature:
        return None, "token situs tidak dikenal"
    if bound != origin or origin not in site.origins:
        return None, "token situs ini milik halaman lain"
    return site, ""


def read_origin(written: str) -> str:
    """An origin as browsers write it ("https://dinas.example.go.id"). Raises RujukanError where it is none."""
    try:
        parts = urlsplit(written.strip())
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except (ValueError, UnicodeError):
        host, parts, port = "", urlsplit(""), None
    alone = not (parts.path.strip("/") or parts.query or parts.fragment or parts.username or parts.password)
    if parts.scheme not in PORTS or not alone or not re.fullmatch(r"[a-z0-9.-]+|[0-9a-f:.]+", host):
        raise RujukanError(f"{written!r} bukan asal halaman seperti https://dinas.example.go.id")
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}" + (f":{port}" if port and port != PORTS[parts.scheme] else "")


def _signer(secret: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt="rujukan site token")


def _site(row: tuple[str, ...]) -> Site:
    identifier, origins, quota, topics, created = row
    return Site(identifier, tuple(json.loads(origins)), quota, tuple(json.loads(topics)), date.fromisoformat(created))
