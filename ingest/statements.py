"""What a sentence of a rule does to other rules: repeals, amends; wholly or in part.

``find_statements`` reads closing articles ("Pada saat ... mulai berlaku: a. PP X; b. Pasal 7 UU Y; dicabut dan
dinyata[kl]an tidak berlaku") and their older forms. ``find_objects`` reads the list of rules itself and knows which of the
names in it are the objects and which stand only in a title or an amendment clause ("PP X tentang Perubahan atas PP Y").

Text comes evened (``ingest.wording.even_text``). Does not do: say in which article a sentence stands, or whether the
place is one where rules are made (``ingest.relations``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from kb.citation import REGULATION, find_citations


@dataclass(frozen=True, slots=True)
class NamedRule:
    """A rule named as an object: id, the part of it that is meant ("" for the whole), and where its name stands."""

    regulation: str
    part: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Statement:
    """``relation`` (``mencabut``, ``mengubah``) to ``regulation``; ``condition`` is "" where it holds for all of it."""

    relation: str
    regulation: str
    condition: str


# "Ketentuan Pasal 72 ayat (1) huruf b dan Pasal 73 dalam", up to the name of the rule.
_STEP = r"(?:pasal-?pasal|pasal|ayat-?ayat|ayat|huruf|angka|butir|bab|bagian|paragraf|lampiran|kolom|nomor|alinea)"
_VALUE = r"(?:\(?\d{1,3}[a-z]{0,2}\)?|\(?[a-z]{1,2}\)?|[ivxlc]{1,6}|ke[a-z]+)"
_PARTS = re.compile(
    rf"""(?:(?:ketentuan|penjelasan|khusus|sebagaimana\s+(?:dimaksud|diatur)|yang\s+diatur)\s+(?:(?:dalam|pada|dari)\s+)?)*
        {_STEP}\s*{_VALUE}
        (?:[\s,]*(?:(?:dan|serta|atau|s/d|sampai|dengan|juncto|jo\.?|dari|dalam|pada|{_STEP})\b[\s,]*)*{_VALUE}(?![\w]))*
        [\s,]*(?:(?:dari|dalam|pada|di)\b\s*)?$""",
    re.X | re.I,
)
_LEAD = re.compile(
    r"""^[\s"“,.:]*(?:(?:bab\b[^:;]{0,120})?pasal\s\d+\w?\.?\s)?(?:\(\w{1,3}\)\s*)?(?:(?:pada\s+(?:saat|waktu|tanggal|hari)|dengan|sejak|terhitung|mulai|semenjak|setelah|oleh\s+karena)\b
        .{0,400}?\b(?:ini|tersebut|itu|ditetapkan|diundangkan|(?:19|20)\d\d)\b
        (?:\s+(?:mulai|telah|secara|efektif))*(?:\s+(?:berlaku|diundangkan|ditetapkan|dilaksanakan|berlakunya)\b)?
        (?:\s+(?:efektif|secara\s+\w+))?[\s,:]*(?:maka\b)?[\s,:]*|(?:terhitung\s+)?(?:dengan|sejak|setelah)\b[^;:]*,\s*(?:maka\s*)?$)?[\s,:]*(?:maka\b)?[\s,:]*""",
    re.X | re.I | re.S,
)
_MARKER = r"(?:\(?(?:\d{1,2}|[a-z]{1,2}|[ivx]{1,5})\s*[.)]|[-•#_*]+\w{0,3}_?|\d+)"
_JUNK = re.compile(
    rf"^(?:(?:[^\W\d]+\s?){{1,2}}(?:\.\s?){{2,}}|{_MARKER}|[lI|]\s?\d\s*\.|dan\b|serta\b|maka\b|[\s,;:.\[\]|^~]|(?:peraturan|undang-?undang|keputusan)\b(?!-)|presiden\s+republik\s+indonesia|"
    r"sk\s+no\s+\d+\s*a?)+",
    re.I,
)
_WHOLE = re.compile(
    r"(?:(?:semua|segala|seluruh)\s+)?(?:(?:ketentuan|peraturan)(?:-(?:ketentuan|peraturan))?)?\s*"
    r"(?:(?:di\s?dalam|dari|pada|(?:yang|sebagaimana)\s+(?:telah\s+)?(?:diatur|termuat|tercantum|dimaksud|ditetapkan)\s+(?:dalam|pada|dengan))\s*)?",
    re.I,
)
_PARTIAL = re.compile(
    rf"(?:(?:semua|segala|seluruh|khusus|beberapa)\s+)?(?:ketentuan|{_STEP}|istilah|frasa|kata|kalimat|penjelasan|bunyi)\b",
    re.I,
)
# A noun between "ketentuan" and the rule that makes something else the object: rules made under it, decisions, ...
_OTHER = re.compile(
    r"\b(?:pelaksana\w*|turunan|bertentangan|berdasarkan|sesuai\s+dengan|berlakunya|selain|kecuali|diubah|perubahan\s+atas)\b",
    re.I,
)
_COORDINATED = re.compile(r"(?:[,;)]|\b(?:dan|serta|maupun|atau)\b|^)(?:[\s,;:.]|" + _MARKER + r"(?=\s))*$", re.I)
_CHAIN = re.compile(r"\b(?:di\s?(?:ubah|rubah|robah|tambah|sempurnakan|perbaharui|perbarui)|jis?|jo|juncto)\b", re.I)
_AMENDING_TITLE = re.compile(
    r"\s*(?:tentang\s+(?:perubahan|pengubahan|penetapan|tambahan|perobahan)|\(|[,;.]|dan\b|$)", re.I
)

_GAZETTE = re.compile(r"[(\[]\s*(?:\w+\s+)?(?:lembaran|berita|tambahan|LN|BN)\b", re.I)

_REPEALED = re.compile(
    r"""(?:dengan\s+ini\s+)?(?P<said>dinyata[kl]an\s+)?
        (?:(?P<revoked>dicabut(?:\s+kembali)?|ditarik\s+kembali)|tidak\s+(?:lagi\s+)?berlaku(?P<more>\s+lagi)?)
        (?:\s*,?\s*(?:dan|serta)\s+(?:dengan\s+ini\s+)?(?:dinyata[kl]an\s+)?(?:dicabut|tidak\s+(?:lagi\s+)?berlaku(?:\s+lagi)?))*
        (?!\w)""",
    re.X | re.I,
)
_NOT_DONE = re.compile(
    r"\b(?:dapat|belum|telah|sudah|akan|harus|jika|apabila|bila|hingga|sampai|untuk|agar|yang|setelah|sesudah|terakhir)\s*$",
    re.I,
)
_REVOKE = re.compile(r"\bmencabut(?:\s+kembali)?\b(?!nya)", re.I)
_CHANGED = re.compile(
    r"\b(?:diubah|dirubah|dirobah|diganti|ditambah|disisipkan)\b(?=\s*(?:,|:|dan\b|serta\b|sebagai|sehingga|menjadi|seluruhnya|lagi\b))",
    re.I,
)
_CHANGE = re.compile(r"\b(?:mengubah|merubah|merobah)\b\s+(?:(?:beberapa\s+)?ketentuan\s+)?(?:dalam\s+)?", re.I)
_KEPT = re.compile(
    r"\b(?:(?:tetap|masih)\s+(?:dinyata[kl]an\s+|dapat\s+|tetap\s+)*(?:berlaku|dilaksanakan|digunakan|dipergunakan)|berlaku\s+(?:sepanjang|terhadap)|"
    r"(?:harus|wajib)\s+(?:telah\s+)?(?:disesuaikan|ditetapkan|menyesuaikan))\b",
    re.I,
)
_CONDITION = re.compile(
    r"(?:sepanjang|sejauh|selama|kecuali|khusus(?:nya)?|yang\s+(?:mengatur|mengenai|berkaitan|bertentangan|menyangkut))\b.*",
    re.I | re.S,
)
_FOLLOWING = re.compile(
    r"\s*,?\s*(?P<condition>(?:sepanjang|sejauh|kecuali|bagi|terhadap|untuk|khusus)\b.*)", re.I | re.S
)


@lru_cache(maxsize=16_384)
def _identifier(words: str) -> str:
    return next((found.citation.regulation for found in find_citations(words)), "")


def find_objects(text: str) -> list[NamedRule]:
    """The rules that ``text``, a list of them, is about, in order: not those inside their titles or amendment clauses.

    ``text`` begins with the list ("Pasal 5 UU A dan PP B tentang ...") or with the words that lead to it ("Dengan
    berlakunya Peraturan Pemerintah ini, maka").
    """
    found: list[NamedRule] = []
    names = list(REGULATION.finditer(text))
    cursor, since = 0, 0  # end of the last name; end of the last object
    for n, name in enumerate(names):
        between = text[cursor : name.start()]
        first = cursor == 0
        cursor = name.end()
        part = _part_named(_LEAD.sub("", between, count=1) if first else between, first or not found)
        following = text[name.end() : names[n + 1].start() if n + 1 < len(names) else len(text)]
        chained = bool(found) and bool(_CHAIN.search(text[since : name.start()]))
        titled = bool(found) and _in_title(text[found[-1].end : name.start()], following)
        identifier = _identifier(name.group())
        if part is None or not identifier or titled or (chained and not part and _AMENDING_TITLE.match(following)):
            continue
        found.append(NamedRule(identifier, part, name.start(), name.end()))
        since = name.end()
    return found


def _in_title(since: str, following: str) -> bool:
    """Whether a name still belongs to the title begun ``since`` the last object: the gazette is cited only after it."""
    return bool(
        re.match(r"\s*,?\s*tentang\b", since, re.I)
        and not _GAZETTE.search(since)
        and re.match(r"\s*" + _GAZETTE.pattern, following, re.I)
    )


def _part_named(before: str, first: bool) -> str | None:
    """What the words before a rule's name say is meant: "" for all of it, a part of it, or None for something else."""
    words = _JUNK.sub("", before) if first else before
    if parts := _PARTS.search(words):
        rest = words[: parts.start()]
        said = parts.group().strip(" ,")
        said = re.sub(r"\s*\b(?:dari|dalam|pada|di)$", "", said, flags=re.I)
        if first and (not rest.strip(" ,") or (_PARTIAL.match(rest) and not _OTHER.search(rest))):
            return f"{rest.strip(' ,')} {said}".strip()
        tail = re.split(r"[,;]|\bdan\b", rest)[-1].strip()
        return said if _COORDINATED.search(rest) or _PARTIAL.match(tail) else None
    if not first:
        return "" if _COORDINATED.search(words) or _WHOLE.fullmatch(_last_item(words)) else _partial(_last_item(words))
    words = words.strip(" ,")
    return "" if _WHOLE.fullmatch(words) else _partial(words)


def _last_item(words: str) -> str:
    """The words after the last comma or "dan", without a list marker; "-" where there is none."""
    split = re.split(r"[,;]|\b(?:dan|serta)\b", words)
    return _JUNK.sub("", split[-1]).strip() if len(split) > 1 else "-"


def _partial(words: str) -> str | None:
    fits = _PARTIAL.match(words) and not _OTHER.search(words) and len(words) < 400
    return re.sub(r"\s*\b(?:dari|dalam|pada|di)$", "", words, flags=re.I) if fits else None


def find_statements(text: str) -> Iterator[Statement]:
    """What the sentences of ``text`` do to the rules they name."""
    for sentence in split_sentences(text):
        yield from _repeals(sentence)
        yield from _changes(sentence)


def split_sentences(text: str) -> Iterator[str]:
    """Sentences of evened text; list markers ("1. Peraturan"), "No." and initials do not end one."""
    start = 0
    for stop in re.finditer(r"\.\s+(?=[A-Z\"“]|\(\d)", text):
        before = text[max(start, stop.start() - 24) : stop.start()]
        if re.search(
            r"(?:(?:^|[;:,.)\"”])\s*|\b(?:dan|atau|ini|maka|berlaku)\s+)\(?(?:\d{1,2}|[a-zA-Z]{1,2}|[ivx]+)$", before
        ):
            continue
        if re.search(r"(?<!\w)\d{1,2}$", before) and not re.search(
            r"\b(?:nomor|no|pasal|tahun|ayat|angka)\.?\s*\d+$", before, re.I
        ):
            continue
        if re.search(r"\b(?:No|Nr|jo|jis|Prp|Drt|Tgl|St|[A-Z])$", before):
            continue
        yield text[start : stop.end()]
        start = stop.end()
    yield text[start:]


_ITEM_END = re.compile(r";|(?<=[a-z)\]”\"])(?<!No)(?<!no)(?<!Nr)\.\s+(?=\(?(?:\d{1,2}|[a-z])[.)]\s)")


def _repeals(sentence: str) -> Iterator[Statement]:
    if not (_REPEALED.search(sentence) or _REVOKE.search(sentence)):
        return
    waiting: list[NamedRule] = []  # named in items whose verb is still to come
    verb_first = False
    for n, item in enumerate(_ITEM_END.split(sentence)):
        verb = _repeal_verb(item)
        if verb is None:
            if _KEPT.search(item):
                waiting, verb_first = [], False
                continue
            listed = _after_colon(item) if n == 0 else item
            objects = find_objects(listed)
            if verb_first:
                yield from (Statement("mencabut", o.regulation, _condition(o, listed)) for o in objects)
            else:
                waiting += [NamedRule(o.regulation, _condition(o, listed), o.start, o.end) for o in objects]
            continue
        before, after = item[: verb.start()], item[verb.end() :]
        listed = _after_colon(before)
        objects = [] if _KEPT.search(listed) else find_objects(listed)
        following = _FOLLOWING.match(after)
        tail = following["condition"].strip(" .") if following else ""
        if objects or (waiting and not _KEPT.search(before)):
            shared = tail or ("" if objects else _only_condition(before))
            yield from (Statement("mencabut", w.regulation, w.part or shared) for w in waiting)
            yield from (Statement("mencabut", o.regulation, _condition(o, listed) or tail) for o in objects)
            waiting, verb_first = [], False
        elif not REGULATION.search(before) or verb.re is _REVOKE:
            verb_first = True
            listed = re.sub(r"^[\s:,]*(?:lagi|maka)?[\s:,]*", "", after)
            objects = find_objects(listed)
            yield from (Statement("mencabut", o.regulation, _condition(o, listed)) for o in objects)


def _repeal_verb(item: str) -> re.Match[str] | None:
    """The words of an item that repeal; not those of what may be, was or is elsewhere repealed."""
    for match in _REPEALED.finditer(item):
        before, after = item[: match.start()], item[match.end() :]
        if match["revoked"] and not match["said"] and _NOT_DONE.search(before):
            continue
        if match["revoked"] and re.match(r"\s+(?:dengan|oleh)\s+(?!ini\b)(?!\w+ \w+ ini\b)", after, re.I):
            continue
        bare = not (match["said"] or match["revoked"] or match["more"])
        if bare and not re.match(r"\s*(?:[.,;:]|$|sepanjang\b|sejak\b|terhitung\b|dan\b)", after, re.I):
            continue
        return match
    return next((m for m in _REVOKE.finditer(item) if not _NOT_DONE.search(item[: m.start()])), None)


def _after_colon(item: str) -> str:
    """An item without the words that lead to the list, where a colon ends them."""
    lead, colon, rest = item.partition(":")
    return rest if colon and not REGULATION.search(lead) else item


def _condition(named: NamedRule, item: str) -> str:
    """The part or condition under which the object is meant: what stands before its name, or "sepanjang ..." after it."""
    if named.part:
        return named.part
    clause = item[named.end :]
    following = REGULATION.search(clause)
    said = re.search(r"\b(?:sepanjang|sejauh|kecuali)\b.*", clause, re.I | re.S)
    if not said or (following and following.start() < said.start() and not _CHAIN.search(clause[: following.start()])):
        return ""
    return " ".join(said.group().split())[:300].strip(" ,.")


def _only_condition(before: str) -> str:
    """The condition that stands alone before the verb and holds for all items of the list above."""
    said = _CONDITION.match(_JUNK.sub("", before))
    return " ".join(said.group().split())[:300].strip(" ,.") if said else ""


def _changes(sentence: str) -> Iterator[Statement]:
    for match in _CHANGED.finditer(sentence):
        before = sentence[: match.start()]
        if not _NOT_DONE.search(before) and not re.search(r"\bkali\s*$", before, re.I):
            listed = _after_colon(before)
            yield from (Statement("mengubah", o.regulation, o.part) for o in find_objects(listed)[:1])
        return
    if match := _CHANGE.match(_JUNK.sub("", _LEAD.sub("", sentence, count=1))):
        objects = find_objects(match.string[match.end() :])
        yield from (Statement("mengubah", o.regulation, o.part) for o in objects[:1])
