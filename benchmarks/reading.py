"""How fast files are read: from a file's bytes to its passages.

    python -m benchmarks.reading [--seconds N]

Plain text and Markdown are the starter documents, read again and again; the PDF is the same words,
set in two columns on A4 with a running head and page numbers. A library is a thousand files of the
plain text, read as the bot reads them: in processes of their own, whose start is counted.
"""

import argparse
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from itertools import cycle

from fpdf import FPDF

from sources import SourceFile, read_files
from sources.pipeline import read_document

from .collections import STARTER
from .reporting import show

_FILES = 1000
_PAGES = 30
_SIZE = 10  # of the type, in points


@dataclass(frozen=True, slots=True)
class _Speed:
    """What one process reads in a second."""

    megabytes: float
    pages: float
    passages: float


def main(arguments: Sequence[str] | None = None) -> None:
    """Read, measure, print."""
    given = _arguments(arguments)
    texts = [path.read_text("utf-8") for path in sorted(STARTER.rglob("*.md"))]
    files = [
        ("plain text", [("starter.txt", text.encode()) for text in texts]),
        ("Markdown", [("starter.md", text.encode()) for text in texts]),
        ("PDF, two columns", [("starter.pdf", _typeset(texts))]),
    ]
    speeds = ((name, _measured(named, given.seconds)) for name, named in files)
    show(
        "Files read in a second, in this process",
        ("", "MB of text", "pages", "passages"),
        [
            (name, f"{s.megabytes:.2f}", f"{s.pages:.0f}" if s.pages else "-", f"{s.passages:,.0f}")
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


def _measured(files: Sequence[tuple[str, bytes]], seconds: float) -> _Speed:
    _read(files)  # what is loaded once is loaded now
    started = time.perf_counter()
    characters = pages = passages = rounds = 0
    while rounds == 0 or time.perf_counter() - started < seconds:
        counts = _read(files)
        characters, pages, passages = (
            a + b for a, b in zip((characters, pages, passages), counts, strict=True)
        )
        rounds += 1
    took = time.perf_counter() - started
    return _Speed(characters / 1e6 / took, pages / took, passages / took)


def _read(files: Sequence[tuple[str, bytes]]) -> tuple[int, int, int]:
    """Bytes of text, pages and passages."""
    size = pages = count = 0
    for name, raw in files:
        document, passages, _ = read_document(name, raw, max_chars=1000, target_chars=700)
        size += len(document.text.encode())
        pages += len({page.number for page in document.pages})
        count += len(passages)
    return size, pages, count


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
