"""Which stored rules still rest on repealed ones, and where."""

from datetime import date

import pytest

from kb.basis_audit import audit_bases
from kb.search import Library

pytestmark = pytest.mark.filterwarnings("ignore")  # vendors
CODE = "perbup-5-2012-sleman"


def test_mengingat_and_body_with_place_and_cause(discipline: Library) -> None:
    basis, body = audit_bases(discipline)
    assert (basis.path, basis.part, basis.cited.path) == (f"{CODE}/mengingat/angka-2", "mengingat", "pp-3-2010")
    assert (body.path, body.part, body.cited.path) == (f"{CODE}/pasal-2", "pasal", "pp-3-2010/pasal-2")
    assert (body.cited_status, body.replaced_by, body.pages) == ("dicabut", ("pp-4-2021",), (1,))
    assert "Pasal 2 Peraturan Pemerintah Nomor 3 Tahun 2010" in body.quote


def test_who_repeals_does_not_rest_on_it_and_the_repealed_are_left_out(discipline: Library) -> None:
    # pp-4-2021 names pp-3-2010 in Menimbang and in the clause that repeals it
    assert {reliance.regulation for reliance in audit_bases(discipline)} == {CODE}


def test_before_the_repeal_nothing_was_stale(discipline: Library) -> None:
    assert audit_bases(discipline, date(2015, 1, 1)) == []
