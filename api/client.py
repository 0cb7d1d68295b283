"""A client of the REST API for other programs. It needs httpx and nothing else, so that it starts at once.

    with RujukanClient("http://127.0.0.1:8000") as rujukan:
        answer = rujukan.ask("bolos 28 hari hukumannya apa?")

Results are the JSON of the API as dicts. Errors are these, each with what the server's problem details said:

    ClientError
    ├── NoAnswerError             refused, timed out, broken off
    ├── BadReplyError             an answer came that is not of this API
    └── ProblemError              the server said no: ``status``, ``title``, ``detail``, ``request_id``
        ├── InvalidRequestError   400, 413, 415, 422 and what else is the caller's to mend
        ├── NotAllowedError       401, 403: the key is missing, wrong, or may not do this
        ├── MissingError          404
        ├── TooManyRequestsError  429, after the retries
        └── ServerError           500 and above; 503 after the retries

Does not do: import the rest of the program, keep answers, retry what the server did not ask to have retried.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Self
from urllib.parse import quote

import httpx

Json = dict[str, Any]
RETRIED = (429, 503)  # where the server says by Retry-After when to come again
LONGEST_WAIT = 60.0  # seconds; a server that wants more gets no retry
PAGE = 100  # regulations asked for at a time
LINE_END = re.compile(r"\r\n|\n|\r")


class ClientError(Exception):
    """Root of what a client raises."""


class NoAnswerError(ClientError):
    """No answer came."""


class BadReplyError(ClientError):
    """An answer came that is not of this API."""


class ProblemError(ClientError):
    """The server said no; the message is its detail."""

    def __init__(self, status: int, title: str, detail: str, request_id: str = "") -> None:
        super().__init__(detail or title)
        self.status = status
        self.title = title
        self.detail = detail
        self.request_id = request_id


class InvalidRequestError(ProblemError):
    """The request must be changed."""


class NotAllowedError(ProblemError):
    """The key is missing, wrong, or may not do this."""


class MissingError(ProblemError):
    """There is no such regulation or provision."""


class TooManyRequestsError(ProblemError):
    """Too many requests, also after the retries."""


class ServerError(ProblemError):
    """The server cannot answer now."""


KINDS: dict[int, type[ProblemError]] = {
    401: NotAllowedError,
    403: NotAllowedError,
    404: MissingError,
    429: TooManyRequestsError,
}


@dataclass(frozen=True, slots=True)
class Event:
    """One event of a streamed answer: ``passages``, ``text`` (a piece, in ``data["text"]``) or ``done`` (the whole)."""

    name: str
    data: Json


class RujukanClient:
    """Asks the server at ``base_url``; with ``key`` as its holder. Use it as a context manager, or close it.

    ``timeout`` is in seconds, for connecting and for each read. A request that the server puts off (429 or 503 with
    ``Retry-After``) is sent again up to ``retries`` times. Safe to use from several threads.
    """

    def __init__(self, base_url: str, key: str | None = None, *, timeout: float = 60.0, retries: int = 3) -> None:
        headers = {"Accept": "application/json", "User-Agent": "rujukan-client"}
        if key:
            headers["Authorization"] = f"Bearer {key}"
        self._http = httpx.Client(base_url=base_url.rstrip("/"), headers=headers, timeout=timeout)
        self._retries = retries

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    @property
    def base_url(self) -> str:
        """The server's address, without a slash at its end."""
        return str(self._http.base_url).rstrip("/")

    def ask(
        self,
        question: str,
        *,
        as_of: date | None = None,
        previous: Sequence[str] = (),
        conversation: str | None = None,
        receipt: bool = False,
    ) -> Json:
        """An answer; look at ``found`` first. ``previous`` are earlier questions, ``conversation`` the id of some."""
        return self._json("POST", "/v1/ask", json=_asked(question, as_of, previous, conversation, receipt))

    def stream(
        self,
        question: str,
        *,
        as_of: date | None = None,
        previous: Sequence[str] = (),
        conversation: str | None = None,
        receipt: bool = False,
    ) -> Iterator[Event]:
        """The events of an answer as they come, ``done`` last. Leaving the loop closes the connection.

        Raises ProblemError where the server breaks off with an error, NoAnswerError where it ends before ``done``.
        """
        body = _asked(question, as_of, previous, conversation, receipt)
        with self._sent("POST", "/v1/ask", json=body, headers={"Accept": "text/event-stream"}) as response:
            if not response.headers.get("content-type", "").startswith("text/event-stream"):
                raise BadReplyError("the server does not stream answers")
            for name, data in read_events(response.iter_text()):
                fields = _object(data)
                if name == "error":
                    raise _problem(int(fields.get("status", 500)), fields, response)
                yield Event(name, fields)
                if name == "done":
                    return
        raise NoAnswerError("the stream ended before the answer was whole")

    def search(
        self,
        query: str,
        k: int = 10,
        *,
        as_of: date | None = None,
        kinds: Sequence[str] = (),
        include_repealed: bool = False,
    ) -> list[Json]:
        """Passages, best first."""
        body: Json = {"query": query, "k": k, "kinds": list(kinds), "include_repealed": include_repealed}
        if as_of:
            body["as_of"] = as_of.isoformat()
        passages: list[Json] = self._json("POST", "/v1/search", json=body)["passages"]
        return passages

    def regulations(self, **filters: str) -> Iterator[Json]:
        """All regulations that fit (``kind``, ``status``, ...), in order of id, asked for a page at a time."""
        offset, total = 0, 1
        while offset < total:
            page = self._json("GET", "/v1/regulations", params={**filters, "offset": offset, "limit": PAGE})
            yield from page["regulations"]
            offset, total = offset + PAGE, page["total"]

    def show(self, path: str, as_of: date | None = None) -> Json:
        """A regulation (``pp-94-2021``) or one provision (``pp-94-2021/pasal-11/ayat-2``) by its path."""
        params = {"as_of": as_of.isoformat()} if as_of else {}
        return self._json("GET", f"/v1/regulations/{quote(path.strip('/'))}", params=params)

    def check(self, text: str) -> Json:
        """Every citation in a text with its verdict."""
        return self._json("POST", "/v1/check", json={"text": text})

    def verify_receipt(self, receipt: Json) -> Json:
        """What a receipt is worth: ``verdict``, ``reasons``, ``changes``."""
        return self._json("POST", "/v1/receipts/verify", json=receipt)

    def _json(self, method: str, path: str, **request: Any) -> Json:
        with self._sent(method, path, **request) as response:
            return _object(response.read())

    @contextmanager
    def _sent(self, method: str, path: str, **request: Any) -> Iterator[httpx.Response]:
        """The open response to a request, once it is a success. Raises ProblemError, NoAnswerError."""
        left = self._retries
        while True:
            try:
                with self._http.stream(method, path, **request) as response:
                    if response.is_success:
                        yield response
                        return
                    response.read()
            except httpx.TransportError as error:
                raise NoAnswerError(str(error) or type(error).__name__) from error
            wait = wait_asked(response.headers.get("retry-after", ""))
            if left and response.status_code in RETRIED and wait is not None and wait <= LONGEST_WAIT:
                left -= 1
                time.sleep(wait)
                continue
            raise _problem(response.status_code, _fields(response), response)


def _asked(question: str, as_of: date | None, previous: Sequence[str], conversation: str | None, receipt: bool) -> Json:
    """The body of a question, without what was not given."""
    body: Json = {
        "question": question,
        "as_of": as_of.isoformat() if as_of else None,
        "previous": list(previous),
        "conversation": conversation,
        "receipt": receipt,
    }
    return {name: value for name, value in body.items() if value}


def wait_asked(header: str, now: datetime | None = None) -> float | None:
    """Seconds that a ``Retry-After`` asks to wait (a number or a date), or None where it says nothing."""
    header = header.strip()
    if re.fullmatch(r"\d{1,9}", header, re.A):
        return float(header)
    try:
        day = parsedate_to_datetime(header)
    except ValueError:
        return None
    return max(0.0, (day.replace(tzinfo=day.tzinfo or UTC) - (now or datetime.now(UTC))).total_seconds())


def read_events(pieces: Iterator[str]) -> Iterator[tuple[str, str]]:
    """Name and data of each server-sent event in a text that comes in pieces, cut anywhere.

    Lines end with CR, LF or both and with nothing else: law texts hold other characters that split lines elsewhere.
    Comments and fields other than ``event`` and ``data`` are passed over; an event cut off by the end is dropped.
    """
    name, data = "", list[str]()
    for line in _lines(pieces):
        if line:
            field, _, value = line.partition(":")
            value = value.removeprefix(" ")
            if field == "event":
                name = value
            elif field == "data":
                data.append(value)
            continue
        if data:
            yield name or "message", "\n".join(data)
        name, data = "", []


def _lines(pieces: Iterator[str]) -> Iterator[str]:
    rest = ""
    for piece in pieces:
        rest += piece
        held = rest.endswith("\r")  # an LF may come next
        *whole, rest = LINE_END.split(rest[:-1] if held else rest)
        yield from whole
        rest += "\r" if held else ""
    if rest.endswith("\r"):
        yield rest[:-1]


def _object(text: str | bytes) -> Json:
    try:
        parsed = json.loads(text)
    except ValueError as error:
        raise BadReplyError("the reply is no JSON") from error
    if not isinstance(parsed, dict):
        raise BadReplyError("the reply is no JSON object")
    return parsed


def _fields(response: httpx.Response) -> Json:
    """The problem details of a response, or what its status says."""
    try:
        return _object(response.text)
    except BadReplyError:
        return {"title": response.reason_phrase}


def _problem(status: int, fields: Json, response: httpx.Response) -> ProblemError:
    kind = KINDS.get(status) or (ServerError if status >= 500 else InvalidRequestError)
    said = (str(fields.get("title", "")), str(fields.get("detail", "")))
    return kind(status, *said, request_id=response.headers.get("x-request-id", ""))
