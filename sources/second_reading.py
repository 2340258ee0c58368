"""Read a file a second time, simply: all its text, without layout, to check the real reader.

Nothing here looks for columns, headings or menus. The text nodes that are skipped are named in the
constants below: text that no program shows, and text that repeats a neighbour for older programs.
"""

import email
import email.policy
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from .limits import Limits
from .readers.decoding import decode_within

if TYPE_CHECKING:
    import pypdfium2  # extras, which need not be installed
    from lxml import etree

# Scripts, styles, the page's name (which is cited), and the source text of a formula.
_NO_WEB_TEXT = frozenset({"script", "style", "title", "annotation", "annotation-xml"})
_WEB_LINES = frozenset(
    "address article aside blockquote body br caption dd details div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol option p pre section select "
    "summary table tbody td textarea tfoot th thead tr ul".split()
)
_WEB_PARTS = (".xhtml", ".html", ".htm")
# Neither styles nor templates, nor the drawing that repeats a diagram's words.
_OFFICE_PARTS = re.compile(
    r"(?:word/(?:document|(?:foot|end)notes|header\d*|footer\d*|comments)"
    r"|ppt/slides/slide(?P<slide>\d+)|ppt/notesSlides/notesSlide\d+|ppt/comments/\w+"
    r"|(?:word|ppt)/(?:charts/chart|diagrams/data)\w*)\.xml"
)
_CHUNK = re.compile(r"(?:word/)?[^/]+\.(?:html?|xhtml|mht|mhtml|txt|docx)")
_OFFICE_LINES = frozenset({"p", "br", "cr", "tab", "oMath", "AlternateContent"})
_OFFICE_TAGS = [f"{{*}}{name}" for name in (*_OFFICE_LINES, "t", "v")]
_FIELDS = ("slidenum", "datetime")  # filled in by the program that shows the slide
_ODF_PARTS = re.compile(r"(?:Object [^/]+/)?content\.xml|styles\.xml")
_NO_ODF_TEXT = frozenset({"creator", "date", "annotation-xml"})  # who commented, and when
_HYPHEN = "-\xad\u2010"  # one, as fonts of a Mac spell it
_ODF_LINES = frozenset({"p", "h", "table-cell", "line-break", "tab", "s", "math"})


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of a file's text.

    Attributes:
        place: Where it is: "page 3", "slide 4", "footnotes"; "" in files without such places.
        text: One line or more.
    """

    place: str
    text: str


def read_again(ending: str, raw: bytes, limits: Limits) -> Iterator[Piece]:
    """Yield all text in a file that its reader could read, in the file's own order.

    Args:
        ending: The extension of the file's name, in lower case, with the dot.
        raw: The file's bytes.
        limits: Limits for its reader.
    """
    reading = _READINGS.get(ending)
    return reading(raw, limits) if reading else iter(())


def _read_text(raw: bytes, limits: Limits) -> Iterator[Piece]:
    yield Piece("", decode_within(raw, limits))


def _read_page(raw: bytes, _: Limits) -> Iterator[Piece]:
    yield Piece("", _words_of_page(raw))


def _read_mhtml(raw: bytes, _: Limits) -> Iterator[Piece]:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() in {"text/html", "application/xhtml+xml"}:
            page = part.get_payload(decode=True)
            if isinstance(page, bytes):
                yield Piece("", _words_of_page(page))


def _read_epub(raw: bytes, _: Limits) -> Iterator[Piece]:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        for name in archive.namelist():
            if name.casefold().endswith(_WEB_PARTS):
                yield Piece(PurePosixPath(name).name, _words_of_page(archive.read(name)))


def _words_of_page(raw: bytes) -> str:
    from .readers.markup import decode_page  # noqa: PLC0415  # needs an extra

    parser = _TextNodes()
    parser.feed(decode_page(raw))
    parser.close()
    return "".join(parser.words)


class _TextNodes(HTMLParser):
    """Collects the text nodes of a page, with a line end where a block begins or ends."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._skipped: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag in _NO_WEB_TEXT:
            self._skipped.append(tag)
        elif tag in _WEB_LINES:
            self.words.append("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag in _WEB_LINES:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if self._skipped and tag == self._skipped[-1]:
            self._skipped.pop()
        elif tag in _WEB_LINES:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            self.words.append(data)


def _read_office(raw: bytes, limits: Limits) -> Iterator[Piece]:
    from .readers.xml_parts import read_xml  # noqa: PLC0415  # needs an extra

    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        for name in archive.namelist():
            if part := _OFFICE_PARTS.fullmatch(name):
                place = f"slide {part['slide']}" if part["slide"] else PurePosixPath(name).stem
                yield Piece(place, _words_of_office(read_xml(archive, name)))
            elif _CHUNK.fullmatch(name):  # another document, inserted as a whole
                yield from read_again(PurePosixPath(name).suffix, archive.read(name), limits)


def _words_of_office(root: "etree._Element") -> str:
    from lxml import etree  # noqa: PLC0415  # needs an extra

    for both in root.iter("{*}AlternateContent"):
        _drop_same_fallback(both)
    _drop_repeated_categories(root)
    words: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end"), tag=_OFFICE_TAGS):
        name = _name(element)
        if name in _OFFICE_LINES:
            words.append("\n")
        elif event == "end" or _is_field(element):
            continue
        elif name == "t":
            words.append(element.text or "")
        elif next(element.iterancestors("{*}strCache"), None) is not None:
            words.append(f"\n{element.text or ''}\n")  # a label of a chart
    return "".join(words)


def _drop_same_fallback(both: "etree._Element") -> None:
    """Drop what older programs show instead, if it says the same."""
    versions = [("".join(t.text or "" for t in version.iter("{*}t"))) for version in both]
    for version, words in zip(list(both)[1:], versions[1:], strict=True):
        if words == versions[0]:
            both.remove(version)


def _drop_repeated_categories(root: "etree._Element") -> None:
    """Drop the categories of a chart from each series but the first that has them."""
    seen: set[str] = set()
    for categories in list(root.iter("{*}cat")):
        words = " ".join(categories.itertext())
        series = categories.getparent()
        if words in seen and series is not None:
            series.remove(categories)
        seen.add(words)


def _is_field(element: "etree._Element") -> bool:
    field = element.getparent()
    return field is not None and _name(field) == "fld" and field.get("type", "").startswith(_FIELDS)


def _read_odt(raw: bytes, _: Limits) -> Iterator[Piece]:
    from .readers.xml_parts import read_xml  # noqa: PLC0415  # needs an extra

    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        for name in archive.namelist():
            if _ODF_PARTS.fullmatch(name):
                root = read_xml(archive, name)
                is_formula = _name(root) == "math"
                for part in [root] if is_formula else root.iter("{*}body", "{*}master-styles"):
                    yield Piece("" if name == "content.xml" else name, _words_of_odf(part))


def _words_of_odf(root: "etree._Element") -> str:
    from lxml import etree  # noqa: PLC0415  # needs an extra

    words: list[str] = []
    steps = etree.iterwalk(root, events=("start", "end"))
    for event, element in steps:
        name = _name(element)
        if event == "start":
            words.append("\n" if name in _ODF_LINES else "")
            if name in _NO_ODF_TEXT or (name == "annotation" and _repeats(element)):
                steps.skip_subtree()
            else:
                words.append(element.text or "")
        else:
            words.append("\n" if name in _ODF_LINES else "")
            words.append(element.tail or "")
    return "".join(words)


def _repeats(annotation: "etree._Element") -> bool:
    """Say whether an annotation repeats a formula in another language, such as TeX."""
    return any(str(name).endswith("encoding") for name in annotation.attrib)


def _name(element: "etree._Element") -> str:
    return str(element.tag).rpartition("}")[2]


def _read_pdf(raw: bytes, _: Limits) -> Iterator[Piece]:
    yield from _text_layers(raw, lambda page: page.get_textpage().get_text_range())


def read_named_letters(raw: bytes) -> Iterator[Piece]:
    """Yield the text layer of a PDF without codes that no font gives a letter; takes longer."""
    return _text_layers(raw, lambda page: _named_letters(page.get_textpage()))


def _text_layers(raw: bytes, read: "Callable[[pypdfium2.PdfPage], str]") -> Iterator[Piece]:
    from .readers.pdf.ligatures import find_ligatures, mended  # noqa: PLC0415  # needs an extra

    pages = [*_pages(raw, read)]
    ligatures = find_ligatures(page.text for page in pages)
    for page in pages:
        yield Piece(page.place, mended(page.text, ligatures).replace(_HYPHEN, "-"))


def _pages(raw: bytes, read: "Callable[[pypdfium2.PdfPage], str]") -> Iterator[Piece]:
    import pypdfium2  # noqa: PLC0415  # needs an extra

    pdf = pypdfium2.PdfDocument(raw)
    try:
        for position in range(len(pdf)):
            try:
                page = pdf[position]
                words = read(page)
            except pypdfium2.PdfiumError:  # the reader says so
                continue
            yield Piece(f"page {position + 1}", words)
            page.close()
    finally:
        pdf.close()


def _named_letters(layer: "pypdfium2.PdfTextPage") -> str:
    from pypdfium2 import raw  # noqa: PLC0415  # needs an extra

    codes = (
        raw.FPDFText_GetUnicode(layer, i)
        for i in range(layer.count_chars())
        if raw.FPDFText_HasUnicodeMapError(layer, i) != 1
    )
    units = b"".join(chr(code).encode("utf-16-le", "surrogatepass") for code in codes)
    return units.decode("utf-16-le", "replace")  # a character may have two codes


_READINGS: Mapping[str, Callable[[bytes, Limits], Iterator[Piece]]] = {
    **dict.fromkeys((".txt", ".text", ".md", ".markdown", ".qmd", ".rmd"), _read_text),
    ".docx": _read_office,
    ".epub": _read_epub,
    ".htm": _read_page,
    ".html": _read_page,
    ".mht": _read_mhtml,
    ".mhtml": _read_mhtml,
    ".odt": _read_odt,
    ".pdf": _read_pdf,
    ".pptx": _read_office,
    ".xhtml": _read_page,
}
