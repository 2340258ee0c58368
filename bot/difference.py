"""`pullquote sources diff`: what a reload would change, from the folder as it is now."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass

from rich import box
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from config import Settings
from index import LibraryIndex
from sources import Library

from .composing import DATABASE
from .contract import JsonObject
from .guidance import Guidance
from .libraries import Effect, Replayed, Shown
from .libraries.cache import Cache
from .libraries.editions import Edition
from .libraries.golden import golden_questions
from .libraries.questions import recent_everywhere
from .libraries.rehearsal import Comparison
from .libraries.replaying import compare
from .libraries.seeing import make_searcher
from .loading import read_edition
from .terminal import visible
from .wording import cut

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
    """What a reload would change; `before` is None if nothing of the folder was served yet."""

    before: str | None
    after: str
    comparison: Comparison


def find_difference(settings: Settings) -> Difference:
    """Compare the folder with what was served of it last.

    Raises:
        MissingFolderError, ReaderNotStartedError: If the folder cannot be read.
    """
    last = Cache(settings.sources, settings.data).last()
    now = read_edition(settings)
    golden, unusable = golden_questions(settings.sources)
    comparison = compare(
        make_searcher(last or _nothing(), None, Guidance()),
        make_searcher(now, None, Guidance()),
        golden,
        asyncio.run(recent_everywhere(settings.data / DATABASE)),
        lambda _done, _total: None,
    )
    problems = (*unusable, *comparison.problems)
    comparison = comparison.model_copy(update={"problems": problems})
    return Difference(last.version if last else None, now.version, comparison)


def difference_object(difference: Difference) -> JsonObject:
    """All of it, and the effect on each question whose answer is not the same."""
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
        yield Text("Nothing of this folder was served yet: all of it is new.")
    elif difference.before == difference.after:
        yield Text(f"The documents are those that are served, version {difference.after}.")
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
            "No question could be asked of both: there are neither golden questions "
            "(questions.jsonl beside the documents) nor logged ones."
        )
    asked = f"Asked of both: {found.golden:,} golden questions, {found.recent:,} of the log"
    return Text(f"{asked}; answers that are not the same: {len(found.replayed):,}.")


def _answers(found: Comparison) -> Iterator[RenderableType]:
    table = _table("Answer", "To which question, before (-) and after (+)", lines=True)
    for one in sorted(found.replayed, key=lambda one: list(_WHAT).index(one.effect)):
        shown = (_text(one.question), _shown("-", one.before), _shown("+", one.after))
        table.add_row(_effect(one), Text("\n").join(shown))
    if table.row_count:
        yield table


def _effect(one: Replayed) -> Text:
    if one.breaks:
        return Text("right, then wrong", "bold red")
    if one.mends:
        return Text("wrong, then right", "bold green")
    return Text(*_WHAT[one.effect])


def _shown(sign: str, shown: Shown) -> Text:
    if shown.quote is None:
        return Text(f"{sign} {shown.status}")
    quote = cut(shown.quote, _LONGEST_QUOTE)
    return _text(f"{sign} {shown.status}: {quote}\n  — {shown.citation}")


def _table(*columns: str, lines: bool = False) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_lines=lines)
    for number, name in enumerate(columns):
        table.add_column(name, no_wrap=not number, overflow="fold")
    return table


def _text(words: str) -> Text:
    return Text(visible(words))


def _nothing() -> Edition:
    return Edition.of(LibraryIndex.build(Library("0" * 12, {}, ())))
