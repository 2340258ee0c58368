"""Project Gutenberg's files: separate the book from the header and the licence around it.

The rules read a text alone, so they hold for plain text, HTML and EPUB alike.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from .documents import LeftOut
from .draft import Block, Draft, Span
from .metadata import Metadata, split_names

WRAPPER = "it is Project Gutenberg's header or licence, not part of the book"
"""Why the text around a book is left out."""

_NAME = re.compile(r"Project\s+Gutenberg", re.IGNORECASE)
_EBOOK = r"PROJECT\s+GUTENBERG(?:['’]S)?\s+E-?(?:BOOK|TEXT)"
# A long title may take several lines; where the closing stars are missing, the line ends it.
_TO_STARS = r"(?:(?:[^*\n]|\n(?![ \t]*\n)){0,400}\*{3}|.*$)"
_START = re.compile(
    rf"""^[ \t]*\*{{3}}\s*START\ OF\ TH(?:E|IS)\s+{_EBOOK}\b{_TO_STARS}
       | ^[ \t]*\*?END[\s*]*THE\ SMALL\ PRINT!.{{0,80}}\*?END\*?""",
    re.IGNORECASE | re.MULTILINE | re.VERBOSE,
)
_END = re.compile(
    rf"""^[ \t]*\*{{3}}\s*END\ OF\ TH(?:E|IS)\s+{_EBOOK}\b{_TO_STARS}
       | ^[ \t*]*END\ OF\ (?:TH(?:E|IS)\ )?PROJECT\ GUTENBERG.*$""",
    re.IGNORECASE | re.MULTILINE | re.VERBOSE,
)
_LICENCE = re.compile(
    r"^[ \t]*\*{3}\s*START(?::\s*FULL\ LICENSE|\**\s*THE\ SMALL\ PRINT!)",
    re.IGNORECASE | re.MULTILINE,
)
_LONGEST_HEADER = 30_000  # code points; old headers hold the whole licence
# The credits between the start line and the book, a paragraph each.
_CREDIT = re.compile(
    r"""\W*(?:produced | e-?text\ (?:prepared|produced|scanned) | transcribed | prepared | scanned
          | digiti[sz]ed | proofed | html\ version | credits?:
          | this\ (?:e-?text|e-?book|file)\ (?:was|is|has))\b
      | .*\b(?:project\s+gutenberg|gutenberg\.(?:org|net)|pgdp\.net)\b""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_LETTER = re.compile(r"[^\W_]")
_PARAGRAPH = re.compile(r"\S(?:[^\n]|\n(?![ \t]*(?:\n|\Z)))*")
_LONGEST_CREDIT = 1_500  # code points; anything longer is the book
_FIELD = re.compile(
    r"^[ \t]*(?P<name>Title|Author)s?[ \t]*:[ \t]*(?P<value>\S.*(?:\n[ \t]{2,}[^\s:][^:\n]*$)*)",
    re.IGNORECASE | re.MULTILINE,
)
_FILE_TITLE = re.compile(
    r"""\W*(?:The\s+)?Project\s+Gutenberg
        (?:(?:['’]s)?\s+E-?(?:book|text)\s*(?:,\s*|\s+of\s+) | ['’]s\s+)
        (?P<title>[^\s#].{0,300}?)(?:,?\s+by\s+(?P<names>\S.{0,200}?))?(?:\n\s*[\[#(].*)?[\s*]*""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Book:
    """The book at `text[start:end]`, and what the header says about it."""

    start: int
    end: int
    metadata: Metadata


def find_book(text: str) -> Book | None:
    """Find the book in a Project Gutenberg file; None if it is no such file.

    The line that starts or ends the book shows it; where one of them is missing, only the other
    side is cut. Credits between the start line and the book are not part of the book.
    """
    if not _NAME.search(text):
        return None
    first = next((m.end() for m in _START.finditer(text, 0, _LONGEST_HEADER)), 0)
    end = _find_end(text, first)
    starts = [m.end() for m in _START.finditer(text, 0, min(_LONGEST_HEADER, end))]
    if not starts and end == len(text):
        return None
    start = starts[-1] if starts else 0
    begin = _skip_credits(text, start, end) if starts else 0
    return Book(begin, end, read_header(text[:start]))


def unwrap(draft: Draft) -> Draft:
    """Leave out Project Gutenberg's header and licence; return any other draft unchanged.

    Title and authors of the header replace those of the file's own metadata, which name the file
    ("The Project Gutenberg eBook of ...") and not the book.
    """
    book = find_book(draft.text)
    blocks = tuple(_inside(draft.text, draft.blocks, book)) if book else ()
    if book is None or not blocks:
        return draft
    sides = (_strip(draft.text, 0, book.start), _strip(draft.text, book.end, len(draft.text)))
    left_out = [span for span in draft.left_out if book.start <= span.start < book.end]
    left_out += [LeftOut(start=a, end=b, reason=WRAPPER) for a, b in sides if a < b]
    known = {name: value for name, value in book.metadata.model_dump().items() if value}
    return replace(
        draft,
        blocks=blocks,
        left_out=tuple(sorted(left_out, key=lambda span: span.start)),
        metadata=draft.metadata.model_copy(update=known),
    )


def read_file_title(words: str) -> Metadata:
    """Read title and authors from "The Project Gutenberg eBook of TITLE, by NAMES"."""
    match = _FILE_TITLE.fullmatch(words.strip()[:600])
    if match is None:
        return Metadata()
    title = " ".join(match["title"].split()).rstrip("* ")
    names = " ".join((match["names"] or "").split()).rstrip("* ")
    return Metadata(title=title, authors=split_names(names))


def _find_end(text: str, start: int) -> int:
    """Return the offset at which the book ends: two lines in a row may say so."""
    ends = [m.span() for m in _END.finditer(text, start)]
    if not ends:
        licence = _LICENCE.search(text, start)
        return licence.start() if licence and start else len(text)
    end = ends[-1][0]
    for (before, after), (following, _) in reversed(list(pairwise(ends))):
        if following != end or text[after:following].strip():
            break
        end = before
    return end


def _skip_credits(text: str, start: int, end: int) -> int:
    for match in _PARAGRAPH.finditer(text, start, end):
        words = match[0]
        credit = len(words) <= _LONGEST_CREDIT and _CREDIT.match(words)
        if _LETTER.search(words) and not credit:
            break
        start = match.end()
    return start


def read_header(header: str) -> Metadata:
    """Read title and authors from the words before the book, one field a line."""
    fields: dict[str, str] = {}
    for match in _FIELD.finditer(header):
        fields.setdefault(match["name"].casefold(), match["value"])
    first = _PARAGRAPH.search(header)
    named = read_file_title(first[0]) if first else Metadata()
    title, authors = fields.get("title"), fields.get("author")
    return Metadata(
        title=" ".join(title.split()) if title else named.title,
        authors=tuple(_names(authors)) if authors else named.authors,
    )


def _names(written: str) -> list[str]:
    """Return one name a line; a comma may belong to a name there ("Alexandre Dumas, père")."""
    lines = [" ".join(line.split()) for line in written.splitlines()]
    return [
        name
        for line in lines
        for name in (split_names(line) if " and " in line else (line.rstrip(","),))
        if name
    ]


def _inside(text: str, blocks: Sequence[Block], book: Book) -> list[Block]:
    """Return the blocks of the book; one that crosses its border is cut there."""
    inside: list[Block] = []
    for block in blocks:
        start, end = _strip(text, max(block.start, book.start), min(block.end, book.end))
        if start < end:
            units = tuple(u for u in block.units if start <= u[0] and u[1] <= end)
            lines = tuple(line for line in block.lines if start < line < end)
            inside.append(replace(block, start=start, end=end, units=units, lines=lines))
    return inside


def _strip(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), start + len(words.rstrip())
