"""Answer -> what a person reads in a terminal."""

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from index import Answer, Hit, Quote
from sources import citation_line

_HEADLINES = {
    "found": ("Likely answer", "bold green"),
    "weak": ("Closest passages; may not answer", "bold yellow"),
    "none": ("Not in the sources", "bold red"),
}
_WIDEST = 88  # lines longer than this are hard to read
# A source's escape sequences must not reach the terminal: they are drawn as pictures (␛).
_PICTURES = {code: 0x2400 + code for code in range(32) if chr(code) not in "\n\t"} | {0x7F: 0x2421}
_PICTURES |= {code: 0xFFFD for code in range(0x80, 0xA0)}


def draw(answer: Answer, console: Console) -> str:
    """An answer as text for `console`, with its colours and width; ends with a line end."""
    with console.capture() as capture:
        console.print(_view(answer), width=min(console.width, _WIDEST))
    return capture.get()


def _view(answer: Answer) -> Group:
    words, style = _HEADLINES[answer.status]
    notes = [f'Read "{c.original}" as "{c.corrected}".' for c in answer.corrections]
    if answer.status != "found":
        notes.insert(0, answer.reason)
    pairs = zip(answer.hits, answer.quotes, strict=True)
    return Group(
        Text(words, style),
        *(_text(note, "dim") for note in notes),
        *(_passage(hit, quote) for hit, quote in pairs),
    )


def _passage(hit: Hit, quote: Quote) -> RenderableType:
    table = Table.grid(padding=(0, 1))
    table.add_row(Text(f"{hit.rank}.", "dim"), _quoted(hit, quote))
    table.add_row("", _text(f"— {citation_line(quote.citation)}", "dim"))
    if hit.unmatched:
        table.add_row("", _text(f"Not in this passage: {', '.join(hit.unmatched)}", "dim"))
    return Padding(table, (1, 0, 0, 0))


def _quoted(hit: Hit, quote: Quote) -> Text:
    passage = hit.passage
    text = _text(passage.shown())
    bold = passage.shown(quote.start, quote.end)
    # Between what goes before and the quotation there is white space, or nothing.
    start = passage.shown().find(bold, len(passage.shown(0, quote.start)))
    text.stylize("bold", start, start + len(bold))
    return text


def _text(words: str, style: str = "") -> Text:
    return Text(words.translate(_PICTURES), style)
