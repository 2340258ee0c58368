"""What a PDF is called, and its headings: title, authors, levels, slides, lists of contents."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, takewhile
from statistics import median

from sources.metadata import Metadata, split_names

from .paragraphs import Paragraph
from .values import Line

_PAGE = re.compile(r"[ \t](?:\d{1,4}|[ivxlc]{1,8})\Z")
_LED = re.compile(r"(?:\.[ \t]?){4,}[ \t]*(?:\d{1,4}|[ivxlc]{1,8})\Z")
_TITLE = 1.2  # of the body size, at least
_LONGEST_TITLE = 150  # characters
_FIRST_PAGES = 2  # with text, which may have the title
_NO_TITLE = re.compile(
    r"""\W*(?:abstract|(?:table\ of\ )?contents|introduction|summary|overview|name|date|draft
        |handouts?|notes?|appendix|agenda|outline|references|acknowledge?ments?|preface|foreword
        |(?:chapter|unit|lesson|week|part|section|figure|table|page|module|lecture|handout
        |worksheet|exercise|assignment|homework)\s+[\divxlc.]+
        |\W*)\W*|["“„«].{40,}|["“„«].*[.!?,]["”»]|.{40,}[.,;:]["”»]?""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_ALIKE = 0.5  # points between sizes meant to be equal
_LAST_LEVEL = 6
_SLIDE_TITLE = 1.05  # of the body size, at least
_LONGEST_SLIDE_TITLE = 90  # characters of one line
_LEVEL = 2.0  # sizes of the type between the titles of different slides
_NEXT_LINE = 1.6  # sizes of the type
_BEGINNING = 4000  # characters
_FILE_NAME = re.compile(r"\.[a-z]{2,4}\d?\Z|[/\\_]", re.IGNORECASE)
_PROGRAM = re.compile(
    r"(?:microsoft|word|powerpoint|excel|layout|document|untitled|unbenannt|sans titre|title|scan"
    r"|slide|presentation|pdf|print|about:blank|https?:|file:)\b.*|\W*|\d+",
    re.IGNORECASE | re.DOTALL,
)
_NO_PERSON = re.compile(
    r".*\b(?:user|owner|admin(?:istrator)?|unknown|anonym\w*|author|guest|student|teacher|scanner"
    r"|office|microsoft|adobe|computer|library|staff|default|home|pc)\b.*|.*[@\d/\\_].*",
    re.IGNORECASE | re.DOTALL,
)
_YEAR = re.compile(r"D:((?:19|20)\d\d)")
_WORD = re.compile(r"\w+")


def mark_slide_titles(pages: Mapping[int, Sequence[Line]], size: float) -> dict[int, list[Line]]:
    """Mark the title of each slide as a heading: the large line that most begin with.

    Args:
        pages: The lines of each slide.
        size: The body size.
    """
    firsts = [lines[0] for lines in pages.values() if lines and _may_be_title(lines[0], size)]
    if 2 * len(firsts) <= sum(bool(lines) for lines in pages.values()):
        return {page: list(lines) for page, lines in pages.items()}
    level = median(line.y for line in firsts)
    return {page: list(_with_title(lines, level, size)) for page, lines in pages.items()}


def _may_be_title(line: Line, size: float) -> bool:
    return line.size > _SLIDE_TITLE * size and len(line.text) <= _LONGEST_SLIDE_TITLE


def _with_title(lines: Sequence[Line], level: float, size: float) -> Iterator[Line]:
    above: Line | None = None
    for i, line in enumerate(lines):
        if i == 0:
            title = _may_be_title(line, size) and abs(line.y - level) < _LEVEL * line.size
        else:
            title = above is not None and _continues(above, line)
        above = line if title else None
        yield replace(line, heading=True) if title else line


def _continues(above: Line, line: Line) -> bool:
    near = 0 < line.y - above.y < _NEXT_LINE * line.size
    return near and abs(above.size - line.size) < _ALIKE and above.bold == line.bold


def find_contents(paragraphs: Sequence[Paragraph]) -> frozenset[Paragraph]:
    """Return the list of contents, most lines of which lead to page numbers with dots."""
    found: list[Paragraph] = []
    for is_heading, group in groupby(paragraphs, lambda p: p.kind == "heading"):
        run = [] if is_heading else list(group)
        led = [p for p in run if 3 * sum(map(_is_led, p.lines)) >= len(p.lines)]
        found += [p for p in run if led and (p in led or _PAGE.search(p.lines[-1].text))]
    return frozenset(found)


def _is_led(line: Line) -> bool:
    return _LED.search(line.text) is not None


def heading_levels(paragraphs: Sequence[Paragraph], size: float) -> Iterator[int]:
    """Yield the level of each heading, by its size; 0 for the title and for what is no heading.

    The title is the largest heading of the first page that could be one, and the only one of its
    size: chapters often have larger headings than the title page.
    """
    headings = [p for p in paragraphs if p.kind == "heading"]
    title = _title(headings, size)
    sizes = sorted({round(p.size / _ALIKE) for p in headings if p is not title}, reverse=True)
    for paragraph in paragraphs:
        if paragraph.kind != "heading" or paragraph is title:
            yield 0
        else:
            yield min(sizes.index(round(paragraph.size / _ALIKE)) + 1, _LAST_LEVEL)


def _title(headings: Sequence[Paragraph], size: float) -> Paragraph | None:
    pages = sorted({p.lines[0].page for p in headings})[:_FIRST_PAGES]
    sizes = Counter(round(p.size / _ALIKE) for p in headings)
    for page in pages:
        on_page = takewhile(lambda p: p.lines[0].page <= page, headings)  # noqa: B023  # used at once
        likely = [p for p in on_page if p.lines[0].page == page and _is_title(p, size)]
        largest = max(likely, key=lambda p: p.size, default=None)
        if largest and sizes[round(largest.size / _ALIKE)] == 1:
            return largest
    return _first_slide(headings)


def _first_slide(headings: Sequence[Paragraph]) -> Paragraph | None:
    """Return the title of the first slide, if no other one has it; it may be no larger."""
    if not headings or not headings[0].lines[0].heading or headings[0].lines[0].page > 1:
        return None
    texts = [heading.lines[0].text for heading in headings]
    return headings[0] if texts.count(texts[0]) == 1 else None


def _is_title(heading: Paragraph, size: float) -> bool:
    words = " ".join(line.text for line in heading.lines)
    fits = heading.size >= _TITLE * size and len(words) <= _LONGEST_TITLE
    return fits and not _NO_TITLE.fullmatch(words)


def read_metadata(about: Mapping[str, str], text: str) -> Metadata:
    """Return title, authors and year as far as they are plausible.

    A title must look written by a person; authors must look like names. The creation date is hardly
    ever the date of publication; its year is, if the text names it too.

    Args:
        about: The file's "Title", "Author" and "CreationDate", where present.
        text: The beginning of the document.
    """
    metadata = Metadata()
    beginning = text[:_BEGINNING]
    title = " ".join(about.get("Title", "").split())
    if _is_credible_title(title, beginning):
        metadata = metadata.with_field("title", title)
    names = [
        name
        for name in split_names(" ".join(about.get("Author", "").split()))
        if not _NO_PERSON.fullmatch(name) and " " in name
    ]
    year = _YEAR.match(about.get("CreationDate", ""))
    if year and re.search(rf"\b{year[1]}\b", beginning):
        metadata = metadata.with_field("published", year[1])
    return metadata.model_copy(update={"authors": tuple(names)})


def _is_credible_title(title: str, beginning: str) -> bool:
    if _PROGRAM.fullmatch(title) or _FILE_NAME.search(title):
        return False
    return " " in title or title.casefold() in beginning.casefold()
