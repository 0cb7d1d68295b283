"""What the REST API takes and sends, for OpenAPI; the keys are those of ``api.wire``, the descriptions Indonesian.

Does not do: convert. Numbers, switches and dates are taken as JSON writes them, and as nothing else.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, StringConstraints

from api import examples
from kb.narrowing import Narrowing
from kb.receipt import Receipt
from kb.types import PageBox, Refusal, Status, Subject

LONGEST = 2_000  # characters of a question
Verdict = Literal["membantu", "tidak_membantu"]
Reason = Literal[
    "tepat", "salah_kutip", "aturan_usang", "tidak_lengkap", "tidak_relevan", "seharusnya_ada", "sulit_dipahami", "lain"
]


def _as_written(value: Any) -> Any:
    """A date in the one form that is documented; numbers and other forms would be read as days nobody meant."""
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.A):
        raise ValueError("2031-12-31")
    if not isinstance(value, str | date):
        raise ValueError("2031-12-31")
    return value


def _as_number(value: Any) -> Any:
    """A number written as a number: "5" and true are none, 5.0 is five."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("5")
    return value


Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST, pattern=r"\S")]
Opaque = Annotated[str, StringConstraints(min_length=1, max_length=64)]
Whole = Annotated[int, BeforeValidator(_as_number)]
Year = Annotated[int, Field(ge=1, le=9999), BeforeValidator(_as_number)]
Day = Annotated[date, BeforeValidator(_as_written)]
AsOf = Annotated[
    Day | None, Field(description="Hari yang hukumnya ditanyakan; bawaan: hari ini.", examples=["2021-09-01"])
]
Quarantined = Annotated[StrictBool, Field(description="Sertakan dokumen yang belum diterima pustakawan.")]


def _shape(description: str, *shown: examples.Example, extra: Literal["ignore", "forbid"] = "ignore") -> ConfigDict:
    return ConfigDict(json_schema_extra={"description": description, "examples": list(shown)}, extra=extra)


class Narrowed(BaseModel):
    """What is asked of: which regulations, by what each of them is; empty lists choose all."""

    topics: list[Annotated[str, StringConstraints(max_length=100)]] = Field(
        default=[], max_length=20, description="Hanya dari peraturan dengan salah satu topik ini; bawaan: semua."
    )
    kinds: list[Annotated[str, StringConstraints(max_length=40)]] = Field(
        default=[], max_length=40, description="Hanya jenis peraturan ini, misalnya `pp`."
    )
    years: list[Year] = Field(default=[], max_length=100, description="Hanya peraturan tahun ini.")
    statuses: list[Status] = Field(
        default=[],
        max_length=5,
        description="Hanya peraturan dengan status ini, pada hari yang hukumnya ditanyakan.",
    )

    def narrowing(self) -> Narrowing:
        """What was chosen."""
        return Narrowing(tuple(self.topics), tuple(self.kinds), tuple(self.years), tuple(self.statuses))


class AskRequest(Narrowed):
    """A question; ``as_of`` is the day whose law is asked, ``previous`` the questions asked before it, oldest first.

    With ``receipt`` the answer comes with its receipt.
    """

    model_config = _shape(
        "Pertanyaan, dan apa yang ditanyakan sebelumnya.",
        {"question": "bolos 28 hari hukumannya apa?"},
        {"question": "kalau untuk PPPK?", "conversation": "q5Jx0bC3TnWm7sYd2LhKfA"},
        extra="forbid",
    )

    question: Words = Field(description="Pertanyaan dalam bahasa sehari-hari, paling banyak 2.000 huruf.")
    as_of: AsOf = None
    include_quarantined: Quarantined = False
    previous: list[Words] = Field(
        default=[],
        max_length=20,
        description="Pertanyaan sebelumnya, yang terlama dahulu; menggantikan `conversation`, dan tidak diingat.",
    )
    conversation: Opaque | None = Field(
        default=None,
        description="Nama percakapan dari jawaban sebelumnya; yang tidak dikenal lagi dimulai sebagai percakapan baru.",
    )
    receipt: StrictBool = Field(default=False, description="Sertakan bukti jawaban.")


class SearchRequest(Narrowed):
    """What is sought, in which regulations."""

    model_config = _shape("Yang dicari.", {"query": "izin perceraian", "k": 5}, extra="forbid")

    query: Words = Field(description="Kata-kata yang dicari, atau sebuah rujukan.")
    k: Whole = Field(default=10, ge=1, le=100, description="Paling banyak berapa kutipan.")
    offset: Whole = Field(default=0, ge=0, le=400, description="Berapa kutipan terbaik dilewati.")
    as_of: AsOf = None
    include_repealed: StrictBool = Field(default=False, description="Aturan yang dicabut setara dengan yang lain.")
    include_quarantined: Quarantined = False


class FeedbackRequest(BaseModel):
    """A judgement of an answer by the ``id`` it came with."""

    model_config = _shape(
        "Penilaian atas sebuah jawaban, sekali, dalam setengah jam. Yang disimpan hanya jumlahnya.",
        {"answer": "Zk3vY0pQm1xT8a2B", "verdict": "tidak_membantu", "reason": "salah_kutip"},
        extra="forbid",
    )

    answer: Opaque = Field(description="`id` jawaban yang dinilai.")
    verdict: Verdict = Field(description="Apakah jawaban itu membantu.")
    reason: Reason | None = Field(default=None, description="Mengapa.")


class SiteTokenModel(BaseModel):
    """What a page of a registered site asks with."""

    model_config = _shape(
        "Token untuk halaman sebuah situs.",
        {"token": "dinas.ImFzYWwi.aSDf2Q.x", "expires_in": 600, "topics": [], "logged_days": 0},
    )

    token: str
    expires_in: int = Field(description="Detik.")
    topics: list[str] = Field(description="Topik yang dilayani situs ini; kosong: semua.")
    logged_days: int = Field(description="Berapa hari kata-kata pertanyaan disimpan; 0: tidak disimpan.")


class FeedbackModel(BaseModel):
    """The judgement was counted."""

    model_config = _shape("Penilaian sudah dihitung.", {"status": "dihitung"})

    status: Literal["dihitung"] = "dihitung"


class PassageModel(BaseModel):
    """One passage: where it stands, whether it is in force, and its words as printed."""

    model_config = _shape("Satu ketentuan yang ditemukan, dengan tempat dan statusnya.", examples.PASSAGE)

    rank: int = Field(description="Urutan, dari 1.")
    score: float = Field(description="Kecocokan, 0 sampai 1.")
    regulation: str = Field(description="Id peraturan.")
    path: str = Field(description="Alamat ketentuan di dalam koleksi.")
    label: str = Field(description="Rujukan sebagaimana ditulis orang.")
    title: str = Field(description="Judul peraturan.")
    status: Status = Field(description="Status peraturan pada hari yang ditanyakan.")
    pages: list[int] = Field(description="Nomor halaman PDF, dari 1.")
    boxes: list[PageBox] = Field(description="[halaman, x0, y0, x1, y1] dalam titik PDF, asal di kiri bawah.")
    text: str = Field(description="Bunyi ketentuan seperti tercetak.")
    verbatim: bool = Field(description="Salah bila hasil pengenalan gambarnya kurang jelas.")
    pictures: list[str] = Field(description="Alamat gambar cetakannya, bila `verbatim` salah.")


class QuotedModel(PassageModel):
    """A passage with the exact words the answer stands on."""

    model_config = _shape("Ketentuan yang mendasari jawaban, dengan kutipannya.", examples.QUOTED)

    quote: str = Field(description="Kata-kata yang mendasari jawaban, persis seperti tercetak di halaman itu.")


class SearchModel(BaseModel):
    """Passages, best first."""

    model_config = _shape(
        "Ketentuan yang ditemukan, terbaik dahulu.", {"query": "izin perceraian", "passages": [examples.PASSAGE]}
    )

    query: str
    passages: list[PassageModel]


class BesideModel(BaseModel):
    """What the first quote refers to, a term that it uses, or its penjelasan."""

    model_config = _shape("Yang diperlukan untuk memahami kutipan pertama.", examples.BESIDE)

    kind: Literal["rujukan", "istilah", "penjelasan"] = Field(description="Apa yang dijelaskan.")
    term: str = Field(description="Ketentuan yang dirujuk, istilahnya, atau penjelasan pasal mana.")
    text: str = Field(description="Bunyinya menurut peraturan, pada satu baris.")
    path: str = Field(description="Alamat ketentuan itu.")
    label: str = Field(description="Sebutannya.")
    page: int = Field(description="Halaman pada berkas.")


class RelationModel(BaseModel):
    """What one regulation does to another, and the article that says so."""

    model_config = _shape("Hubungan antara dua peraturan.", examples.RELATION)

    subject: str = Field(description="Id peraturan yang bertindak.")
    relation: str = Field(description="`mencabut`, `mengubah` atau `melaksanakan`.")
    object: str = Field(description="Id peraturan yang dikenai.")
    article: str = Field(description="Ketentuan yang menyatakannya, atau kosong.")
    note: str = Field(description="Syaratnya, misalnya `sepanjang ...`.")
    source: str = Field(description="`teks` atau `katalog`.")


class AnswerModel(BaseModel):
    """An answer or a refusal; ``receipt`` only where it was asked for."""

    model_config = _shape("Jawaban, atau penolakan beserta jenisnya.", examples.ANSWER, examples.REFUSED)

    question: str
    answer: str = Field(description="Jawaban untuk dibaca orang.")
    found: bool = Field(description="Apakah koleksi menjawabnya.")
    confidence: float = Field(description="Keyakinan, 0 sampai 1.")
    refusal: Refusal | None = Field(description="Jenis penolakan, bila tidak dijawab.")
    passages: list[QuotedModel] = Field(description="Ketentuan yang mendasari jawaban.")
    warnings: list[str] = Field(description="Yang perlu diketahui pembaca, misalnya aturan sudah diubah.")
    beside: list[BesideModel] = Field(description="Rujukan, istilah, dan penjelasan dari kutipan pertama.")
    related: list[PassageModel] = Field(description="Mungkin terkait, pada penolakan; bukan jawaban.")
    about: Subject = Field(description="`isi` aturan, atau `keberlakuan` suatu peraturan.")
    relations: list[RelationModel] = Field(
        description="Pada `keberlakuan`: pencabutan, perubahan, dan pelaksanaan yang mendasari jawaban."
    )
    mode: str = Field(description="`ekstraktif`, atau nama model chat yang menyusun kalimatnya.")
    id: str = Field(description="Nama jawaban ini, untuk penilaian (`POST /v1/feedback`).")
    receipt: Receipt | None = Field(default=None, description="Bukti jawaban, bila diminta.")
    conversation: str | None = Field(description="Nama percakapan untuk pertanyaan lanjutan; diingat setengah jam.")


class OutlineModel(BaseModel):
    """One provision, sub-units included."""

    model_config = _shape("Satu ketentuan beserta isinya.", examples.OUTLINE)

    path: str = Field(description="Alamat ketentuan di dalam koleksi.")
    label: str = Field(description="Rujukan sebagaimana ditulis orang.")
    pages: list[int] = Field(description="Nomor halaman PDF, dari 1.")
    text: str = Field(description="Bunyi ketentuan seperti tercetak.")


class RegulationModel(BaseModel):
    """What is known of a regulation."""

    model_config = _shape("Yang diketahui tentang sebuah peraturan.", examples.REGULATION)

    id: str = Field(description="Jenis-nomor-tahun, misalnya `pp-94-2021`.")
    kind: str = Field(description="Jenis, misalnya `pp`.")
    number: str
    year: int | None
    title: str
    place: str = Field(description="Daerah, untuk aturan daerah.")
    issuer: str = Field(description="Yang menetapkan.")
    enacted: date | None = Field(description="Hari ditetapkan.")
    status: Status = Field(description="Status pada hari yang ditanyakan.")
    topics: list[str]
    page_url: str | None = Field(description="Halaman resminya di situs penerbit.")
    quarantine: str | None = Field(description="Mengapa tidak ikut dicari, bila demikian.")


class RegulationsModel(BaseModel):
    """One page of the list; ``total`` counts all that fit the filter."""

    model_config = _shape(
        "Satu halaman dari daftar peraturan.",
        {"total": 1, "offset": 0, "limit": 100, "regulations": [examples.REGULATION]},
    )

    total: int = Field(description="Banyaknya peraturan yang cocok.")
    offset: int
    limit: int
    regulations: list[RegulationModel]


class RegulationDetailModel(RegulationModel):
    """A regulation with its relations both ways and its outline in document order."""

    model_config = _shape(
        "Satu peraturan dengan hubungan dan susunannya.",
        {**examples.REGULATION, "relations": [examples.RELATION], "outline": [examples.OUTLINE]},
    )

    relations: list[RelationModel]
    outline: list[OutlineModel] = Field(description="Semua ketentuan menurut urutan naskah.")


class ProvisionsModel(BaseModel):
    """One page of a regulation's outline; ``total`` counts all its provisions that fit."""

    model_config = _shape(
        "Satu halaman dari susunan sebuah peraturan.",
        {"total": 1, "offset": 0, "limit": 100, "provisions": [examples.OUTLINE]},
    )

    total: int = Field(description="Banyaknya ketentuan yang cocok.")
    offset: int
    limit: int
    provisions: list[OutlineModel]


class DefinitionModel(OutlineModel):
    """A term that the provision uses, with the unit that defines it."""

    model_config = _shape("Istilah yang dipakai ketentuan itu, dan definisinya.", examples.DEFINITION)

    term: str


class AmendmentModel(BaseModel):
    """What an act did to an article, and where the newer wording stands."""

    model_config = _shape("Perubahan atas sebuah pasal, dan tempat bunyi barunya.", examples.AMENDMENT)

    object: str = Field(description="Ketentuan yang diubah.")
    verb: str = Field(description="`diubah`, `disisipkan` atau `dihapus`.")
    subject: str = Field(description="Ketentuan dengan bunyi baru.")
    label: str
    via: str = Field(description="Ketentuan yang mengubahnya.")


class ProvisionModel(OutlineModel):
    """One provision with what a reader wants beside it."""

    model_config = _shape("Satu ketentuan dengan yang perlu dibaca di sampingnya.", examples.PROVISION)

    regulation: str
    status: Status
    children: list[OutlineModel] = Field(description="Bagian-bagiannya.")
    penjelasan: OutlineModel | None = Field(description="Penjelasannya, bila ada.")
    relations: list[RelationModel]
    definitions: list[DefinitionModel]
    amendments: list[AmendmentModel]
    unread: list[str] = Field(description="Pasal di sebelahnya yang tidak terbaca dalam berkas sumber.")
    quarantine: str | None


class LiveModel(BaseModel):
    """The process answers."""

    model_config = _shape("Program hidup.", {"status": "hidup"})

    status: Literal["hidup"] = "hidup"


class ReadyModel(BaseModel):
    """The collection is open and the model is loaded."""

    model_config = _shape(
        "Koleksi terbuka dan model termuat.", {"status": "siap", "regulations": 48, "generation": 7, "damaged": None}
    )

    status: Literal["siap"] = "siap"
    regulations: int = Field(description="Banyaknya peraturan di koleksi.")
    generation: int = Field(description="Nomor indeks yang dilayani.")
    damaged: int | None = Field(description="Nomor indeks terbaru bila rusak dan karena itu tidak dipakai.")


class ProblemModel(BaseModel):
    """RFC 9457 problem details."""

    model_config = _shape("Rincian masalah (RFC 9457).", examples.PROBLEM)

    type: str
    title: str = Field(description="Apa masalahnya.")
    status: int = Field(description="Status HTTP.")
    detail: str = Field(description="Apa yang terjadi pada permintaan ini.")
    instance: str = Field(description="Alamat yang diminta.")
