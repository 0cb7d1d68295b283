"""From cleaned text to provisions: parts, bab, bagian, paragraf, pasal, ayat, huruf, angka, penjelasan, lampiran.

``parse_provisions`` cuts the text at headings and list markers. Every unit is a range of the text and sub-units lie
inside their parents, so the own words of all units, joined in order, are the text again: nothing can be dropped.
Units are found in the reading (noise of recognition repaired) and kept as ranges of the text as printed.
"""

from __future__ import annotations

from collections.abc import Iterator

from ingest.annex import annex_unit, lone_annex_units
from ingest.body import body_units
from ingest.clean import CleanText
from ingest.elucidation import elucidation_unit
from ingest.lists import list_units
from ingest.parts import split_parts
from ingest.points import has_articles, place_body, point_units
from ingest.tails import part_tails
from ingest.units import Unit
from kb.citation import annex_of, parse_path
from kb.types import Provision


def parse_provisions(clean: CleanText, regulation: str) -> list[Provision]:
    """All units of the document in document order; their own words, joined, equal ``clean.text``."""
    text = clean.reading
    units: list[Unit] = []
    parts = list(split_parts(text))
    body = [unit for kind, _, start, end in parts if kind == "isi" for unit in body_units(text, start, end)]
    articles = has_articles(body)
    if not articles:
        parts = place_body(clean, parts)
        body = [unit for kind, _, start, end in parts if kind == "isi" for unit in point_units(clean, start, end)]
    tailed = list(body) if articles else []  # an outline of points has parted the text after its lists already
    for kind, steps, start, end in parts:
        if kind == "isi":
            opening = body[0] if len(body) > 1 and body[0].kind == "teks" and not body[0].children else None
            if opening and units and units[-1].kind == "memutuskan":
                units[-1].end = body.pop(0).end  # "Menetapkan: ..." up to the first heading
            units += body
        elif kind == "penjelasan":
            units.append(elucidation_unit(text, start, end))
            tailed.append(units[-1])
        elif kind == "lampiran" and annex_of(regulation) and [p[0] for p in parts].count("lampiran") == 1:
            units += lone_annex_units(clean, start, end)
        elif kind == "lampiran":
            units.append(annex_unit(clean, steps, start, end))
        elif kind in ("menimbang", "mengingat"):
            children = list_units(text, start, end, steps, kinds=("huruf", "angka"))
            units.append(Unit(kind, steps, start, end, children=children))
            tailed.append(units[-1])
        else:
            units.append(Unit(kind, steps, start, end))
    part_tails(tailed, clean)
    return list(_provisions(units, clean, regulation, ""))


def _provisions(units: list[Unit], clean: CleanText, regulation: str, parent: str) -> Iterator[Provision]:
    for unit in units:
        path = "/".join((regulation, *unit.steps))
        start, end = clean.text_offset(unit.start), clean.text_offset(unit.end)
        printed, reading = clean.text[start:end].strip(), clean.reading[unit.start : unit.end].strip()
        yield Provision(
            path=path,
            label=parse_path(path).label,
            kind=unit.kind,
            parent=parent,
            headings=unit.headings,
            start=start,
            own_end=clean.text_offset(unit.children[0].start) if unit.children else end,
            end=end,
            text=printed,
            reading="" if reading == printed else reading,
            pages=clean.pages_between(start, end),
            boxes=clean.boxes_between(start, end),
        )
        for child in unit.children:
            child.headings = child.headings or unit.headings
        yield from _provisions(unit.children, clean, regulation, path)
