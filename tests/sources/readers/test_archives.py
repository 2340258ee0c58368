"""Archives made to do harm, or broken, are refused before any of them is unpacked."""

import io
import stat
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources import problems
from sources.limits import DEFAULT_LIMITS
from sources.readers import READERS, UnreadableFileError
from sources.readers.archives import open_archive
from tests.sources.files import book_file, slides_file, text_file, word_file, zipped

REAL = {
    ".docx": word_file(lambda document: document.add_paragraph("The mill is old.")),
    ".pptx": slides_file(lambda show: show.slides.add_slide(show.slide_layouts[0])),
    ".odt": text_file(lambda _: None),
    ".epub": book_file({"a.xhtml": "<body><p>The mill is old.</p></body>"}),
}
_MARKUP = st.sampled_from(
    [
        *("<w:p>", "</w:p>", "<p>", "</p>", "<table>", "<td>", "<a href='#x'>", "</a>", "x", "é"),
        *("&amp;", "&x;", "<!--", "-->", "<![CDATA[", "]]>", "<li>", "\x01", "\n", "<"),
    ]
)


def reason(raw: bytes) -> str:
    with pytest.raises(UnreadableFileError) as refused:
        open_archive(raw, DEFAULT_LIMITS)
    return str(refused.value)


@pytest.mark.parametrize("raw", REAL.values(), ids=REAL)
def test_an_honest_archive_is_opened(raw: bytes) -> None:
    assert open_archive(raw, DEFAULT_LIMITS).namelist()


def test_names_beyond_ascii_lock_nothing() -> None:
    assert open_archive(zipped({"Bücher.xhtml": "<a/>"}), DEFAULT_LIMITS).namelist()


def test_a_bomb_is_refused_by_what_it_unpacks_to() -> None:
    bomb = zipped({"word/document.xml": bytes(20_000_000)})

    assert len(bomb) < 100_000
    assert "It unpacks to more than the limit" in reason(bomb)


def test_an_archive_that_unpacks_to_more_than_the_limit_is_refused() -> None:
    limits = replace(DEFAULT_LIMITS, max_unpacked_bytes=10_000)

    with pytest.raises(UnreadableFileError, match="more than the limit of 0 MB"):
        open_archive(zipped({"a": "x" * 6000, "b": "x" * 6000}), limits)


def test_an_entry_unpacks_to_no_more_than_it_says() -> None:
    raw = zipped({"word/document.xml": b"<a/>" + bytes(1_000_000)})
    lie = raw.replace((1_000_004).to_bytes(4, "little"), (4).to_bytes(4, "little"))

    assert reason(lie) == problems.DAMAGED


def test_an_archive_of_one_entry_too_many_is_refused() -> None:
    entries = [f"word/{i}" for i in range(10_001)]

    assert reason(zipped(dict.fromkeys(entries, ""))).startswith("It packs more than 10,000 files")


@pytest.mark.parametrize(
    "name", ["../mill", "word/../../mill", "/etc/mill", "\\mill", "C:\\mill", "c:mill", "a\\..\\b"]
)
def test_a_name_outside_the_archive_is_refused(name: str) -> None:
    assert reason(zipped({"word/document.xml": "<a/>", name: ""})) == problems.ODD_ARCHIVE


def test_a_link_is_refused() -> None:
    link = zipfile.ZipInfo("word/document.xml")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(link, "/etc/passwd")

    assert reason(buffer.getvalue()) == problems.ODD_ARCHIVE


def test_a_locked_archive_is_refused() -> None:
    raw = bytearray(zipped({"a": "b"}))
    raw[raw.index(b"PK\x01\x02") + 8] |= 1

    assert reason(bytes(raw)) == problems.LOCKED


@pytest.mark.parametrize("name", ["content.xml", "word/a.bin", "x", "OEBPS/page.xhtml", "a.png"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp037"])
def test_entities_are_refused_in_any_entry_and_encoding(name: str, encoding: str) -> None:
    laughs = '<?xml version="1.0"?>\n<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><l>&b;</l>'

    assert reason(zipped({name: laughs.encode(encoding)})) == problems.ENTITIES


@pytest.mark.parametrize(
    "beginning",
    [
        '<!DOCTYPE l SYSTEM "file:///etc/passwd">',
        "<!DOCTYPE l SYSTEM 'http://example.org/l.dtd' []>",
        '<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE l []>',
    ],
)
def test_external_references_and_odd_encodings_are_refused(beginning: str) -> None:
    assert reason(zipped({"word/other": f"{beginning}<l/>"})) == problems.ENTITIES


@pytest.mark.parametrize(
    "beginning",
    [
        "<!DOCTYPE html>",
        '<!DOCTYPE html SYSTEM "about:legacy-compat">',
        (
            '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" '
            '"http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd">'
        ),
    ],
)
def test_the_types_of_documents_that_books_name_are_no_reference(beginning: str) -> None:
    assert open_archive(zipped({"a.xhtml": f"{beginning}<html/>"}), DEFAULT_LIMITS)


@pytest.mark.parametrize("part", [0.3, 0.9, 0.999])
@pytest.mark.parametrize("raw", REAL.values(), ids=REAL)
def test_an_archive_that_was_cut_off_is_refused(raw: bytes, part: float) -> None:
    assert reason(raw[: int(part * len(raw))]) == problems.DAMAGED


def test_an_archive_inside_an_archive_is_never_opened() -> None:
    bomb = zipped({"word/embeddings/a.zip": zipped({"a": bytes(20_000_000)})})

    assert open_archive(bomb, DEFAULT_LIMITS).namelist() == ["word/embeddings/a.zip"]


@given(st.data())
def test_whatever_is_broken_in_a_file_is_read_or_refused_with_one_sentence(
    data: st.DataObject,
) -> None:
    ending = data.draw(st.sampled_from(sorted(REAL)))
    raw = bytearray(REAL[ending])
    for place in data.draw(st.lists(st.integers(0, len(raw) - 1), max_size=8)):
        raw[place] = data.draw(st.integers(0, 255))
    try:
        draft = READERS[ending](bytes(raw), DEFAULT_LIMITS)
    except UnreadableFileError as error:
        assert str(error).endswith(".")  # noqa: PT017  # only some files are refused
    else:
        assert all(draft.text[block.start : block.end].strip() for block in draft.blocks)


@given(
    st.sampled_from(sorted(REAL)),
    st.sampled_from(["word/document.xml", "content.xml", "OEBPS/book.opf", "OEBPS/a.xhtml"]),
    st.lists(_MARKUP, max_size=20),
)
def test_any_markup_in_an_archive_is_read_or_refused_with_one_sentence(
    ending: str, part: str, pieces: list[str]
) -> None:
    with zipfile.ZipFile(io.BytesIO(REAL[ending])) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    raw = zipped({**entries, part: "".join(pieces)})
    try:
        READERS[ending](raw, DEFAULT_LIMITS)
    except UnreadableFileError as error:
        assert str(error).endswith(".")  # noqa: PT017  # only some files are refused
