"""Receipts: an answer that can be kept in a file and checked later.

A receipt holds the answer, its passages with the hashes of their quotes and texts, and what they were found with. Its
digest is the sha256 of its canonical JSON (RFC 8785); its signature an HMAC under a key that only this installation
has, so that a receipt whose digest was computed anew after an edit is told from one that was not touched.

Does not do: read or write the receipt's file, keep receipts (they are the asker's), say what one is worth later
(``kb.receipt_check``).
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

import rfc8785
from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from kb import receipt_example
from kb.catalogue import status_reasons
from kb.confidence import THRESHOLD
from kb.followup import resolve_followup
from kb.search import Library, asked_day
from kb.types import Answer, DocumentError, NotFoundError, Passage, Refusal, Status, StoreError

FORMAT: Literal["rujukan-receipt/1"] = "rujukan-receipt/1"
KEY_FILE = "receipt.key"
KEY_BYTES = 32
LIMIT = 2_000_000  # bytes or characters of a receipt's text
SEALS = ("digest", "signature")  # what is computed over the rest

Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d$", json_schema_extra={"format": "date"})]
Text = Annotated[str, Field(max_length=100_000)]


@dataclass(frozen=True, slots=True)
class Cited:
    """A passage of a receipt: where it stands, what it was worth on the receipt's day, and its quote.

    ``status_by`` are the acts (ids) that made the status, ``amended_by`` the provisions (paths) that changed its
    article. ``text_sha256`` is of the whole provision's text, whitespace folded; ``quote_sha256`` of the quote's bytes.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(
        extra="forbid",
        json_schema_extra={"description": "Kutipan dalam bukti jawaban.", "examples": [receipt_example.CITED]},
    )

    regulation: Text
    source_sha256: Hash
    path: Text
    label: Text
    title: Text
    pages: tuple[int, ...]
    status: Status
    status_by: tuple[Text, ...]
    amended_by: tuple[Text, ...]
    text_sha256: Hash
    quote: Text
    quote_sha256: Hash


@dataclass(frozen=True, slots=True)
class Receipt:
    """An answer as it was given.

    ``as_of`` is the day whose law was asked, None where it was the law of ``day``, the day of the answer. ``previous``
    are the questions before it, which a follow-up is understood by. ``mode`` is
    ``ekstraktif`` or the chat model's name; ``threshold`` the confidence from which an answer is given. ``generation``
    and ``fingerprint`` name the index. ``installation`` names the key of ``signature``; both are empty where there is
    no key.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(
        extra="forbid",
        json_schema_extra={"description": "Bukti jawaban.", "examples": [receipt_example.RECEIPT]},
    )

    format: Literal["rujukan-receipt/1"]
    created: Annotated[str, Field(max_length=40, json_schema_extra={"format": "date-time"})]
    day: Day
    as_of: Day | None
    question: Text
    previous: Annotated[tuple[Text, ...], Field(max_length=100)]
    answer: Text
    found: bool
    confidence: Annotated[float, Field(ge=0, le=1)]
    refusal: Refusal | None
    mode: Text
    embedding_model: Text
    threshold: Annotated[float, Field(ge=0, le=1)]
    generation: Annotated[int, Field(ge=0, lt=2**31)]
    fingerprint: Text
    passages: Annotated[tuple[Cited, ...], Field(max_length=100)]
    warnings: tuple[Text, ...]
    installation: Annotated[str, Field(pattern=r"^([0-9a-f]{16})?$")]
    digest: Hash
    signature: Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")]


RECEIPT = TypeAdapter(Receipt)


# --- making ---


def make_receipt(
    library: Library,
    answer: Answer,
    key: bytes | None,
    as_of: date | None = None,
    previous: Sequence[str] = (),
    now: datetime | None = None,
) -> Receipt:
    """The receipt of an answer that ``library`` just gave; ``as_of`` and ``previous`` as they were asked with.

    ``key`` is that of ``receipt_key``; without it the receipt is not signed.
    """
    now = now or datetime.now().astimezone()
    asked = resolve_followup([*previous, answer.question]) if previous else answer.question
    law_of = as_of or asked_day(library, asked)
    manifest = library.generation.manifest
    unsealed = Receipt(
        format=FORMAT,
        created=now.astimezone(UTC).isoformat(timespec="seconds"),
        day=now.date().isoformat(),
        as_of=law_of.isoformat() if law_of else None,
        question=answer.question,
        previous=tuple(previous),
        answer=answer.text,
        found=answer.found,
        confidence=round(answer.confidence, 4),
        refusal=answer.refusal,
        mode=answer.mode,
        embedding_model=manifest["model"],
        threshold=THRESHOLD,
        generation=library.generation.number,
        fingerprint=manifest["fingerprint"],
        passages=tuple(_cite(library, passage, law_of or now.date()) for passage in answer.passages),
        warnings=answer.warnings,
        installation=key_name(key) if key else "",
        digest="",
        signature="",
    )
    return replace(unsealed, digest=compute_digest(unsealed), signature=sign_receipt(unsealed, key) if key else "")


def _cite(library: Library, passage: Passage, day: date) -> Cited:
    chunk = passage.chunk
    source = library.store.source(chunk.regulation)
    return Cited(
        regulation=chunk.regulation,
        source_sha256=source.sha256 if source else hash_text(""),
        path=chunk.path,
        label=chunk.label,
        title=passage.title,
        pages=chunk.pages,
        status=passage.status,
        status_by=tuple(r.subject for r in status_reasons(chunk.regulation, library.regulations, day)),
        amended_by=tuple(a.subject for a in library.amendments_of(chunk.article, day)),
        text_sha256=hash_text(fold(text_at(library, chunk.path) or chunk.text)),
        quote=passage.quote,
        quote_sha256=hash_text(passage.quote),
    )


def receipt_json(receipt: Receipt) -> dict[str, Any]:
    """The receipt as plain JSON values; ``read_receipt`` of their text gives the receipt back."""
    plain: dict[str, Any] = json.loads(json.dumps(asdict(receipt)))
    return plain


def read_receipt(text: str | bytes) -> Receipt:
    """A receipt from its JSON text. Raises DocumentError where it is not one, of another format, or beyond ``LIMIT``.

    A text that names a field twice is refused: what a reader sees would not be what is checked.
    """
    if len(text) > LIMIT:
        raise DocumentError(f"bukan bukti jawaban {FORMAT}: terlalu besar")
    try:
        parsed = json.loads(text, object_pairs_hook=_once, parse_float=_number)
        receipt = RECEIPT.validate_json(json.dumps(parsed), strict=True)
        days = (receipt.day, receipt.as_of or receipt.day)
        _ = [date.fromisoformat(day) for day in days], datetime.fromisoformat(receipt.created)
    except ValidationError as error:
        fields = sorted({".".join(map(str, e["loc"])) or "isi" for e in error.errors(include_url=False)})
        raise DocumentError(f"bukan bukti jawaban {FORMAT}; periksa: {', '.join(fields[:5])}") from error
    except (ValueError, RecursionError) as error:
        raise DocumentError(f"bukan bukti jawaban {FORMAT}") from error
    return receipt


def _number(written: str) -> float:
    """A number as JSON means it: 7.0 is seven, also where a whole number is asked (and so RFC 8785 writes it)."""
    value = float(written)
    return int(value) if value.is_integer() else value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    if len(set(names)) < len(names):
        raise ValueError("a field stands twice")
    return dict(pairs)


def text_at(library: Library, path: str) -> str | None:
    """The text of a provision, or of a chunk that is a part of one; None where there is none."""
    if path.split("/", 1)[0].split("#", 1)[0] not in library.stored:
        return None
    if provision := library.store.provision(path):
        return provision.text
    try:
        return library.chunk(path).text
    except NotFoundError:
        return None


# --- seals ---


def receipt_key(data: Path, *, make: bool = False) -> bytes | None:
    """The key that signs the receipts of the collection in ``data``; with ``make`` it is made where there is none.

    Kept in ``data/receipt.key``, readable by its owner only. None where there is none (and the folder cannot be
    written). Raises StoreError where the file is no key.
    """
    path = data / KEY_FILE
    if make and not path.exists():
        _make_key(path)
    try:
        written = path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"Kunci bukti jawaban {path} tidak dapat dibaca.") from error
    if not re.fullmatch(rf"[0-9a-f]{{{2 * KEY_BYTES}}}", written):
        raise StoreError(f"Berkas {path} bukan kunci bukti jawaban.")
    return bytes.fromhex(written)


def _make_key(path: Path) -> None:
    """Write a new key whole before it gets its name, so that of two makers the first counts and none reads half."""
    aside = path.with_name(f"{KEY_FILE}.{secrets.token_hex(4)}")
    try:
        handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError:
        return  # a folder that may only be read: receipts are not signed
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        os.link(aside, path)
    except FileExistsError:
        pass
    finally:
        aside.unlink()


def key_name(key: bytes) -> str:
    """The name of a key, from which the key cannot be found: 16 hexadecimal digits."""
    return hashlib.sha256(b"rujukan receipt key\0" + key).hexdigest()[:16]


def _body(receipt: Receipt) -> bytes:
    """Canonical JSON of all but the seals. Raises rfc8785.CanonicalizationError (text that is no Unicode)."""
    return rfc8785.dumps({name: value for name, value in asdict(receipt).items() if name not in SEALS})


def compute_digest(receipt: Receipt) -> str:
    """The sha256 of the canonical JSON of all but the seals, in hexadecimal."""
    return hashlib.sha256(_body(receipt)).hexdigest()


def sign_receipt(receipt: Receipt, key: bytes) -> str:
    """The HMAC-SHA256 of the same canonical JSON under ``key``, in hexadecimal."""
    return hmac.new(key, _body(receipt), hashlib.sha256).hexdigest()


def broken_seals(receipt: Receipt, key: bytes | None) -> list[str]:
    """What shows, in Indonesian, that the receipt is not as it was made; nothing where it is whole.

    The signature is looked at where ``key`` is the one that made it.
    """
    try:
        whole = hmac.compare_digest(compute_digest(receipt), receipt.digest)
        signed = sign_receipt(receipt, key) if key and receipt.installation == key_name(key) else receipt.signature
    except rfc8785.CanonicalizationError:
        return ["Isinya memuat huruf yang tidak sah."]
    broken = [] if whole else ["Isi tidak sesuai dengan sidik jarinya (digest)."]
    broken += [
        f"Kutipan {c.label} tidak sesuai dengan sidik jarinya."
        for c in receipt.passages
        if hash_text(c.quote) != c.quote_sha256
    ]
    if not hmac.compare_digest(signed, receipt.signature):
        broken.append("Tanda tangan tidak sesuai dengan isi.")
    return broken


def hash_text(text: str) -> str:
    """The sha256 of a text's UTF-8 bytes, in hexadecimal."""
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


def fold(text: str) -> str:
    """The text with every run of whitespace as one blank."""
    return " ".join(text.split())
