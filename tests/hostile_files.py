"""Files that want to break a reader of PDFs, made when asked for: ``FILES[name](path)`` writes one.

``python tests/hostile_files.py FOLDER`` writes all of them.
"""

from __future__ import annotations

import io
import random
import sys
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdf
from reportlab.pdfgen.canvas import Canvas

A4 = "[0 0 595 842]"
FONT = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
TEXT = b"BT /F 12 Tf 72 700 Td (Pasal 1 tentang jam kerja) Tj ET "
ZEROS = bytes(1 << 20)


def sound(pages: int = 2) -> bytes:
    """A harmless PDF whose page n says so."""
    data = io.BytesIO()
    canvas = Canvas(data, invariant=1)
    for n in range(1, pages + 1):
        canvas.drawString(72, 700, f"Halaman {n} tentang jam kerja pegawai")
        canvas.showPage()
    canvas.save()
    return data.getvalue()


def stream(data: bytes, entries: str = "") -> bytes:
    return f"<<{entries}/Length {len(data)}>>\nstream\n".encode() + data + b"\nendstream"


def deflated(data: bytes, entries: str = "") -> bytes:
    return stream(zlib.compress(data, 9), f"/Filter/FlateDecode{entries}")


def assemble(objects: dict[int, bytes | str], trailer: str = "") -> bytes:
    """A PDF of these objects; number 1 is its root."""
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n")
    places = {}
    for number, body in objects.items():
        places[number] = out.tell()
        out.write(b"%d 0 obj\n" % number + (body.encode() if isinstance(body, str) else body) + b"\nendobj\n")
    start, size = out.tell(), max(objects) + 1
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % size)
    for number in range(1, size):
        out.write(b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n")
    out.write(f"trailer\n<</Size {size}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()


def one_page(content: bytes, box: str = A4, resources: str = "", root: str = "", **more: bytes | str) -> bytes:
    """A PDF with a page of this content stream object; ``o10=...`` adds object 10."""
    objects: dict[int, bytes | str] = {
        1: f"<</Type/Catalog/Pages 2 0 R{root}>>",
        2: "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: f"<</Type/Page/Parent 2 0 R/MediaBox{box}/Contents 4 0 R/Resources<</Font<</F {FONT}>>{resources}>>>>",
        4: content,
    }
    return assemble(objects | {int(name[1:]): body for name, body in more.items()})


def page_tree(kids: str, count: int) -> bytes:
    return assemble(
        {
            1: "<</Type/Catalog/Pages 2 0 R>>",
            2: f"<</Type/Pages/Kids[{kids}]/Count {count}>>",
            3: f"<</Type/Page/Parent 2 0 R/MediaBox{A4}>>",
        }
    )


def locked(user: str, algorithm: str = "RC4-128") -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(sound()))
    writer.encrypt(user, "pemilik", algorithm=algorithm)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def squeezed_zeros(megabytes: int) -> bytes:
    squeezer = zlib.compressobj(9)
    return b"".join(squeezer.compress(ZEROS) for _ in range(megabytes)) + squeezer.flush()


def nested_forms(depth: int, width: int = 10) -> bytes:
    forms: dict[str, bytes | str] = {}
    for n in range(10, 10 + depth):
        last = n == 9 + depth
        inner = f"/Font<</F {FONT}>>" if last else f"/XObject<</X {n + 1} 0 R>>"
        forms[f"o{n}"] = stream(
            TEXT if last else b"/X Do " * width, f"/Type/XObject/Subtype/Form/BBox{A4}/Resources<<{inner}>>"
        )
    return one_page(stream(b"/X Do"), resources="/XObject<</X 10 0 R>>", **forms)


def form_within_itself() -> bytes:
    form = stream(b"/X Do " + TEXT, f"/Type/XObject/Subtype/Form/BBox{A4}/Resources<</XObject<</X 10 0 R>>>>")
    return one_page(stream(b"/X Do"), resources="/XObject<</X 10 0 R>>", o10=form)


def huge_picture(side: int = 14_000) -> bytes:
    entries = f"/Type/XObject/Subtype/Image/Width {side}/Height {side}/BitsPerComponent 8/ColorSpace/DeviceRGB"
    picture = stream(squeezed_zeros(side * side * 3 >> 20), f"{entries}/Filter/FlateDecode")
    return one_page(stream(b"q 595 0 0 842 0 0 cm /I Do Q"), resources="/XObject<</I 10 0 R>>", o10=picture)


def broken_font() -> bytes:
    """An embedded font program that is noise, and a character map that never ends."""
    noise = random.Random(3).randbytes(5_000)
    return assemble(
        {
            1: "<</Type/Catalog/Pages 2 0 R>>",
            2: "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            3: f"<</Type/Page/Parent 2 0 R/MediaBox{A4}/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
            4: stream(TEXT),
            5: "<</Type/Font/Subtype/TrueType/BaseFont/Noise/FirstChar 0/LastChar 255/FontDescriptor 6 0 R"
            "/ToUnicode 8 0 R>>",
            6: "<</Type/FontDescriptor/FontName/Noise/Flags 4/FontFile2 7 0 R>>",
            7: stream(noise),
            8: stream(b"1 beginbfrange <0000> <FFFFFFFF> <0041>"),
        }
    )


def deep_outline(depth: int = 20_000) -> bytes:
    rows = {
        f"o{n}": f"<</Title(x)/Parent {n - 1} 0 R/First {n + 1} 0 R/Last {n + 1} 0 R>>" for n in range(10, 10 + depth)
    }
    return one_page(stream(TEXT), root="/Outlines 10 0 R", **rows)


def many_pages_one_bad() -> bytes:
    """Three pages; the second cannot be read within any bearable memory."""
    page = "<</Type/Page/Parent 2 0 R/MediaBox{}/Contents {} 0 R/Resources<</Font<</F {}>>>>>>"
    return assemble(
        {
            1: "<</Type/Catalog/Pages 2 0 R>>",
            2: "<</Type/Pages/Kids[3 0 R 4 0 R 5 0 R]/Count 3>>",
            3: page.format(A4, 6, FONT),
            4: page.format(A4, 7, FONT),
            5: page.format(A4, 6, FONT),
            6: stream(TEXT),
            7: stream(squeezed_zeros(3_000), "/Filter/FlateDecode"),
        }
    )


FILES: dict[str, Callable[[], bytes]] = {
    "kosong": lambda: b"",
    "html": lambda: b"<html><body>404 Not Found</body></html>",
    "hanya-kepala": lambda: b"%PDF-1.7\n",
    "derau": lambda: b"%PDF-1.7\n" + random.Random(1).randbytes(50_000),
    "terpotong": lambda: sound(40)[:12_000],
    "sandi": lambda: locked("rahasia"),
    "sandi-pemilik": lambda: locked(""),
    "tanpa-halaman": lambda: page_tree("", 0),
    "halaman-berputar": lambda: page_tree("2 0 R 2 0 R", 4),
    "jumlah-bohong": lambda: page_tree("3 0 R", 100_000_000),
    "xref-salah": lambda: sound().replace(b"startxref\n", b"startxref\n9"),
    "prev-berputar": lambda: assemble(
        {
            1: "<</Type/Catalog/Pages 2 0 R>>",
            2: "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            3: f"<</Type/Page/Parent 2 0 R/MediaBox{A4}>>",
        },
        "/Prev 9",
    ),
    "baris-di-depan": lambda: b"\r\n" + sound(),
    "sampah-di-depan": lambda: b"sampah " * 100 + sound(),
    "sampah-di-belakang": lambda: sound() + b"<html>" * 300,
    "larik-bersarang": lambda: one_page(stream(TEXT), root="/X " + "[" * 200_000 + "]" * 200_000),
    "larik-bersarang-di-isi": lambda: one_page(deflated(b"[" * 300_000 + TEXT)),
    "bom-flate": lambda: one_page(stream(squeezed_zeros(1_000), "/Filter/FlateDecode")),
    "bom-flate-ganda": lambda: one_page(
        stream(zlib.compress(squeezed_zeros(1_000), 9), "/Filter[/FlateDecode/FlateDecode]")
    ),
    "bom-formulir": lambda: nested_forms(9),
    "formulir-diri": form_within_itself,
    "bom-perintah": lambda: one_page(deflated(TEXT * 50_000)),
    "bom-huruf": lambda: one_page(
        deflated(b"BT /F 1 Tf 9 830 Td " + (b"(" + b"a" * 300 + b") Tj 0 -3 Td ") * 250 + b"ET")
    ),
    "banyak-q": lambda: one_page(deflated(b"q " * 2_000_000 + TEXT)),
    "banyak-garis": lambda: one_page(deflated(b"0 0 m 9 9 l S " * 400_000 + TEXT)),
    "kertas-raksasa": lambda: one_page(stream(TEXT), box="[0 0 2000000 2000000]"),
    "kertas-tak-berhingga": lambda: one_page(stream(TEXT), box="[-1e38 -1e38 1e38 1e38]"),
    "kertas-terbalik": lambda: one_page(stream(TEXT), box="[595 842 0 0]"),
    "gambar-raksasa": huge_picture,
    "huruf-rusak": broken_font,
    "kerangka-dalam": deep_outline,
    "skrip": lambda: one_page(stream(TEXT), root="/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>"),
    "satu-halaman-buruk": many_pages_one_bad,
    "halaman-2000": lambda: sound(2_000),
}


def mutations(data: bytes, count: int, seed: int = 0) -> Iterator[bytes]:
    """``count`` damaged copies of ``data``: bytes changed, pieces cut out, doubled or moved; the same for one seed."""
    chance = random.Random(seed)
    for _ in range(count):
        copy = bytearray(data)
        for _ in range(chance.choice((1, 1, 2, 5, 20, 100))):
            at = chance.randrange(len(copy))
            length = chance.choice((1, 1, 1, 4, 50))
            kind = chance.randrange(4)
            if kind == 0:
                copy[at : at + length] = chance.randbytes(length)
            elif kind == 1 and len(copy) > 2 * length:
                del copy[at : at + length]
            elif kind == 2:
                copy[at:at] = copy[at : at + length]
            else:
                copy[at] = chance.choice(b"0123456789/<>[]() R\n\x00\xff")
        yield bytes(copy)


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in FILES.items():
        (folder / f"{name}.pdf").write_bytes(make())
