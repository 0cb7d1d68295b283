"""Whom a provision is about, against whom the question is about.

A sentence on the reported party of the Ombudsman's procedure is no answer to a civil servant who reports late, however
many words they share; nor a rule for PNS one to a question about PPPK.

Does not do: understand grammar: the subject is looked for at the sentence's beginning.
"""

from __future__ import annotations

import re
from functools import cache

from kb.question import SCOPES, Question

HEAD = 60  # characters at the beginning of a sentence in which its subject stands
# Subjects of special procedures: how the sentence names them -> the words of which a question must say one.
ROLES = {
    r"terlapor|pelapor": r"terlapor|pelapor|ombudsman\w*|maladministrasi|ori",
    r"(?:ketua|anggota|asisten)[\w,\s]{0,40}ombudsman|ombudsman": r"ombudsman\w*|maladministrasi|ori|aduan|pengaduan",
    r"penyelenggara(?!\s+negara)|pelaksana(?!\s+(?:tugas|harian))": (
        r"\w*penyelenggara\w*|pelaksana\w*|\w*layanan\w*|loket|maklumat|publik|\w*adu(?:an|kan)\w*|komplain|ombudsman"
    ),
    r"pengadu|teradu": r"\w*adu(?:an|kan)?\w*|komplain|\w*layanan\w*|ombudsman",
    r"pemohon informasi|badan publik|komisi informasi|ppid": r"informasi|data|dokumen|publik|ppid|kip",
    r"komisi pemeriksa": r"komisi pemeriksa|kekayaan|harta|lhkpn",
    r"penyelenggara negara": r"penyelenggara negara|pejabat\w*|kekayaan|harta|lhkpn|kkn|kolusi|nepotisme|gratifikasi",
    r"(?:(?:wakil\s+)?ketua\s+(?:dan\s+)?|pimpinan\s+|anggota\s+)?dprd|anggota\s+dpr": r"dprd?|dewan\w*|legislatif",
    r"(?:wakil\s+)?kepala\s+daerah|(?:wakil\s+)?gubernur|(?:wakil\s+)?bupati|wali\s?kota": (
        r"\w*daerah|\w*gubernur|\w*bupati|wali\s?kota|pemda|pemkab|pemkot|pemprov|sekda|mutasi|kabupaten|provinsi"
        r"|kota|dinas|camat|kecamatan|lurah"
    ),
    r"pejabat\s+negara": r"pejabat negara|menteri|presiden|\w*gubernur|\w*bupati|kampanye pejabat",
    r"majelis|tpkn|tpkd|ppkn": r"majelis|kode etik|etik|kerugian|ganti\w*|tgr|tpkn|tpkd",
    r"hakim|jaksa|penuntut\s+umum|terdakwa": r"hakim|jaksa|penuntut|terdakwa|pidana|korupsi|gratifikasi|suap",
    r"pengelola\s+program|ahli\s+waris": (
        r"ahli waris|waris\w*|\w*santunan|meninggal|tewas|wafat|mati|taspen|iuran|jk[km]"
    ),
}
_RULED = ("PNS", "PPPK")  # people with rules of their own


@cache
def _roles() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    return tuple(
        (re.compile(rf"(?<!\w)(?:{named})(?!\w)", re.I), re.compile(rf"(?<!\w)(?:{asked})(?!\w)", re.I))
        for named, asked in ROLES.items()
    )


def asks_others(understood: Question, words: str, lead: str = "") -> bool:
    """Whether a sentence (with the ``lead`` above it) is about a special subject that the question says nothing of."""
    asked = " ".join([understood.normalised, *understood.variants])
    head = " ".join((lead or words).split())[:HEAD]
    first = min(
        ((found.start(), told) for named, told in _roles() if (found := named.search(head))),
        default=None,
        key=lambda pair: pair[0],
    )
    return first is not None and not first[1].search(asked)


def rules_others(understood: Question, article: str) -> bool:
    """Whether an article is for PNS only where PPPK are asked about, or the other way round."""
    asked = {name for name in _RULED if name in understood.scope}
    ruled = {name for name in _RULED if SCOPES[name].search(" ".join(article.split()))}
    return len(asked) == 1 and len(ruled) == 1 and asked != ruled
