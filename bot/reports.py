"""What the library holds and does not serve, and how well it answers: as lines of text."""

from collections import Counter
from collections.abc import Iterator

from index import Answer, Evaluation
from sources import Document, Library

from .contract import JsonObject
from .wording import count, cut

_EXCERPT_CHARS = 60


def list_lines(library: Library) -> Iterator[str]:
    """One line a document: how many passages, its id, its title."""
    passages = Counter(passage.doc_id for passage in library.passages)
    for doc_id, document in library.documents.items():
        yield f"{passages[doc_id]:6} {doc_id}  {document.title}"


def check_lines(library: Library) -> Iterator[str]:
    """Each file's problems, and each span that is kept out of the index, with place and reason."""
    for problem in library.problems:
        yield f"{problem.source}: {problem.reason}"
    for document in library.documents.values():
        yield from _left_out_lines(document)
    left_out = sum(len(document.left_out) for document in library.documents.values())
    yield (
        f"{count(len(library.documents), 'document')} served as "
        f"{count(len(library.passages), 'passage')}; {count(len(library.problems), 'problem')} "
        f"with files; {count(left_out, 'place')} left out of the index, and kept in the text."
    )


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
    return f"{answer.hits[0].passage.doc_id}: {cut(quote.text, _EXCERPT_CHARS)}"


def _left_out_lines(document: Document) -> Iterator[str]:
    for span in document.left_out:
        line = document.text.count("\n", 0, span.start) + 1
        words = cut(document.text[span.start : span.end], _EXCERPT_CHARS)
        yield f'{document.doc_id}, line {line}: left out, {span.reason}: "{words}"'
