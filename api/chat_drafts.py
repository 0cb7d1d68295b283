"""The words of an answer: its own, or those of the chat model that the settings name; alike for every way of asking.

Does not do: check what a model says (``kb.drafting``), send it (``api.events``).
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial

from api.events import Draft
from api.settings import Settings
from kb.chat import ChatModel, UnavailableModel, load_chat_model
from kb.drafting import stream_draft
from kb.evidence import read_leads
from kb.search import Library
from kb.types import Answer, RujukanError

DraftOf = Callable[[Library, Answer], Draft]
log = logging.getLogger("rujukan")


def load_draft(settings: Settings) -> DraftOf | None:
    """What words answers by the chat model of the settings; None where none is named.

    A model that cannot be loaded says so in each answer, instead of nobody being answered.
    """
    if not settings.chat_model:
        return None
    chat: ChatModel
    try:
        chat = load_chat_model(settings.chat_model, settings.chat_base_url, settings.chat_timeout)
    except RujukanError as error:
        log.warning("%s", error)
        chat = UnavailableModel(settings.chat_model, str(error))
    return partial(_draft, chat)


def _draft(chat: ChatModel, library: Library, answer: Answer) -> Draft:
    """The answer in the words of the model, sentence by sentence."""
    yield from stream_draft(answer, chat, read_leads(library, answer))
