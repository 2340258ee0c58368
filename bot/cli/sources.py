"""`pullquote sources diff`: what a reload would change, from the folder as it is now."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from rich import box
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from bot.errors import shortened
from bot.libraries.active import make_searcher
from bot.libraries.comparison import Comparison, Effect, Replayed, Shown, compare, golden_questions
from bot.libraries.reading import Cache
from bot.libraries.reload import recent_everywhere
from bot.libraries.versions import IndexVersion
from bot.storage.backup import DATABASE
from bot.storage.lessons import Lessons
from bot.storage.server_state import last_served
from bot.text import count
from config import Settings
from index import Answer, Evaluation, LibraryIndex
from sources import LeftOutKind, Library, citation_line, cite_document, review_library

from .output import JsonObject, visible
from .startup import read_current

_WHAT: dict[Effect, tuple[str, str]] = {
    "vanishes": ("vanishes", "red"),
    "changes": ("changes", "yellow"),
    "appears": ("appears", "green"),
    "moves": ("moves", ""),
    "same": ("the same", ""),
}

_LONGEST_QUOTE = 200


@dataclass(frozen=True, slots=True)
class Difference:
    """Changes that a reload would make; `before` is None if the folder was never served."""

    before: str | None
    after: str
    comparison: Comparison


def find_difference(settings: Settings) -> Difference:
    """Compare the folder with what was served of it last.

    Raises:
        MissingFolderError, ReaderNotStartedError: If the folder cannot be read.
    """
    database = settings.data / DATABASE
    served = asyncio.run(last_served(database, settings.sources.absolute()))
    last = Cache(settings.sources, settings.data).last(served)
    now = read_current(settings)
    golden, unusable = golden_questions(settings.sources)
    comparison = compare(
        make_searcher(last or _nothing(), None, Lessons()),
        make_searcher(now, None, Lessons()),
        golden,
        asyncio.run(recent_everywhere(database)),
        lambda _done, _total: None,
    )
    problems = (*unusable, *comparison.problems)
    comparison = comparison.model_copy(update={"problems": problems})
    return Difference(last.version if last else None, now.version, comparison)


def difference_object(difference: Difference) -> JsonObject:
    """Return the difference as JSON, with the effect on each question whose answer changes."""
    found = difference.comparison
    fields = found.model_dump(mode="json")
    replayed = [{"effect": one.effect, **one.model_dump(mode="json")} for one in found.replayed]
    return {
        "before": difference.before,
        "after": difference.after,
        **fields,
        "replayed": replayed,
    }


def draw_difference(difference: Difference, console: Console) -> str:
    """Give it as text in the width and the colours of `console`; it ends with a line end."""
    with console.capture() as capture:
        for part in _parts(difference):
            console.print(part)
    return capture.get()


def _parts(difference: Difference) -> Iterator[RenderableType]:
    found = difference.comparison
    if difference.before is None:
        yield Text("Nothing from this folder has been served yet: everything is new.")
    elif difference.before == difference.after:
        yield Text(f"The documents have not changed since version {difference.after}.")
    else:
        yield Text(f"Served last: {difference.before}; after a reload: {difference.after}.")
    yield from _documents(found)
    yield from _problems(found)
    yield _asked(found)
    yield from _answers(found)


def _documents(found: Comparison) -> Iterator[RenderableType]:
    kinds = (
        ("added", "green", found.added),
        ("removed", "red", found.removed),
        ("changed", "yellow", found.changed),
    )
    table = _table("", "Document", "Title")
    for word, style, documents in kinds:
        for document in documents:
            table.add_row(Text(word, style), _text(document.doc_id), _text(document.title))
    if table.row_count:
        yield table
    yield Text(f"{found.documents:,} documents, {found.passages:,} passages: {found.summary}.")


def _problems(found: Comparison) -> Iterator[RenderableType]:
    table = _table("", "File", "Problem")
    for problem in sorted(found.problems, key=lambda problem: not problem.is_new):
        new = Text("new", "red") if problem.is_new else Text("")
        table.add_row(new, _text(problem.source), _text(problem.reason))
    if table.row_count:
        yield table


def _asked(found: Comparison) -> Text:
    if not found.golden and not found.recent:
        return Text(
            "No questions to compare: there are no checked questions "
            "(questions.jsonl in the documents folder) or logged ones."
        )
    asked = f"Compared: {found.golden:,} checked questions, {found.recent:,} from the log"
    return Text(f"{asked}; changed answers: {len(found.replayed):,}.")


def _answers(found: Comparison) -> Iterator[RenderableType]:
    table = _table("Answer", "Question, before (-) and after (+)", lines=True)
    for one in sorted(found.replayed, key=lambda one: list(_WHAT).index(one.effect)):
        shown = (_text(one.question), _shown("-", one.before), _shown("+", one.after))
        table.add_row(_effect(one), Text("\n").join(shown))
    if table.row_count:
        yield table


def _effect(one: Replayed) -> Text:
    if one.breaks:
        return Text("was right, now wrong", "bold red")
    if one.mends:
        return Text("was wrong, now right", "bold green")
    return Text(*_WHAT[one.effect])


def _shown(sign: str, shown: Shown) -> Text:
    if shown.quote is None:
        return Text(f"{sign} {shown.status}")
    quote = shortened(shown.quote, _LONGEST_QUOTE)
    return _text(f"{sign} {shown.status}: {quote}\n  — {shown.citation}")


def _table(*columns: str, lines: bool = False) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_lines=lines)
    for number, name in enumerate(columns):
        table.add_column(name, no_wrap=not number, overflow="fold")
    return table


def _text(words: str) -> Text:
    return Text(visible(words))


def _nothing() -> IndexVersion:
    return IndexVersion.of(LibraryIndex.build(Library("0" * 12, {}, ())))


_EXCERPT_CHARS = 60


def list_lines(library: Library) -> Iterator[str]:
    """Yield a line for each document: its number of passages, its id, and how it is cited."""
    passages = Counter(passage.doc_id for passage in library.passages)
    for doc_id, document in library.documents.items():
        cited = citation_line(cite_document(document))
        yield f"{passages[doc_id]:6} {doc_id}  {cited}"


def check_lines(library: Library) -> Iterator[str]:
    """Yield what a person should look at, most urgent first, and a summary."""
    found = review_library(library)
    for heading, problems in (("Not served:", found.not_served), ("Check:", found.in_part)):
        if problems:
            yield heading
            yield from (f"  {problem.source}: {problem.reason}" for problem in problems)
    if found.untitled:
        yield "Cited by file name, because they have no title:"
        yield from (f"  {doc_id}" for doc_id in found.untitled)
    if found.left_out:
        yield "Left out of the index:"
        yield from map(_left_out_line, found.left_out)
    yield (
        f"{count(len(library.documents), 'document')} served as "
        f"{count(len(library.passages), 'passage')}; "
        f"{count(len(library.problems), 'problem')} with files."
    )


def _left_out_line(kind: LeftOutKind) -> str:
    places = f"{count(kind.spans, 'place')}, first at" if kind.spans > 1 else "at"
    return f'  {kind.doc_id}: {kind.reason} ({places} {kind.where}: "{kind.example}")'


def figures(evaluation: Evaluation) -> dict[str, float | None]:
    """The figures by name, to 3 decimals, from 0 to 1; None where no question could tell."""
    named = {
        "S@1": evaluation.success_at_1,
        "S@3": evaluation.success_at_3,
        "quote@1": evaluation.quote_at_1,
        "confidence_auroc": evaluation.confidence_auroc,
        "answerable_said_found": evaluation.answerable_found,
        "unanswerable_said_found": evaluation.unanswerable_found,
    }
    return {name: None if value is None else round(value, 3) for name, value in named.items()}


def evaluation_object(evaluation: Evaluation) -> JsonObject:
    """The figures, and the ids of the questions whose first passage does not answer."""
    missed = [outcome.question.id for outcome in evaluation.misses]
    return {**figures(evaluation), "questions": len(evaluation.outcomes), "missed": missed}


def evaluation_lines(evaluation: Evaluation) -> Iterator[str]:
    """A line a figure, then two for each question whose first passage does not answer."""
    for name, value in figures(evaluation).items():
        yield f"{name:24} {'-' if value is None else f'{value:.3f}'}"
    for outcome in evaluation.misses:
        yield f"missed {outcome.question.id}: {outcome.question.question}"
        yield f"    instead: {_instead(outcome.answer)}"


def _instead(answer: Answer) -> str:
    if not answer.hits:
        return f"nothing. {answer.reason}"
    quote = answer.quotes[0]
    return f"{answer.hits[0].passage.doc_id}: {shortened(quote.text, _EXCERPT_CHARS)}"
