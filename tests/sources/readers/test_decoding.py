"""Every encoding that people save their notes in gives the same text."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sources import problems
from sources.readers import NotTextError
from sources.readers.decoding import decode, decode_fully
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


POLISH = "Zażółć gęślą jaźń, mówił stary młynarz, ale nikt mu nie wierzył.\n"
CZECH = "Příliš žluťoučký kůň, říkal starý mlynář, ale nikdo mu nevěřil.\n"
TURKISH = "Genç değirmenci suyu eşeğiyle çekiyordu ve gülüyordu.\n"


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        (POLISH, "cp1250", "Windows-1250"),
        (POLISH, "iso8859-2", "ISO 8859-2"),
        (CZECH, "cp1250", "Windows-1250"),
        (CZECH, "iso8859-2", "ISO 8859-2"),
        (TURKISH, "cp1254", "Windows-1254"),
        (TEXT, "mac_roman", "Mac OS Roman"),
        (f"The composer Dvořák wrote symphonies. {'They are loved. ' * 9}", "cp1250", "1250"),
    ],
)
def test_other_old_encodings_are_read_where_the_letters_fit_and_reported(
    text: str, encoding: str, name: str
) -> None:
    decoded = decode_fully(text.encode(encoding))

    assert decoded.text == text
    assert name in decoded.doubts[0]


def test_letters_that_fit_no_language_are_refused_or_if_few_reported() -> None:
    odd = "Søren mañana".encode("cp1252")

    with pytest.raises(NotTextError):
        decode(odd)
    decoded = decode_fully(odd + b" and so on, in plain English words for quite a while." * 4)
    assert decoded.doubts == (problems.old_encoding("Windows-1252"),)


@pytest.mark.parametrize("order", [(1, 9), (9, 1)])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_two_encodings_in_one_file_are_read_and_reported(
    order: tuple[int, int], mark: bytes
) -> None:
    new, old = order
    raw = mark + TEXT.encode() * new + TEXT.encode("cp1252") * old

    decoded = decode_fully(raw)

    assert decoded.text == TEXT * (new + old)
    beyond = sum(sign > "\x7f" for sign in TEXT)
    assert decoded.doubts == (problems.two_encodings(beyond * old),)


def test_text_that_was_encoded_twice_is_mended_and_reported() -> None:
    twice = TEXT.replace("”", "“").encode().decode("cp1252").encode()

    decoded = decode_fully(b"Don\xc3\xa2\xe2\x82\xac\xe2\x84\xa2t. " + TEXT.encode())

    assert decoded.text == f"Don’t. {TEXT}"
    assert decoded.doubts == (problems.coded_twice(1),)
    assert decode(twice) == TEXT.replace("”", "“")


def test_a_lone_odd_pair_is_left_as_it_is() -> None:
    assert decode_fully("The letters Ã© are odd.".encode()).doubts == ()


def test_doubts_are_problems_of_the_document() -> None:
    read = read_raw(TEXT.encode() + TEXT.encode("cp1252"), "bridge.md")

    assert "two encodings" in read.notes[0]


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
@example("Â\xa0Â\xa0")  # as if encoded twice
def test_any_text_without_control_characters_survives_utf_8_or_its_change_is_told(
    text: str,
) -> None:
    decoded = decode_fully(text.encode("utf-8-sig"))

    assert decoded.text == text or decoded.doubts
