"""What a draft should name under Mengingat."""

from datetime import date

import pytest
from discipline_documents import DRAFT

from ingest.pipeline import parse_draft
from kb.clauses import cut_clauses
from kb.legal_basis import Basis, find_delegations, successors, suggest_bases
from kb.precedent import find_precedents
from kb.search import Library

pytestmark = pytest.mark.filterwarnings("ignore")  # vendors


def suggest(library: Library, kind: str = "", named: tuple[str, ...] = ()) -> list[Basis]:
    found = [find_precedents(library, clause) for clause in cut_clauses(parse_draft(DRAFT)).clauses]
    return suggest_bases(library, found, kind, named)


def test_a_repealed_rule_hands_its_weight_to_what_replaced_it(discipline: Library) -> None:
    bases = {basis.regulation: basis for basis in suggest(discipline)}
    assert "pp-3-2010" not in bases
    basis = bases["pp-4-2021"]
    assert (basis.weight, basis.replaces, basis.named) == (1.0, ("pp-3-2010",), False)
    assert ("Pasal 2 ayat (1)", "pp-4-2021/pasal-1") in basis.rests
    assert basis.label == "PP Nomor 4 Tahun 2021"


def test_the_provision_that_calls_for_the_draft(discipline: Library) -> None:
    (call,) = next(b for b in suggest(discipline, "perbup") if b.regulation == "pp-4-2021").delegations
    assert (call.path, call.target) == ("pp-4-2021/pasal-11", "Peraturan Bupati")
    assert call.text.endswith("diatur lebih lanjut dengan Peraturan Bupati.")
    assert find_delegations(discipline, "pp-4-2021", [], "permenpanrb") == []


def test_in_order_of_rank_and_told_which_are_named(discipline: Library) -> None:
    bases = suggest(discipline, named=("pp-4-2021",))
    assert (bases[0].regulation, bases[0].named) == ("pp-4-2021", True)
    assert suggest_bases(discipline, []) == []


def test_successors_on_a_day(discipline: Library) -> None:
    assert successors(discipline, "pp-3-2010") == ["pp-4-2021"]
    assert successors(discipline, "pp-3-2010", date(2015, 1, 1)) == ["pp-3-2010"]
    assert successors(discipline, "pp-4-2021") == ["pp-4-2021"]
    assert successors(discipline, "pp-9-1999") == []
