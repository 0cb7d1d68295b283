"""What librarians may read of the service's use over REST: registered sites, and what is asked. Version 1.

Does not do: register sites; that needs the machine itself (``rujukan sites``).
"""

from __future__ import annotations

from dataclasses import asdict

from fastapi import APIRouter, Request, Security

from api.access import SCHEMES, guarded_route
from api.documents import PROBLEM
from api.librarian_shapes import AskedModel, LoggedModel, SitesModel
from api.sites import list_sites

router = APIRouter(
    prefix="/v1",
    tags=["pustakawan"],
    dependencies=[Security(scheme) for scheme in SCHEMES],
    responses={code: PROBLEM[code] for code in (401, 403, 429, 503)},
    route_class=guarded_route("librarian"),
)


@router.get("/sites", summary="Situs terdaftar", description="Situs yang halamannya boleh memasang widget.")
def get_sites(request: Request) -> SitesModel:
    """Registered sites with origins, quota and topics."""
    return SitesModel.model_validate({"sites": [asdict(site) for site in list_sites(request.app.state.ledger)]})


@router.get(
    "/asked",
    summary="Apa yang ditanyakan",
    description="Jumlah pertanyaan per bulan menurut topik dan hasil, tanpa kata-kata penanya; sebuah jumlah baru "
    "bertambah bila paling sedikit `min_askers` penanya berbeda ada di belakangnya.",
)
def get_asked(request: Request) -> AskedModel:
    """Counts of questions by month, topic and outcome."""
    asked = request.app.state.asked
    return AskedModel(min_askers=asked.k, logged_days=asked.log_days, rows=asked.counts())


@router.get(
    "/asked/questions",
    summary="Pertanyaan yang dicatat",
    description="Hanya terisi bila pencatatan dinyalakan (`RUJUKAN_LOG_QUESTIONS`); tanpa siapa dan jam berapa.",
)
def get_logged(request: Request) -> LoggedModel:
    """The words of questions, where the log is turned on."""
    asked = request.app.state.asked
    return LoggedModel(logged_days=asked.log_days, rows=asked.logged())
