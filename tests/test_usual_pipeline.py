"""What a chunk of the usual pipeline counts for: the article it begins in, then those that begin inside it."""

from benchmarks.usual_pipeline import CHUNK, cut


def test_chunks_count_for_the_articles_they_begin_in_and_hold() -> None:
    long = "Ketentuan panjang tentang disiplin. " * 45  # more than one chunk
    text = f"JUDUL\n\nPasal 1\nPendek.\n\nPasal 2\nPendek juga, lihat Pasal 9 ayat (1).\n\nPasal 12A\n{long}"
    chunks = cut(text, "pp-1-2000")
    assert all(len(words) <= CHUNK for words, _ in chunks)
    assert chunks[0][1] == ["pp-1-2000/pasal-1", "pp-1-2000/pasal-2", "pp-1-2000/pasal-12a"][: len(chunks[0][1])]
    assert chunks[-1][1] == ["pp-1-2000/pasal-12a"]  # begins in the middle of it
    assert not any("pp-1-2000/pasal-9" in articles for _, articles in chunks)  # a reference is no heading


def test_elucidation_counts_for_its_article() -> None:
    text = "Pasal 1\nA.\nPENJELASAN\nPasal 1\n" + "Cukup jelas sekali. " * 60
    assert {article for _, articles in cut(text, "pp-1-2000") for article in articles} == {"pp-1-2000/pasal-1"}
