"""What a sentence may stand on: statements with their lead-ins, and the words above a unit."""

from dataclasses import replace

from small_answers import ANSWER

from kb.answer import answer
from kb.evidence import gather_evidence, read_leads, statements


def test_list_items_stand_behind_their_lead_in() -> None:
    late, gift = gather_evidence(ANSWER)
    assert [" ".join(s.split())[:52] for s in statements(late)] == [
        "Hukuman berat bagi pegawai yang tidak hadir berupa:",
        "Hukuman berat bagi pegawai yang tidak hadir berupa: ",
        "Hukuman berat bagi pegawai yang tidak hadir berupa: ",
    ]
    assert "21 (dua puluh satu)" in statements(late)[1]
    assert "21 (dua puluh satu)" not in statements(late)[2]
    assert len(statements(gift)) == 2


def test_source_is_made_from_the_passage() -> None:
    assert gather_evidence(ANSWER)[1].source == (
        "PP Nomor 7 Tahun 2030 Pasal 8, halaman 4; Disiplin Pegawai; status: berlaku"
    )


def test_leads_are_the_words_above(library) -> None:
    found = answer(library, "isi pasal 1 ayat 2 huruf b pp 2 tahun 2021")
    first = found.passages[0]
    item = replace(first, chunk=replace(first.chunk, path="pp-2-2021/pasal-1/ayat-2/huruf-b"))
    lead = read_leads(library, replace(found, passages=(item,)))["pp-2-2021/pasal-1/ayat-2/huruf-b"]
    assert lead.endswith("Pegawai yang mangkir dikenai:")
