"""The values that leave this package: documents, passages, places and citations.

Values read from a file are frozen pydantic models; values that live only in memory are frozen,
slotted dataclasses. Offsets count code points of `Document.text`. For plain text that is the file's
decoded text with a line feed at each line end and without a byte order mark; marks that interrupt
a sentence (of Markdown, captions, pages) are moved to the end of their section. Each character
that is not white space is in exactly one passage, heading or span that is left out.
"""

import re
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

PassageKind = Literal["text", "reference", "about"]
"""Running text; an entry of a list of works cited; the document's own citation block."""

PageKind = Literal["page", "slide", "chapter", "print", "time"]
"""A page, slide or chapter of the file, a page of the printed edition that it was made from, or
the time in a recording from which its words are heard."""

_WHITE_SPACE = re.compile(r"\s+")
_HEADING_MARKS = re.compile(r"\s*(#{1,6}[ \t]+)(?=\S)")


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Heading(_Frozen):
    """The title (level 0) or a heading (from level 1) of a document.

    Attributes:
        start: Where its line begins in the document's text, its marks included.
        end: After its last character, marks included.
        text: Its words alone.
    """

    start: int
    end: int
    level: int
    text: str


class PageBreak(_Frozen):
    """The page, slide or chapter that begins at offset `start` and ends where the next begins.

    A page occurs twice if its footnotes follow a paragraph that continues on the next page.

    Attributes:
        start: Of its text. A page without text begins where the next one does.
        label: As printed on it ("xii", "14"); the number where nothing is printed. Never empty.
        number: Its place in the file, from 1, empty pages counted.
    """

    start: int
    label: str
    number: int
    kind: PageKind = "page"


class LeftOut(_Frozen):
    """A span [start, end) of a document that is left out of the index, and why.

    Attributes:
        place: Where it is in the file ("page 3", "slide 4"), if the file has such places and it is
            not where the span is: readers may move it to the end of the text.
    """

    start: int
    end: int
    reason: str
    place: str | None = None


_Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]


class Correction(_Frozen):
    """Fields of a document that a person has corrected; None leaves one as the file has it.

    Attributes:
        authors: Empty if the document has no author.
        published: A date such as 2019-10-01, 2019-10 or 2019, or a few words; "" for none.
    """

    title: _Words | None = None
    authors: Annotated[tuple[_Words, ...], Field(max_length=50)] | None = None
    published: Annotated[str, StringConstraints(strip_whitespace=True, max_length=60)] | None = None


class Part(_Frozen):
    """A part of a document with a citation of its own; it ends where the next one begins.

    Attributes:
        start: Of its heading, in the document's text.
    """

    start: int
    authors: tuple[str, ...] = ()
    published: str | None = None
    url: str | None = None


class Document(_Frozen):
    """One source document: its whole text as decoded, and what is known about it.

    Attributes:
        doc_id: Path relative to its library, with forward slashes.
        published: As precise as it is known: 2019-10-01, 2019-10 or 2019.
        marks: Spans of the text that are not in the file, such as "[formula]".
        sha256: Hash of the file's bytes.
        as_read: What the file itself says, in the fields that a person has corrected.
        parts: Those with citations of their own, in order.
    """

    doc_id: str
    title: str
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    published: str | None = None
    accessed: str | None = None
    url: str | None = None
    licence: str | None = None
    text: str
    headings: tuple[Heading, ...] = ()
    pages: tuple[PageBreak, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    marks: tuple[tuple[int, int], ...] = ()
    sha256: str
    as_read: Correction | None = None
    parts: tuple[Part, ...] = ()

    @property
    def is_untitled(self) -> bool:
        """Nothing in it says what it is called, so its file's name is cited."""
        named = self.title == name_as_title(self.doc_id)
        return named and not any(heading.level == 0 for heading in self.headings)


@dataclass(frozen=True, slots=True)
class Locator:
    """A place in a document: the half-open span [start, end) of its text."""

    start: int
    end: int
    page: str | None = None  # the label of the one it begins on
    section: str | None = None  # the nearest heading above, with the one above that if it is vague
    paragraph: int | None = None  # from 1, in the whole document


@dataclass(frozen=True, slots=True)
class Passage:
    """What is indexed, found and shown: a slice of a document that ends at a sentence end.

    Attributes:
        text: Exactly `document.text[locator.start:locator.end]`.
        sentences: Spans [start, end) in `text`, at least one, in order and disjoint; none is empty.
        breaks: Offsets in `text`, ascending, where a new paragraph or list item begins.
            White space elsewhere, line ends included, is equivalent to one space.
        marks: Spans [start, end) in `text`, in order, of editorial marks such as "[formula]": not
            words of the file, but written where it has something that cannot be shown.
    """

    doc_id: str
    locator: Locator
    text: str
    sentences: tuple[tuple[int, int], ...]
    breaks: tuple[int, ...] = ()
    kind: PassageKind = "text"
    marks: tuple[tuple[int, int], ...] = ()

    @property
    def passage_id(self) -> str:
        """Twelve hexadecimal digits, the same as long as place and words are the same."""
        place = f"{self.doc_id}\0{self.locator.start}\0{self.text}"
        return blake2b(place.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()

    @property
    def heading_marks(self) -> tuple[tuple[int, int], ...]:
        """Spans [start, end) in `text` of the "## " of Markdown headings between its sentences."""
        if self.kind != "text" or "#" not in self.text:
            return ()
        lines = (_HEADING_MARKS.match(self.text, place) for place in (0, *self.breaks))
        between = (0, *(end for _, end in self.sentences))
        until = (*(start for start, _ in self.sentences), len(self.text))
        gaps = [*zip(between, until, strict=True)]
        return tuple(
            (line.start(1), line.end(1))
            for line in lines
            if line and any(start <= line.start(1) and line.end(1) <= end for start, end in gaps)
        )

    def displayed(self, start: int = 0, end: int | None = None) -> str:
        """As `shown`, without the marks of Markdown headings: for people, not for programs."""
        end = len(self.text) if end is None else end
        edges = [start, end]
        for span in self.heading_marks:
            edges[1:1] = [min(max(place, start), end) for place in span]
        edges.sort()
        parts = (self.shown(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True))
        return "\n".join(filter(None, parts))

    def shown(self, start: int = 0, end: int | None = None) -> str:
        """The words of `text[start:end]` as a person reads them.

        Runs of white space are one space, and three where a tab parts the cells of a row;
        paragraphs and list items stand on lines of their own. No other character is added, lost
        or changed.
        """
        end = len(self.text) if end is None else end
        cuts = [start, *(b for b in self.breaks if start < b < end), end]
        lines = (self.text[a:b] for a, b in pairwise(cuts))
        return "\n".join(filter(None, (_WHITE_SPACE.sub(_space, line).strip() for line in lines)))


def _space(run: re.Match[str]) -> str:
    is_between_cells = "\t" in run[0] and "\n" not in run[0]
    return "   " if is_between_cells else " "


@dataclass(frozen=True, slots=True)
class Citation:
    """The facts that lead a reader back to a passage or quotation.

    Attributes:
        page: Label of the page, slide or chapter on which the quoted words begin.
        last_page: Label of the one on which they end.
        page_number: Position in the file of the one on which they begin, from 1.
        passage_pages: Labels of the first and last page of the passage around the quoted words,
            if it has more pages than these.
    """

    title: str
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    published: str | None = None
    accessed: str | None = None
    section: str | None = None
    paragraph: int | None = None
    page: str | None = None
    last_page: str | None = None
    page_number: int | None = None
    page_kind: PageKind = "page"
    url: str | None = None
    passage_pages: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """A file that could not be served, or only in part; `reason` is one plain sentence.

    Attributes:
        sha256: Hash of a file that is not served, if reading the same bytes again would give the
            same reason; then they are not read again.
    """

    source: str
    reason: str
    sha256: str | None = None


def name_as_title(doc_id: str) -> str:
    """Turn the name of a file into a title: "week_3-bees.pdf" is "Week 3 bees"."""
    name = re.sub(r"[\s_-]+", " ", PurePosixPath(doc_id).stem).strip()
    return name[:1].upper() + name[1:] or doc_id


def find_pages(
    pages: Sequence[PageBreak], start: int, end: int
) -> tuple[PageBreak, PageBreak] | None:
    """Return the pages on which a span begins and ends; None if it begins before the first page.

    Args:
        pages: In order; of pages that begin at the same offset, only the last has text.
        start: Start of the span.
        end: Its end; at least `start` + 1.
    """
    if not pages:
        return None
    first = bisect(pages, start, key=lambda page: page.start) - 1
    last = bisect(pages, end - 1, key=lambda page: page.start) - 1
    return (pages[first], pages[last]) if first >= 0 else None
