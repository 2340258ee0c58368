"""The card that shows what a reload would change, before a teacher decides."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import discord
from discord import ui

from bot.libraries.comparison import ChangedDocument, FileProblem, Rehearsal
from bot.libraries.scopes import OWN, path_of
from bot.text import count, listed
from bot.ui.layout import GOOD, MessageDraft, Reply, Row
from bot.ui.pages import page_of, paged
from bot.ui.quotation import clip, escape
from bot.ui.screen import FRAME, SCREEN, buttons_height, text_height
from sources import Correction, Problem
from sources.metadata import readable_date

from .answer_changes import answer_blocks, effects_line, harms

REHEARSAL = r"rehearsal:(?P<act>switch|discard|[0-9]{1,4}):(?P<id>[a-z2-7]{16})"
"""The custom id of a button of the card: what it does, or the page it turns to."""

CORRECT = r"correct:(?P<document>[0-9a-f]{12})(?::(?P<id>[a-z2-7]{16}))?"
"""The custom id of a button that corrects how a document is cited, on a card or elsewhere."""

_REFUSED_CHARS = 1000
_REFUSED_HEIGHT = 176  # pixels of a phone's screen, for one block
_GAP = 16  # pixels between two blocks, with the line
_MOST_TITLES = 5
_MOST_SHOWN = 10  # documents without problems, each with its citation: as many as one upload has
_TITLE_CHARS = 60
_FACTS_CHARS = 120
_FILE_CHARS = 30
_MOST_PROBLEMS = 2  # in one block
_REASON_CHARS = 160
_REFUSED = "**Couldn't add**"
_NEXT = "Next page"
_PLACE = " · page 10 of 10"  # as long as it may be
_HARM = discord.Colour(0xB3261E)
_DIGEST_BYTES = 6

Corrections = Mapping[str, Correction]
"""By document id."""


@dataclass(frozen=True, slots=True)
class _Block:
    """A part of the card.

    Attributes:
        text: Markdown.
        button: Beside it.
        below: More Markdown, over the whole width.
        place: "top" is above the card's title, and "head" directly below it.
    """

    text: str
    button: ui.Button[Any] | None = None
    below: str = ""
    place: Literal["top", "head", "body"] = "body"

    @property
    def height(self) -> int:
        """In pixels on a phone, with the line before it."""
        below = text_height(self.below) if self.below else 0
        button = buttons_height([self.button.label or ""]) if self.button else 0
        needed = text_height(self.text) + button + below + _GAP
        # The head is on the first page, which has no button to go back and so one row less.
        return needed - buttons_height([_NEXT]) if self.place == "head" else needed

    def corrects(self, digest: str) -> bool:
        """Return whether its button corrects the document of this digest."""
        return self.button is not None and f":{digest}:" in (self.button.custom_id or "")


def rehearsal_reply(
    rehearsal: Rehearsal,
    page: int = 1,
    corrections: Corrections | None = None,
    showing: str | None = None,
) -> Reply:
    """The card.

    Args:
        rehearsal: What was found out.
        page: From 1; the last one if there are fewer.
        corrections: What moderators have corrected since.
        showing: A document's digest, instead of a page: the page that it can be corrected on.
    """
    blocks = [*_blocks(rehearsal, corrections or {})]
    title, foot = f"### {_title_of(rehearsal)}", _foot(rehearsal)
    texts, sizes = [b.text + b.below for b in blocks], [block.height for block in blocks]
    turn, room = f"rehearsal:{{}}:{rehearsal.id}", _room(title, foot)
    place = next((n for n, block in enumerate(blocks) if showing and block.corrects(showing)), 0)
    turned = page_of(texts, page, turn, room, sizes=sizes)
    while turned.first + len(turned.blocks) <= place:
        turned = page_of(texts, turned.number + 1, turn, room, sizes=sizes)
    here = blocks[turned.first : turned.first + len(turned.blocks)]
    head = "\n".join((title, *(block.text for block in here if block.place == "head")))
    last = " · ".join(filter(None, (foot, turned.place)))
    top, body = ([b for b in here if b.place == place] for place in ("top", "body"))
    message = MessageDraft(_HARM if rehearsal.does_harm else GOOD)
    foots = [_Block(f"-# {last}")] if last else []
    for number, block in enumerate([*top, _Block(head), *body, *foots]):
        if number:
            message.separator()
        _add(message, block)
    message.buttons(*_buttons(rehearsal), *turned.buttons)
    return message.reply()


def _room(title: str, foot: str) -> int:
    """Return the height between title and foot."""
    around = text_height(title) + text_height(f"-# {foot}{_PLACE}") + 2 * _GAP
    return SCREEN - FRAME - around - 2 * buttons_height([_NEXT])


def _add(message: MessageDraft, block: _Block) -> None:
    if block.button:
        message.row(Row(block.text, block.button))
    else:
        message.text(block.text)
    if block.below:
        message.text(block.below)


def document_digest(doc_id: str) -> str:
    """Return the short name of a document in a button."""
    return hashlib.blake2b(doc_id.encode("utf-8", "replace"), digest_size=_DIGEST_BYTES).hexdigest()


def correct_button(doc_id: str, rehearsal_id: str | None = None) -> ui.Button[Any]:
    """Return the button that corrects how a document is cited.

    Args:
        doc_id: Of one of the server's own documents.
        rehearsal_id: Of the card that the button is on; None elsewhere.
    """
    there = f":{rehearsal_id}" if rehearsal_id else ""
    return ui.Button(label="Correct", custom_id=f"correct:{document_digest(doc_id)}{there}")


def corrected(document: ChangedDocument, corrections: Corrections) -> ChangedDocument:
    """Return a document as it is cited with what moderators have corrected since."""
    correction = corrections.get(document.doc_id)
    fields = correction.model_dump(exclude_none=True) if correction else {}
    if "title" in fields:
        fields["is_untitled"] = False
    return document.model_copy(update=fields)


def refusals(refused: Sequence[Problem]) -> list[str]:
    """Files that were not taken in, and why, in one part of a message; none if there are none."""
    if not refused:
        return []
    lines = [*map(_problem_of, refused)]
    (shown, *rest) = paged(lines, _REFUSED_CHARS, len(lines))
    more = sum(map(len, rest))
    return ["\n".join((_REFUSED, *shown, *([f"-# and {more:,} more"] if more else [])))]


def _problem_of(one: Problem) -> str:
    return f"- {escape(clip(one.source, _TITLE_CHARS))}: {escape(clip(one.reason, _REASON_CHARS))}"


def _refused_blocks(rehearsal: Rehearsal) -> Iterator[_Block]:
    """Yield what was not taken in: the first files on top, and the others below."""
    lines = [*map(_problem_of, [*rehearsal.refused, *_left_out(rehearsal)])]
    heights = [*map(text_height, lines)]
    for number, shown in enumerate(paged(lines, _REFUSED_HEIGHT, sizes=heights)):
        if shown:
            yield _Block("\n".join((_REFUSED, *shown)), place="body" if number else "top")


def _left_out(rehearsal: Rehearsal) -> Iterator[Problem]:
    """Uploads that gave nothing, like those that were refused at once."""
    broken = filter(_is_upload, rehearsal.problems)
    return (Problem(p.source.removeprefix(OWN), p.reason) for p in broken)


def _title_of(rehearsal: Rehearsal) -> str:
    if rehearsal.switched:
        return "Switched: no answer was lost"
    return "What this update would change" if rehearsal.is_switch else "Nothing has changed"


def _head(rehearsal: Rehearsal) -> _Block:
    return _Block(f"{_answers_line(rehearsal)}\n{_documents_line(rehearsal)}", place="head")


def _documents_line(rehearsal: Rehearsal) -> str:
    kinds = (
        ("added", len(rehearsal.added)),
        ("removed", len(rehearsal.removed)),
        ("changed", len(rehearsal.changed)),
    )
    counts = [(name, number) for name, number in kinds if number]
    total = f"({rehearsal.documents:,} in all)"
    if not counts:
        return f"No documents are added, removed or changed {total}."
    (first, number), *others = counts
    words = [f"{count(number, 'document')} {first}", *(f"{n:,} {name}" for name, n in others)]
    new = (*rehearsal.added, *rehearsal.changed)
    pages = sum(document.pages for document in new) if all(one.pages for one in new) else 0
    attention = sum(_needs_attention(rehearsal, document) for document in new)
    need = f"; {attention:,} {'needs' if attention == 1 else 'need'} attention" if attention else ""
    size = f", {count(pages, 'page')}" if pages else ""
    return f"{', '.join(words)} {total}{size}{need}."


def _answers_line(rehearsal: Rehearsal) -> str:
    asked = _asked(rehearsal)
    if not asked:
        return "No questions have been asked yet, so no answers were compared."
    return f"**{effects_line(rehearsal.replayed)}**\n-# {asked}"


def _asked(rehearsal: Rehearsal) -> str:
    kinds = (("checked", rehearsal.golden), ("recent", rehearsal.recent))
    named = [f"{number:,} {kind}" for kind, number in kinds if number]
    last = rehearsal.recent or rehearsal.golden
    noun = "question" if last == 1 else "questions"
    return f"{' and '.join(named)} {noun} compared" if named else ""


def _foot(rehearsal: Rehearsal) -> str:
    return "Nothing has changed yet" if rehearsal.is_switch and not rehearsal.switched else ""


def _blocks(rehearsal: Rehearsal, corrections: Corrections) -> Iterator[_Block]:
    """Yield the blocks of the pages, what needs somebody first."""
    refused = [*_refused_blocks(rehearsal)]
    yield from (*refused[:1], _head(rehearsal), *refused[1:])
    new = (*rehearsal.added, *rehearsal.changed)
    documents = [corrected(document, corrections) for document in new]
    doubtful = [one for one in documents if _needs_attention(rehearsal, one)]
    fine = [one for one in documents if one not in doubtful]
    shown = {document.doc_id for document in documents}
    others = [p for p in rehearsal.problems if p.source not in shown and not _is_upload(p)]
    worse = [one for one in rehearsal.replayed if harms(one)]
    better = [one for one in rehearsal.replayed if not harms(one)]
    yield from _problem_blocks("Problems with files", [p for p in others if p.is_new])
    yield from (_document(rehearsal, one) for one in doubtful)
    yield from map(_Block, answer_blocks(worse))
    if len(fine) <= _MOST_SHOWN:
        yield from (_document(rehearsal, one) for one in fine)
        fine = []
    yield from _title_blocks(rehearsal, {one.doc_id for one in fine})
    yield from map(_Block, answer_blocks(better))
    yield from _problem_blocks("Existing problems", [p for p in others if not p.is_new])


def _is_upload(problem: FileProblem) -> bool:
    """Return whether a file is named on top of the card already."""
    return problem.is_left_out and problem.is_new and problem.source.startswith(OWN)


def _reasons(rehearsal: Rehearsal, document: ChangedDocument) -> Iterator[str]:
    """What somebody should look at in a document, the worst first."""
    yield from (p.reason for p in rehearsal.problems if p.source == document.doc_id)
    if document.is_untitled:
        yield "It has no title, so it is cited by its file name."


def _needs_attention(rehearsal: Rehearsal, document: ChangedDocument) -> bool:
    return any(True for _ in _reasons(rehearsal, document))


def _document(rehearsal: Rehearsal, document: ChangedDocument) -> _Block:
    """How a document will be cited, and what needs attention in it."""
    date = readable_date(document.published) if document.published else "no date"
    authors = clip(", ".join(document.authors), _FACTS_CHARS) or "no author"
    pages = count(document.pages, document.kind) if document.pages else ""
    facts = " · ".join(filter(None, (escape(authors), escape(clip(date, _TITLE_CHARS)), pages)))
    reasons = [*_reasons(rehearsal, document)]
    lines = [f"- {escape(clip(reason, _REASON_CHARS))}" for reason in reasons[:_MOST_PROBLEMS]]
    more = len(reasons) - len(lines)
    rest = [f"-# and {more:,} more"] if more else []
    title = f"**{_title(document, alone=not _is_twin(rehearsal, document))}**"
    is_own = document.doc_id.startswith(OWN)
    button = correct_button(document.doc_id, rehearsal.id) if is_own else None
    return _Block(f"{title}\n-# {facts}", button, "\n".join((*lines, *rest)))


def _is_twin(rehearsal: Rehearsal, document: ChangedDocument) -> bool:
    new = (*rehearsal.added, *rehearsal.changed)
    return sum(one.title == document.title for one in new) > 1


def _title_blocks(rehearsal: Rehearsal, named: set[str]) -> Iterator[_Block]:
    """The titles of documents that are removed, and of those that have no block of their own."""
    kinds = (
        ("Added", [one for one in rehearsal.added if one.doc_id in named]),
        ("Removed", rehearsal.removed),
        ("Changed", [one for one in rehearsal.changed if one.doc_id in named]),
    )
    lines = [f"**{name}:** {_titles(found)}" for name, found in kinds if found]
    if lines:
        yield _Block("\n".join(lines))


def _titles(documents: Sequence[ChangedDocument]) -> str:
    times = Counter(one.title for one in documents)
    shown = [f"*{_title(one, alone=times[one.title] == 1)}*" for one in documents[:_MOST_TITLES]]
    return listed(shown, len(documents))


def _title(document: ChangedDocument, *, alone: bool) -> str:
    title = escape(clip(document.title, _TITLE_CHARS))
    file = escape(clip(path_of(document.doc_id).name, _FILE_CHARS))
    return title if alone else f"{title} ({file})"


def _problem_blocks(title: str, problems: Sequence[FileProblem]) -> Iterator[_Block]:
    ranked = sorted(problems, key=lambda problem: not problem.is_left_out)
    for first in range(0, len(ranked), _MOST_PROBLEMS):
        lines = map(_problem_line, ranked[first : first + _MOST_PROBLEMS])
        yield _Block("\n".join((f"**{title}**", *lines)))


def _problem_line(problem: FileProblem) -> str:
    name = escape(clip(problem.source.removeprefix(OWN), _TITLE_CHARS))
    return f"- {name}: {escape(clip(problem.reason, _REASON_CHARS))}"


def _buttons(rehearsal: Rehearsal) -> Iterator[ui.Button[Any]]:
    if rehearsal.is_switch and not rehearsal.switched:
        primary = discord.ButtonStyle.primary
        yield ui.Button(label="Switch", custom_id=f"rehearsal:switch:{rehearsal.id}", style=primary)
        yield ui.Button(label="Discard", custom_id=f"rehearsal:discard:{rehearsal.id}")
