"""How often one may ask, and whose address counts."""

from __future__ import annotations

from typing import Any

import pytest

from api.limits import Limits, address_of, read_networks
from kb.types import RujukanError


def asked(client: str | None, forwarded: str | None = None) -> dict[str, Any]:
    headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded is not None else []
    return {"client": (client, 1) if client else None, "headers": headers}


@pytest.mark.parametrize(
    ("trusted", "client", "forwarded", "address"),
    [
        ("", "1.1.1.1", None, "1.1.1.1"),
        ("", "127.0.0.1", "9.9.9.9", "127.0.0.1"),  # nobody is believed
        ("127.0.0.1", "127.0.0.1", "9.9.9.9", "9.9.9.9"),
        ("127.0.0.1", "1.1.1.1", "9.9.9.9", "1.1.1.1"),  # not a proxy of ours
        ("127.0.0.1", "127.0.0.1", "6.6.6.6, 9.9.9.9", "9.9.9.9"),  # 6.6.6.6 is what the client made up
        ("127.0.0.1, 10.0.0.0/8", "127.0.0.1", "6.6.6.6, 9.9.9.9, 10.1.2.3", "9.9.9.9"),
        ("127.0.0.1", "127.0.0.1", "bukan alamat", "127.0.0.1"),
        ("127.0.0.1", "127.0.0.1", "9.9.9.9, ", "127.0.0.1"),
        ("127.0.0.1", "127.0.0.1", "", "127.0.0.1"),
        ("::1", "::1", "2001:db8::7", "2001:db8::7"),
        ("127.0.0.1", None, "9.9.9.9", ""),
    ],
)
def test_whose_address_counts(trusted: str, client: str | None, forwarded: str | None, address: str) -> None:
    assert address_of(asked(client, forwarded), read_networks(trusted)) == address  # type: ignore[arg-type]


def test_addresses_and_keys_are_counted_apart() -> None:
    limits = Limits("2/hour", "3/hour")
    told = [limits.count_address("1.1.1.1") for _ in range(3)]
    assert [(t.allowed, t.limit, t.remaining) for t in told if t] == [(True, 2, 1), (True, 2, 0), (False, 2, 0)]
    other = limits.count_address("2.2.2.2")
    assert other is not None
    assert other.allowed
    named = [limits.count_key("1.1.1.1") for _ in range(4)]
    assert [t.allowed for t in named if t] == [True, True, True, False]


def test_leafing_is_counted_apart_from_asking() -> None:
    limits = Limits("1/hour", "1/hour", "2/hour")
    told = [limits.count_leafing("", "1.1.1.1") for _ in range(3)]
    assert [t.allowed for t in told if t] == [True, True, False]
    others = [limits.count_leafing("1.1.1.1", "1.1.1.1"), limits.count_leafing("", "2.2.2.2")]
    asked = [limits.count_address("1.1.1.1"), limits.count_key("1.1.1.1")]
    assert [t.allowed for t in (*others, *asked) if t] == [True] * 4


def test_an_ipv6_network_is_one_asker() -> None:
    limits = Limits("1/hour", "")
    first, second, other = (limits.count_address(f"2001:db8:0:{n}") for n in ("1::5", "1:a:b:c:d", "2::5"))
    assert [t.allowed for t in (first, second, other) if t] == [True, False, True]


def test_several_rates_and_none() -> None:
    limits = Limits("10/minute; 2/hour", "")
    assert limits.count_key("siapa") is None
    told = [limits.count_address("1.1.1.1") for _ in range(3)]
    assert [t.allowed for t in told if t] == [True, True, False]
    assert told[0] is not None
    assert told[0].limit == 2
    assert told[2] is not None
    assert told[2].headers["Retry-After"] == told[2].headers["RateLimit-Reset"]
    assert "Retry-After" not in told[0].headers


def test_no_address_is_kept() -> None:
    limits = Limits("5/hour", "")
    limits.count_address("203.0.113.77")
    assert "203.0.113.77" not in repr(vars(limits._counter.storage))


def test_wrong_settings_are_named() -> None:
    with pytest.raises(RujukanError, match="RUJUKAN_RATE_ANONYMOUS"):
        Limits("banyak", "")
    with pytest.raises(RujukanError, match="RUJUKAN_TRUSTED_PROXIES"):
        read_networks("proxy.lokal")
