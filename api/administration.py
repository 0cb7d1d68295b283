"""What admins may read over REST: keys without their secrets, and the record of administrative acts. Version 1.

Does not do: make or revoke keys; that needs the machine itself (``rujukan keys``).
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Security

from api.access import SCHEMES, guarded_route
from api.acts import check_chain, read_acts
from api.documents import PROBLEM
from api.keys import list_keys
from api.librarian_shapes import ActModel, ActsModel, KeyModel, KeysModel

router = APIRouter(
    prefix="/v1",
    tags=["admin"],
    dependencies=[Security(scheme) for scheme in SCHEMES],
    responses=PROBLEM,
    route_class=guarded_route("admin"),
)


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
