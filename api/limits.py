"""How often one may ask: a moving window for each key, and for each address without one, in memory only.

An address is known by a keyed hash whose key is made at the start and kept nowhere, so that a dump of the memory names
nobody. Rates are written as the library ``limits`` reads them ("60/minute", "10/second; 1000/day"); an empty one is no
limit.

Does not do: count across several server processes.
"""

from __future__ import annotations

import hashlib
import ipaddress
import math
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from limits import RateLimitItem, parse_many
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from kb.types import RujukanError

if TYPE_CHECKING:
    from starlette.types import Scope

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True, slots=True)
class Allowance:
    """Whether a request may pass, of how many in the window, how many are left, seconds until some are free again."""

    allowed: bool
    limit: int
    remaining: int
    reset: int

    @property
    def headers(self) -> dict[str, str]:
        """What the asker is told."""
        told = {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.remaining),
            "RateLimit-Reset": str(self.reset),
        }
        return told if self.allowed else {**told, "Retry-After": str(self.reset)}


class Limits:
    """Counts requests; safe to use from several threads."""

    def __init__(self, anonymous: str, key: str, leafing: str = "") -> None:
        self._rates = {
            "address": read_rates(anonymous, "RUJUKAN_RATE_ANONYMOUS"),
            "key": read_rates(key, "RUJUKAN_RATE_KEY"),
            "leafing": read_rates(leafing, "RUJUKAN_RATE_LEAFING"),
        }
        self._counter = MovingWindowRateLimiter(MemoryStorage())
        self._secret = secrets.token_bytes(32)

    def count_key(self, name: str) -> Allowance | None:
        """Count a request with the key of this name; None where there is no limit."""
        return self._count(self._rates["key"], "key", name)

    def count_site(self, identifier: str, quota: str) -> Allowance | None:
        """Count a question from the pages of this site, which has a quota of its own."""
        return self._count(read_rates(quota, identifier), "site", identifier)

    def count_address(self, address: str) -> Allowance | None:
        """Count a request without a good key from this address (of IPv6 its network of 64 bits)."""
        return self._count(self._rates["address"], "address", self._hash(address))

    def count_leafing(self, key: str, address: str) -> Allowance | None:
        """Count a page that a reader leafs to, by the name of their key or else their address, apart from all else."""
        return self._count(self._rates["leafing"], "leafing", f"key {key}" if key else self._hash(address))

    def _hash(self, address: str) -> str:
        return hashlib.blake2b(_network_of(address).encode(), key=self._secret, digest_size=16).hexdigest()

    def _count(self, rates: Sequence[RateLimitItem], whose: str, name: str) -> Allowance | None:
        """The rate that has the least left says what is allowed; one that is used up is not counted further."""
        told: list[Allowance] = []
        for rate in rates:
            allowed = self._counter.hit(rate, whose, name)
            reset, remaining = self._counter.get_window_stats(rate, whose, name)
            told.append(Allowance(allowed, rate.amount, remaining, max(1, math.ceil(reset - time.time()))))
            if not allowed:
                break
        return min(told, key=lambda a: (a.allowed, a.remaining)) if told else None


def read_networks(written: str) -> tuple[Network, ...]:
    """The addresses and networks of a list ("127.0.0.1, 10.0.0.0/8"). Raises RujukanError where one is none."""
    try:
        return tuple(ipaddress.ip_network(part, strict=False) for part in written.replace(",", " ").split())
    except ValueError as error:
        raise RujukanError(f"RUJUKAN_TRUSTED_PROXIES: {error}") from error


def address_of(scope: Scope, trusted: Sequence[Network]) -> str:
    """The address that a request comes from.

    What ``X-Forwarded-For`` says is believed as far as trusted proxies say it: from the right, the first address that
    is none of theirs.
    """
    client = scope.get("client")
    address = str(client[0]) if client else ""
    said = ",".join(value.decode("latin-1") for name, value in scope["headers"] if name == b"x-forwarded-for")
    for part in reversed(said.split(",")):
        if not _is_in(address, trusted) or not _is_address(part.strip()):
            break
        address = part.strip()
    return address


def read_rates(written: str, name: str) -> list[RateLimitItem]:
    """The limits that are written so; none for an empty text. Raises RujukanError, with ``name``, where it is none."""
    try:
        return parse_many(written) if written.strip() else []
    except ValueError as error:
        raise RujukanError(f"{name}: {written!r} bukan batas seperti 60/minute") from error


def _network_of(address: str) -> str:
    if not _is_address(address):
        return address
    parsed = ipaddress.ip_address(address)
    return address if parsed.version == 4 else str(ipaddress.ip_network((parsed, 64), strict=False))


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _is_in(address: str, networks: Sequence[Network]) -> bool:
    return _is_address(address) and any(ipaddress.ip_address(address) in network for network in networks)
