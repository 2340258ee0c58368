"""The documents of a server as a list, and what is wrong with its files: pages of a message."""

import asyncio
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby

from discord import ui

from bot.errors import LogUnusableError
from bot.libraries.scopes import OWN, own_id, path_of, scopes_of
from bot.storage.server_state import OwnDocument
from bot.storage.statistics import answers_citing
from bot.text import count
from bot.ui.layout import Reply, ago, notice, sheet
from bot.ui.pages import Page, page_of
from bot.ui.quotation import cited, clip, escape
from bot.ui.screen import FRAME, LINE, SCREEN, buttons_height, text_height
from sources import Document, Library, Problem, cite_document

from .context import Server, somebody
from .reload_card import correct_button

LIST = r"sources:(?P<page>[0-9]{1,6})"
"""The custom id of a button that turns the list to a page."""

PROBLEMS = r"problems:(?P<page>[0-9]{1,6})"
"""The custom id of a button that shows a page of the problems."""

# Of a phone's screen; head, foot and the headings of two groups are around it.
_LIST_HEIGHT = SCREEN - FRAME - 8 * LINE - buttons_height(["Problems", "Next page"])
PAGE_CHARS = 3500  # leaves room for what is around it within Discord's 4,000
PAGE_DOCUMENTS = 5  # as many as a phone shows at once
PAGE_PROBLEMS = 10
_TITLE_CHARS = 150
_AUTHORS_CHARS = 100
_FOLDER_CHARS = 60
_MANY_PAGES = 3
_REASON_CHARS = 300


def list_reply(
    library: Library,
    own: Mapping[str, OwnDocument],
    page: int,
    *,
    for_moderator: bool,
    prepared: float = 1.0,
) -> Reply:
    """A page (from 1) of the list; the last one if the library has shrunk since.

    Args:
        library: What the server searches.
        own: What moderators added, by document id.
        page: Any number.
        for_moderator: With the way to the details of problems.
        prepared: The part that can be searched by meaning, if a model is installed.
    """
    blocks = list(_listed(library, own))
    texts = [text for _, text in blocks]
    turned = page_of(
        texts, page, "sources:{}", _LIST_HEIGHT, PAGE_DOCUMENTS, sizes=[*map(text_height, texts)]
    )
    shown = blocks[turned.first : turned.first + len(turned.blocks)]
    parts = [
        "\n".join((*([f"### {group}"] if own else []), *(text for _, text in together)))
        for group, together in groupby(shown, _group)
    ]
    documents = count(len(library.documents), "document")
    head = f"## {documents}, {count(len(library.passages), 'passage')}"
    buttons = turned.buttons
    if for_moderator and library.problems:
        buttons.append(ui.Button(label="Problems", custom_id="problems:1"))
    foot = _foot(library, turned, prepared, for_moderator=for_moderator)
    return sheet([head, *parts, *([f"-# {foot}"] if foot else [])], buttons)


def problems_reply(problems: tuple[Problem, ...], page: int) -> Reply:
    """A page (from 1) of what is wrong with files, for moderators."""
    if not problems:
        return notice("There are no problems with files.")
    turned = page_of(map(_problem, problems), page, "problems:{}", PAGE_CHARS, PAGE_PROBLEMS)
    lines = (f"### {count(len(problems), 'problem')} with files", *turned.blocks, turned.foot)
    return notice("\n".join(filter(None, lines)), *turned.buttons)


def own_by_id(own: tuple[OwnDocument, ...]) -> dict[str, OwnDocument]:
    """Return the uploaded documents by document id."""
    return {own_id(document.name): document for document in own}


def pages_of(document: Document) -> str:
    """Return the number of pages, slides or chapters in words; "" for none."""
    if not document.pages:
        return ""
    return count(document.pages[-1].number, document.pages[-1].kind)


def _listed(library: Library, own: Mapping[str, OwnDocument]) -> Iterator[tuple[str, str]]:
    """The documents with their groups: what moderators added comes first."""
    passages = Counter(passage.doc_id for passage in library.passages)
    problems = Counter(problem.source for problem in library.problems)
    in_order = sorted(library.documents.values(), key=lambda d: not d.doc_id.startswith(OWN))
    for document in in_order:
        added = own.get(document.doc_id)
        folder = path_of(document.doc_id).parent.as_posix()
        facts = (
            f"in {escape(clip(folder, _FOLDER_CHARS))}" if folder != "." else "",
            escape(clip(", ".join(document.authors), _AUTHORS_CHARS)),
            pages_of(document),
            count(passages[document.doc_id], "passage"),
            count(problems[document.doc_id], "problem") if problems[document.doc_id] else "",
            f"added {ago(added.added_at)}" if added else "",
        )
        title = escape(clip(document.title, _TITLE_CHARS))
        group = "Added in this server" if document.doc_id.startswith(OWN) else "Shared documents"
        yield group, f"**{title}**\n-# {' · '.join(filter(None, facts))}"


def _group(block: tuple[str, str]) -> str:
    return block[0]


def _foot(library: Library, turned: Page, prepared: float, *, for_moderator: bool) -> str:
    facts = [f"Version {library.version}"] if for_moderator else []
    if prepared < 1:
        facts.append(f"Search by meaning is being prepared ({prepared:.0%})")
    if turned.place:
        facts.append(turned.place)
    if turned.total > _MANY_PAGES:
        facts.append("`/sources show` finds a document by its title or file")
    if library.problems:
        problems = count(len(library.problems), "problem")
        facts.append(f"{problems} with files; moderators can see the details")
    foot = " · ".join(facts)
    return foot[:1].upper() + foot[1:]


def _problem(problem: Problem) -> str:
    name = escape(clip(problem.source.removeprefix(OWN), _TITLE_CHARS))
    return f"- **{name}**: {escape(clip(problem.reason, _REASON_CHARS))}"


CITED_DAYS = 30
"""How far back its citations are counted."""

_MOST_HEADINGS = 8
_MOST_REASONS = 3
_MOST_PROBLEMS = 3
_HEADING_CHARS = 50
_LEFT_OUT_CHARS = 100
_LICENCE_CHARS = 100


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """A document with what is known about it from elsewhere.

    Attributes:
        library: That it is in.
        added: How it came, if moderators added it; None with a common document.
        by: A short name of who added it.
        cited: In how many answers of the last `CITED_DAYS` days; None if that is not known now.
        for_moderator: With the details of its problems.
    """

    document: Document
    library: Library
    added: OwnDocument | None
    by: str
    cited: int | None
    for_moderator: bool


def document_reply(shown: DocumentFacts) -> Reply:
    """The facts about a document, its headings, and what of it cannot be found."""
    parts = (_facts(shown), _headings(shown.document), _left_out(shown.document), _problems(shown))
    may_correct = shown.for_moderator and shown.added is not None
    buttons = [correct_button(shown.document.doc_id)] if may_correct else []
    return sheet([part for part in parts if part], buttons)


def _facts(shown: DocumentFacts) -> str:
    document = shown.document
    passages = sum(p.doc_id == document.doc_id for p in shown.library.passages)
    size = (pages_of(document), count(passages, "passage"))
    folder = path_of(document.doc_id).parent.as_posix()
    lines = [
        f"### {cited(cite_document(document))}",
        f"{' · '.join(filter(None, size))} · version {document.sha256[:8]}",
        f"Collection: {escape(clip(folder, _HEADING_CHARS))}" if folder != "." else "",
        f"Licence: {escape(clip(document.licence, _LICENCE_CHARS))}" if document.licence else "",
        _origin(shown),
        _cited(shown.cited),
    ]
    return "\n".join(filter(None, lines))


def _origin(shown: DocumentFacts) -> str:
    if shown.added is None:
        return "Shared by all servers; the bot's operator manages it."
    return f"Added {ago(shown.added.added_at)} by {shown.by}."


def _cited(answers: int | None) -> str:
    if answers is None:
        return ""
    times = f"Shown in {count(answers, 'answer')}" if answers else "Not shown in any answer"
    return f"{times} in the last {CITED_DAYS} days."


def _headings(document: Document) -> str:
    headings = [heading for heading in document.headings if heading.level]
    if not headings:
        return ""
    top = min(heading.level for heading in headings)
    lines = [
        f"{'  ' * min(heading.level - top, 2)}- {escape(clip(heading.text, _HEADING_CHARS))}"
        for heading in headings[:_MOST_HEADINGS]
    ]
    rest = len(headings) - len(lines)
    return "\n".join(("**Headings**", *lines, *([f"-# and {rest:,} more"] if rest else [])))


def _left_out(document: Document) -> str:
    """List what is left out of the index, by reason."""
    reasons = Counter(span.reason for span in document.left_out)
    if not reasons:
        return ""
    lines = [
        f"- {escape(clip(reason, _LEFT_OUT_CHARS))} ({count(places, 'place')})"
        for reason, places in reasons.most_common(_MOST_REASONS)
    ]
    return "\n".join(("**Not searched**", *lines))


def _problems(shown: DocumentFacts) -> str:
    reasons = [p.reason for p in shown.library.problems if p.source == shown.document.doc_id]
    if not reasons:
        return ""
    if not shown.for_moderator:
        return f"-# {count(len(reasons), 'problem')}; moderators can see the details"
    return "\n".join(("**Problems**", *_reason_lines(reasons)))


def _reason_lines(reasons: list[str]) -> Iterator[str]:
    for reason in reasons[:_MOST_PROBLEMS]:
        yield f"- {escape(clip(reason, _LEFT_OUT_CHARS))}"
    if len(reasons) > _MOST_PROBLEMS:
        yield f"-# and {len(reasons) - _MOST_PROBLEMS:,} more"


async def list_page(server: Server, page: int) -> Reply:
    """Return a page of the list."""
    searcher = await server.searcher()
    return await asyncio.to_thread(
        list_reply,
        searcher.library,
        own_by_id(server.library.active.documents),
        page,
        for_moderator=server.moderates,
        prepared=searcher.prepared,
    )


async def document_page(server: Server, typed: str) -> Reply:
    """Return what is known about the document that was meant.

    Raises:
        UnknownSourceError: If there is none, or more than one may be meant.
    """
    library = await server.documents()
    chosen = await asyncio.to_thread(lambda: scopes_of(library).documents.find(typed))
    added = own_by_id(server.library.active.documents).get(chosen.key)
    shown = DocumentFacts(
        document=library.documents[chosen.key],
        library=library,
        added=added,
        by=somebody(added.by if added else None),
        cited=await _cited_lately(server, chosen.key),
        for_moderator=server.moderates,
    )
    return await asyncio.to_thread(document_reply, shown)


async def _cited_lately(server: Server, doc_id: str) -> int | None:
    """In how many answers of the server a document was shown; None if the log is unusable now."""
    log = server.log
    since = (datetime.now(UTC) - timedelta(days=CITED_DAYS)).date()
    try:
        return await answers_citing(log.rows, server.guild_id, since, doc_id)
    except LogUnusableError:
        return None
