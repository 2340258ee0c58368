"""PDFs for the tests, set line by line as a printer would, by fpdf2."""

from collections.abc import Mapping, Sequence

from fpdf import FPDF

from .desk import Read

SIZE = 10.0  # of the type, in points
_PAGE = (420.0, 595.0)
_MARGIN, _GUTTER, _LEADING, _NOTE = 45.0, 20.0, 1.2, 7.0
_LEAST = 3  # letters on each side of a hyphen
_FLOWERS = "clover heather lime mustard thyme sage borage lavender acacia buckwheat".split()


def tale(n: int) -> str:
    """Two sentences that are like no other ones."""
    flower, other = _FLOWERS[n % 10], _FLOWERS[n // 10]
    return (
        f"Where {flower} and {other} grew, somebody counted {n + 3} hives of {flower} honey. "
        f"Others of the {other} fields denied it, for {n + 40} reasons that {flower} gave them."
    )


def paragraphs(read: Read) -> list[str]:
    """What stands in the document, without headings, a line each."""
    return [line for shown in read.shown for line in shown.split("\n")]


class Typesetter:
    """Sets paragraphs in columns; what is full goes on in the next column or on the next page."""

    def __init__(
        self,
        *,
        columns: int = 1,
        head: str = "",
        foot: str = "",
        notes: Mapping[tuple[int, int], Sequence[str]] | None = None,
    ) -> None:
        """Begin with no page.

        Args:
            columns: On each page.
            head: Stands above the text of each page; "{}" in it is the page's number.
            foot: Stands below it.
            notes: Small lines at the foot of a column, by page (from 1) and column (from 0).
        """
        self.pdf = FPDF(unit="pt", format=_PAGE)
        self.pdf.set_auto_page_break(auto=False)
        self._columns, self._head, self._foot = columns, head, foot
        self._notes = notes or {}
        self._column, self._y, self._top = columns, 0.0, 0.0

    def heading(self, words: str, size: float = 16.0) -> None:
        """Set one line of larger, bold type, with space around it."""
        self._y += size
        self._line(words, size=size, style="B")
        self._y += 0.4 * size

    def title(self, words: str, size: float = 16.0) -> None:
        """Set one line across all columns of a page that has just begun."""
        self.heading(words, size)
        self._top = self._y

    def paragraph(self, text: str, *, indent: float = 12.0, hyphens: bool = True) -> None:
        """Set a paragraph ragged; long words are broken at a line's end if `hyphens`."""
        words, line, indent_now = text.split(), "", indent
        while words:
            longer = f"{line} {words[0]}".strip()
            if self._fits(longer, indent_now):
                line = longer
                words.pop(0)
                continue
            word = words[0]
            cuts = range(len(word) - _LEAST, _LEAST - 1, -1) if hyphens and word.isalpha() else ()
            for cut in cuts:
                if self._fits(f"{line} {word[:cut]}-", indent_now):
                    line, words[0] = f"{line} {word[:cut]}-", word[cut:]
                    break
            self._line(line, x=indent_now)
            line, indent_now = "", 0.0
        self._line(line, x=indent_now)

    def lines(self, *lines: str, gap: float = 0.0) -> None:
        """Set lines as they are; a tab leaves a third of the column's width."""
        self._y += gap
        for line in lines:
            self._line(line)

    def page(self) -> None:
        """Begin a new page."""
        self.pdf.add_page()
        self._top = 60.0
        self._column = -1
        for words, y in ((self._head, 30.0), (self._foot, _PAGE[1] - 25.0)):
            self._put(words.format(self.pdf.page_no()), _MARGIN, y, 8.0)
        self._next_column()

    def output(self) -> bytes:
        """The file."""
        return bytes(self.pdf.output())

    @property
    def _width(self) -> float:
        return (_PAGE[0] - 2 * _MARGIN - (self._columns - 1) * _GUTTER) / self._columns

    def _next_column(self) -> None:
        self._column += 1
        if self._column >= self._columns:
            self.page()
            return
        self._y = self._top
        notes = self._notes.get((self.pdf.page_no(), self._column), ())
        self._end = _PAGE[1] - 55.0 - (len(notes) + 1) * _NOTE * _LEADING
        for i, words in enumerate(notes, 2):
            self._put(words, self._left, self._end + i * _NOTE * _LEADING, _NOTE)

    @property
    def _left(self) -> float:
        return _MARGIN + self._column * (self._width + _GUTTER)

    def _fits(self, words: str, indent: float) -> bool:
        self.pdf.set_font("Times", size=SIZE)
        return indent + self.pdf.get_string_width(words) <= self._width

    def _line(self, words: str, *, x: float = 0.0, size: float = SIZE, style: str = "") -> None:
        if self._column >= self._columns or self._y + size * _LEADING > self._end:
            self._next_column()
        self._y += size * _LEADING
        for i, cell in enumerate(words.split("\t")):
            self._put(cell, self._left + x + i * self._width / 3, self._y, size, style)

    def _put(self, words: str, x: float, y: float, size: float, style: str = "") -> None:
        """Set words; what stands between carets is raised."""
        for i, part in enumerate(words.split("^")):
            raised = i % 2
            self.pdf.set_font("Times", style, 0.6 * size if raised else size)
            self.pdf.text(x, y - 0.35 * size * raised, part)
            x += self.pdf.get_string_width(part)


def raw_pdf(
    *contents: str,
    font: str = "/Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding",
    page: str = "",
    catalog: str = "",
    objects: Sequence[str] = (),
    unicode: Mapping[int, str] | None = None,
) -> bytes:
    """Write a PDF by hand, for what no library sets: each page is 400 points wide and high.

    Args:
        contents: The instructions that draw each page, in Latin-1; font /F is there.
        font: Entries of the font's dictionary.
        page: Further entries of each page's dictionary.
        catalog: Further entries of the document's catalog.
        objects: Further objects; the first has number 5.
        unicode: What the codes of the font stand for, if it says so.
    """
    count = len(objects) + 5
    kids = " ".join(f"{count + 2 * i} 0 R" for i in range(len(contents)))
    written = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>",
        f"<< /Type /Font {font} {_meanings(unicode) if unicode else ''} >>",
        stream(_cmap(unicode or {})),
        *objects,
    ]
    common = f"/MediaBox [0 0 400 400] /Resources << /Font << /F 3 0 R >> >> {page}"
    for content in contents:
        place = len(written) + 2
        written.append(f"<< /Type /Page /Parent 2 0 R /Contents {place} 0 R {common} >>")
        written.append(stream(content))
    raw, places = b"%PDF-1.7\n", []
    for number, body in enumerate(written, 1):
        places.append(len(raw))
        raw += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(written) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer << /Size {size} /Root 1 0 R >>\n"
    return raw + f"{end}startxref\n{len(raw)}\n%%EOF\n".encode("latin-1")


def _meanings(unicode: Mapping[int, str]) -> str:
    widths = " ".join("600" if len(unicode.get(code, "")) > 1 else "500" for code in range(256))
    return f"/ToUnicode 4 0 R /FirstChar 0 /LastChar 255 /Widths [{widths}]"


def stream(content: str) -> str:
    """Return the object of a stream."""
    return f"<< /Length {len(content.encode('latin-1'))} >>\nstream\n{content}\nendstream"


def _cmap(unicode: Mapping[int, str]) -> str:
    pairs = "\n".join(
        f"<{code:02x}> <{text.encode('utf-16-be').hex()}>" for code, text in unicode.items()
    )
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def\n"
        "1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"{len(unicode)} beginbfchar\n{pairs}\nendbfchar endcmap end end"
    )


def shown_at(x: float, y: float, text: str, size: float = 10) -> str:
    """Return the instruction that shows text in the font of `raw_pdf`; y grows upwards."""
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /F {size} Tf {x} {y} Td ({escaped}) Tj ET"
