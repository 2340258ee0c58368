"""Name the section that each block of a document is in, so that the name says of what it is.

"Definition" or "Example" alone says of nothing what it is. Such a heading is named together with
the one above it, "Tides: Definition"; on a slide every heading is, since the slide's title is only
on the slide.
"""

import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from .draft import Block
from .phrases import is_references_heading
from .sentences import heading_text

_LONGEST = 120  # code points of a name; a longer one is the heading's own words
_PLURAL = 2  # letters
_MANY = 3  # headings with the same words below it show that the words say little
# Headings that could be in a document about anything.
_VAGUE = re.compile(
    r"""(?:(?:an?|some|the|more|key|main|possible|general|brief|short|major|its|their)\ )*
        (?:definitions?|meanings?|terms?|concepts?|examples?|illustrations?|applications?
        |causes?|reasons?|sources?|origins?|consequences?|effects?|impacts?|implications?|results?
        |conditions?|assumptions?|requirements?|properties|characteristics|features|types?|kinds?
        |forms?|categories|classification|overviews?|introductions?|background|context|history
        |purpose|goals?|aims?|objectives|outline|summary|summaries|recap|conclusions?|discussion
        |points|ideas|takeaways|methods?|procedures?|steps?|stages?|process|analysis|evidence
        |evaluation|findings|data|model|theory|problems?|solutions?|case\ stud(?:y|ies)|options?
        |advantages|disadvantages|benefits|costs|pros\ and\ cons|limitations?|criticisms?
        |importance|significance|predictions?|remarks?|details
        |(?:version|part|step|stage|example|case|type|model|option|theory)\ (?:\d{1,2}|[a-z]|[ivx]+)
        )\W*""",
    re.IGNORECASE | re.VERBOSE,
)


_OBJECTIVES = re.compile(
    r"(?:.*\blearning|chapter|lesson|section)\ (?:objectives|outcomes|goals)\W*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Heading:
    """A heading, its slide (0 if there are none), and the name of its section."""

    slide: int
    words: str
    name: str


def find_sections(
    text: str, blocks: Sequence[Block], slides: Sequence[int] = ()
) -> list[str | None]:
    """Return the name of the section that each block is in, or begins as a heading.

    It is None before the first heading, below the title, and for a heading with nothing under it.
    A slide without a heading belongs to the title of the slide before it, and what follows the
    list of learning objectives does not belong to them.

    Args:
        text: Of the document.
        blocks: In order.
        slides: Where each slide begins, in order.
    """
    sections: list[str | None] = []
    above: list[_Heading] = []
    section, slide = None, 0
    kinds: set[str] = set()  # of the blocks below the last heading
    headings = _headings(text, blocks, slides)
    for block, below in zip_longest(blocks, blocks[1:]):
        here = bisect(slides, block.start)
        if block.is_heading:
            above = next(headings)
            has_text = below is not None and not below.is_heading
            section = above[-1].name if above and has_text else None
            slide = here
            kinds = set()
        elif "entry" in kinds and block.kind != "entry" and _OBJECTIVES.fullmatch(section or ""):
            section = above[-2].name if above[1:] else None
        elif here != slide and section is not None:
            section = next(heading.name for heading in above if heading.slide == slide)
        kinds.add(block.kind)
        sections.append(section)
    return sections


def _headings(
    text: str, blocks: Sequence[Block], slides: Sequence[int]
) -> Iterator[list[_Heading]]:
    """Yield each heading with those that are above it, highest first; the title is none."""
    titles = [block for block in blocks if block.is_heading]
    words = [heading_text(text, block) for block in titles]
    outlines = [*_outlines(titles, [bisect(slides, block.start) for block in titles])]
    parents: defaultdict[str, set[str]] = defaultdict(set)
    for *_, above, own in (outline for outline in outlines if outline[1:]):
        parents[words[own].casefold()].add(words[above].casefold())
    known: dict[int, _Heading] = {}
    for outline in outlines:
        if not outline:
            yield []
            continue
        number, parent = outline[-1], known[outline[-2]] if outline[1:] else None
        name, slide = words[number], bisect(slides, titles[number].start)
        is_vague = _VAGUE.fullmatch(name) or len(parents[name.casefold()]) >= _MANY
        is_vague = is_vague and not is_references_heading(name)
        if parent and (is_vague or (slides and parent.slide == slide)):
            name = _joined(parent, name)
        known[number] = _Heading(slide, words[number], name)
        yield [known[place] for place in outline]


def _outlines(titles: Sequence[Block], slides: Sequence[int]) -> Iterator[list[int]]:
    """Yield for each heading the numbers of those above it and its own.

    Of the headings of an earlier slide, only its first one is above what follows.
    """
    above: list[int] = []
    for number, block in enumerate(titles):
        if block.kind == "title":
            above = []
            yield []
            continue
        slide = slides[number]
        firsts = {slides[place]: place for place in reversed(above)}
        above = [
            place
            for place in above
            if titles[place].level < block.level
            and (slides[place] == slide or firsts[slides[place]] == place)
        ]
        above.append(number)
        yield above.copy()


def _joined(parent: _Heading, words: str) -> str:
    above, own = parent.words.casefold(), words.casefold()
    if above in own:
        return words
    if own in above and len(above) - len(own) <= _PLURAL:
        return parent.name
    for name in (f"{parent.name}: {words}", f"{parent.words}: {words}"):
        if len(name) <= _LONGEST:
            return name
    return words
