"""Asking known questions of two versions of a library, and telling where the answers differ."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from index import Answer, Question, Searcher, evaluate
from sources import Library, citation_line, find_changes

from .rehearsal import ChangedDocument, Comparison, FileProblem, Replayed, Shown

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
                FileProblem(source=p.source, reason=p.reason, is_new=p in changes.problems)
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
        reason = f"The passage that is pinned for “{pin.question}” is not in it any more."
        yield FileProblem(source=pin.doc_id, reason=reason, is_new=pin not in before.lost_pins)


def _told(library: Library, doc_ids: Iterable[str]) -> tuple[ChangedDocument, ...]:
    return tuple(ChangedDocument(doc_id=i, title=library.documents[i].title) for i in doc_ids)


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
    place = replace(quote.citation, authors=(), publisher=None, published=None, section=None)
    return Shown(
        status=answer.status,
        doc_id=passage.doc_id,
        citation=citation_line(place),
        quote=passage.shown(quote.start, quote.end),
    )
