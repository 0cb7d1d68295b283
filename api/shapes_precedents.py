"""What the endpoints for drafters take and send, for OpenAPI; the keys are those of ``api.wire_precedents``."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, StringConstraints

from api import examples
from api.shapes import AsOf, PassageModel, Quarantined, Whole
from kb.types import Status
from kb.wording_diff import Change

TEXT_LIMIT = 200_000  # characters of a text that is pasted
Output = Literal["json", "docx", "markdown", "csv"]
Draft = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=TEXT_LIMIT, pattern=r"\S")]
ORIGIN = {"kind": "pp", "hierarchy": 3, "year": 2021, "issuer": "Presiden"}
OLDER: examples.Example = {
    **{"regulation": "pp-53-2010", "path": "pp-53-2010/pasal-3/angka-8"},
    **{"label": "PP Nomor 53 Tahun 2010 Pasal 3 angka 8", "title": "Disiplin Pegawai Negeri Sipil"},
    **{"status": "diubah", **ORIGIN, "year": 2010, "text": "8. contoh bunyi;", "source": None},
    **{"likeness": 0.0, "edits": []},
}
EDIT: examples.Example = {"change": "ditambah", "text": "contoh"}
MEMBER: examples.Example = {
    **{"regulation": "pp-94-2021", "path": "pp-94-2021/pasal-3/huruf-g"},
    **{"label": "PP Nomor 94 Tahun 2021 Pasal 3 huruf g", "title": "Disiplin Pegawai Negeri Sipil"},
    **{"status": "berlaku", **ORIGIN, "text": "g. contoh bunyi;", "source": OLDER["path"], "likeness": 0.71},
    "edits": [EDIT],
}
PRECEDENT: examples.Example = {**examples.PASSAGE, **ORIGIN, "likeness": 0.62}
CLAUSE: examples.Example = {
    **{"id": "1", "label": "Pasal 2 ayat (1)", "clause": "Pegawai wajib menyimpan rahasia jabatan."},
    **{"passages": [PRECEDENT], "families": [[OLDER, MEMBER]]},
}
DELEGATION: examples.Example = {
    **{"path": "pp-94-2021/pasal-44", "label": "PP Nomor 94 Tahun 2021 Pasal 44"},
    **{"target": "Peraturan Badan Kepegawaian Negara", "text": "contoh bunyi pasal ini.", "pages": [20]},
}
REST: examples.Example = {"clause": "Pasal 2 ayat (1)", "path": "pp-94-2021/pasal-3"}
BASIS: examples.Example = {
    **{"regulation": "pp-94-2021", "label": "PP Nomor 94 Tahun 2021", "title": "Disiplin Pegawai Negeri Sipil"},
    **{"status": "berlaku", "weight": 1.0, "named": False, "replaces": ["pp-53-2010"]},
    **{"rests": [REST], "delegations": [DELEGATION]},
}
CELL: examples.Example = {
    **{"path": "pp-94-2021/pasal-3/huruf-g", "label": "PP Nomor 94 Tahun 2021 Pasal 3 huruf g"},
    **{"lead": "PNS wajib:", "text": "g. contoh bunyi;", "pages": [2]},
}
MEASURE: examples.Example = {
    "measure": "pp-94-2021/pasal-8/ayat-2/huruf-a",
    "officers": ["pp-94-2021/pasal-21/huruf-a"],
}
LEVEL: examples.Example = {"level": "ringan", "measures": [MEASURE]}
GAP: examples.Example = {"path": "pp-94-2021/pasal-19/huruf-c", "label": "PP Nomor 94 Tahun 2021 Pasal 19 huruf c"}
RUNG: examples.Example = {
    **{"kind": "kewajiban", "duty": CELL["path"], "absent": [], "level": "ringan"},
    **{"violation": "pp-94-2021/pasal-9/ayat-1/huruf-e", "measures": [MEASURE["measure"]]},
    **{"officers": [MEASURE["officers"]], "examination": ["pp-94-2021/pasal-26"]},
}
LOST: examples.Example = {"article": "39", "label": "Pasal 39"}
RELIANCE: examples.Example = {
    **{"regulation": "pp-42-2004", "status": "berlaku", "path": "pp-42-2004/mengingat/angka-2"},
    **{"label": "PP Nomor 42 Tahun 2004 Mengingat angka 2", "pages": [1], "part": "mengingat"},
    **{"cited": "uu-8-1974", "cited_label": "UU Nomor 8 Tahun 1974", "cited_status": "dicabut", "note": ""},
    **{"replaced_by": ["uu-5-2014"], "since": "2014-01-15", "quote": "contoh kutipan"},
}


def _told(description: str, *shown: examples.Example, extra: Literal["ignore", "forbid"] = "ignore") -> ConfigDict:
    return ConfigDict(json_schema_extra={"description": description, "examples": list(shown)}, extra=extra)


class PrecedentsRequest(BaseModel):
    """A clause or a whole draft as text; ``clause`` is another name for ``text``."""

    model_config = _told(
        "Sebuah klausul atau rancangan.", {"text": CLAUSE["clause"], "k": 5, "format": "json"}, extra="forbid"
    )

    text: Draft = Field(
        validation_alias=AliasChoices("text", "clause"), description="Klausul, atau rancangan seutuhnya."
    )
    k: Whole = Field(default=10, ge=1, le=100, description="Banyaknya ketentuan untuk tiap klausul.")
    as_of: AsOf = None
    kinds: list[Annotated[str, StringConstraints(max_length=40)]] = Field(
        default=[], max_length=40, description="Hanya jenis peraturan ini, misalnya `pp`."
    )
    include_quarantined: Quarantined = False
    format: Output = Field(default="json", description="JSON, atau sebuah berkas.")


class PrecedentModel(PassageModel):
    """A provision on the matter of a clause."""

    model_config = _told("Ketentuan tentang perkara yang sama.", PRECEDENT)

    kind: str = Field(description="Jenis peraturan.")
    hierarchy: int = Field(description="Tingkat dalam hierarki, 1 yang tertinggi.")
    year: int | None = Field(description="Tahun.")
    issuer: str = Field(description="Instansi.")
    likeness: float = Field(description="Kemiripan kata dengan klausul, 0 sampai 1.")


class EditModel(BaseModel):
    """Words in a row that were kept, taken out, or put in."""

    model_config = _told("Kata-kata yang tetap, dihapus, atau ditambah terhadap sumbernya.", EDIT)

    change: Change = Field(description="Apa yang terjadi.")
    text: str = Field(description="Kata-katanya.")


class MemberModel(BaseModel):
    """One wording of a family."""

    model_config = _told("Satu bunyi dalam sebuah keluarga, dengan sumber dan perubahannya.", MEMBER)

    regulation: str = Field(description="Id peraturan.")
    path: str = Field(description="Alamat ketentuan.")
    label: str = Field(description="Rujukan.")
    title: str = Field(description="Judul peraturan.")
    status: Status = Field(description="Status peraturan.")
    kind: str = Field(description="Jenis peraturan.")
    hierarchy: int = Field(description="Tingkat dalam hierarki, 1 yang tertinggi.")
    year: int | None = Field(description="Tahun.")
    issuer: str = Field(description="Instansi.")
    text: str = Field(description="Bunyi.")
    source: str | None = Field(description="Alamat ketentuan yang lebih tua yang paling mirip.")
    likeness: float = Field(description="Kemiripan dengan sumbernya, 0 sampai 1.")
    edits: list[EditModel] = Field(description="Perubahan dari sumbernya.")


Family = list[MemberModel]


class ClauseModel(BaseModel):
    """What was found for one clause."""

    model_config = _told("Preseden satu klausul.", CLAUSE)

    id: str = Field(description="Nomor klausul dalam rancangan.")
    label: str = Field(description="Tempatnya dalam rancangan.")
    clause: str = Field(description="Bunyi klausul.")
    passages: list[PrecedentModel] = Field(description="Ketentuan, terbaik dahulu.")
    families: list[Family] = Field(description="Keluarga menurut bunyi, yang tertua dahulu di dalamnya.")


class RestModel(BaseModel):
    """A clause and the article that it rests on."""

    model_config = _told("Klausul dan pasal yang menjadi tumpuannya.", REST)

    clause: str = Field(description="Tempat klausul dalam rancangan.")
    path: str = Field(description="Alamat pasal.")


class DelegationModel(BaseModel):
    """A provision that leaves a matter to a lower regulation."""

    model_config = _told("Ketentuan yang mendelegasikan pengaturan.", DELEGATION)

    path: str = Field(description="Alamat ketentuan.")
    label: str = Field(description="Rujukan.")
    target: str = Field(description="Peraturan yang disebut.")
    text: str = Field(description="Bunyi seperti tercetak.")
    pages: list[int] = Field(description="Nomor halaman PDF.")


class BasisModel(BaseModel):
    """One regulation to be named under Mengingat."""

    model_config = _told("Peraturan yang disarankan dalam Mengingat.", BASIS)

    regulation: str = Field(description="Id peraturan.")
    label: str = Field(description="Rujukan.")
    title: str = Field(description="Judul.")
    status: Status = Field(description="Status.")
    weight: float = Field(description="Bobot terhadap yang terberat, 0 sampai 1.")
    named: bool = Field(description="Apakah rancangan sudah menyebutnya.")
    replaces: list[str] = Field(description="Peraturan dicabut yang digantikannya.")
    rests: list[RestModel] = Field(description="Klausul yang bertumpu padanya.")
    delegations: list[DelegationModel] = Field(description="Ketentuan yang memanggil rancangan.")


class PrecedentsModel(BaseModel):
    """Precedents of all clauses; the first clause's again at the top."""

    model_config = _told(
        "Preseden tiap klausul dan dasar hukum.",
        {name: CLAUSE[name] for name in ("clause", "passages", "families")} | {"clauses": [CLAUSE], "bases": [BASIS]},
    )

    clause: str = Field(description="Klausul pertama.")
    passages: list[PrecedentModel] = Field(description="Ketentuan bagi klausul pertama.")
    families: list[Family] = Field(description="Keluarga bagi klausul pertama.")
    clauses: list[ClauseModel] = Field(description="Semua klausul.")
    bases: list[BasisModel] = Field(description="Dasar hukum yang disarankan.")


class LineageModel(BaseModel):
    """Families of articles across regulations."""

    model_config = _told(
        "Silsilah pasal.",
        {"regulations": ["pp-53-2010", "pp-94-2021"], "families": [[OLDER, MEMBER]], "alone": ["pp-53-2010/pasal-42"]},
    )

    regulations: list[str] = Field(description="Id peraturan, yang tertua dahulu.")
    families: list[Family] = Field(description="Keluarga pasal.")
    alone: list[str] = Field(description="Pasal tanpa kerabat.")


class CellModel(BaseModel):
    """A provision as printed."""

    model_config = _told("Ketentuan seperti tercetak, dengan kata-kata yang mendahuluinya.", CELL)

    path: str = Field(description="Alamat.")
    label: str = Field(description="Rujukan.")
    lead: str = Field(description="Kata-kata yang mendahuluinya.")
    text: str = Field(description="Bunyi seperti tercetak.")
    pages: list[int] = Field(description="Nomor halaman PDF.")


class MeasureModel(BaseModel):
    """A measure with those entitled to it."""

    model_config = _told("Jenis hukuman dan pejabat yang berwenang (alamat).", MEASURE)

    measure: str = Field(description="Alamat jenis hukuman.")
    officers: list[str] = Field(description="Alamat ketentuan tentang pejabat.")


class LevelModel(BaseModel):
    """A level with its measures."""

    model_config = _told("Tingkat hukuman.", LEVEL)

    level: str = Field(description="Nama tingkat.")
    measures: list[MeasureModel] = Field(description="Jenis hukuman, yang teringan dahulu.")


class GapModel(BaseModel):
    """A provision that is named and not there."""

    model_config = _told("Ketentuan yang disebut tetapi tidak ada.", GAP)

    path: str = Field(description="Alamat.")
    label: str = Field(description="Rujukan.")


class RungModel(BaseModel):
    """One step of the ladder; all but the kind and the level are paths into ``cells``."""

    model_config = _told("Satu anak tangga.", RUNG)

    kind: str | None = Field(description="`kewajiban` atau `larangan`.")
    duty: str | None = Field(description="Alamat kewajiban atau larangan; null bila tidak ada dalam teks.")
    absent: list[GapModel] = Field(description="Ketentuan yang disebut tetapi tidak ada.")
    level: str | None = Field(description="Tingkat; null bila tidak ditentukan.")
    violation: str | None = Field(description="Alamat ketentuan yang menentukan tingkatnya.")
    measures: list[str] = Field(description="Alamat jenis hukuman.")
    officers: list[list[str]] = Field(description="Alamat ketentuan tentang pejabat, untuk tiap jenis hukuman.")
    examination: list[str] = Field(description="Alamat ketentuan tentang pemeriksaan.")


class LostModel(BaseModel):
    """An article that the source file lacks or shows unreadably."""

    model_config = _told("Pasal yang tidak ada atau tidak terbaca dalam berkas sumber.", LOST)

    article: str = Field(description="Nomor.")
    label: str = Field(description="Rujukan.")


class LadderModel(BaseModel):
    """A sanction ladder."""

    model_config = _told(
        "Tangga hukuman disiplin; setiap sel adalah ketentuan dengan alamatnya.",
        {
            **{"regulation": "pp-94-2021", "label": "PP Nomor 94 Tahun 2021", "levels": [LEVEL], "rungs": [RUNG]},
            **{"appeal": ["pp-94-2021/pasal-38/ayat-2"], "elsewhere": ["pp-79-2021"], "missing": [LOST]},
            **{"unsaid": [], "unread": ["pp-94-2021/pasal-21/huruf-c"], "cells": {CELL["path"]: CELL}},
        },
    )

    regulation: str = Field(description="Id peraturan.")
    label: str = Field(description="Rujukan.")
    levels: list[LevelModel] = Field(description="Tingkat dan jenis hukuman.")
    rungs: list[RungModel] = Field(description="Anak tangga.")
    appeal: list[str] = Field(description="Alamat ketentuan tentang upaya administratif.")
    elsewhere: list[str] = Field(description="Peraturan lain yang mengatur upaya administratif.")
    missing: list[LostModel] = Field(description="Pasal yang hilang dalam sumber.")
    unsaid: list[str] = Field(description="Kolom yang tidak ada ketentuannya.")
    unread: list[str] = Field(description="Ketentuan yang jenis hukumannya tidak terbaca seluruhnya.")
    cells: dict[str, CellModel] = Field(description="Ketentuan menurut alamatnya.")


class RelianceModel(BaseModel):
    """A provision that still rests on a repealed rule."""

    model_config = _told("Ketentuan yang bertumpu pada peraturan yang dicabut.", RELIANCE)

    regulation: str = Field(description="Id peraturan yang bertumpu.")
    status: Status = Field(description="Statusnya.")
    path: str = Field(description="Alamat ketentuan.")
    label: str = Field(description="Rujukan.")
    pages: list[int] = Field(description="Nomor halaman PDF.")
    part: str = Field(description="Bagian naskah.")
    cited: str = Field(description="Yang dirujuk.")
    cited_label: str = Field(description="Rujukannya.")
    cited_status: Status = Field(description="Status yang dirujuk.")
    note: str = Field(description="Syarat pencabutan.")
    replaced_by: list[str] = Field(description="Peraturan yang mencabut.")
    since: date | None = Field(description="Sejak kapan.")
    quote: str = Field(description="Kata-kata di sekitarnya.")


class ReliancesModel(BaseModel):
    """All reliances on repealed rules."""

    model_config = _told("Semua ketentuan yang bertumpu pada peraturan yang dicabut.", {"reliances": [RELIANCE]})

    reliances: list[RelianceModel] = Field(description="Menurut id peraturan dan urutan naskah.")
