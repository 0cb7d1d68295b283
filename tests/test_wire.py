"""Records as JSON: a poorly recognised passage leads to the pictures of what is printed."""

from dataclasses import replace

from api.wire import passage_json
from kb.types import Chunk, Passage

CHUNK = Chunk(
    path="pp-1-2020/pasal-1",
    regulation="pp-1-2020",
    article="pp-1-2020/pasal-1",
    label="PP Nomor 1 Tahun 2020 Pasal 1",
    headings=(),
    text="isi",
    embedding_text="isi",
    pages=(2, 3),
    boxes=((2, 72.0, 100.0, 300.0, 112.0), (2, 60.5, 88.0, 310.0, 99.0), (3, 72.0, 700.0, 300.0, 712.0)),
)


def test_pictures_are_given_where_recognition_was_poor() -> None:
    assert passage_json(1, Passage(CHUNK, 0.5, "Uji", "berlaku"))["pictures"] == []
    poor = passage_json(1, Passage(replace(CHUNK, verbatim=False), 0.5, "Uji", "berlaku"))
    assert poor["verbatim"] is False
    assert poor["pictures"] == [
        "/v1/regulations/pp-1-2020/pages/2.png?box=60.5,88,310,112",
        "/v1/regulations/pp-1-2020/pages/3.png?box=72,700,300,712",
    ]
