"""Articles cut into pieces, pieces joined to spans: nothing crosses a unit or a page."""

from kb.pieces import LONGEST, Piece, Reading, cut_pieces, cut_sentences, join_lines
from kb.span import cut_span, grow, lead_in, list_around
from kb.types import Chunk, Provision

TEXT = "Pasal 3\nPegawai yang mangkir dikenai:\na. teguran tertulis;\nb. pemotongan tunjangan. (1) (2t"
PAGES = (4, 4, 4, 5)


def unit(path: str, kind: str, text: str, own: str, parent: str = "") -> Provision:
    start = TEXT.index(text)
    end = start + len(text)
    return Provision(path, path, kind, parent, (), start, start + len(own), end, text, (4,), ())


ROOT = unit("pp-1-2020/pasal-3", "pasal", TEXT, TEXT[: TEXT.index("a. ")])
A = unit("pp-1-2020/pasal-3/huruf-a", "huruf", "a. teguran tertulis;", "a. teguran tertulis;", ROOT.path)
B = unit("pp-1-2020/pasal-3/huruf-b", "huruf", TEXT[TEXT.index("b. ") :], TEXT[TEXT.index("b. ") :], ROOT.path)
CHUNK = Chunk(ROOT.path, "pp-1-2020", ROOT.path, "Pasal 3", (), TEXT, TEXT, (4, 5), ())


def reading(pages: tuple[int, ...] = PAGES) -> Reading:
    units = {u.path: u for u in (ROOT, A, B)}
    boxes = tuple((page, 0.0, float(n), 1.0, n + 1.0) for n, page in enumerate(pages))
    return Reading(CHUNK, ROOT.path, TEXT, boxes, pages, units, tuple(cut_pieces(TEXT, pages, list(units.values()))))


def said(read: Reading) -> list[tuple[str, int]]:
    return [(read.text[p.start : p.end], p.page) for p in read.pieces]


def test_pieces_are_units_by_page_without_stray_marks() -> None:
    assert said(reading()) == [
        ("Pasal 3\nPegawai yang mangkir dikenai:", 4),
        ("a. teguran tertulis;", 4),
        ("b. pemotongan tunjangan.", 5),  # the marks "(1) (2t" were read apart from their items
    ]


def test_a_head_alone_and_what_no_page_prints_are_no_pieces() -> None:
    assert list(cut_pieces("Pasal 3", (4,), [])) == []
    assert list(cut_pieces("Pegawai ditegur.", (0,), [])) == []


def test_long_words_are_cut_at_sentences_short_ones_are_not() -> None:
    sentence = "Pegawai yang mangkir tanpa alasan ditegur oleh atasannya. "
    long = sentence * (LONGEST // len(sentence) + 1)
    parts = [long[a:b] for a, b in cut_sentences(long, 0, len(long))]
    assert "".join(parts) == long
    assert set(parts) == {sentence}
    assert list(cut_sentences(sentence * 2, 0, 2 * len(sentence))) == [(0, 2 * len(sentence))]


def test_words_parted_at_a_lines_end_are_joined() -> None:
    assert join_lines("peme-\nriksaan Undang-\nUndang") == "pemeriksaan Undang- Undang"


def test_a_span_grows_to_its_kin_but_not_over_the_page_or_the_limit() -> None:
    read = reading()
    item = read.pieces[1]
    assert grow(read, item, 1_000) == (0, item.end)  # item b stands on the next page
    assert grow(read, item, 20) == (item.start, item.end)
    assert grow(read, item, 1_000, (item.start, len(TEXT))) == (item.start, item.end)
    one_page = reading((4, 4, 4, 4))
    assert grow(one_page, one_page.pieces[1], 45) == (item.start, one_page.pieces[2].end)  # the following one first


def test_the_list_around_an_item_begins_with_its_lead_in() -> None:
    read = reading()
    assert list_around(read, read.pieces[2]) == list(read.pieces)
    assert list_around(read, read.pieces[0]) == list(read.pieces)
    assert list_around(read, Piece(0, 5, 4, None)) == []
    assert lead_in(read, A) == "Pegawai yang mangkir dikenai:"
    assert lead_in(read, ROOT) == ""


def test_a_span_is_cut_at_a_clause() -> None:
    read = reading()
    start, end = cut_span(read, 0, len(TEXT), 62)
    assert TEXT[start:end].endswith("a. teguran tertulis;")
    assert cut_span(read, 0, 10, 62) == (0, 10)


def test_boxes_and_unit_of_a_span() -> None:
    read = reading()
    item = read.pieces[1]
    assert read.unit_around(item.start, item.end) is A
    assert read.unit_around(0, item.end) is ROOT
    assert [box[2] for box in read.boxes_of(item.start, item.end)] == [2.0]
