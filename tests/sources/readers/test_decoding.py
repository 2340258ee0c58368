"""Every encoding that people save their notes in gives the same text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources import problems
from sources.readers import NotTextError
from sources.readers.decoding import decode
from tests.sources.desk import read_raw

TEXT = "Die Brücke – “so alt” wie der Fluß – singt.\nL’été, l’œuvre.\n"


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"],
)
def test_the_text_is_the_same_in_every_encoding(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)) == TEXT


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_plain_english_in_utf_16_without_a_mark_is_not_read_the_wrong_way_round(
    encoding: str,
) -> None:
    assert decode("The bridge sings.\n".encode(encoding)) == "The bridge sings.\n"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_each_line_end_is_one_line_feed(end: str) -> None:
    assert decode(f"one{end}two{end}{end}three".encode()) == "one\ntwo\n\nthree"


@pytest.mark.parametrize(
    "raw",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)),
        "Мост поёт на ветру, и пчёлы танцуют.".encode("cp1251"),
        b"\xff\xfe\x00",
        b"\x00\x01\x02\x03" * 50,
    ],
    ids=["picture", "another alphabet", "half a UTF-16 character", "control characters"],
)
def test_bytes_that_are_no_such_text_are_refused(raw: bytes) -> None:
    with pytest.raises(NotTextError):
        decode(raw)


@pytest.mark.parametrize("broken", [b"\xff", b"\xe2\x80", b"\x9d"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_broken_character_costs_no_other_one(broken: bytes, mark: bytes) -> None:
    assert decode(mark + TEXT.encode() + broken + TEXT.encode()) == f"{TEXT}\ufffd{TEXT}"


def test_characters_that_cannot_be_read_are_told() -> None:
    read = read_raw(b"\xff" + TEXT.encode(), "bridge.txt")

    assert read.notes == (problems.lost_letters(1),)


@given(st.binary())
def test_any_bytes_are_text_or_refused(raw: bytes) -> None:
    try:
        text = decode(raw)
    except NotTextError:
        return
    assert "\r" not in text


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_any_text_without_control_characters_survives_utf_8(text: str) -> None:
    assert decode(text.encode("utf-8-sig")) == text
