"""How fast files are read: from a file's bytes to its passages.

    python -m benchmarks.reading [--seconds N]

All files have the words of the starter documents: as Markdown, as web pages with a menu, a sidebar
and a footer, as an e-book, as a Word document, and as a PDF in two columns with a running head.
"Times plain" compares with a plain reader, which only takes the text out of the same file: Python's
html.parser, python-docx, PDFium. A library is a thousand files of plain text, read in processes as
the bot reads them; starting these is included.
"""

import argparse
import os
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from html.parser import HTMLParser
from io import BytesIO
from itertools import cycle
from typing import TypeVar

import docx
import pypdfium2
from fpdf import FPDF

from sources import SourceFile, read_files
from sources.pipeline import read_document

from .collections import STARTER
from .reporting import show

_FILES = 1000
_PAGES = 30
_SIZE = 10  # of the type, in points


_CHROME = """<html><head><title>{title} - Our class</title><meta name=author content="Ann Bell">
</head><body><header><a href=/>Our class</a></header><nav><ul>{menu}</ul></nav><main><article>{body}
</article></main><aside><h3>Related</h3>{menu}</aside><footer>© Our class</footer></body></html>"""
_PACKAGE = """<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="i">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Starter</dc:title></metadata>
<manifest>{manifest}</manifest><spine>{spine}</spine></package>"""
_CONTAINER = """<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">
<rootfiles><rootfile full-path="book.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>"""

_Files = Sequence[tuple[str, bytes]]
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class _Speed:
    """What one process reads in a second.

    Attributes:
        times_plain: Time taken, where a plain reader of the same files takes 1.
    """

    megabytes: float
    pages: float
    passages: float
    times_plain: float | None = None


def main(arguments: Sequence[str] | None = None) -> None:
    """Read, measure, print."""
    given = _arguments(arguments)
    texts = [path.read_text("utf-8") for path in sorted(STARTER.rglob("*.md"))]
    plain = [("starter.txt", text.encode()) for text in texts]
    files: Sequence[tuple[str, _Files, Callable[[bytes], str] | None]] = [
        ("plain text", plain, None),
        ("Markdown", [("starter.md", raw) for _, raw in plain], None),
        ("web pages", [("starter.html", _page(text)) for text in texts], _plain_page),
        ("EPUB", [("starter.epub", _book(texts))], _plain_book),
        ("Word", [("starter.docx", _word(texts))], _plain_word),
        ("PDF, two columns", [("starter.pdf", _typeset(texts))], _plain_pdf),
    ]
    speeds = ((name, _measured(named, plain, given.seconds)) for name, named, plain in files)
    show(
        "Files read in a second, in this process",
        ("", "MB of text", "pages", "passages", "times plain"),
        [
            (
                name,
                f"{s.megabytes:.2f}",
                f"{s.pages:.0f}" if s.pages else "-",
                f"{s.passages:,.0f}",
                f"{s.times_plain:,.0f}" if s.times_plain else "-",
            )
            for name, s in speeds
        ],
    )
    show(
        f"A library of {_FILES:,} files read ({os.cpu_count()} cores)",
        ("", "seconds", "MB of text in a second of one core"),
        list(_measured_library(texts)),
    )


def _measured_library(texts: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    named = zip(range(_FILES), cycle(texts), strict=False)
    files = [SourceFile(f"{number}.txt", partial(BytesIO, text.encode())) for number, text in named]
    previous = None
    for name, workers in (("one process", 1), ("a process a core", None), ("unchanged", 1)):
        started, worked = time.perf_counter(), _core_seconds()
        library = read_files(files, workers=workers, previous=previous)
        took, work = time.perf_counter() - started, _core_seconds() - worked
        size = sum(len(document.text.encode()) for document in library.documents.values())
        yield name, f"{took:.2f}", f"{size / 1e6 / work:.2f}"
        previous = library if workers is None else None


def _core_seconds() -> float:
    """Work of this process and of those that it has started and that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _measured(files: _Files, plain: Callable[[bytes], str] | None, seconds: float) -> _Speed:
    _read(files)  # loads whatever is loaded once
    rounds, took, (size, pages, passages) = _repeated(lambda: _read(files), seconds)
    a_second = rounds / took
    speed = _Speed(size / 1e6 * a_second, pages * a_second, passages * a_second)
    if plain is None:
        return speed
    rounds, took, _ = _repeated(lambda: [plain(raw) for _, raw in files], seconds / 4)
    return replace(speed, times_plain=rounds / took / a_second)


def _repeated(work: Callable[[], _Result], seconds: float) -> tuple[int, float, _Result]:
    """Repeat some work for a while; return how often, its processor time, and its result."""
    started, rounds = time.process_time(), 0
    while True:
        result = work()
        rounds += 1
        took = time.process_time() - started
        if took >= seconds:
            return rounds, took, result


def _read(files: _Files) -> tuple[int, int, int]:
    """Return bytes of text, pages and passages."""
    size = pages = count = 0
    for name, raw in files:
        document, passages, _ = read_document(name, raw, max_chars=1000, target_chars=700)
        size += len(document.text.encode())
        pages += len({page.number for page in document.pages})
        count += len(passages)
    return size, pages, count


def _page(text: str) -> bytes:
    title, body = _markup(text)
    menu = "".join(f"<li><a href=/{i}>Unit {i}</a></li>" for i in range(30))
    return _CHROME.format(title=title, menu=menu, body=body).encode()


def _markup(text: str) -> tuple[str, str]:
    """Return the title of a starter document, and its words as HTML."""
    parts = [part.strip() for part in text.partition("\n---\n")[2].split("\n\n") if part.strip()]
    title = parts[0].lstrip("# ")
    lines = (
        f"<h2>{p.lstrip('# ')}</h2>" if p.startswith("#") else f"<p>{p}</p>" for p in parts[1:]
    )
    return title, f"<h1>{title}</h1>" + "".join(lines)


def _book(texts: Sequence[str]) -> bytes:
    names = [f"{number}.xhtml" for number in range(len(texts))]
    items = (
        f'<item id="i{n}" href="{name}" media-type="application/xhtml+xml"/>'
        for n, name in enumerate(names)
    )
    spine = "".join(f'<itemref idref="i{n}"/>' for n in range(len(names)))
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("META-INF/container.xml", _CONTAINER)
        archive.writestr("book.opf", _PACKAGE.format(manifest="".join(items), spine=spine))
        for name, text in zip(names, texts, strict=True):
            archive.writestr(name, f"<html><body>{_markup(text)[1]}</body></html>")
    return buffer.getvalue()


def _word(texts: Sequence[str]) -> bytes:
    document = docx.Document()
    for text in texts:
        for part in text.partition("\n---\n")[2].split("\n\n"):
            if part.startswith("#"):
                document.add_heading(part.lstrip("# "), 1)
            else:
                document.add_paragraph(part)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _plain_page(raw: bytes) -> str:
    parser = HTMLParser()
    words: list[str] = []
    parser.handle_data = words.append  # type: ignore[assignment, method-assign]
    parser.feed(raw.decode())
    return "".join(words)


def _plain_book(raw: bytes) -> str:
    with zipfile.ZipFile(BytesIO(raw)) as archive:
        names = [name for name in archive.namelist() if name.endswith(".xhtml")]
        return "".join(_plain_page(archive.read(name)) for name in names)


def _plain_word(raw: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(BytesIO(raw)).paragraphs)


def _plain_pdf(raw: bytes) -> str:
    with pypdfium2.PdfDocument(raw) as pdf:
        return "".join(page.get_textpage().get_text_range() for page in pdf)


def _typeset(texts: Sequence[str]) -> bytes:
    pdf = FPDF()
    pdf.set_font("Times", size=_SIZE)
    number = 0
    while pdf.page < _PAGES:
        for text in texts:
            pdf.add_page()
            pdf.cell(text="Pullquote's starter documents", new_x="LMARGIN", new_y="NEXT")
            # Numbered, because what stands twice in a document is left out.
            number += 1
            words = (
                text.encode("latin-1", "replace").decode("latin-1").replace(". ", f" {number}. ")
            )
            with pdf.text_columns(ncols=2, gutter=8, text_align="JUSTIFY") as columns:
                columns.write(words)
    return bytes(pdf.output())


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5.0, help="for each format")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
