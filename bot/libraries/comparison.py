"""Comparing two versions of a library: documents, problems, and answers to known questions."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict

from bot.errors import sentence
from bot.storage.lessons import GoldenQuestion
from index import Answer, Question, QuestionsError, Searcher, Status, evaluate, load_questions
from sources import Document, Library, PageKind, Problem, citation_line, find_changes

Effect = Literal["same", "appears", "vanishes", "changes", "moves"]
Step = Literal["reading", "reading own", "indexing", "rehearsing", "loading"]

_STRENGTH: dict[Status, int] = {"none": 0, "weak": 1, "found": 2}


def _whole(words: object) -> object:
    """Without half characters, which files can hold and JSON cannot."""
    return words.encode("utf-8", "replace").decode() if isinstance(words, str) else words


_Words = Annotated[str, BeforeValidator(_whole)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Progress(_Frozen):
    """Progress of a reload.

    Attributes:
        done: Files read, documents indexed or questions asked.
        total: How many there are in this step; 0 if that is not known.
    """

    step: Step
    done: int = 0
    total: int = 0


Tell = Callable[[Progress], None]
"""Is told how far a reload is."""


class ChangedDocument(_Frozen):
    """A document that is added, removed or changed; a server's own ids begin with `~/`.

    Attributes:
        title: As it is cited, like authors and date.
        is_untitled: Whether the title is only the name of its file.
        pages: How many; 0 if it has none.
        kind: Of the pages.
    """

    doc_id: _Words
    title: _Words
    authors: tuple[_Words, ...] = ()
    published: _Words | None = None
    is_untitled: bool = False
    pages: int = 0
    kind: PageKind = "page"


class FileProblem(_Frozen):
    """A file that is not served, or only in part, and why.

    Attributes:
        is_new: Whether the old version has not this problem.
        is_left_out: Whether the file gives nothing at all, so it is no part of the new version.
    """

    source: _Words
    reason: _Words
    is_new: bool
    is_left_out: bool = False


class Shown(_Frozen):
    """The first thing that an answer shows; all but the status is None if it shows nothing.

    Attributes:
        citation: Of the title and the page or paragraph, for that is what differs.
    """

    status: Status
    doc_id: _Words | None = None
    citation: _Words | None = None
    quote: _Words | None = None


class Replayed(_Frozen):
    """A question that was asked of the old version and of the new one.

    Attributes:
        right_before: Whether a golden question's known answer came first; None with others.
        unanswerable: Whether it is a golden question which the sources do not answer: it is right
            as long as no answer is found.
    """

    question: _Words
    before: Shown
    after: Shown
    right_before: bool | None = None
    right_after: bool | None = None
    unanswerable: bool = False

    @property
    def effect(self) -> Effect:
        """An answer appears when its status rises to weak or found, and vanishes when it falls.

        It moves when the same words of the same document are cited at another place.
        """
        rise = _STRENGTH[self.after.status] - _STRENGTH[self.before.status]
        if rise:
            return "appears" if rise > 0 else "vanishes"
        if self.after == self.before:
            return "same"
        cited_so = self.after.model_copy(update={"citation": self.before.citation})
        return "moves" if cited_so == self.before else "changes"

    @property
    def is_golden(self) -> bool:
        """Whether its answer is known."""
        return self.right_after is not None

    @property
    def breaks(self) -> bool:
        """Whether a golden question turns from right to wrong."""
        return self.right_before is True and self.right_after is False

    @property
    def mends(self) -> bool:
        """Whether a golden question turns from wrong to right."""
        return self.right_before is False and self.right_after is True


class Comparison(_Frozen):
    """Differences between two versions of a server's library.

    Attributes:
        documents: In the new version.
        passages: In the new version.
        problems: Of the new version.
        golden: How many golden questions were asked.
        recent: How many questions of the log were asked.
        replayed: Those questions whose answers are not the same, golden ones first.
    """

    added: tuple[ChangedDocument, ...]
    removed: tuple[ChangedDocument, ...]
    changed: tuple[ChangedDocument, ...]
    documents: int
    passages: int
    problems: tuple[FileProblem, ...]
    golden: int
    recent: int
    replayed: tuple[Replayed, ...]

    @property
    def does_harm(self) -> bool:
        """Whether an answer vanishes or a golden question turns wrong."""
        return any(one.breaks or one.effect == "vanishes" for one in self.replayed)

    @property
    def summary(self) -> str:
        """Document changes in a few words."""
        kinds = (("added", self.added), ("removed", self.removed), ("changed", self.changed))
        words = [f"{len(found)} {name}" for name, found in kinds if found]
        return ", ".join(words) or "no document changed"


class Rehearsal(Comparison):
    """The result of a reload.

    Attributes:
        id: 16 characters that nobody can guess; good for this server only, and until it is
            decided, replaced by another, or the bot is restarted.
        by: The pseudonym of who requested it; None for a watched folder.
        at: When it was ready, in UTC.
        is_switch: Whether there is anything to switch to: an unchanged version is not kept.
        switched: Whether the new version is in place already, as settings allow where nothing
            is harmed.
        refused: Files that were to be added as well, and why they are no part of it.
    """

    id: str
    by: str | None
    at: datetime
    is_switch: bool
    switched: bool = False
    refused: tuple[Problem, ...] = ()


MOST_GOLDEN = 1_000
"""Golden questions that are asked; further ones are left out."""


def compare(
    before: Searcher,
    after: Searcher,
    golden: Sequence[Question],
    recent: Sequence[str],
    progress: Callable[[int, int], None],
) -> Comparison:
    """Put side by side what two versions hold, and what they answer.

    Args:
        before: The version in place.
        after: The one that may follow.
        golden: Questions with known answers; of more than `MOST_GOLDEN` the first are asked.
        recent: Other questions; those that are golden, too, are asked once.
        progress: Is told after each question how many are asked, and of how many.
    """
    known = {question.question: question for question in golden[:MOST_GOLDEN]}
    others = [question for question in recent if question not in known]
    replayed: list[Replayed] = []
    for number, question in enumerate(chain(known, others), start=1):
        replayed.append(_replay(before, after, question, known.get(question)))
        progress(number, len(known) + len(others))
    old, new = before.library, after.library
    changes = find_changes(old, new)
    return Comparison(
        added=_told(new, changes.added),
        removed=_told(old, changes.removed),
        changed=_told(new, changes.changed),
        documents=len(new.documents),
        passages=len(new.passages),
        problems=(
            *(
                FileProblem(
                    source=p.source,
                    reason=p.reason,
                    is_new=p in changes.problems,
                    is_left_out=p.source not in new.documents,
                )
                for p in new.problems
            ),
            *_lost_pins(before, after),
        ),
        golden=len(known),
        recent=len(others),
        replayed=tuple(r for r in replayed if r.effect != "same" or r.breaks or r.mends),
    )


def _lost_pins(before: Searcher, after: Searcher) -> Iterator[FileProblem]:
    for pin in after.lost_pins:
        reason = f"The passage pinned for “{pin.question}” is no longer in it."
        yield FileProblem(source=pin.doc_id, reason=reason, is_new=pin not in before.lost_pins)


def _told(library: Library, doc_ids: Iterable[str]) -> tuple[ChangedDocument, ...]:
    return tuple(changed_document(library.documents[doc_id]) for doc_id in doc_ids)


def changed_document(document: Document) -> ChangedDocument:
    """Return what people want to know about a document that changes."""
    last = document.pages[-1] if document.pages else None
    return ChangedDocument(
        doc_id=document.doc_id,
        title=document.title,
        authors=document.authors,
        published=document.published,
        is_untitled=document.is_untitled,
        pages=last.number if last else 0,
        kind=last.kind if last else "page",
    )


def _replay(before: Searcher, after: Searcher, question: str, golden: Question | None) -> Replayed:
    old, new = (searcher.answer(question, limit=1) for searcher in (before, after))
    return Replayed(
        question=question,
        before=_shown(old),
        after=_shown(new),
        right_before=_is_right(golden, old) if golden else None,
        right_after=_is_right(golden, new) if golden else None,
        unanswerable=golden is not None and not golden.answers,
    )


def _is_right(question: Question, answer: Answer) -> bool:
    if not question.answers:  # one that the sources do not answer
        return answer.status != "found"
    (outcome,) = evaluate(lambda _: answer, [question]).outcomes
    return any(outcome.right)


def _shown(answer: Answer) -> Shown:
    if not answer.hits:
        return Shown(status=answer.status)
    passage, quote = answer.hits[0].passage, answer.quotes[0]
    place = replace(
        quote.citation,
        authors=(),
        publisher=None,
        published=None,
        section=None,
        passage_pages=None,  # only the quote is shown
    )
    return Shown(
        status=answer.status,
        doc_id=passage.doc_id,
        citation=citation_line(place),
        quote=passage.shown(quote.start, quote.end),
    )


FILE_NAME = "questions.jsonl"


def golden_questions(
    folder: Path, taught: Sequence[GoldenQuestion] = ()
) -> tuple[list[Question], list[FileProblem]]:
    """The golden questions of a folder, then those that moderators taught.

    Args:
        folder: Of the documents; the file need not be there.
        taught: In one server.

    Returns:
        The questions, and why those of the folder are not among them, if they cannot be read.
    """
    known = [_known(golden) for golden in taught]
    try:
        return [*load_questions(folder / FILE_NAME), *known], []
    except FileNotFoundError:
        return known, []
    except (OSError, QuestionsError) as error:
        return known, [FileProblem(source=FILE_NAME, reason=sentence(error), is_new=False)]


def _known(golden: GoldenQuestion) -> Question:
    answers = [{"source": golden.source, "quote": golden.quote}] if golden.quote else []
    fields = {"id": "taught", "question": golden.question, "answers": answers}
    return Question.model_validate(fields)
