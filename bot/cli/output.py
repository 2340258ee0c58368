"""Answer -> what a person reads in a terminal."""

import json
import os
import sys
import time
from asyncio import Runner
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, InstanceOf, StrictInt, ValidationError
from rich.console import Console
from rich.text import Text

from bot.errors import QuestionLineError
from bot.text import PREPARING, listed
from index import Answer, AnswerPart, Hit, Quote, Searcher
from sources import Citation, citation_line

if TYPE_CHECKING:
    from prompt_toolkit.history import History


_HEADLINES = {
    "found": ("Likely answer", "bold green"),
    "unsure": ("Possible answer", "bold green"),
    "weak": ("Closest passages; possibly no answer", "bold yellow"),
    "none": ("Not found in the sources", "bold red"),
}
_WIDEST = 88  # longer lines are hard to read
_NARROWEST = 8  # of the words alone, however narrow the terminal
_MOST_TITLES = 3
_MARGIN = 4  # room for a rank: " 1. "
_PICTURES = {code: 0x2400 + code for code in range(32) if chr(code) not in "\n\t"}
_PICTURES |= {0x7F: 0x2421} | dict.fromkeys(range(0x80, 0xA0), 0xFFFD)
# What changes the direction of other words, or begins a line: U+202E shows "fdp.exe" as "exe.pdf".
_PICTURES |= dict.fromkeys(
    (0x061C, 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x206A)), 0xFFFD
)


def visible(words: str) -> str:
    """Words of a source without power over the terminal; of the same length.

    Each control character is a picture of itself (␛), or � where Unicode has none.
    """
    return words.translate(_PICTURES)


def visible_line(words: str) -> str:
    """As `visible`, on one line: file names may have line ends and tabs in them."""
    return visible(words).replace("\n", "␊").replace("\t", "␉")


def draw(answer: Answer, console: Console) -> str:
    """Give an answer as text in the width and the colours of `console`; it ends with a line end."""
    with console.capture() as capture:
        for line in _lines(answer, console):
            console.print(line, soft_wrap=True)  # wrapped already, without padding
    return capture.get()


def _lines(answer: Answer, console: Console) -> Iterator[Text]:
    width = min(console.width, _WIDEST)
    if answer.kind != "question":
        yield wrapped(_text(answer.reason, ""), console, width)
        return
    unsure = answer.status == "found" and not answer.is_likely
    yield Text(*_HEADLINES["unsure" if unsure else answer.status])
    for note in _notes(answer):
        yield wrapped(_text(note, "dim"), console, width)
    for hit, quote in zip(answer.hits, answer.quotes, strict=True):
        yield Text()
        margin = f"{hit.rank}. ".rjust(_MARGIN)
        for paragraph in _passage(hit, quote):
            yield wrapped(paragraph, console, width, margin)
            margin = " " * _MARGIN


def _notes(answer: Answer) -> Iterator[str]:
    if not answer.is_likely:
        yield answer.reason
    for correction in answer.corrections:
        yield (
            f'Searched for "{correction.corrected}" instead of "{correction.original}". Use '
            "--as-typed to keep your spelling."
        )
    if answer.titles:
        titles = [f"“{title}”" for title in answer.titles[:_MOST_TITLES]]
        yield f"The sources are {listed(titles, len(answer.titles))}."
    if answer.meaning == "preparing":
        yield PREPARING
    if answer.suggestions:
        yield f"Similar words in the sources: {', '.join(answer.suggestions)}."


def _passage(hit: Hit, quote: Quote) -> Iterator[Text]:
    yield _quoted(hit, quote)
    yield _text(f"— {citation_line(quote.citation)}", "dim")
    for citation in hit.repeats:
        yield _text(f"— Also in {citation_line(citation)}", "dim")
    if hit.unmatched:
        yield _text(f"Not mentioned here: {', '.join(hit.unmatched)}", "dim")


def _quoted(hit: Hit, quote: Quote) -> Text:
    passage = hit.passage
    text = _text(passage.displayed())
    answering = passage.displayed(quote.start, quote.end)
    # Between the quotation and what goes before there is white space, or nothing.
    start = passage.displayed().index(answering, len(passage.displayed(0, quote.start)))
    text.stylize("bold", start, start + len(answering))
    return text


def wrapped(text: Text, console: Console, width: int, margin: str = "") -> Text:
    """Wrap a text to a width, each line after a margin."""
    lines = text.wrap(console, max(width - len(margin), _NARROWEST))
    for line in lines:
        line.rstrip()
    return Text(margin) + Text("\n" + " " * len(margin)).join(lines)


def _text(words: str, style: str = "") -> Text:
    return Text(visible(words), style)


JsonObject = dict[str, object]
_ESCAPED = {code: f"\\u{code:04x}" for code in range(0x7F, 0xA0)}  # json escapes those below 32


def answer_object(answer: Answer, *, answer_id: str | int, latency_ms: float) -> JsonObject:
    """One answer as `ask --json` and each line of `answer` give it.

    Args:
        answer: With status "none" its passages are an empty list.
        answer_id: The question's id in a batch, else the answer's own.
        latency_ms: How long the search took, in milliseconds; rounded to 3 decimals.
    """
    pairs = zip(answer.hits, answer.quotes, strict=True)
    return {
        "id": answer_id,
        "question": answer.question,
        "status": answer.status,
        "confidence": answer.confidence,
        "reason": answer.reason,
        "kind": answer.kind,
        "meaning": answer.meaning,
        "corrections": [{"from": c.original, "to": c.corrected} for c in answer.corrections],
        "library_version": answer.library_version,
        "latency_ms": round(latency_ms, 3),
        "passages": [_passage_object(hit, quote) for hit, quote in pairs],
        "parts": [_part_object(part) for part in answer.parts],
    }


def json_line(value: JsonObject) -> bytes:
    """A JSON object on one line, as UTF-8, its line end included.

    A lone surrogate, which UTF-8 cannot hold, is written as JSON's own escape for it: Python's
    backslash escape of a surrogate is the same six characters. So is each control character, for
    the line may be read in a terminal.
    """
    line = json.dumps(value, ensure_ascii=False).translate(_ESCAPED)
    return line.encode("utf-8", "backslashreplace") + b"\n"


def _passage_object(hit: Hit, quote: Quote) -> JsonObject:
    passage = hit.passage
    return {
        "rank": hit.rank,
        "score": hit.score,
        "source": passage.doc_id,
        "passage": passage.shown(),
        "quote": passage.shown(quote.start, quote.end),
        "start": passage.locator.start,
        "end": passage.locator.end,
        "matched": list(hit.matched),
        "unmatched": list(hit.unmatched),
        "citation": citation_object(quote.citation),
    }


def _part_object(part: AnswerPart) -> JsonObject:
    passage, quote = part.passage, part.quote
    return {
        "question": part.question,
        "status": part.status,
        "rank": part.rank,
        "source": passage and passage.doc_id,
        "quote": passage and quote and passage.shown(quote.start, quote.end),
        "start": quote and quote.locator.start,
        "end": quote and quote.locator.end,
        "citation": quote and citation_object(quote.citation),
    }


def citation_object(citation: Citation) -> JsonObject:
    """One citation as `ask --json` and `verify --json` give it."""
    return {
        "title": citation.title,
        "authors": list(citation.authors),
        "published": citation.published,
        "section": citation.section,
        "paragraph": citation.paragraph,
        "page": citation.page,
        "url": citation.url,
        "text": citation_line(citation),
    }


class AskedLine(BaseModel):
    """A line of a batch; what else it holds (answers, kinds) is not ours to read."""

    model_config = ConfigDict(frozen=True)

    # Not `str`: pydantic's refuses half a surrogate pair, which JSON can hold and is answered here.
    id: InstanceOf[str] | StrictInt
    question: InstanceOf[str]


def read_questions(stream: IO[bytes], name: str) -> list[AskedLine]:
    """Read and check a whole batch, so that a bad line is reported before work starts.

    Args:
        stream: UTF-8, with or without a byte order mark; blank lines are skipped.
        name: What errors call it.

    Raises:
        QuestionLineError: The first line that is no question.
    """
    # Not `splitlines`: JSON strings may hold U+2028 and the like.
    lines = enumerate(stream.read().removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1)
    return [_question(line, name, number) for number, line in lines if line.strip()]


def answer_batch(
    searcher: Searcher, questions: list[AskedLine], *, limit: int
) -> Iterator[JsonObject]:
    """Answer each question; one object each, with the question's id, `limit` passages at most."""
    for asked in questions:
        started = time.perf_counter()
        answer = searcher.answer(asked.question, limit=limit)
        latency_ms = (time.perf_counter() - started) * 1000
        yield answer_object(answer, answer_id=asked.id, latency_ms=latency_ms)


def _question(line: bytes, name: str, number: int) -> AskedLine:
    try:
        return AskedLine.model_validate(json.loads(line.decode("utf-8")))
    except UnicodeDecodeError:
        reason = "it is not UTF-8"
    except ValidationError as error:
        reason = _wrong_field(error)
    except (ValueError, RecursionError):  # the latter: brackets nested thousands deep
        reason = "it is not JSON"
    raise QuestionLineError(name, number, reason)


def _wrong_field(error: ValidationError) -> str:
    first = error.errors()[0]
    if not first["loc"]:
        return "it is not a JSON object"
    field = first["loc"][0]
    if first["type"] == "missing":
        return f'it has no "{field}"'
    return f'its "{field}" must be text' + (" or a whole number" if field == "id" else "")


def questions(runner: Runner, history: Path) -> Iterator[str]:
    """Yield questions until the person leaves (Ctrl-D, Ctrl-C) or the input ends.

    Args:
        runner: Its loop runs while the prompt waits, and so does what else is on it.
        history: A file in an existing folder; questions typed at the prompt are kept there,
            or, if it cannot be written, only until the person leaves.
    """
    lines = _typed(runner, history) if sys.stdin.isatty() else sys.stdin
    yield from filter(None, map(str.strip, lines))


def _typed(runner: Runner, history: Path) -> Iterator[str]:
    # Here, not above: takes longer to import than a question takes to answer.
    from prompt_toolkit import PromptSession  # noqa: PLC0415
    from prompt_toolkit.output import create_output  # noqa: PLC0415

    # Answers may be redirected to a file; the prompt stays with the person.
    output = create_output(always_prefer_tty=True)
    session: PromptSession[str] = PromptSession(
        "Question: ",
        placeholder=[("ansibrightblack", "Ctrl-D leaves")],
        history=_history(history),
        output=output,
    )
    while True:
        try:
            yield runner.run(session.prompt_async())
        except (EOFError, KeyboardInterrupt):
            return


def _history(path: Path) -> "History":
    from prompt_toolkit.history import FileHistory, InMemoryHistory  # noqa: PLC0415  # as above

    try:  # for its owner alone to read; FileHistory itself would show a traceback at the prompt
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError:
        return InMemoryHistory()
    return FileHistory(str(path))
