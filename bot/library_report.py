"""What the library holds, and what it does not serve, as lines for a terminal."""

from collections import Counter
from collections.abc import Iterator

from sources import Document, Library

_EXCERPT_CHARS = 50


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
        f"{_count(len(library.documents), 'document')} served as "
        f"{_count(len(library.passages), 'passage')}; {_count(len(library.problems), 'problem')} "
        f"with files; {_count(left_out, 'place')} left out of the index, and kept in the text."
    )


def _left_out_lines(document: Document) -> Iterator[str]:
    for span in document.left_out:
        line = document.text.count("\n", 0, span.start) + 1
        words = " ".join(document.text[span.start : span.end].split())
        if len(words) > _EXCERPT_CHARS:
            words = words[:_EXCERPT_CHARS] + "…"
        yield f'{document.doc_id}, line {line}: left out, {span.reason}: "{words}"'


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
