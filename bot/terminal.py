"""Answer -> what a person reads in a terminal."""

from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from index import Answer, Hit, Quote
from sources import citation_line

from .wording import listed

_HEADLINES = {
    "found": ("Likely answer", "bold green"),
    "unsure": ("May be an answer", "bold green"),
    "weak": ("Closest passages; may not answer", "bold yellow"),
    "none": ("Not in the sources", "bold red"),
}
_WIDEST = 88  # longer lines are hard to read
_NARROWEST = 8  # of the words alone, however narrow the terminal
_MOST_TITLES = 3
_MARGIN = 4  # room for a rank: " 1. "

_PICTURES = {code: 0x2400 + code for code in range(32) if chr(code) not in "\n\t"}
_PICTURES |= {0x7F: 0x2421} | dict.fromkeys(range(0x80, 0xA0), 0xFFFD)


def visible(words: str) -> str:
    """Words of a source without power over the terminal; of the same length.

    Each control character is a picture of itself (␛), or � where Unicode has none.
    """
    return words.translate(_PICTURES)


def draw(answer: Answer, console: Console) -> str:
    """Give an answer as text in the width and the colours of `console`; it ends with a line end."""
    with console.capture() as capture:
        for line in _lines(answer, console):
            console.print(line, soft_wrap=True)  # wrapped already, without padding
    return capture.get()


def _lines(answer: Answer, console: Console) -> Iterator[Text]:
    width = min(console.width, _WIDEST)
    unsure = answer.status == "found" and not answer.is_likely
    yield Text(*_HEADLINES["unsure" if unsure else answer.status])
    for note in _notes(answer):
        yield _wrapped(_text(note, "dim"), console, width)
    for hit, quote in zip(answer.hits, answer.quotes, strict=True):
        yield Text()
        margin = f"{hit.rank}. ".rjust(_MARGIN)
        for paragraph in _passage(hit, quote):
            yield _wrapped(paragraph, console, width, margin)
            margin = " " * _MARGIN


def _notes(answer: Answer) -> Iterator[str]:
    if not answer.is_likely:
        yield answer.reason
    for correction in answer.corrections:
        yield f'Read "{correction.original}" as "{correction.corrected}"; not so with --as-typed.'
    if answer.titles:
        titles = [f"“{title}”" for title in answer.titles[:_MOST_TITLES]]
        yield f"The sources are {listed(titles, len(answer.titles))}."
    if answer.suggestions:
        yield f"Words of the sources that look alike: {', '.join(answer.suggestions)}."


def _passage(hit: Hit, quote: Quote) -> Iterator[Text]:
    yield _quoted(hit, quote)
    yield _text(f"— {citation_line(quote.citation)}", "dim")
    for citation in hit.repeats:
        yield _text(f"— The same stands in {citation_line(citation)}", "dim")
    if hit.unmatched:
        yield _text(f"Not in this passage: {', '.join(hit.unmatched)}", "dim")


def _quoted(hit: Hit, quote: Quote) -> Text:
    passage = hit.passage
    text = _text(passage.shown())
    answering = passage.shown(quote.start, quote.end)
    # Between the quotation and what goes before there is white space, or nothing.
    start = passage.shown().index(answering, len(passage.shown(0, quote.start)))
    text.stylize("bold", start, start + len(answering))
    return text


def _wrapped(text: Text, console: Console, width: int, margin: str = "") -> Text:
    lines = text.wrap(console, max(width - len(margin), _NARROWEST))
    for line in lines:
        line.rstrip()
    return Text(margin) + Text("\n" + " " * len(margin)).join(lines)


def _text(words: str, style: str = "") -> Text:
    return Text(visible(words), style)
