"""Chunks: the smallest unit that says enough, verbatim, with its context only in the embedded text."""

from ingest.chunk import LIMIT, POOR, chunk_provisions
from ingest.clean import CleanText, place_lines
from ingest.structure import parse_provisions
from kb.types import Chunk, Line, Provision, Regulation

REGULATION = Regulation("pp-1-2020", "pp", "1", 2020, "Uji")
HEAD = "PERATURAN PEMERINTAH\nNOMOR 1 TAHUN 2020\nTENTANG\nUJI\nMEMUTUSKAN:\n"
LONG = "kata " * 150


def clean_text(text: str, confidence: float = 1.0) -> CleanText:
    return place_lines((1, Line(line, (0, 0, 1, 1), confidence)) for line in text.split("\n"))


def chunks(text: str, confidence: float = 1.0) -> dict[str, Chunk]:
    clean = clean_text(text, confidence)
    made = chunk_provisions(REGULATION, parse_provisions(clean, "pp-1-2020"), clean)
    assert len({chunk.path for chunk in made}) == len(made)
    return {chunk.path.removeprefix("pp-1-2020/"): chunk for chunk in made}


def test_a_short_article_is_one_chunk_and_a_long_one_is_cut_at_its_ayat() -> None:
    found = chunks(HEAD + f"BAB I\nUMUM\nPasal 1\nSatu.\nPasal 2\n(1) Satu {LONG}.\n(2) Dua {LONG}.")
    assert list(found) == ["pasal-1", "pasal-2/ayat-1", "pasal-2/ayat-2"]
    assert found["pasal-2/ayat-1"].text.startswith("(1) Satu")
    assert found["pasal-2/ayat-1"].embedding_text.startswith(
        "PP Nomor 1 Tahun 2020 tentang Uji. BAB I UMUM. Pasal 2 ayat (1):"
    )


def test_items_of_a_long_list_carry_the_words_before_it() -> None:
    found = chunks(HEAD + f"Pasal 1\nPegawai yang menghadapi keadaan ini wajib:\na. satu {LONG};\nb. dua {LONG};")
    assert "Pegawai yang menghadapi keadaan ini wajib: b. dua" in found["pasal-1/huruf-b"].embedding_text
    assert found["pasal-1/huruf-b"].text.startswith("b. dua")


def test_explanations_that_say_nothing_have_no_chunk_and_others_have() -> None:
    text = HEAD + (
        "Pasal 1\nSatu.\nPasal 2\nDua.\nPENJELASAN\nATAS\nPERATURAN\nI. UMUM\nMaksud.\nII. PASAL DEMI PASAL\nPasal 1\n"
        "Cukup jelas.\nPasal 2\nUang ialah rupiah.\nTAMBAHAN LEMBARAN NEGARA REPUBLIK INDONESIA NOMOR 1"
    )
    assert list(chunks(text)) == ["pasal-1", "pasal-2", "penjelasan/umum", "penjelasan/pasal-2"]


def test_a_penjelasan_in_which_nothing_is_found_is_still_searched() -> None:
    clean = clean_text("PENJELASAN ATAS PERATURAN yang tidak terbaca susunannya.")
    whole = provision("penjelasan", "penjelasan", "", clean, 0, len(clean.text))
    assert [chunk.text for chunk in chunk_provisions(REGULATION, [whole], clean)] == [clean.text]


def test_words_cut_at_a_line_end_are_whole_in_the_embedded_text_only() -> None:
    chunk = chunks(HEAD + "Pasal 1\nMenurut keten-\ntuan undang-\nundang ini, ketentuan lain.")["pasal-1"]
    assert "Menurut ketentuan undang-undang ini" in chunk.embedding_text
    assert "keten-\ntuan" in chunk.text


def test_poorly_recognised_lines_are_not_verbatim() -> None:
    assert chunks(HEAD + "Pasal 1\nSatu.", POOR - 0.01)["pasal-1"].verbatim is False
    assert chunks(HEAD + "Pasal 1\nSatu.", POOR + 0.01)["pasal-1"].verbatim is True


def provision(
    path: str, kind: str, parent: str, clean: CleanText, start: int, end: int, own_end: int | None = None
) -> Provision:
    full = {"path": f"pp-1-2020/{path}", "parent": f"pp-1-2020/{parent}" if parent else ""}
    return Provision(
        **full, label="", kind=kind, headings=(), start=start, own_end=end if own_end is None else own_end, end=end,
        text=clean.text[start:end].strip(), pages=(1,), boxes=(),
    )  # fmt: skip


def test_units_of_documents_without_articles_are_chunks() -> None:
    clean = clean_text(f"I. Latar\n{LONG}\nII. Maksud\n{LONG}")
    cut = clean.text.index("II.")
    units = [
        provision("romawi-i", "romawi", "", clean, 0, cut),
        provision("romawi-ii", "romawi", "", clean, cut, len(clean.text)),
    ]
    made = chunk_provisions(REGULATION, units, clean)
    assert [(chunk.path, chunk.label) for chunk in made] == [
        ("pp-1-2020/romawi-i", "PP Nomor 1 Tahun 2020 romawi I"),
        ("pp-1-2020/romawi-ii", "PP Nomor 1 Tahun 2020 romawi II"),
    ]


def test_short_rows_of_a_long_table_are_its_parts_and_a_long_row_is_its_own() -> None:
    rows = ["No Jabatan", *(f"{n} Analis {'x' * 90}" for n in range(1, 12)), f"12 Arsiparis {'y' * 600}"]
    clean = clean_text("\n".join(rows))
    starts = [clean.text.index(row) for row in rows]
    stops = [*starts[1:], len(clean.text)]
    table = provision("lampiran-1", "tabel", "", clean, 0, len(clean.text), starts[1])
    # any two step words that kb.citation knows stand for "tabel" and "baris" here
    units = [table] + [
        provision(f"lampiran-1/angka-{n}", "baris", "lampiran-1", clean, starts[n], stops[n])
        for n in range(1, len(rows))
    ]
    made = chunk_provisions(REGULATION, units, clean)
    assert [chunk.path.removeprefix("pp-1-2020/") for chunk in made] == [
        "lampiran-1",
        "lampiran-1#2",
        "lampiran-1/angka-12",
    ]
    assert all(len(chunk.text) <= LIMIT for chunk in made)
    assert "\n".join(chunk.text for chunk in made) == clean.text
    assert all("No Jabatan" in chunk.embedding_text for chunk in made)
