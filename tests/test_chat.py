"""Chat models: LangChain's fakes, and a real server process on loopback that speaks the OpenAI wire format."""

from __future__ import annotations

import logging
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient
from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
from langchain_core.messages import AIMessage
from small_answers import ANSWER, DISMISSED

import kb.search
from api import cli
from api.app import create_app
from api.settings import Settings
from kb.chat import LangChainModel, load_chat_model, read_reply
from kb.drafting import FAILED, draft_answer, stream_draft
from kb.types import Answer, ModelError

pytestmark = pytest.mark.filterwarnings("ignore")  # vendors
KEY = "kunci-uji"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a chat server in a process of its own."""
    command = [sys.executable, str(Path(__file__).with_name("chat_server.py"))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        process.terminate()


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)


def say(server: str, reply: str) -> None:
    httpx.put(f"{server}/reply", content=reply.encode()).raise_for_status()


def draft(server: str, behaviour: str, timeout: float = 30.0) -> Answer:
    return draft_answer(ANSWER, load_chat_model(f"openai:{behaviour}", f"{server}/v1", timeout))


def test_a_good_server_words_the_answer(server: str) -> None:
    say(server, f"{DISMISSED} [1].")
    result = draft(server, "baik")
    assert result.mode == "openai:baik"
    assert result.text.startswith(f"{DISMISSED} [1].\n[1] PP Nomor 7 Tahun 2030 Pasal 5 ayat (2), halaman 3; ")
    assert result.warnings == ANSWER.warnings
    assert result.passages == ANSWER.passages


def test_what_is_sent(server: str) -> None:
    draft(server, "baik")
    last = httpx.get(f"{server}/last").json()
    assert last["path"] == "/v1/chat/completions"
    assert last["key"] == f"Bearer {KEY}"
    assert last["body"]["stream"] is True
    assert [message["role"] for message in last["body"]["messages"]] == ["system", "user"]
    assert ANSWER.question in last["body"]["messages"][1]["content"]


def test_sentences_come_before_the_reply_ends(server: str) -> None:
    say(server, f"{DISMISSED} [1]. {DISMISSED} selama 28 hari [1].")
    first, *_, last = stream_draft(ANSWER, load_chat_model("openai:baik", f"{server}/v1"))
    assert first == f"{DISMISSED} [1]. "
    assert isinstance(last, Answer)


@pytest.mark.parametrize(
    ("behaviour", "warning"),
    [
        ("401", FAILED[Exception]),
        ("429", FAILED[Exception]),
        ("500", FAILED[Exception]),
        ("gagal-di-tengah", FAILED[Exception]),
        ("terpotong", FAILED[Exception]),
        ("sampah", FAILED[Exception]),
        ("tak-habis", FAILED[OverflowError]),
        ("menetes", FAILED[TimeoutError]),
    ],
)
def test_a_bad_server_leaves_the_extractive_answer(server: str, behaviour: str, warning: str) -> None:
    say(server, f"{DISMISSED} [1]. ")
    result = draft(server, behaviour, 1.0 if behaviour == "menetes" else 30.0)
    assert (result.mode, result.text) == ("ekstraktif", ANSWER.text)
    assert result.warnings == (*ANSWER.warnings, warning)


@pytest.mark.parametrize("behaviour", ["kosong", "halaman", "diam"])
def test_no_words_leave_the_extractive_answer(server: str, behaviour: str) -> None:
    started = time.monotonic()
    result = draft(server, behaviour, 1.0 if behaviour == "diam" else 30.0)
    assert (result.mode, result.text) == ("ekstraktif", ANSWER.text)
    assert len(result.warnings) == len(ANSWER.warnings) + 1
    assert time.monotonic() - started < 15  # a silent server is silent for 20 s


def test_a_server_that_is_not_there() -> None:
    result = draft_answer(ANSWER, load_chat_model("openai:baik", "http://127.0.0.1:9/v1"))
    assert result.warnings[-1] == FAILED[Exception]


def test_neither_question_nor_key_is_logged(server: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for behaviour in ("baik", "401", "429", "sampah"):
        draft(server, behaviour)
    assert "429" in caplog.text
    assert ANSWER.question not in caplog.text
    assert KEY not in caplog.text


def test_langchain_fakes() -> None:
    fake = GenericFakeChatModel(messages=iter([AIMessage(f"{DISMISSED} [1]."), "Pegawai bebas [1]."]))
    model = LangChainModel("palsu:satu", fake)
    assert draft_answer(ANSWER, model).mode == "palsu:satu"
    assert draft_answer(ANSWER, model).mode == "ekstraktif"
    assert draft_answer(ANSWER, model).warnings[-1] == FAILED[Exception]  # nothing more to say


@pytest.mark.parametrize("name", ["gpt", "openai:", ":gpt", "tak-dikenal:x", "mistralai:x"])
def test_names_that_lead_nowhere(name: str) -> None:
    with pytest.raises(ModelError, match="model bahasa"):
        load_chat_model(name)


def test_a_missing_key_is_told_at_loading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY")
    with pytest.raises(ModelError, match="periksa kunci"):
        load_chat_model("openai:baik")


def test_a_hanging_model_does_not_hold_its_reader() -> None:
    class Hanging:
        name, timeout = "palsu", 0.2

        def stream(self, messages: object) -> Iterator[str]:
            time.sleep(3)
            yield "terlambat"

    started = time.monotonic()
    with pytest.raises(TimeoutError):
        list(read_reply(Hanging(), [], 100))
    assert time.monotonic() - started < 2


def test_the_command_drafts(two_regulations: Path, letters, server: str, monkeypatch, capsys) -> None:
    say(server, "Jam kerja dimulai pukul delapan [1].")
    monkeypatch.setattr(kb.search, "load_embedder", lambda model, data: letters)
    monkeypatch.setenv("RUJUKAN_CHAT_BASE_URL", f"{server}/v1")
    question = "isi pasal 1 ayat 1 pp 2 tahun 2021"
    arguments = ["rujukan", "--data", str(two_regulations / "data"), "ask", question, "--chat-model", "openai:baik"]
    monkeypatch.setattr(sys, "argv", arguments)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert not ended.value.code
    printed = capsys.readouterr().out
    assert "Jam kerja dimulai pukul delapan [1]." in printed
    assert "Dirumuskan oleh openai:baik" in printed
    monkeypatch.setattr(sys, "argv", [*arguments[:-1], "tak-dikenal:x"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 1
    assert "model bahasa tak-dikenal:x" in capsys.readouterr().err


def test_the_api_drafts(library, server: str) -> None:
    say(server, "Jam kerja dimulai pukul delapan [1].")
    settings = Settings(chat_model="openai:baik", chat_base_url=f"{server}/v1")
    with TestClient(create_app(settings, library)) as client:
        body = client.post("/v1/ask", json={"question": "isi pasal 1 ayat 1 pp 2 tahun 2021"}).json()
    assert body["mode"] == "openai:baik"
    assert body["answer"].startswith("Jam kerja dimulai pukul delapan [1].\n[1] PP Nomor 2 Tahun 2021 Pasal 1 ayat (1)")


def test_the_api_answers_without_a_model_that_cannot_be_loaded(library) -> None:
    with TestClient(create_app(Settings(chat_model="tak-dikenal:x"), library)) as client:
        body = client.post("/v1/ask", json={"question": "isi pasal 1 ayat 1 pp 2 tahun 2021"}).json()
    assert body["mode"] == "ekstraktif"
    assert body["warnings"][-1] == FAILED[Exception]


def test_the_api_streams_checked_sentences(library, server: str) -> None:
    say(server, "Jam kerja dimulai pukul delapan [1]. Jam kerja dimulai pukul tujuh [1].")
    settings = Settings(chat_model="openai:baik", chat_base_url=f"{server}/v1")
    with TestClient(create_app(settings, library)) as client:
        asked = {"question": "isi pasal 1 ayat 1 pp 2 tahun 2021"}
        events = client.post("/v1/ask", json=asked, headers={"Accept": "text/event-stream"}).text
    assert events.index("event: passages") < events.index("event: text") < events.index("event: done")
    assert "pukul delapan [1]. " in events
    assert "pukul tujuh" not in events
