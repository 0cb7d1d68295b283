"""What admins may read over REST: keys without their secrets, and the record of administrative acts. Version 1.

Does not do: make or revoke keys; that needs the machine itself (``rujukan keys``).
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Security
from pydantic import BaseModel

from api.access import SCHEMES, guarded_route
from api.acts import check_chain, read_acts
from api.documents import PROBLEM, example
from api.keys import list_keys
from kb.types import Audience

router = APIRouter(
    prefix="/v1",
    tags=["admin"],
    dependencies=[Security(scheme) for scheme in SCHEMES],
    responses=PROBLEM,
    route_class=guarded_route("admin"),
)


KEY = {
    "name": "portal pegawai",
    "role": "reader",
    "audience": "internal",
    "created": "2026-01-05",
    "expires": "2027-01-05",
    "revoked": None,
    "last_used": "2026-11-24",
}
ACT = {
    "number": 1,
    "at": "2026-01-05T02:10:00+00:00",
    "who": "cli",
    "act": "key_added",
    "object": "portal pegawai",
    "detail": {"audience": "internal", "expires": "2027-01-05", "role": "reader"},
    "before": "",
    "hash": "0f" * 32,
}


class KeyModel(BaseModel):
    """A key without its secret; ``last_used`` is a day."""

    model_config = example(KEY)

    name: str
    role: str
    audience: Audience
    created: date
    expires: date | None
    revoked: date | None
    last_used: date | None


class KeysModel(BaseModel):
    """All keys ever made, the oldest first."""

    model_config = example({"keys": [KEY]})

    keys: list[KeyModel]


class ActModel(BaseModel):
    """An administrative act, sealed with the hash of the one before it."""

    model_config = example(ACT)

    number: int
    at: str
    who: str
    act: str
    object: str
    detail: dict[str, Any]
    before: str
    hash: str


class ActsModel(BaseModel):
    """The last acts in order; ``faults`` says where the whole chain is broken, empty where it is whole."""

    model_config = example({"acts": [ACT], "faults": []})

    acts: list[ActModel]
    faults: list[str]


@router.get(
    "/keys",
    summary="Daftar kunci akses",
    description="Semua kunci yang pernah dibuat, tanpa rahasianya.",
)
def get_keys(request: Request) -> KeysModel:
    """Keys with role, audience, expiry, revocation and day of last use."""
    keys = list_keys(request.app.state.ledger)
    return KeysModel(keys=[KeyModel(**{name: getattr(key, name) for name in KeyModel.model_fields}) for key in keys])


@router.get(
    "/acts",
    summary="Catatan tindakan administratif",
    description="Yang terakhir, berurutan; `faults` menyebut di mana rantai hash-nya putus.",
)
def get_acts(request: Request, limit: Annotated[int, Query(ge=1, le=1_000)] = 100) -> ActsModel:
    """The last administrative acts, and whether their chain is whole."""
    acts = read_acts(request.app.state.ledger, limit)
    shown = [ActModel(**{name: getattr(act, name) for name in ActModel.model_fields}) for act in acts]
    return ActsModel(acts=shown, faults=check_chain(request.app.state.ledger))
