"""The documents of a server as a list, and what is wrong with its files: pages of a message."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import groupby

from discord import ui

from bot.libraries.state import OwnDocument
from bot.messages.layout import Reply, ago, notice, sheet, turning
from bot.messages.markdown import clip, escape
from bot.messages.paging import paged
from bot.scopes import OWN, own_id, path_of
from bot.wording import count
from sources import Document, Library, Problem

LIST = re.compile(r"sources:(?P<page>[0-9]{1,6})")
"""The custom id of a button that turns the list to a page."""

PROBLEMS = re.compile(r"problems:(?P<page>[0-9]{1,6})")
"""The custom id of a button that shows a page of the problems."""

PAGE_CHARS = 3500  # leaves room for what is around it within Discord's 4,000
PAGE_DOCUMENTS = 10  # more is a wall of text on a phone
PAGE_PROBLEMS = 10

_TITLE_CHARS = 150
_AUTHORS_CHARS = 100
_FOLDER_CHARS = 60
_MANY_PAGES = 3
_REASON_CHARS = 300


def list_reply(
    library: Library, own: Mapping[str, OwnDocument], page: int, *, for_moderator: bool
) -> Reply:
    """A page (from 1) of the list; the last one if the library has shrunk since.

    Args:
        library: What the server searches.
        own: What moderators added, by document id.
        page: Any number.
        for_moderator: With the way to the details of problems.
    """
    blocks = list(_listed(library, own))
    pages = paged((text for _, text in blocks), PAGE_CHARS, PAGE_DOCUMENTS)
    page = min(max(page, 1), len(pages))
    first = sum(len(one) for one in pages[: page - 1])
    parts = [
        "\n".join((*([f"### {group}"] if own else []), *(text for _, text in together)))
        for group, together in groupby(blocks[first : first + len(pages[page - 1])], _group)
    ]
    documents = count(len(library.documents), "document")
    head = f"## {documents}, {count(len(library.passages), 'passage')}"
    buttons = [*turning("sources", page, len(pages))]
    if for_moderator and library.problems:
        buttons.append(ui.Button(label="Problems", custom_id="problems:1"))
    return sheet([head, *parts, _foot(library, page, len(pages))], buttons)


def problems_reply(problems: tuple[Problem, ...], page: int) -> Reply:
    """A page (from 1) of what is wrong with files, for moderators."""
    if not problems:
        return notice("There is no problem with any file.")
    pages = paged(map(_problem, problems), PAGE_CHARS, PAGE_PROBLEMS)
    page = min(max(page, 1), len(pages))
    foot = f"-# page {page} of {len(pages)}" if len(pages) > 1 else ""
    lines = (f"### {count(len(problems), 'problem')} with files", *pages[page - 1], foot)
    return notice("\n".join(filter(None, lines)), *turning("problems", page, len(pages)))


def own_by_id(own: tuple[OwnDocument, ...]) -> dict[str, OwnDocument]:
    """What moderators added, by document id."""
    return {own_id(document.name): document for document in own}


def pages_of(document: Document) -> str:
    """How many pages, slides or chapters a document has; "" if it has none."""
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
        group = "Added in this server" if document.doc_id.startswith(OWN) else "Common documents"
        yield group, f"**{title}**\n-# {' · '.join(filter(None, facts))}"


def _group(block: tuple[str, str]) -> str:
    return block[0]


def _foot(library: Library, page: int, pages: int) -> str:
    facts = [f"Version {library.version}"]
    if pages > 1:
        facts.append(f"page {page} of {pages}")
    if pages > _MANY_PAGES:
        facts.append("`/sources show` finds a document by its title or file")
    if library.problems:
        problems = count(len(library.problems), "problem")
        facts.append(f"{problems} with files, which moderators can look into")
    return f"-# {' · '.join(facts)}"


def _problem(problem: Problem) -> str:
    name = escape(clip(problem.source.removeprefix(OWN), _TITLE_CHARS))
    return f"- **{name}**: {escape(clip(problem.reason, _REASON_CHARS))}"
