"""Find the slides of decks that are web pages: reveal.js, remark (xaringan), Slidy and ioslides.

Decks written in Markdown inside the page are turned into elements. Whatever of their source is
markup, and not on a slide, is reported.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from html import escape

from lxml import etree
from markdown_it import MarkdownIt

from sources import problems
from sources.readers.markup import HEADINGS, NOTE, parse_page, shown_words, words_of

_FEWEST = 3  # slides beside each other, without a known program
_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})")
_PROPERTY = re.compile(
    r"\s*(?P<name>class|name|continued|count|exclude|layout|template|background-\w+)\s*:(?P<value>.*)"
)
_CLASSED = re.compile(r"(?<!\\)((?:\.[a-zA-Z][\w-]*)+)\[")
_RAISED = ("sub", "sup")  # names of classes that are elements as well
_NO_FORMULA = re.compile(r"(?P<tick>`?)\\\((?:\s|\\(?:q?quad|[,;:! ]))*\\\)(?P=tick)")
_BLOCK_BEGINS = re.compile(r"[ \t]*(?:\n|#{1,6}[ \t]|[-*+][ \t]|\d+\.[ \t])")
_CODE = re.compile(r"`[^`\n]*`")
_COUNTS_STEPS = re.compile(r"countIncrementalSlides[\"']?\s*:\s*false")
_PLACEHOLDER = re.compile(r"\{\{\s*\w+\s*\}\}")
_TOKEN = re.compile(r"\w+")
_BREAK = r"^\r?\n---\r?\n$"
_NOTES = r"^\s*notes?:"


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide of a deck.

    Attributes:
        root: The element with everything on it.
        number: Its number as the deck counts; "" if it is not shown.
        markup: What of its source is not on the slide.
    """

    root: etree._Element
    number: str = ""
    markup: str = ""


@dataclass(frozen=True, slots=True)
class Deck:
    """All slides of a page, in order, and the elements that hold them."""

    slides: tuple[Slide, ...]
    holders: tuple[etree._Element, ...]
    problems: tuple[str, ...] = ()


def find_deck(root: etree._Element) -> Deck | None:
    """Find the slides of a page; None if it is not a deck."""
    return _remark(root) or _reveal(root) or _other_deck(root)


def _remark(root: etree._Element) -> Deck | None:
    scripts = " ".join(f"{s.get('src', '')} {s.text or ''}" for s in root.iter("script"))
    for area in root.iter("textarea"):
        source = "".join(area.itertext())
        if area.get("id") == "source" or ("remark" in scripts and "\n---" in source):
            counts_steps = not _COUNTS_STEPS.search(scripts)
            return Deck(tuple(_remark_slides(source, counts_steps=counts_steps)), (area,))
    return None


def _remark_slides(source: str, *, counts_steps: bool) -> Iterator[Slide]:
    number = 0
    for place, part in enumerate(_split_lines(source, {"---"})):
        steps = _split_lines(part, {"--"})
        properties: dict[str, str] = {}
        texts: list[str] = []
        for step in steps:
            given, text = _properties(step)
            counted = given.get("count", properties.get("count", "")) != "false"
            number += counted and (counts_steps or not texts)
            properties = {**given, **properties}
            texts.append(text)
        hidden = "true" in {properties.get("layout"), properties.get("exclude")}
        if hidden:
            number -= len(texts) if counts_steps else 1
        body, *notes = _split_lines("\n".join(texts), {"???"})
        separated = f"---\n{part}" if place else part
        classes = " ".join(match[0] for match in _CLASSED.finditer(separated))
        slide = _from_markdown(
            _CLASSED.sub("", separated),
            _with_classes(_PLACEHOLDER.sub("", body)),
            "\n".join(notes),
        )
        if "title-slide" in properties.get("class", ""):
            for heading in slide.root.iter(*(set(HEADINGS) - {"h1"})):
                heading.set("class", "subtitle")
        markup = f"{slide.markup} {classes}"
        yield replace(slide, number="" if hidden else str(number), markup=markup)


def _properties(text: str) -> tuple[dict[str, str], str]:
    """Split the settings at the beginning of a slide from its text."""
    given: dict[str, str] = {}
    lines = text.split("\n")
    for place, line in enumerate(lines):
        match = _PROPERTY.fullmatch(line)
        if match:
            given[match["name"]] = match["value"].strip()
        elif line.strip():
            return given, "\n".join(lines[place:])
    return given, ""


def _split_lines(text: str, marks: set[str]) -> list[str]:
    """Split a text at lines that are one of the marks, outside of code."""
    parts: list[list[str]] = [[]]
    fence = ""
    for line in text.replace("\r\n", "\n").split("\n"):
        if match := _FENCE.match(line):
            if not fence:
                fence = match[1]
            elif line.strip().startswith(fence):
                fence = ""
        if not fence and line.strip() in marks:
            parts.append([])
        else:
            parts[-1].append(line)
    return ["\n".join(lines) for lines in parts]


def _with_classes(text: str) -> str:
    """Write remark's ".red[words]" as an element, so that its brackets are not text."""
    codes = [match.span() for match in _CODE.finditer(text)]
    pieces: list[str] = []
    closing: list[str | None] = []
    place = 0
    fence = ""
    while place < len(text):
        line_start = place == 0 or text[place - 1] == "\n"
        if line_start and (match := _FENCE.match(text, place)):
            fence = "" if fence and match[1].startswith(fence) else fence or match[1]
        opening = None if fence else _CLASSED.match(text, place)
        if opening and not any(start <= place < end for start, end in codes):
            names = opening[1].removeprefix(".").split(".")
            is_block = _BLOCK_BEGINS.match(text, opening.end()) is not None
            name, apart = ("div", "\n\n") if is_block else ("span", "")
            name = next((n for n in _RAISED if n in names and not is_block), name)
            pieces.append(f'{apart}<{name} class="{escape(" ".join(names))}">{apart}')
            closing.append(f"{apart}</{name}>{apart}")
            place = opening.end()
            continue
        letter = text[place]
        if not fence and letter == "[":
            closing.append(None)
        if not fence and letter == "]" and closing:
            letter = closing.pop() or letter
        pieces.append(letter)
        place += 1
    return "".join(pieces)


def _reveal(root: etree._Element) -> Deck | None:
    divs = (e for e in root.iter("div") if "slides" in e.get("class", "").split())
    holder = next((e for e in divs if _is_in_reveal(e)), None)
    if holder is None:
        return None
    slides: list[Slide] = []
    elsewhere: list[str] = []
    for section in holder.iterchildren("section"):
        inner = list(section.iterchildren("section")) or [section]
        for each in inner:
            if each.get("data-markdown") is None:
                slides.append(Slide(each))
            elif each.get("data-markdown"):
                elsewhere.append(problems.slides_elsewhere(each.get("data-markdown", "")))
            else:
                slides += _reveal_markdown(each)
    for notes in holder.iter("aside"):
        notes.set("role", NOTE)
    numbered = (replace(slide, number=str(n)) for n, slide in enumerate(slides, 1))
    return Deck(tuple(numbered), (holder,), tuple(elsewhere))


def _is_in_reveal(element: etree._Element) -> bool:
    return any("reveal" in above.get("class", "").split() for above in element.iterancestors())


def _reveal_markdown(section: etree._Element) -> Iterator[Slide]:
    source = "".join(template.text or "" for template in section.iter("textarea", "script"))
    source = source or "".join(section.itertext())
    source = _unindented(source)
    names = ("data-separator", "data-separator-vertical")
    patterns = [section.get(name, "") for name in names]
    parts = [source]
    if any(patterns) or section.get("data-separator-notes"):
        for pattern in (patterns[0] or _BREAK, patterns[1]):
            parts = [piece for part in parts for piece in _split(part, pattern)]
    for part in parts:
        body, *notes = _split(part, section.get("data-separator-notes", _NOTES))
        yield _from_markdown(part, body, "\n".join(notes))


def _split(text: str, pattern: str) -> list[str]:
    if not pattern:
        return [text]
    try:
        # JavaScript's "^\n---\n$": the line ends belong to the separator.
        return re.split(pattern, text, flags=re.MULTILINE | re.IGNORECASE)
    except re.error:
        return [text]


def _unindented(source: str) -> str:
    """Remove the indentation that the first line has from all lines, as reveal.js does."""
    lines = source.expandtabs(4).split("\n")
    first = next((line for line in lines if line.strip()), "")
    margin = first[: len(first) - len(first.lstrip())]
    return "\n".join(line.removeprefix(margin) for line in lines)


def _other_deck(root: etree._Element) -> Deck | None:
    """Find slides in a row, by the name that Slidy, ioslides and others give them."""
    for first in root.iter("slide", "div", "section"):
        holder = first.getparent()
        if holder is None or not _is_slide(first):
            continue
        slides = [element for element in holder if _is_slide(element)]
        on_slides = sum(len(words_of(slide)) for slide in slides)
        if len(slides) >= _FEWEST and on_slides > len(words_of(_body(root))) / 2:
            numbered = (Slide(slide, str(n)) for n, slide in enumerate(slides, 1))
            return Deck(tuple(numbered), tuple(slides))
        return None
    return None


def _is_slide(element: etree._Element) -> bool:
    return element.tag == "slide" or "slide" in element.get("class", "").split()


def _body(root: etree._Element) -> etree._Element:
    body = root.find("body")
    return root if body is None else body


def _from_markdown(source: str, body: str, notes: str) -> Slide:
    written = _MARKDOWN.render(_NO_FORMULA.sub("", body))
    if notes.strip():
        written += f'<aside role="{NOTE}">{_MARKDOWN.render(notes)}</aside>'
    page = parse_page(f"<section>{written}</section>")
    root = etree.Element("section") if page is None else page
    etree.strip_elements(root, "script", "style", with_tail=False)
    return Slide(root, markup=_rest(source, "".join(root.itertext())))


def _rest(source: str, shown: str) -> str:
    """Return what of a source is not shown: settings, marks, addresses of links."""
    there = list(_TOKEN.finditer(source))
    here = list(_TOKEN.finditer(shown))
    matcher = SequenceMatcher(None, [m[0] for m in there], [m[0] for m in here], autojunk=False)
    rest: list[str] = []
    at = shown_at = 0
    for block in matcher.get_matching_blocks():
        for k in range(block.size):
            word, same = there[block.a + k], here[block.b + k]
            rest.append(_without(source[at : word.start()], shown[shown_at : same.start()]))
            at, shown_at = word.end(), same.end()
    rest.append(_without(source[at:], shown[shown_at:]))
    return " ".join(" ".join(filter(None, rest)).split())


def _without(gap: str, shown: str) -> str:
    """Remove the signs that are shown from those of the source."""
    for sign in shown:
        if not sign.isspace():
            gap = gap.replace(sign, "", 1)
    return gap.strip()


def other_words(deck: Deck, root: etree._Element) -> Sequence[str]:
    """Remove the slides from a page, and return the words that are left."""
    for holder in deck.holders:
        holder.clear()
    words = (shown_words(element) for element in _body(root))
    return [each for each in words if each]
