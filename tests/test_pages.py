"""The pages in a real browser over a real server: what people see, where highlights lie, what never runs."""

from __future__ import annotations

import gzip
import re
import warnings
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import chromium, ink_at_highlights, words_under_highlights
from conftest import LetterEmbedder
from internal_document import CANARIES, SECRET
from marked_documents import GAP, MARKUP
from playwright.sync_api import expect
from small_documents import CATALOGUE, NEW, OLD, set_pdf

from api.app import create_app
from api.asking import excerpt, mark_words
from api.feedback import read_feedback
from api.keys import add_key
from api.ledger import Ledger
from api.linking import Linker, anchor_of
from api.pages import ASSETS, WEB
from api.reading import parse_shown, read_blocks
from api.settings import Settings
from api.sites import add_site
from docs.stage import serve
from ingest.pipeline import ingest
from kb.lexical import tokenize
from kb.search import Library, open_library

pytestmark = pytest.mark.filterwarnings("ignore")  # vendors
CITED = "/baca/pp-2-2021?kutip=pasal-1/ayat-2/huruf-b#pasal-1-ayat-2-huruf-b"
PAGES = {
    "ask": "/",
    "answer": "/?t=isi+Pasal+1+ayat+(2)+PP+2/2021",
    "refusal": "/?t=PP+2/2021+Pasal+99",
    "following": "/?t=kalau+pasal+2%3F&lalu=isi+Pasal+1+PP+2/2021&status=berlaku&pada=2026-11-01",
    "filtered": "/?jenis=pp&status=dicabut",
    "reading": CITED,
    "definitions": "/baca/pp-3-2022",
    "gap": "/baca/pp-4-2022",
    "repealed": "/baca/pp-1-2020?bahasa=en",
    "absent": "/baca/pp-9-1999",
    "drafting": "/rancangan",
    "librarian": "/kelola",
}
NARROW = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    """Small regulations: one repealed, one with markup in its text, one with a gap under quarantine, one internal."""
    folder = tmp_path_factory.mktemp("halaman")
    for name, text in (("lama", OLD), ("baru", NEW), ("tanda", MARKUP), ("celah", GAP)):
        set_pdf(folder / f"{name}.pdf", text)
    (folder / "katalog.toml").write_text(CATALOGUE)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        ingest([folder], data=folder / "data", embedder=LetterEmbedder(), catalogue=folder / "katalog.toml")
        secret = set_pdf(folder / "rahasia.pdf", SECRET)
        ingest([secret], data=folder / "data", embedder=LetterEmbedder(), audience="internal")
    return folder / "data"


@pytest.fixture
def shelf(data) -> Iterator[Library]:
    library = open_library(data, embedder=LetterEmbedder())
    yield library
    library.store.close()
    library.generation.close()


@pytest.fixture(scope="module")
def site(data) -> Iterator[str]:
    library = open_library(data, embedder=LetterEmbedder())
    with serve(create_app(Settings(data=data, rate_anonymous="", rate_key=""), library)) as address:
        yield address


@pytest.fixture(scope="module")
def chrome() -> Iterator:
    with chromium() as launched:
        yield launched


@pytest.fixture
def open_page(chrome, site):
    """A function that opens an address; at the end nothing may have been said on the console."""
    contexts, said = [], []

    def open_(address: str, expected: int = 200, troubled: bool = False, **settings):
        context = chrome.new_context(**{"viewport": {"width": 1440, "height": 900}, **settings})
        contexts.append(context)
        page = context.new_page()
        if not troubled:
            page.on("console", lambda message: said.append(f"{address}: {message.text}"))
        page.on("pageerror", lambda error: said.append(f"{address}: {error}"))
        assert page.goto(site + address).status == expected
        page.wait_for_load_state("networkidle")
        if expected != 200:
            said.clear()  # Chromium writes the failed status itself
        return page

    yield open_
    for context in contexts:
        context.close()
    assert said == []


# --- what the address gives, without a browser ---


def test_policy_allows_nothing_inline_and_no_frames(site) -> None:
    for address in PAGES.values():
        response = httpx.get(site + address.split("#")[0])
        policy = response.headers["content-security-policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert not re.search(
            r"<style|\sstyle=|\son\w+=\"|<script(?![^>]* src=)(?! type=\"application/json\")", response.text
        )


def test_a_page_is_sent_once_and_files_are_kept_under_their_hash(site) -> None:
    page = httpx.get(f"{site}/baca/pp-2-2021")
    assert httpx.get(f"{site}/baca/pp-2-2021", headers={"If-None-Match": page.headers["etag"]}).status_code == 304
    asset = re.search(r'href="(/aset/\w+/rujukan\.css)"', page.text)[1]
    kept = httpx.get(site + asset)
    assert "immutable" in kept.headers["cache-control"]
    assert httpx.get(site + asset, headers={"If-None-Match": kept.headers["etag"]}).status_code == 304
    stale = httpx.get(f"{site}/aset/lain/rujukan.css")
    assert stale.headers["cache-control"] == "no-cache"
    assert httpx.get(f"{site}/aset/lain/texts.toml").status_code == 404
    assert httpx.get(f"{site}/aset/lain/..%2fpages.py").status_code == 404


def test_what_pages_load_is_small() -> None:
    scripts_and_style = [file for file in WEB.iterdir() if file.suffix in ASSETS]
    assert len(scripts_and_style) > 10
    assert sum(len(gzip.compress(file.read_bytes(), 5)) for file in scripts_and_style) < 40_000  # of all pages together


def test_state_in_the_address_is_read_leniently(site) -> None:
    for query in ("t=&tahun=abc&pada=kemarin&mulai=-4&status=aneh", "mulai=999999", "t=" + "x" * 9000, "topik=%00"):
        assert httpx.get(f"{site}/?{query}").status_code == 200
    for query in ("kutip=..", "kutip=pasal-77", "kutip=%3Cb%3E", "halaman=99999", "halaman=a", "pada=x"):
        assert httpx.get(f"{site}/baca/pp-2-2021?{query}").status_code == 200
    assert (
        "pasal-77" in httpx.get(f"{site}/baca/pp-2-2021?kutip=pasal-77").text
    )  # and the page says that it is not there


def test_ask_page_answers_without_javascript(open_page) -> None:
    page = open_page("/", java_script_enabled=False)
    page.get_by_label("Pertanyaan Anda").fill("isi Pasal 1 ayat (2) PP 2/2021")
    page.get_by_role("button", name="Cari jawaban").click()
    page.get_by_role("heading", name="Jawaban", exact=True).wait_for()
    page.locator("#answer .card-label").first.click()
    assert page.locator(".unit.cited").first.inner_text().startswith("Dikutip: PP Nomor 2 Tahun 2021 Pasal 1 ayat (2)")
    assert page.locator("#page-boxes rect").count() >= 1


def test_an_internal_document_is_on_no_page_without_a_key(site) -> None:
    for address in ("/", "/?t=bilik+juru+kunci", "/hasil?t=bilik+juru+kunci", "/baca/pp-2-2021", "/baca/pp-1-2020"):
        said = httpx.get(site + address).text
        assert [canary for canary in CANARIES if canary in said] == [], address
    for address in ("/baca/pp-7-2022", "/baca/pp-7-2022/kotak?kutip=pasal-1"):
        assert httpx.get(site + address).status_code == 404


def test_filters_choose_regulations_and_provisions(site) -> None:
    listed = httpx.get(f"{site}/?status=dicabut").text
    assert "pp-1-2020" in listed
    assert "pp-2-2021" not in listed
    found = httpx.get(f"{site}/hasil?t=jam+kerja&tahun=2021").json()
    assert {card["path"].split("/")[0] for card in found} == {"pp-2-2021"}
    assert {card["status"] for card in httpx.get(f"{site}/hasil?t=jam+kerja&status=dicabut").json()} == {"dicabut"}
    assert httpx.get(f"{site}/hasil?t=jam+kerja&jenis=uu").json() == []


@pytest.mark.parametrize(
    ("chosen", "body"),
    [
        ("", {}),
        ("tahun=2020", {"years": [2020]}),
        ("tahun=2022", {"years": [2022]}),
        ("status=berlaku", {"statuses": ["berlaku"]}),
        ("status=dicabut", {"statuses": ["dicabut"]}),
        ("jenis=uu", {"kinds": ["uu"]}),
    ],
)
@pytest.mark.parametrize("words", ["jam kerja pegawai", "isi PP 2/2021 pasal 1"])
def test_answer_and_list_come_from_the_same_regulations(open_page, site, words, chosen, body) -> None:
    """On the page without a script, with it, and over REST."""
    address = f"/?t={quote(words)}&{chosen}"
    listed = {card["path"].partition("/")[0] for card in httpx.get(f"{site}/hasil{address[1:]}").json()}
    told = httpx.post(f"{site}/v1/ask", json={"question": words, **body}).json()
    assert {p["regulation"] for p in [*told["passages"], *told["related"]]} <= listed
    plain = open_page(address, java_script_enabled=False)
    said = told["answer"].partition("\nMungkin terkait")[0].split()  # what is near has cards, with links
    assert plain.locator(".answer-text").inner_text().split() == said
    page = open_page("/?" + chosen)
    page.get_by_label("Pertanyaan Anda").fill(words)
    page.keyboard.press("Enter")
    page.locator("#follow:visible").wait_for()
    assert page.locator(".answer-text").inner_text().split() == said
    assert page.url.endswith(f"&{chosen}" if chosen else quote(words).replace("%20", "+").replace("/", "%2F"))
    for shown in (page, plain):
        assert shown.locator("#narrowed").is_visible() is bool(chosen)
    assert page.locator("#narrowed").text_content().split() == plain.locator("#narrowed").text_content().split()


@pytest.mark.parametrize("scripted", [True, False])
def test_a_further_question_follows_the_earlier_ones(open_page, site, scripted) -> None:
    page = open_page("/?t=isi+Pasal+1+PP+2/2021&tahun=2021", java_script_enabled=scripted)
    page.get_by_label("Tanya lanjutan").fill("kalau pasal 2?")
    page.get_by_label("Tanya lanjutan").press("Enter")
    page.locator("#trail a").wait_for()
    page.locator("#follow:visible").wait_for()
    assert "lalu=isi+Pasal+1+PP+2%2F2021" in page.url
    assert "tahun=2021" in page.url
    assert page.get_by_label("Pertanyaan Anda").input_value() == "kalau pasal 2?"
    assert "berlaku pada tanggal diundangkan" in page.locator(".answer-text").inner_text()
    assert page.locator("#results-list .card-label").first.inner_text() == "PP Nomor 2 Tahun 2021 Pasal 2"
    again = open_page(page.url.removeprefix(site))  # what is shared says the same
    assert again.locator(".answer-text").inner_text() == page.locator(".answer-text").inner_text()
    page.get_by_role("button", name="Terapkan").click()  # filters keep what went before
    page.wait_for_load_state("networkidle")
    page.locator("#follow:visible").wait_for()
    assert "lalu=isi" in page.url
    page.locator("#trail a").click()
    page.locator("#trail").wait_for(state="hidden")
    assert page.get_by_label("Pertanyaan Anda").input_value() == "isi Pasal 1 PP 2/2021"
    assert "tahun=2021" in page.url


@pytest.mark.parametrize("streamed", [True, False])  # by the script, or written into the page by the server
def test_answers_are_judged_on_the_page(open_page, data, streamed) -> None:
    before = sum(row["count"] for row in read_feedback(data) if row["reason"] == "tidak_lengkap")
    page = open_page("/" if streamed else "/?t=isi+Pasal+1+PP+2/2021")
    if streamed:
        page.get_by_label("Pertanyaan Anda").fill("isi Pasal 1 PP 2/2021")
        page.keyboard.press("Enter")
    page.get_by_role("button", name="Tidak membantu").click()
    assert page.evaluate("document.activeElement.textContent") == "Kutipan keliru"
    page.get_by_role("button", name="Kurang lengkap").click()
    page.get_by_text("Terima kasih atas penilaian").wait_for()
    assert page.get_by_role("button", name="Tidak membantu").count() == 0
    rows = [row for row in read_feedback(data) if row["reason"] == "tidak_lengkap"]
    assert sum(row["count"] for row in rows) == before + 1
    assert {row["provision"].partition("/pasal-1")[0] for row in rows} == {"pp-2-2021"}


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Jam kerja dan pekerjaan, KERJA.", ["kerja", "pekerjaan", "KERJA"]),  # by stem, whatever the case
        ("Tidak ada.", []),
        ("bekerja<kerja>", ["bekerja", "kerja"]),
    ],
)
def test_words_are_marked_by_stem(text, marked) -> None:
    pieces = mark_words(text, set(tokenize("kerja")))
    assert [p.text for p in pieces if p.kind == "cocok"] == marked
    assert "".join(p.text for p in pieces) == text


def test_an_excerpt_shows_the_matching_words() -> None:
    long = "awal " * 200 + "tunjangan kinerja " + "akhir " * 200
    assert "tunjangan" in excerpt(long, {"tunjang"})
    assert len(excerpt(long, {"tunjang"})) < 450


def test_a_reader_may_leaf_fast_and_ask_still(chrome, data, site) -> None:
    """Thirty pages under the limits of a fresh server; the small document is leafed to and fro."""
    app = create_app(Settings(data=data), open_library(data, embedder=LetterEmbedder()))
    with serve(app) as address:
        context = chrome.new_context(viewport={"width": 1440, "height": 900})
        page = context.new_page()
        seen: list[tuple[int, str]] = []
        page.on("response", lambda response: seen.append((response.status, response.url)))
        page.goto(address + "/baca/pp-2-2021", wait_until="networkidle")
        for number in range(30):
            page.locator("#pasal-1 .page-link, #pasal-2 .page-link").nth(number % 2).click()
            expect(page.locator("#page-number")).to_have_text(str(number % 2 + 1))
            page.locator("#page-image").evaluate("image => image.decode()")  # an error where it did not come
        assert [one for one in seen if one[0] >= 400] == []
        assert sum("/kotak?" in url for _, url in seen) == 30
        pictures = [httpx.get(f"{address}/v1/regulations/pp-2-2021/pages/{1 + n % 2}.png") for n in range(30)]
        assert {(one.status_code, one.headers["ratelimit-limit"]) for one in pictures} == {(200, "600")}
        left = httpx.post(f"{address}/v1/ask", json={"question": "isi PP 2/2021 pasal 1"}).headers
        assert int(left["ratelimit-remaining"]) == 60 - 2  # the page and this question
        context.close()


# --- the regulation as read ---


def test_every_word_of_the_document_is_shown_once(shelf) -> None:
    for identifier in shelf.stored:
        stored = shelf.store.provisions(identifier)
        shown = [u.path for b in read_blocks(shelf, identifier) for u in (*b.units, *b.elucidation)]
        assert sorted(shown) == sorted(p.path for p in stored)


def test_blocks_carry_links_definitions_elucidation_and_gaps(shelf) -> None:
    blocks = {b.anchor: b for b in read_blocks(shelf, "pp-3-2022")}
    article = blocks["pasal-2"]
    assert [(p.kind, p.text, p.target) for p in article.units[0].pieces if p.kind] == [
        ("istilah", "Pegawai Tetap", "#pasal-1-angka-1"),
        ("istilah", "Tanda Pengenal", "#pasal-1-angka-2"),
        ("rujukan", "Pasal 3 ayat (1)", "#pasal-3-ayat-1"),
    ]
    assert "jam kerja" in article.elucidation[0].pieces[0].text
    assert blocks["pasal-1"].trivial
    links = [(p.text, p.target) for unit in blocks["pasal-3"].units for p in unit.pieces if p.kind == "rujukan"]
    assert links[0] == ("ayat (1)", "#pasal-3-ayat-1")
    assert links[1][1] == "/baca/pp-2-2021?kutip=pasal-1/ayat-2#pasal-1-ayat-2"
    assert [b.gap for b in read_blocks(shelf, "pp-4-2022") if b.kind == "pasal"] == ["", "", "3", ""]


@pytest.mark.parametrize(
    ("shown", "path"),
    [
        ("pasal-1/ayat-2", "pp-2-2021/pasal-1/ayat-2"),
        ("pp-2-2021/pasal-1", "pp-2-2021/pasal-1"),
        ("/pasal-1/", "pp-2-2021/pasal-1"),
        ("", ""),
        ("../etc", ""),
    ],
)
def test_the_quoted_path_is_read_with_or_without_its_regulation(shown, path) -> None:
    assert parse_shown("pp-2-2021", shown) == path
    assert anchor_of("pp-2-2021/pasal-1/ayat-2#3") == "pasal-1-ayat-2"


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("dimaksud dalam Pasal 2 dan Pasal 3", ["Pasal 2", "Pasal 3"]),
        ("Pasal 2 Peraturan Pemerintah ini", ["Pasal 2"]),
        ("Pasal 2 dan Pasal 3 Peraturan Menteri tersebut", []),  # of another act, both of them
        ("pajak menurut PPh Pasal 2 dan Pasal 3", []),
        ("Pasal 2 Kitab Undang-Undang Hukum Pidana", []),
        ("Pasal 77", []),  # not in this regulation
        ("Pasal 1 PP Nomor 2 Tahun 2021", ["Pasal 1 PP Nomor 2 Tahun 2021"]),
        ("Pasal 1 PP Nomor 9 Tahun 1999", []),  # not stored
    ],
)
def test_only_what_must_mean_a_stored_provision_is_linked(shelf, text, linked) -> None:
    provisions = {p.path: p for p in shelf.store.provisions("pp-3-2022")}
    pieces = list(Linker(shelf, "pp-3-2022", provisions).pieces(text, "pp-3-2022/pasal-4"))
    assert [p.text for p in pieces if p.kind == "rujukan"] == linked
    assert "".join(p.text for p in pieces) == text


def test_gaps_and_quarantine_are_told(open_page) -> None:
    page = open_page("/baca/pp-4-2022")
    assert "belum diterima pustakawan" in page.locator(".document-head").inner_text()
    assert "tidak terbaca dalam berkas sumber" in page.locator("#pasal-3").inner_text()


def test_a_repealed_regulation_says_so_first_and_names_what_repealed_it(open_page) -> None:
    page = open_page("/baca/pp-1-2020")
    assert "sudah dicabut" in page.locator(".banner-danger").inner_text()
    assert "Dicabut oleh PP Nomor 2 Tahun 2021" in page.locator(".timeline").inner_text()
    page.locator(".timeline").get_by_role("link", name="PP Nomor 2 Tahun 2021", exact=True).click()
    assert page.url.endswith("/baca/pp-2-2021")


# --- in the browser ---


def test_ask_open_the_citation_and_see_the_highlight_over_its_words(open_page, site, shelf) -> None:
    page = open_page("/")
    page.get_by_label("Pertanyaan Anda").fill("isi Pasal 1 ayat (2) huruf b PP 2/2021")
    page.keyboard.press("Enter")
    card = page.locator("#answer .card").first
    card.wait_for()
    assert "t=isi" in page.url  # can be shared
    card.locator(".card-label").click()
    page.wait_for_url("**/baca/pp-2-2021?kutip=**")
    page.wait_for_load_state("networkidle")
    cited = page.locator(".unit.cited").first
    assert "mangkir" in cited.inner_text()
    assert cited.is_visible()
    path = cited.get_attribute("data-path")
    assert f"kutip={path.partition('/')[2]}" in page.url
    rectangle = page.locator("#page-boxes rect").first.bounding_box()
    image = page.locator("#page-image").bounding_box()
    number, x0, y0, x1, y1 = shelf.store.provision(path).boxes[0]
    size = next(p for p in shelf.store.pages("pp-2-2021") if p.number == number)
    scale = image["width"] / size.width
    expected = (
        image["x"] + x0 * scale,
        image["y"] + (size.height - y1) * scale,
        (x1 - x0) * scale,
        (y1 - y0) * scale,
    )
    got = (rectangle["x"], rectangle["y"], rectangle["width"], rectangle["height"])
    assert got == pytest.approx(expected, abs=1.5)
    # The words were set at x 90, on the line's base line, in 12 points: the picture is dark exactly there.
    within, *beside = ink_at_highlights(page)[0]
    assert within > 100
    assert beside == [0, 0]
    assert "pemotongan tunjangan" in words_under_highlights(page, site)
    served = httpx.get(f"{site}/baca/pp-2-2021/kotak?kutip={path}").json()
    assert served["boxes"][0] == [number, x0, y0, x1, y1]


def test_the_picture_follows_the_page_links(open_page) -> None:
    page = open_page("/baca/pp-2-2021")
    page.locator("#pasal-2 .page-link").click()
    page.wait_for_function("document.getElementById('page-number').textContent === '2'")
    assert page.locator("#page-boxes rect").count() >= 1
    assert "kutip=pasal-2" in page.url
    page.get_by_label("Halaman sebelumnya").click()
    page.wait_for_function("document.getElementById('page-number').textContent === '1'")
    assert page.locator("#page-boxes rect").count() == 0


def test_markup_in_documents_and_questions_stays_text(open_page, site) -> None:
    page = open_page("/baca/pp-3-2022")
    assert "<img src=x onerror=window.jebol=1>" in page.locator("#pasal-3").inner_text()
    assert page.evaluate("window.jebol") is None
    attack = "<img src=x onerror=window.jebol=1> PP 3/2022 Pasal 3"
    chosen = f"/?t=jam+kerja&lalu={quote(attack)}&topik={quote(attack)}&jenis={quote(attack)}"
    for address in (f"/?t={quote(attack)}", chosen, f"/baca/pp-2-2021?kutip={quote(attack)}"):
        page = open_page(address)
        assert page.evaluate("window.jebol") is None
        assert page.locator("img[src=x]").count() == 0
    page = open_page("/")
    page.get_by_label("Pertanyaan Anda").fill(attack)
    page.keyboard.press("Enter")
    page.locator("#answer:not([aria-busy])").wait_for()
    page.locator("#results-list .card").first.wait_for()
    assert "<img src=x" in page.locator("#found").inner_text()
    assert page.evaluate("window.jebol") is None
    assert page.locator("img[src=x]").count() == 0


def test_definitions_open_on_hover_and_by_key_and_close_by_escape(open_page) -> None:
    page = open_page("/baca/pp-3-2022")
    term = page.locator("#pasal-2 a.istilah").first
    bubble = page.locator("#definition")
    term.hover()
    bubble.wait_for(state="visible")
    assert "bekerja terus-menerus" in bubble.inner_text()
    page.mouse.move(5, 5)
    bubble.wait_for(state="hidden")
    term.focus()
    page.keyboard.press("Enter")
    bubble.wait_for(state="visible")
    page.keyboard.press("Escape")
    bubble.wait_for(state="hidden")
    assert page.evaluate("document.activeElement.textContent") == "Pegawai Tetap"


def test_the_whole_way_by_keyboard(open_page) -> None:
    page = open_page("/")
    assert page.evaluate("document.activeElement.id") == "t"
    page.keyboard.type("isi Pasal 2 PP 2/2021")
    page.keyboard.press("Enter")
    page.locator("#answer .card").first.wait_for()
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.className") == "card-label":
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/baca/pp-2-2021?kutip=**")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("Shift+Tab")  # from the quoted place, where the fragment put the reader, to its article's tools
    page.locator("body").press("Tab")
    page.evaluate("document.querySelector('.skip').focus()")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "isi"


def test_network_errors_are_told_with_a_retry_that_works(open_page) -> None:
    page = open_page("/", troubled=True)
    page.route("**/v1/ask", lambda route: route.fulfill(status=503, json={"title": "Sibuk", "detail": "coba lagi"}))
    page.get_by_label("Pertanyaan Anda").fill("isi Pasal 2 PP 2/2021")
    page.keyboard.press("Enter")
    page.get_by_role("alert").wait_for()
    assert "Sibuk: coba lagi" in page.get_by_role("alert").inner_text()
    page.unroute("**/v1/ask")
    page.get_by_role("button", name="Coba lagi").click()
    page.locator("#answer .card").first.wait_for()


def test_copying_a_citation_takes_its_words_and_address(open_page) -> None:
    page = open_page(CITED, permissions=["clipboard-read", "clipboard-write"])
    page.locator("#pasal-2 .copy").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Peraturan ini berlaku pada tanggal diundangkan. (PP Nomor 2 Tahun 2021 Pasal 2)")
    assert copied.endswith("/baca/pp-2-2021#pasal-2")


def test_on_a_phone_nothing_overflows_and_the_picture_opens_and_closes(open_page) -> None:
    for address in PAGES.values():
        page = open_page(address, 404 if "1999" in address else 200, viewport=NARROW)
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], address
    page = open_page(CITED, viewport=NARROW)
    panel = page.locator("#panel")
    assert not panel.is_visible()
    page.locator("#panel-open").click()
    assert panel.is_visible()
    assert page.locator("#page-boxes rect").first.is_visible()
    page.keyboard.press("Escape")
    assert not panel.is_visible()
    assert page.evaluate("document.activeElement.id") == "panel-open"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_no_accessibility_violation(open_page, name, scheme) -> None:
    page = open_page(PAGES[name], 404 if name == "absent" else 200, color_scheme=scheme)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_dark_and_light_differ_and_no_motion_is_needed(open_page) -> None:
    grounds = {
        scheme: open_page("/", color_scheme=scheme).evaluate("getComputedStyle(document.body).backgroundColor")
        for scheme in ("light", "dark")
    }
    assert grounds["light"] != grounds["dark"]


def test_print_leaves_the_law_alone(open_page) -> None:
    page = open_page(CITED)
    page.emulate_media(media="print")
    assert not page.locator(".page-panel").is_visible()
    assert not page.locator(".contents").is_visible()
    assert page.locator("#pasal-2").is_visible()


def test_drafters_see_precedents_compared_with_their_clause(open_page) -> None:
    page = open_page("/rancangan")
    page.get_by_label("Teks klausul atau rancangan").fill("Pegawai yang mangkir ditegur secara lisan.")
    page.get_by_role("button", name="Cari preseden").click()
    page.locator(".version").first.wait_for()
    page.get_by_role("button", name="Bandingkan dengan klausul").first.click()
    assert page.locator(".version.wide del, .version.wide ins").count() >= 1
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Word").click()
    assert saved.value.suggested_filename == "preseden.docx"


def test_librarians_sign_in_look_accept_and_correct(open_page, data) -> None:
    _, token = add_key(Ledger(data), "pustakawan", "admin")
    page = open_page("/kelola", troubled=True)  # the first key is refused, which Chromium writes on the console
    page.get_by_label("Kunci akses").fill("rjk_salah")
    page.keyboard.press("Enter")
    page.get_by_text("tidak dikenal").wait_for()
    page.get_by_label("Kunci akses").fill(token)
    page.keyboard.press("Enter")
    page.get_by_role("tab", name="Dokumen").wait_for()
    page.get_by_role("button", name="pp-4-2022").click()
    page.get_by_label("Catatan, misalnya").fill("dicocokkan")
    page.get_by_role("button", name="Terima dokumen").click()
    page.get_by_text("Diterima; sekarang ikut dicari.").wait_for()
    document = page.locator("#document")
    assert document.locator(".report").inner_text().split() == "Halaman 1 Halaman pindaian 0 Pasal 3".split() + (
        "Tidak terbaca Pasal 3 Kutipan di indeks 4 Baris kepala, kaki dan nomor halaman 0".split()
    )
    with page.expect_request("**/v1/documents/pp-4-2022") as sent:
        document.get_by_label("Penetap").fill("Bupati")
        page.get_by_role("button", name="Simpan koreksi").click()
        page.get_by_text("Tersimpan.").wait_for()
    assert sent.value.post_data_json == {"issuer": "Bupati"}  # what was left as it is, is not sent
    with page.expect_request("**/v1/documents/pp-4-2022") as sent:
        document.get_by_label("Penetap (dikoreksi").fill("")
        page.get_by_role("button", name="Simpan koreksi").click()
        page.get_by_text("(dikoreksi").wait_for(state="detached")
    assert sent.value.post_data_json == {"issuer": None}  # the correction is taken back
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    page.get_by_role("tab", name="Dokumen").focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    assert page.get_by_role("tab", name="Catatan tindakan").get_attribute("aria-selected") == "true"
    page.get_by_text("Dokumen diterima").first.wait_for()
    page.get_by_text("Rantai catatan utuh.").wait_for()
    assert page.evaluate("sessionStorage.length + localStorage.length") == 1
    page.get_by_role("button", name="Keluar").click()
    page.get_by_label("Kunci akses").wait_for()
    assert page.evaluate("sessionStorage.length") == 0


@pytest.mark.parametrize("size", [{"width": 1280, "height": 900}, NARROW])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_part_for_librarians_is_in_words_and_fits(open_page, data, scheme, size) -> None:
    name = f"pengelola {scheme} {size['width']}"
    _, token = add_key(Ledger(data), name, "admin")
    if not Ledger(data).read("SELECT 1 FROM sites"):
        add_site(Ledger(data), "dinas", ["https://dinas.example.go.id", "https://www.dinas.example.go.id"])
    counts = [("dijawab", 12), ("tidak_ada_di_koleksi", 3), ("perlu_pejabat", 2)]
    rows = [{"month": "2026-11", "topic": "disiplin", "outcome": o, "questions": n} for o, n in counts]
    rows += [{"month": "2026-10", "topic": "cuti", "outcome": "dijawab", "questions": 7}]
    kept = [{"day": "2026-11-24", "topic": "cuti", "outcome": "dijawab", "question": "berapa <b>hari</b>?"}]
    page = open_page("/kelola", viewport=size, color_scheme=scheme)
    page.route("**/v1/asked", lambda route: route.fulfill(json={"min_askers": 5, "logged_days": 7, "rows": rows}))
    page.route("**/v1/asked/questions", lambda route: route.fulfill(json={"logged_days": 7, "rows": kept}))
    page.get_by_label("Kunci akses").fill(token)
    page.keyboard.press("Enter")
    shown = {
        "Dokumen": ["Masukkan PDF", "Dikarantina"],
        "Yang ditanyakan": ["November 2026", "Tidak ada di koleksi: 3; Perlu pejabat yang berwenang: 2", "<b>hari</b>"],
        "Kunci": [name, "Pengelola", "Terbuka"],
        "Situs": ["https://www.dinas.example.go.id", "60/minute; 2000/day", "Salin tag"],
        "Catatan tindakan": ["Rantai catatan utuh."],
    }
    for tab, words in shown.items():
        page.get_by_role("tab", name=tab).click()
        for one in words:
            page.get_by_text(one).first.wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], tab
        found = Axe().run(page)
        assert found.violations_count == 0, f"{tab}: {found.generate_report()}"
    cells = page.locator("#part-asked tbody tr").first.evaluate("row => [...row.cells].map(one => one.textContent)")
    assert cells == ["disiplin", "", "17", "5", "Tidak ada di koleksi: 3; Perlu pejabat yang berwenang: 2"]


def test_an_upload_shows_how_far_it_is_and_how_it_ended(open_page, data) -> None:
    _, token = add_key(Ledger(data), "pengunggah", "librarian")
    job = {
        "id": "x",
        "kind": "ingest",
        "object": "<b>kas.pdf",
        "audience": None,
        "who": "pengunggah",
        "state": "quarantined",
    }
    job |= {"report": {"pages": 3, "pasal_found": 2, "pasal_missing": ["3"]}, "error": "celah"}
    job |= {"created": "2026-11-24T08:00:00+00:00", "changed": "2026-11-24T08:00:00+00:00"}
    page = open_page("/kelola")
    page.route("**/v1/documents", lambda route: route.fulfill(status=202, json=job))
    page.route("**/v1/documents/jobs/x", lambda route: route.fulfill(json=job))
    page.route("**/v1/documents/jobs?*", lambda route: route.fulfill(json={"jobs": [job]}))
    page.get_by_label("Kunci akses").fill(token)
    page.keyboard.press("Enter")
    page.get_by_label("Berkas PDF").set_input_files(
        {"name": "kas.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-"}
    )
    page.get_by_role("button", name="Kirim").click()
    page.locator("#upload-state").get_by_text("Dikarantina").wait_for()
    row = page.locator("#jobs tbody tr").inner_text().split("\t")
    assert [cell.strip() for cell in row][:6] == ["<b>kas.pdf", "Dikarantina", "3", "2", "3", "celah"]


def test_drafters_see_findings_with_their_places(open_page) -> None:
    page = open_page("/rancangan")
    page.get_by_label("Teks klausul atau rancangan").fill("Menurut Pasal 2 PP 2/2021 dan Pasal 77 PP 2/2021.")
    page.get_by_role("button", name="Periksa rujukan").click()
    page.get_by_text("tidak ada pasal itu").first.wait_for()
    page.get_by_role("button", name="Pasal 77").click()
    chosen = page.evaluate(
        "(a => a.value.slice(a.selectionStart, a.selectionEnd))(document.getElementById('draft-text'))"
    )
    assert chosen.startswith("Pasal 77")
    page.get_by_role("button", name="Periksa rancangan").click()
    page.get_by_role("heading", name="Temuan").wait_for()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_drafters_check_a_file_and_see_its_text(open_page) -> None:
    page = open_page("/rancangan")
    for name, article in (("satu.txt", "77"), ("dua.md", "88")):
        sent = {"name": name, "mimeType": "", "buffer": f"Baca Pasal {article} PP 2/2021.\r\n".encode()}
        page.locator("#draft-file").set_input_files(sent)
        page.get_by_role("button", name="Periksa rujukan").click()
        page.get_by_role("button", name=f"Pasal {article}").click()
        assert page.locator("#draft-text").input_value() == f"Baca Pasal {article} PP 2/2021.\n"
        chosen = page.evaluate(
            "(a => a.value.slice(a.selectionStart, a.selectionEnd))(document.getElementById('draft-text'))"
        )
        assert chosen.startswith(f"Pasal {article}")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_english_keeps_the_law_indonesian(open_page) -> None:
    page = open_page("/baca/pp-2-2021?bahasa=en")
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator(".document .law").get_attribute("lang") == "id"
    assert page.get_by_role("button", name="Print").is_visible()
    page.get_by_role("link", name="Ask", exact=True).click()
    assert page.locator("html").get_attribute("lang") == "en"
