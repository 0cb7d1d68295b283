"""The widget in a real browser, on a page of another origin, before a real server: asked, read, refused, disturbed."""

from __future__ import annotations

import gzip
import json
import logging
import re
import threading
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from browsing import chromium as launch_chromium
from browsing import ink_at_highlights, letters, words_under_highlights
from conftest import LetterEmbedder
from embedding_pages import HOSTILE, PAGE, STRICT
from fastapi import FastAPI
from small_documents import CATALOGUE, NEW, OLD, set_pdf

from api.app import create_app
from api.events import quote_pieces
from api.ledger import Ledger
from api.settings import Settings
from api.sites import QUOTA, add_site, remove_site
from api.widget import widget_source
from docs.stage import WATCH_CARD, WATCH_SHIFT, Agency, serve, serve_agency
from ingest.pipeline import ingest
from kb.search import open_library
from kb.types import ModelError

pytestmark = pytest.mark.filterwarnings("ignore")  # vendors
TEXTS = json.loads((Path(__file__).parents[1] / "api/web/widget/texts.json").read_text(encoding="utf-8"))
QUESTION = "kapan jam kerja pegawai dimulai menurut PP 2/2021 pasal 1?"
CARD = "PP Nomor 2 Tahun 2021 Pasal 1"
HOSTILE_CATALOGUE = """
[[regulation]]
id = "pp-3-2022"
kind = "pp"
number = "3"
year = 2022
title = "<img src=x onerror=window.pwned=1> Pakaian"
status = "berlaku"
"""


@dataclass
class Stage:
    """The server, the page that carries its widget, and what a test may change of both."""

    app: FastAPI
    host: str
    agency: Agency
    data: Path
    chromium: Any
    log: Path

    def register(self, quota: str = QUOTA, origin: str | None = None) -> None:
        add_site(Ledger(self.data), "dinas", [origin or self.agency.origin], quota)

    def visit(self, attributes: str = "", csp: bool = True, url: str | None = None, **context: Any) -> Any:
        """A new page in a new tab; ``page.faults`` are the errors its console told."""
        self.agency.html = PAGE.format(host=self.host, site="dinas", attributes=attributes)
        self.agency.csp = STRICT.format(host=self.host) if csp else ""
        page = self.chromium.new_context(reduced_motion="reduce", **context).new_page()
        page.faults = []
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.on("console", lambda told: told.type == "error" and page.faults.append(told.text))
        page.goto(url or self.agency.origin)
        page.locator("[data-rujukan]").wait_for(state="attached")
        return page


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("widget")
    for name, text in (("lama.pdf", OLD), ("baru.pdf", NEW), ("pakaian.pdf", HOSTILE)):
        set_pdf(folder / name, text)
    (folder / "katalog.toml").write_text(CATALOGUE + HOSTILE_CATALOGUE)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        rows = ingest([folder], data=folder / "data", embedder=LetterEmbedder(), catalogue=folder / "katalog.toml")
    assert [row["result"] for row in rows] == ["ingested"] * 3
    return folder / "data"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with launch_chromium() as opened:
        yield opened


@pytest.fixture
def stage(collection: Path, chromium: Any, tmp_path: Path) -> Iterator[Stage]:
    """A stage whose site is not yet registered; its contexts are closed and its site forgotten afterwards."""
    log = tmp_path / "log"
    handler = logging.FileHandler(log)
    program = logging.getLogger("rujukan")
    level, _ = program.level, program.setLevel(logging.DEBUG)
    program.addHandler(handler)
    app = create_app(Settings(data=collection, rate_anonymous=""), open_library(collection, embedder=LetterEmbedder()))
    with serve(app) as host, serve_agency() as agency:
        yield Stage(app, host, agency, collection, chromium, log)
        for context in chromium.contexts:
            context.close()
    program.removeHandler(handler)
    program.setLevel(level)
    handler.close()
    if Ledger(collection).read("SELECT 1 FROM sites WHERE id = 'dinas'"):
        remove_site(Ledger(collection), "dinas")


def open_widget(page: Any) -> None:
    page.get_by_role("button", name="Buka Tanya Aturan ASN").click()


def ask(page: Any, question: str = QUESTION) -> None:
    page.get_by_label("Pertanyaan Anda").fill(question)
    page.keyboard.press("Enter")


def answered(page: Any) -> Any:
    """The last answer, once it is whole."""
    page.get_by_role("button", name="Salin").last.wait_for()
    return page.locator("[data-rujukan] .turn").last


def trouble(page: Any, words: str) -> Any:
    """The box that tells what went wrong, once it tells that."""
    told = page.locator("[data-rujukan] .trouble", has_text=words)
    told.wait_for()
    return told


def violations(page: Any) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]


def test_source_is_small_and_writes_no_markup() -> None:
    source = widget_source()
    assert len(gzip.compress(source.encode())) < 30_000
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write\b|\beval\(|new Function", source)


def text_names(part: Any, at: str = "") -> set[str]:
    """The names of all texts in a table of texts, as ``say`` takes them."""
    if isinstance(part, list):
        return set().union(*(text_names(value, f"{at}.{n}") for n, value in enumerate(part)))
    if isinstance(part, dict):
        return set().union(*(text_names(value, f"{at}.{name}") for name, value in part.items()))
    return {at.lstrip(".")}


def test_texts_are_said_in_both_languages() -> None:
    assert text_names(TEXTS["id"]) == text_names(TEXTS["en"])


def test_asks_from_another_origin_under_a_strict_policy(stage: Stage) -> None:
    stage.register()
    page = stage.visit()
    open_widget(page)
    ask(page)
    turn = answered(page)
    assert "pukul delapan" in turn.locator(".words").inner_text()
    card = turn.locator(".card").first
    assert CARD in card.inner_text()
    assert "Berlaku" in card.locator(".badge").inner_text()
    assert "halaman 1" in card.inner_text()
    with page.expect_popup() as opened:
        card.get_by_role("link").click()
    address = re.fullmatch(rf"{stage.host}/baca/pp-2-2021\?kutip=pp-2-2021/(\S+)#(\S+)", opened.value.url)
    assert address
    assert address[1].startswith("pasal-1")
    assert address[2] == address[1].replace("/", "-")
    assert page.faults == []
    quote = letters(card.locator("blockquote").inner_text())
    assert len(quote) > 20
    reading = opened.value
    reading.wait_for_load_state("networkidle")
    cited = reading.locator(".unit.cited")
    assert cited.first.get_attribute("data-path") == f"pp-2-2021/{address[1]}"
    cited.first.wait_for()
    assert quote in letters("".join(cited.all_inner_texts()))  # the highlighted text is what was quoted,
    assert cited.first.evaluate("node => getComputedStyle(node).backgroundColor") != "rgba(0, 0, 0, 0)"
    boxed = letters(words_under_highlights(reading, stage.host))
    assert boxed.removeprefix(letters("Pasal 1")) == quote  # the boxes lie on its words, all of them,
    inked = ink_at_highlights(reading)
    assert inked
    for within, left, right in inked:  # and the picture is dark there and nowhere beside
        assert (within > 100, left, right) == (True, 0, 0)


def test_shows_the_cards_before_the_words_are_written(stage: Stage) -> None:
    go_on = threading.Event()

    def draft(library: Any, answer: Any) -> Iterator[Any]:
        go_on.wait(30)
        yield from quote_pieces(library, answer)

    stage.app.state.draft = draft
    stage.register()
    page = stage.visit(csp=False)
    page.evaluate(WATCH_CARD)
    open_widget(page)
    ask(page)
    page.locator("[data-rujukan] .card").first.wait_for()
    assert page.locator("[data-rujukan] .words").inner_text() == ""
    assert page.get_by_role("button", name="Hentikan").is_visible()
    go_on.set()
    answered(page)
    assert page.evaluate("window.firstCard - window.firstEvent") < 1_000


def test_follows_up_keeps_the_tab_and_begins_again(stage: Stage) -> None:
    stage.register()
    page = stage.visit()
    open_widget(page)
    ask(page)
    answered(page)
    page.get_by_role("button", name=f"Isi lengkap {CARD}").click()
    page.get_by_role("button", name="Salin").nth(1).wait_for()
    sent = json.loads(page.evaluate("Object.values(sessionStorage)[0]"))
    assert sent["conversation"]
    assert page.evaluate("localStorage.length") == 0
    page.reload()
    page.locator("[data-rujukan]").wait_for(state="attached")
    open_widget(page)
    assert page.locator("[data-rujukan] .turn").count() == 2
    page.get_by_role("button", name="Percakapan baru").click()
    assert page.locator("[data-rujukan] .turn").count() == 0
    assert page.get_by_text("Misalnya").is_visible()


def test_warns_of_a_repealed_rule(stage: Stage) -> None:
    stage.register()
    page = stage.visit()
    open_widget(page)
    ask(page, "isi PP 1/2020 pasal 1")
    turn = answered(page)
    assert "dicabut" in turn.locator(".warning.grave").inner_text()
    assert turn.locator(".card .badge").first.get_attribute("data-status") == "dicabut"
    box, words = turn.locator(".warning").bounding_box(), turn.locator(".words").bounding_box()
    assert box["y"] < words["y"]


def test_refuses_in_plain_words(stage: Stage) -> None:
    stage.register()
    page = stage.visit()
    open_widget(page)
    ask(page, "resep rendang padang yang enak")
    turn = answered(page)
    assert turn.locator(".refusal h4").inner_text() in ("Di luar lingkup", "Belum ditemukan aturannya")
    assert turn.locator(".card").count() == 0


def test_judges_copies_and_switches_language(stage: Stage) -> None:
    stage.register()
    page = stage.visit(permissions=["clipboard-read", "clipboard-write"])
    open_widget(page)
    ask(page)
    answered(page)
    page.get_by_role("button", name="Salin").click()
    page.get_by_text("Tersalin beserta rujukannya.").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert CARD in copied
    assert f"{stage.host}/baca/pp-2-2021" in copied
    page.get_by_role("button", name="EN: English").click()
    assert page.get_by_role("button", name="Copy").is_visible()
    assert page.locator("[data-rujukan] .badge").first.inner_text().endswith("In force")
    said = page.locator("[data-rujukan] [data-says]").evaluate_all("nodes => nodes.map(node => node.dataset.says)")
    assert {name for marks in said for _, name, _ in json.loads(marks)} <= text_names(TEXTS["en"])
    page.get_by_role("button", name="Not helpful").click()
    page.get_by_role("button", name="Incomplete").click()
    page.get_by_text("Thank you for your judgement.").wait_for()
    (row,) = [m for m in stage.app.state.metrics.feedback.collect()[0].samples if m.name.endswith("_total")]
    assert row.labels == {"verdict": "tidak_membantu", "reason": "tidak_lengkap"}


def test_prints_the_answer_alone(stage: Stage) -> None:
    stage.register()
    page = stage.visit()
    page.add_init_script("window.print = () => { top.printed = document.body.innerText }")
    page.reload()
    open_widget(page)
    ask(page)
    answered(page)
    page.get_by_role("button", name="Cetak").click()
    page.wait_for_function("window.printed")
    printed = page.evaluate("window.printed")
    assert QUESTION in printed
    assert CARD in printed
    assert "Layanan" not in printed
    assert page.faults == []


def test_an_unknown_origin_is_refused(stage: Stage) -> None:
    stage.register()
    page = stage.visit(url=stage.agency.origin.replace("localhost", "127.0.0.1"))
    open_widget(page)
    ask(page)
    trouble(page, "Situs ini belum terdaftar")
    assert page.get_by_role("button", name="Coba lagi").is_visible()


def test_a_site_has_its_own_quota(stage: Stage) -> None:
    stage.register(quota="1/minute")
    page = stage.visit()
    open_widget(page)
    ask(page)
    answered(page)
    ask(page)
    told = trouble(page, "Sedang banyak pertanyaan")
    assert "jatah pertanyaan situs ini habis" in told.inner_text()


def test_offline_and_lost_connections_can_be_tried_again(stage: Stage) -> None:
    stage.register()
    page = stage.visit()
    open_widget(page)
    page.context.set_offline(True)
    ask(page)
    trouble(page, "Anda sedang luring")
    page.context.set_offline(False)
    page.context.route("**/v1/ask", lambda route: route.abort())
    page.get_by_role("button", name="Coba lagi").click()
    trouble(page, "Server tidak dapat dihubungi")
    page.context.unroute("**/v1/ask")
    page.get_by_role("button", name="Coba lagi").click()
    assert CARD in answered(page).inner_text()
    assert page.locator("[data-rujukan] .trouble").count() == 0


def test_an_error_of_the_server_can_be_tried_again(stage: Stage) -> None:
    def failing(*_: Any) -> Iterator[Any]:
        yield "Jam"
        raise ModelError("model sedang dimuat")

    stage.app.state.draft = failing
    stage.register()
    page = stage.visit()
    open_widget(page)
    ask(page)
    trouble(page, "Server sedang terganggu")
    assert page.get_by_text("model sedang dimuat").is_visible()
    stage.app.state.draft = quote_pieces
    page.get_by_role("button", name="Coba lagi").click()
    assert "pukul delapan" in answered(page).inner_text()


def test_a_token_whose_time_is_over_is_renewed(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.register()
    page = stage.visit()
    open_widget(page)
    ask(page)
    answered(page)
    Ledger(stage.data)
    remove_site(Ledger(stage.data), "dinas")
    stage.register()  # with another secret: the token held is good no more
    ask(page)
    page.get_by_role("button", name="Salin").nth(1).wait_for()


def test_keyboard_alone_is_enough(stage: Stage) -> None:
    stage.register()
    page = stage.visit()
    focused = "() => document.activeElement.shadowRoot?.activeElement?.{}"
    page.keyboard.press("Tab")  # the link of the page
    page.keyboard.press("Tab")
    assert page.evaluate(focused.format("className")) == "bubble"
    page.keyboard.press("Enter")
    assert page.evaluate(focused.format("id")) == "question"
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    answered(page)
    for _ in range(30):
        page.keyboard.press("Shift+Tab")
        if page.evaluate(focused.format("closest('.card') !== null")):
            break
    assert CARD in page.evaluate(focused.format("innerText"))
    seen = set()
    for _ in range(40):  # all the way round, never out of the dialog
        page.keyboard.press("Tab")
        assert page.evaluate(focused.format("closest('.panel') !== null"))
        seen.add(page.evaluate(focused.format("outerHTML")))
    assert any('aria-label="Tutup"' in node for node in seen)
    page.keyboard.press("Escape")
    assert page.get_by_role("dialog").count() == 0
    assert page.evaluate(focused.format("className")) == "bubble"


def test_tells_a_screen_reader(stage: Stage) -> None:
    stage.register()
    page = stage.visit()
    open_widget(page)
    dialog = page.get_by_role("dialog", name="Tanya Aturan ASN")
    assert dialog.get_attribute("aria-modal") == "true"
    ask(page)
    answered(page)
    live = page.locator("[data-rujukan] [aria-live=polite]")
    assert "Jawaban siap" in live.inner_text()
    assert "pukul delapan" in live.inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("color", ["", 'data-color="#ffd54a"', 'data-color="#b00020"'])
def test_axe_finds_nothing(stage: Stage, scheme: Any, color: str) -> None:
    stage.register()
    page = stage.visit(color, color_scheme=scheme)
    assert violations(page) == []
    open_widget(page)
    assert violations(page) == []
    ask(page, "isi PP 1/2020 pasal 1")
    answered(page)
    page.get_by_role("button", name="Tidak membantu").click()
    assert violations(page) == []
    ask(page, "resep rendang padang")
    page.get_by_role("button", name="Salin").nth(1).wait_for()
    page.context.set_offline(True)
    ask(page)
    trouble(page, "Anda sedang luring")
    assert violations(page) == []


def test_fills_a_phone(stage: Stage) -> None:
    stage.register()
    page = stage.visit(viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True)
    page.get_by_role("button", name="Buka Tanya Aturan ASN").tap()
    ask(page)
    answered(page)
    box = page.get_by_role("dialog").bounding_box()
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 360, 640)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert page.locator("[data-rujukan] .log").evaluate("log => log.scrollWidth <= log.clientWidth")
    assert violations(page) == []


def test_the_example_page_works(stage: Stage) -> None:
    stage.register()
    written = (Path(__file__).parents[1] / "examples/page.html").read_text(encoding="utf-8")
    assert 'data-site="bkpsdm"' in written
    stage.agency.html = written.replace("https://rujukan.example.go.id", stage.host).replace("bkpsdm", "dinas")
    page = stage.chromium.new_context().new_page()
    page.goto(stage.agency.origin)
    open_widget(page)
    ask(page)
    assert CARD in answered(page).inner_text()


def test_moves_nothing_on_the_page(stage: Stage) -> None:
    stage.register()
    page = stage.visit(csp=False)
    page.evaluate(WATCH_SHIFT)
    heading = page.locator("h1").bounding_box()
    open_widget(page)
    page.keyboard.type(QUESTION)  # filled in by script, the growing question box would count as a shift
    page.keyboard.press("Enter")
    answered(page)
    page.wait_for_timeout(100)
    assert page.evaluate("window.shifted ?? 0") == 0
    assert page.locator("h1").bounding_box() == heading


def test_is_dressed_as_the_page_wants(stage: Stage) -> None:
    stage.register()
    page = stage.visit(
        'data-color="#7a1fa2" data-position="left" data-title="Tanya Hukum" data-greeting="Halo" data-lang="en" '
        'data-theme="dark" data-suggestions="Satu?|Dua?" data-topic="etika"',
        color_scheme="light",
    )
    page.get_by_role("button", name="Open Tanya Hukum").click()
    assert page.get_by_role("dialog", name="Tanya Hukum").bounding_box()["x"] < 50
    assert page.get_by_text("Halo").is_visible()
    assert page.get_by_role("button", name="Dua?").is_visible()
    header = page.locator("[data-rujukan] header").evaluate("node => getComputedStyle(node).backgroundColor")
    assert header == "rgb(122, 31, 162)"
    ground = page.locator("[data-rujukan] .panel").evaluate("node => getComputedStyle(node).backgroundColor")
    assert ground == "rgb(22, 27, 34)"
    with page.expect_request("**/v1/ask") as sent:
        page.get_by_role("button", name="Satu?").click()
    assert sent.value.post_data_json["topics"] == ["etika"]


def test_markup_in_documents_and_questions_stays_text(stage: Stage) -> None:
    stage.register()
    page = stage.visit(csp=False)
    open_widget(page)
    ask(page, "<img src=x onerror=window.pwned=1> isi PP 3/2022 pasal 1 tentang pakaian dinas")
    turn = answered(page)
    assert "<img src=x onerror" in turn.locator(".asked").inner_text()
    assert "<script>window.pwned=1</script>" in turn.locator(".card").first.inner_text()
    assert turn.locator("img, script").count() == 0
    page.wait_for_timeout(100)
    assert page.evaluate("window.pwned") is None


def test_a_question_is_kept_nowhere(stage: Stage) -> None:
    canary = "zamrudkelabu7391"
    stage.register()
    page = stage.visit()
    open_widget(page)
    ask(page, f"apakah {canary} boleh terlambat jam kerja?")
    answered(page)
    page.get_by_role("button", name="Tidak membantu").click()
    page.get_by_role("button", name="Alasan lain").click()
    page.get_by_text("Terima kasih").wait_for()
    # The ask page too: its address carries the question and those before it, with a script and without.
    words = f"apakah {canary} boleh terlambat jam kerja?"
    query = {"t": words, "lalu": f"apa itu {canary}?", "topik": canary}
    assert canary in page.request.get(f"{stage.host}/", params=query).text()
    assert page.request.get(f"{stage.host}/hasil", params=query).ok
    page.goto(f"{stage.host}/")
    page.get_by_label("Pertanyaan Anda").fill(words)
    page.keyboard.press("Enter")
    page.get_by_label("Tanya lanjutan").fill(f"kalau {canary} dua?")
    page.keyboard.press("Enter")
    page.locator("#trail a", has_text=canary).wait_for()
    page.locator("#follow:visible").wait_for()
    metrics = page.request.get(f"{stage.host}/metrics").text()
    answers = re.findall(r"rujukan_answers_total\{[^}]*\} (\d+)", metrics)
    assert sum(map(int, answers)) == 4  # the widget's, the page's, and two by its script
    assert canary not in metrics
    assert stage.log.stat().st_size > 0
    assert canary not in stage.log.read_text()
    kept = [path for path in stage.data.rglob("*") if path.is_file()]
    assert any(path.name.startswith("service.sqlite") for path in kept)
    assert [path for path in kept if canary.encode() in path.read_bytes()] == []
