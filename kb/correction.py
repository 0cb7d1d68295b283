"""What a librarian may correct of a regulation: the fields, how they are written, and the regulation corrected.

A correction is a mapping of field to text (days as "2021-08-31") or list of texts, as it is kept and sent. It counts
more than what was read and more than the catalogue, and stays when the document is read again.

Does not do: keep corrections (kb/store.py), correct the text of provisions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, get_args

from kb.types import CatalogueError, Regulation, Status

TEXTS = ("title", "issuer", "status", "status_reason")
DAYS = ("enacted", "in_force_from", "repealed_on")
LISTS = ("aliases", "topics")
FIELDS = (*TEXTS, *DAYS, *LISTS)


def check_correction(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields as they are kept, blanks at the ends off; None takes a correction back, an empty list or text too.

    Raises CatalogueError naming the field that is unknown or wrong, or a status without a reason.
    """
    checked: dict[str, Any] = {}
    for name, value in fields.items():
        if name not in FIELDS:
            raise CatalogueError(f"bidang tidak dikenal: {name}")
        checked[name] = _check_value(name, value) or None
    if checked.get("status"):
        if checked["status"] not in get_args(Status):
            raise CatalogueError(f"status {checked['status']!r} tidak dikenal")
        if not checked.get("status_reason"):
            raise CatalogueError("perubahan status memerlukan alasan (status_reason)")
    elif "status" in checked:
        checked["status_reason"] = None
    elif checked.get("status_reason"):
        raise CatalogueError("alasan status tanpa status")
    return checked


def _check_value(name: str, value: Any) -> str | list[str] | None:
    if value is None:
        return None
    if name in LISTS:
        if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
            raise CatalogueError(f"{name} harus berupa daftar teks")
        return [stripped for item in value if (stripped := item.strip())]
    if isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, str):
        raise CatalogueError(f"{name} harus berupa teks")
    if name in DAYS and value:
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError:
            raise CatalogueError(f"{name}: tulis tanggal sebagai 2031-12-31") from None
    return " ".join(value.split())


def correct_regulation(regulation: Regulation, fields: Mapping[str, Any]) -> Regulation:
    """The regulation with checked ``fields`` in place of its own."""
    said: dict[str, Any] = {name: fields[name] for name in TEXTS if name in fields}
    said |= {name: date.fromisoformat(fields[name]) for name in DAYS if name in fields}
    said |= {name: tuple(fields[name]) for name in LISTS if name in fields}
    return replace(regulation, **said)
