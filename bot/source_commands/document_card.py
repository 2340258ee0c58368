"""One document, as `/sources show` shows it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from bot.libraries.state import OwnDocument
from bot.messages.layout import Reply, ago, sheet
from bot.messages.markdown import clip, escape
from bot.messages.quotation import cited
from bot.scopes import path_of
from bot.wording import count
from sources import Citation, Document, Library

from .listing import pages_of

CITED_DAYS = 30
"""How far back its citations are counted."""

_MOST_HEADINGS = 8
_MOST_REASONS = 3
_MOST_PROBLEMS = 3
_HEADING_CHARS = 50
_REASON_CHARS = 100
_LICENCE_CHARS = 100


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """A document with what is known about it from elsewhere.

    Attributes:
        library: That it is in.
        added: How it came, if moderators added it; None with a common document.
        by: A short name for whoever added it.
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
    return sheet([part for part in parts if part])


def _facts(shown: DocumentFacts) -> str:
    document = shown.document
    passages = sum(p.doc_id == document.doc_id for p in shown.library.passages)
    citation = Citation(
        title=document.title,
        authors=document.authors,
        publisher=document.publisher,
        published=document.published,
        url=document.url,
    )
    size = (pages_of(document), count(passages, "passage"))
    folder = path_of(document.doc_id).parent.as_posix()
    lines = [
        f"### {cited(citation)}",
        f"{' · '.join(filter(None, size))} · version {document.sha256[:8]}",
        f"Collection: {escape(clip(folder, _HEADING_CHARS))}" if folder != "." else "",
        f"Licence: {escape(clip(document.licence, _LICENCE_CHARS))}" if document.licence else "",
        _origin(shown),
        _cited(shown.cited),
    ]
    return "\n".join(filter(None, lines))


def _origin(shown: DocumentFacts) -> str:
    if shown.added is None:
        return "One of the common documents, which the operator of the bot keeps."
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
    """What is kept out of the index, by reason."""
    reasons = Counter(span.reason for span in document.left_out)
    if not reasons:
        return ""
    lines = [
        f"- {escape(clip(reason, _REASON_CHARS))} ({count(places, 'place')})"
        for reason, places in reasons.most_common(_MOST_REASONS)
    ]
    return "\n".join(("**Not searched**", *lines))


def _problems(shown: DocumentFacts) -> str:
    reasons = [p.reason for p in shown.library.problems if p.source == shown.document.doc_id]
    if not reasons:
        return ""
    if not shown.for_moderator:
        return f"-# {count(len(reasons), 'problem')}, which moderators can look into"
    return "\n".join(("**Problems**", *_reason_lines(reasons)))


def _reason_lines(reasons: list[str]) -> Iterator[str]:
    for reason in reasons[:_MOST_PROBLEMS]:
        yield f"- {escape(clip(reason, _REASON_CHARS))}"
    if len(reasons) > _MOST_PROBLEMS:
        yield f"-# and {len(reasons) - _MOST_PROBLEMS:,} more"
