"""E-books: chapters in reading order, by the number that is printed above them."""

import io
import zipfile
from dataclasses import replace

import pytest

from sources.limits import DEFAULT_LIMITS
from sources.problems import NotServedError
from tests.sources.desk import read_raw
from tests.sources.files import book_file, with_entries, zipped

TEXT = "The mill at the bend of the river is old."
ENCRYPTION = """<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"
 xmlns:e="http://www.w3.org/2001/04/xmlenc#"><e:EncryptedData><e:CipherData>
<e:CipherReference URI="{}"/></e:CipherData></e:EncryptedData></encryption>"""


def chapter(heading: str, words: str = TEXT) -> str:
    return f"<body><h1>{heading}</h1><p>{words}</p></body>"


def test_chapters_are_read_in_order_without_cover_and_contents() -> None:
    raw = book_file(
        {
            "cover.xhtml": '<body epub:type="cover"><p>THE RIVER BOOK</p></body>',
            "nav.xhtml": '<body><nav epub:type="toc"><ol><li>The mill</li></ol></nav></body>',
            "ch%201.xhtml": "",
            "ch2.xhtml": chapter("The ferry", "The ferry was slow. <script>x()</script>"),
        },
        properties={"nav.xhtml": "nav"},
        more={"OEBPS/ch 1.xhtml": f"<html>{chapter('The mill')}</html>"},
    )

    read = read_raw(raw, "river.epub")

    document = read.document
    assert (document.title, document.authors) == ("The river book", ("Ann Bell", "Dow, Carl"))
    assert (document.publisher, document.published) == ("Mill Press", "1999-05-01")
    assert read.shown == [TEXT, "The ferry was slow."]
    assert [(p.number, p.label, p.kind) for p in document.pages] == [
        (1, "1", "chapter"),
        (2, "2", "chapter"),
    ]
    assert [p.locator.page for p in read.passages] == ["1", "2"]
    assert [p.locator.section for p in read.passages] == ["The mill", "The ferry"]


def test_what_the_guide_names_a_list_of_contents_or_a_cover_is_no_chapter() -> None:
    guide = (
        b'<guide><reference type="toc" href="ch%201.xhtml#top"/>'
        b'<reference type="cover" href="c.xhtml"/><reference type="text" href="a.xhtml"/></guide>'
    )
    book = book_file(
        {"a.xhtml": chapter("A"), "ch%201.xhtml": "", "c.xhtml": chapter("C", "The river book.")},
        more={"OEBPS/ch 1.xhtml": f"<html>{chapter('B', 'The mill: 9.')}</html>"},
    )

    raw = with_entries(
        book,
        lambda name, content: (
            content.replace(b"</package>", guide + b"</package>")
            if name.endswith("opf")
            else content
        ),
    )

    assert read_raw(raw, "river.epub").shown == [TEXT]


def test_a_book_of_project_gutenberg_without_its_markup_is_unwrapped() -> None:
    title = "THE PROJECT GUTENBERG EBOOK TALES"
    header = (
        f"The Project Gutenberg eBook of Tales</p><p>Title: Tales</p><p>*** START OF {title} ***"
    )
    end = f"*** END OF {title} ***</p><p>This book may be given to anybody."

    read = read_raw(
        book_file({"a.xhtml": f"<body><p>{header}</p><p>{TEXT}</p><p>{end}</p></body>"}), "a.epub"
    )

    assert read.shown == [TEXT]
    assert read.document.title == "Tales"


def test_a_chapter_is_cited_by_its_printed_number_and_a_foreword_by_its_name() -> None:
    raw = book_file(
        {
            "a.xhtml": chapter("Foreword"),
            "b.xhtml": chapter("Chapter 1<br/>The mill"),
            "c.xhtml": "<body><p>It burned twice.</p></body>",
            "d.xhtml": chapter("CHAPTER II: The ferry"),
            "e.xhtml": chapter("3. The canal"),
        }
    )

    document = read_raw(raw, "river.epub").document

    assert [page.label for page in document.pages] == ["Foreword", "1", "1", "II", "3"]
    assert [heading.text for heading in document.headings][1] == "Chapter 1 The mill"


def test_a_note_is_a_passage_of_its_own_and_its_mark_is_no_word() -> None:
    body = (
        '<body><p>The mill is old.<a epub:type="noteref" href="#n">1</a> It stands.</p>'
        '<aside epub:type="footnote" id="n"><p>See the ledger.</p></aside></body>'
    )

    read = read_raw(book_file({"a.xhtml": body}), "river.epub")

    assert read.shown == ["The mill is old. It stands.", "See the ledger."]


def test_a_chapter_that_is_missing_is_told_and_the_others_are_served() -> None:
    read = read_raw(book_file({"a.xhtml": "", "b.xhtml": chapter("The mill")}), "river.epub")

    assert read.shown == [TEXT]
    assert len(read.notes) == 1
    assert "lacks 1 chapter" in read.notes[0]


@pytest.mark.parametrize(("locked", "served"), [("OEBPS/a.xhtml", False), ("OEBPS/font.otf", True)])
def test_a_book_protected_against_copying_is_refused_a_scrambled_font_is_not(
    locked: str, *, served: bool
) -> None:
    more = {"META-INF/encryption.xml": ENCRYPTION.format(locked)}
    raw = book_file({"a.xhtml": chapter("The mill")}, more=more)

    if served:
        assert read_raw(raw, "river.epub").shown == [TEXT]
    else:
        with pytest.raises(NotServedError, match="protected against copying"):
            read_raw(raw, "river.epub")


def test_a_book_with_more_chapters_than_are_read_is_refused() -> None:
    raw = book_file({f"{i}.xhtml": chapter("The mill") for i in range(4)})

    with pytest.raises(NotServedError, match="4 chapters, more than the limit of 3"):
        read_raw(raw, "river.epub", limits=replace(DEFAULT_LIMITS, max_pages=3))


@pytest.mark.parametrize("day", ["0101-01-01T00:00:00+00:00", "", "soon"])
def test_a_date_that_nobody_knows_is_none(day: str) -> None:
    with zipfile.ZipFile(io.BytesIO(book_file({"a.xhtml": chapter("The mill")}))) as archive:
        entries = {name: archive.read(name).decode() for name in archive.namelist()}
    entries["OEBPS/book.opf"] = entries["OEBPS/book.opf"].replace("1999-05-01T00:00:00Z", day)

    published = read_raw(zipped(entries), "river.epub").document.published

    assert published is None


@pytest.mark.parametrize("part", ["META-INF/container.xml", "OEBPS/book.opf"])
@pytest.mark.parametrize("content", ["", "<a>", "<a/>"])
def test_a_damaged_book_is_refused_with_one_sentence(part: str, content: str) -> None:
    raw = book_file({"a.xhtml": chapter("The mill")}, more={part: content})

    with pytest.raises(NotServedError, match=r"It is damaged|It is empty"):
        read_raw(raw, "river.epub")


NCX = """<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap>{points}</navMap>
<pageList>{pages}</pageList></ncx>"""
POINT = "<navPoint><navLabel><text>{}</text></navLabel><content src='{}'/></navPoint>"
PAGE = "<pageTarget><navLabel><text>{}</text></navLabel><content src='{}'/></pageTarget>"


def with_ncx(raw: bytes, points: str = "", pages: str = "") -> bytes:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        entries = {name: archive.read(name).decode() for name in archive.namelist()}
    item = '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/></manifest>'
    entries["OEBPS/book.opf"] = entries["OEBPS/book.opf"].replace("</manifest>", item)
    entries["OEBPS/toc.ncx"] = NCX.format(points=points, pages=pages)
    return zipped(entries)


@pytest.mark.parametrize(
    ("body", "points", "headings"),
    [
        (f"<p>{TEXT}</p>", POINT.format("The mill", "a.xhtml"), ["The mill"]),
        (f"<p>THE MILL</p><p>{TEXT}</p>", POINT.format("The mill", "a.xhtml"), ["THE MILL"]),
        (f"<h1>1</h1><p>{TEXT}</p>", POINT.format("1. The mill", "a.xhtml"), ["1. The mill"]),
        (f"<h1>The mill</h1><p>{TEXT}</p>", POINT.format("The mill", "a.xhtml"), ["The mill"]),
        (
            f"<h1>The mill</h1><p>{TEXT}</p><p>A.</p><p>B.</p><p id='w'>It turns.</p>",
            POINT.format("The mill", "a.xhtml") + POINT.format("Its wheel", "a.xhtml#w"),
            ["The mill", "Its wheel"],
        ),
        (f"<p>{TEXT}</p>", POINT.format("The mill", "other.xhtml"), []),
    ],
)  # fmt: skip
def test_chapters_have_the_names_that_only_the_contents_have(
    body: str, points: str, headings: list[str]
) -> None:
    raw = with_ncx(book_file({"a.xhtml": f"<body>{body}</body>"}), points)

    assert read_raw(raw, "river.epub").headings == headings


def test_names_come_from_the_navigation_document_too() -> None:
    nav = '<nav epub:type="toc"><ol><li><a href="a.xhtml">The mill</a></li></ol></nav>'
    bodies = {"nav.xhtml": f"<body>{nav}</body>", "a.xhtml": f"<body><p>{TEXT}</p></body>"}

    assert read_raw(book_file(bodies, properties={"nav.xhtml": "nav"}), "r.epub").headings == [
        "The mill"
    ]


def test_a_book_with_pages_of_a_print_is_cited_by_them() -> None:
    body = (
        '<p id="p9">The mill is old. <span epub:type="pagebreak" title="10"></span>It burned.</p>'
        '<p><span role="doc-pagebreak" aria-label="Page 11">11</span>It stands.</p>'
    )
    raw = with_ncx(
        book_file({"a.xhtml": f"<body>{body}</body>"}), pages=PAGE.format("9", "a.xhtml#p9")
    )

    read = read_raw(raw, "river.epub")

    assert read.served == "The mill is old. It burned.\n\nIt stands."
    assert [(p.label, p.kind) for p in read.document.pages] == [
        (n, "print") for n in ("9", "10", "11")
    ]


def test_a_few_marked_pages_do_not_replace_the_chapters() -> None:
    break_ = '<span epub:type="pagebreak" title="10"/>'
    bodies = {f"{n}.xhtml": chapter(f"Chapter {n}", TEXT) for n in range(1, 4)}
    bodies["1.xhtml"] = chapter("Chapter 1", f"{break_}{TEXT}")

    document = read_raw(book_file(bodies), "river.epub").document

    assert [(p.label, p.kind) for p in document.pages] == [(n, "chapter") for n in "123"]


def test_notes_of_another_file_are_below_the_paragraph_with_their_mark() -> None:
    mill = '<p>The mill is old.<a epub:type="noteref" href="n.xhtml#n1">1</a></p><p>It stands.</p>'
    notes = '<p id="n1">1. See the ledger.</p>after<p>Not a note.</p>'
    raw = book_file({"a.xhtml": f"<body>{mill}</body>", "n.xhtml": f"<body>{notes}</body>"})

    read = read_raw(raw, "river.epub")

    assert read.shown == [
        "The mill is old.",
        "1. See the ledger.",
        "It stands.",
        "after\nNot a note.",
    ]


def test_what_is_not_in_the_reading_order_is_left_out_with_its_reason() -> None:
    raw = book_file(
        {"a.xhtml": chapter("The mill")},
        more={"OEBPS/extra.xhtml": "<html><body>Extra.</body></html>"},
    )

    read = read_raw(raw, "river.epub")

    assert "Extra." in read.left_out
    assert "Extra." not in read.served
