"""Conversations: follow-ups are understood, little is kept, nothing is written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.conversations import TURNS, Conversations
from kb.search import Library
from kb.types import Answer

pytestmark = pytest.mark.filterwarnings("ignore")  # vendors


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """What each question was given as asked before it."""
    heard: list[tuple[str, ...]] = []

    def listen(library: Library, question: str, as_of: Any = None, **options: Any) -> Answer:
        heard.append(tuple(options["previous"]))
        return Answer(question, "Tidak.", False, 0.0, "tidak_ada_di_koleksi", ())

    monkeypatch.setattr("api.routes.answer", listen)
    return heard


@pytest.fixture
def client(library: Library) -> Iterator[TestClient]:
    with TestClient(create_app(library=library)) as client:
        yield client


def test_earlier_questions_of_a_conversation_are_heard(client: TestClient, heard: list[tuple[str, ...]]) -> None:
    first = client.post("/v1/ask", json={"question": "cuti sakit PNS"}).json()["conversation"]
    again = client.post("/v1/ask", json={"question": "kalau PPPK?", "conversation": first}).json()["conversation"]
    client.post("/v1/ask", json={"question": "berapa lama?", "conversation": again})
    assert again == first
    assert heard == [(), ("cuti sakit PNS",), ("cuti sakit PNS", "kalau PPPK?")]


def test_unknown_conversation_begins_anew_under_another_name(client: TestClient, heard: list[tuple[str, ...]]) -> None:
    made = client.post("/v1/ask", json={"question": "cuti", "conversation": "pilihan-saya"}).json()["conversation"]
    assert made != "pilihan-saya"
    assert heard == [()]


def test_stateless_client_is_not_remembered(client: TestClient, heard: list[tuple[str, ...]]) -> None:
    held = client.post("/v1/ask", json={"question": "cuti"}).json()["conversation"]
    body = {"question": "kalau PPPK?", "previous": ["izin cerai"], "conversation": held}
    assert client.post("/v1/ask", json=body).json()["conversation"] is None
    assert heard[-1] == ("izin cerai",)
    client.post("/v1/ask", json={"question": "lalu?", "conversation": held})
    assert heard[-1] == ("cuti",)


def test_only_the_latest_questions_are_kept() -> None:
    conversations = Conversations()
    held = conversations.remember(None, "0")
    for n in range(1, TURNS + 2):
        conversations.remember(held, str(n))
    assert conversations.turns(held) == ("2", "3", "4", "5", "6")


def test_conversations_are_forgotten_with_time_and_number() -> None:
    assert Conversations(lifetime=0).turns(Conversations(lifetime=0).remember(None, "cuti")) == ()
    few = Conversations(size=2)
    held = [few.remember(None, str(n)) for n in range(3)]
    assert [few.turns(name) for name in held] == [(), ("1",), ("2",)]
