"""The lexicon of staff words: large, well formed, in the law's words; the right sense found in a text."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from kb.glossary import GLOSSARY, KINDS, TOPICS, find_entries, load_glossary
from kb.spelling import load_spelling
from kb.types import RujukanError

ENTRY = '[[entry]]\nsay = ["bolos"]\nmean = "tidak masuk kerja"\nkind = "sehari-hari"\ntopic = "disiplin"\n'


def test_the_lexicon_is_large_and_of_every_kind() -> None:
    entries = load_glossary()
    assert len(entries) >= 250
    assert {entry.kind for entry in entries} == set(KINDS)
    assert {entry.topic for entry in entries} == set(TOPICS)


def test_every_entry_round_trips() -> None:
    rows = tomllib.loads(GLOSSARY.read_text(encoding="utf-8"))["entry"]
    read = [
        {"say": list(e.say), "mean": e.mean, "kind": e.kind, "topic": e.topic}
        | ({"when": list(e.when)} if e.when else {})
        | ({"note": e.note} if e.note else {})
        for e in load_glossary()
    ]
    assert read == rows


def test_every_form_is_lower_case_and_found_in_a_text() -> None:
    for entry in load_glossary():
        for form in entry.say:
            assert form == form.lower()
            text = " ".join([f"soal {form}?", *entry.when[:1]])
            assert entry in [match.entry for match in find_entries(text)], form


def test_no_form_is_hidden_by_a_chat_spelling() -> None:
    chat = load_spelling()[0]
    assert not [f for e in load_glossary() for f in e.say if set(f.split()) & chat.keys()]


def test_expansions_use_words_of_the_law(shared_data: Path) -> None:
    """At least nine of ten say, with every word known, a phrase that stands in the typeset regulations."""
    sources = [shared_data / "text" / f"{path.stem}.md" for path in (shared_data / "pdf" / "typeset").glob("*.pdf")]
    if absent := [source.name for source in sources if not source.is_file()]:
        pytest.skip(f"texts of typeset regulations are absent: {absent[:3]}")
    text = " ".join(" ".join(source.read_text(encoding="utf-8").lower().split()) for source in sources)
    words = set(re.findall(r"\w+", text))
    lacking = [
        entry
        for entry in load_glossary()
        if not set(re.findall(r"[a-z]+", entry.mean.lower())) <= words
        or not any(phrase.strip().lower() in text for phrase in entry.mean.split(","))
    ]
    assert len(lacking) <= 0.1 * len(load_glossary())


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("Apa sanksi kalau saya bolos 3 hari?", "tidak masuk kerja tanpa alasan yang sah"),
        ("bolosnya dihitung per tahun?", "tidak masuk kerja tanpa alasan yang sah"),  # a clitic hides no word
        ("CLTN paling lama berapa tahun", "cuti di luar tanggungan negara"),
        ("siapa ppk di kabupaten?", "Pejabat Pembina Kepegawaian"),
        ("ppk tender itu siapa?", "Pejabat Pembuat Komitmen"),  # "tender" tells the sense
        ("ijin cuti", "izin"),
    ],
)
def test_staff_words_are_translated(text: str, meaning: str) -> None:
    assert meaning in [match.entry.mean for match in find_entries(text)]


@pytest.mark.parametrize("text", ["hari kerja", "mau tanya pak", "membolosi-lah", "Pasal 5 ayat (2)"])
def test_other_texts_are_left_alone(text: str) -> None:
    assert find_entries(text) == []


def test_the_longest_form_counts() -> None:
    assert [m.entry.mean for m in find_entries("titip absen")] == ["masuk kerja dan menaati ketentuan jam kerja"]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[[entry", "tidak dapat dibaca"),
        ("entry = 3", "daftar tabel"),
        (ENTRY.replace('topic = "disiplin"\n', ""), r"entri 1 .*topic"),
        (ENTRY + 'means = "x"\n', "means"),
        (ENTRY.replace('["bolos"]', '["Bolos"]'), "huruf kecil"),
        (ENTRY.replace('["bolos"]', "[]"), "say kosong"),
        (ENTRY.replace("disiplin", "hobi"), "topic 'hobi'"),
        (ENTRY.replace("sehari-hari", "gaul"), "kind 'gaul'"),
        (ENTRY.replace('"tidak masuk kerja"', '" "'), "mean"),
        (ENTRY + ENTRY, "dua kali"),
        (ENTRY.replace('"tidak masuk kerja"', '"bolos"'), "dirinya sendiri"),
    ],
)
def test_a_malformed_lexicon_is_refused_with_its_place(tmp_path: Path, text: str, complaint: str) -> None:
    file = tmp_path / "glosarium.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(RujukanError, match=complaint):
        load_glossary(file)
