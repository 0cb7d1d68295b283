"""Chat models: the protocol that drafting speaks, and any LangChain chat model behind it (``init_chat_model``).

A name is ``provider:model`` ("openai:gpt-4o-mini", "ollama:llama3.1"); the key comes from the provider's own
environment variable. The provider's package (langchain-openai, langchain-ollama, ...) must be installed.

Does not do: write prompts, judge what a model says (kb/drafting.py and kb/support.py), retry, keep conversations.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from kb.types import ModelError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

Message = tuple[str, str]  # role ("system" or "human") and text
TIMEOUT = 30.0  # seconds
# At level DEBUG these print whole requests, and with them what was asked.
_TALKATIVE = ("openai", "httpcore", "anthropic")
_ENDED = ("finish_reason", "stop_reason", "done_reason")  # what providers call the reason a reply ends
_CUT_OFF = ("length", "max_tokens")
_SAY_WHY = ("openai",)  # a stream without a reason broke off; of other providers this is not known


class ChatModel(Protocol):
    """What drafting needs of a model: what an answer's ``mode`` calls it, how long a reply may take, and the reply."""

    @property
    def name(self) -> str:
        """What people call the model."""
        ...

    @property
    def timeout(self) -> float:
        """Seconds that a whole reply may take."""
        ...

    def stream(self, messages: Sequence[Message]) -> Iterator[str]:
        """The reply, piece by piece. May raise anything; the caller guards."""
        ...


@dataclass(frozen=True, slots=True)
class LangChainModel:
    """A LangChain chat model as a ``ChatModel``; ``says_why`` where its provider always says why a reply ends."""

    name: str
    model: BaseChatModel
    timeout: float = TIMEOUT
    says_why: bool = False

    def stream(self, messages: Sequence[Message]) -> Iterator[str]:
        """The text of the reply; other content (tool calls, reasoning) is left out.

        Raises what the provider raises, and ModelError where the reply was cut off.
        """
        ended = ""
        for piece in self.model.stream(list(messages)):
            ended = next((str(why) for name in _ENDED if (why := piece.response_metadata.get(name))), ended)
            if text := str(piece.text):
                yield text
        if ended.lower() in _CUT_OFF or (self.says_why and not ended):
            raise ModelError(f"jawaban {self.name} terputus")


@dataclass(frozen=True, slots=True)
class UnavailableModel:
    """A configured model that could not be loaded: each answer then says so, instead of nobody being answered."""

    name: str
    reason: str
    timeout: float = TIMEOUT

    def stream(self, messages: Sequence[Message]) -> Iterator[str]:
        """Raises ModelError."""
        raise ModelError(self.reason)


def load_chat_model(name: str, base_url: str = "", timeout: float = TIMEOUT) -> ChatModel:
    """The chat model called ``name``, spoken to at ``base_url`` where given; a reply may take ``timeout`` seconds.

    Nothing is sent yet. Raises ModelError where the name has no provider, the provider's package is not installed, or
    the provider refuses the configuration (mostly: no key).
    """
    from langchain.chat_models import init_chat_model  # heavy vendor

    provider, _, model = name.partition(":")
    if not provider or not model:
        raise ModelError(f"model bahasa {name!r}: tulis penyedia:model, misalnya openai:gpt-4o-mini")
    options = dict(_provider_options(provider, timeout))
    if base_url:
        options["base_url"] = base_url
    for talkative in _TALKATIVE:
        logging.getLogger(talkative).setLevel(logging.WARNING)
    try:
        return LangChainModel(
            name, init_chat_model(model, model_provider=provider, **options), timeout, provider in _SAY_WHY
        )
    except ImportError as error:
        raise ModelError(f"model bahasa {name}: paket penyedianya belum dipasang ({error.name or error})") from error
    except Exception as error:  # each vendor has errors of its own; their texts may repeat a key
        raise ModelError(
            f"model bahasa {name} tidak dapat disiapkan ({type(error).__name__}); periksa kunci"
        ) from error


def _provider_options(provider: str, timeout: float) -> Mapping[str, Any]:
    """How a provider is told to give up: an asker waits, so nothing is tried twice."""
    if provider == "ollama":
        return {"client_kwargs": {"timeout": timeout}}
    return {"timeout": timeout, "max_retries": 0}


def read_reply(model: ChatModel, messages: Sequence[Message], characters: int) -> Generator[str, None, None]:
    """The pieces of a model's reply, for as long as its ``timeout`` allows and at most ``characters`` in all.

    The model is read in a thread of its own, because a connection that trickles or hangs keeps its reader; one left
    behind ends with the next piece or the provider's own timeout. Raises TimeoutError, OverflowError, or whatever the
    model raises.
    """
    pieces: queue.Queue[str | Exception | None] = queue.Queue(maxsize=64)
    left = threading.Event()

    def read() -> None:
        try:
            for piece in model.stream(messages):
                _hand_over(pieces, piece, left)
                if left.is_set():
                    return
            _hand_over(pieces, None, left)
        except Exception as error:
            _hand_over(pieces, error, left)

    deadline, length = time.monotonic() + model.timeout, 0
    threading.Thread(target=read, name="rujukan-chat", daemon=True).start()
    try:
        while (piece := _next_piece(pieces, deadline)) is not None:
            if isinstance(piece, Exception):
                raise piece
            length += len(piece)
            if length > characters:
                raise OverflowError(f"lebih dari {characters} karakter")
            yield piece
    finally:
        left.set()


def _next_piece(pieces: queue.Queue[str | Exception | None], deadline: float) -> str | Exception | None:
    try:
        return pieces.get(timeout=max(0.0, deadline - time.monotonic()))
    except queue.Empty:
        raise TimeoutError("model bahasa tidak selesai pada waktunya") from None


def _hand_over(
    pieces: queue.Queue[str | Exception | None], piece: str | Exception | None, left: threading.Event
) -> None:
    """Put a piece in the queue unless nobody reads it any more."""
    while not left.is_set():
        try:
            return pieces.put(piece, timeout=0.1)
        except queue.Full:
            continue
