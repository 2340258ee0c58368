"""Sample questions that a server's documents answer, made from their headings and definitions."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, zip_longest

from bot.libraries.scopes import OWN
from index import Searcher
from sources import Document, Passage

MOST_SAMPLES = 5
_MOST_TRIED = 40  # each takes some milliseconds
_MOST_OF_DOCUMENT = 8
_WORDS = range(2, 9)  # of a heading

_DEFINITION = re.compile(
    r"(?:(?P<article>The|A|An) )?(?P<term>[\w’'-]+(?: [\w’'-]+){0,2}) (?P<verb>is|are)"
    r" (?:a|an|the)\b"
)
_NO_TERM = re.compile(
    r"(?:it|this|that|there|here|he|she|they|we|i|you|these|those|what|who|which|one|all|some|most"
    r"|but|and|or|nor|so|if|when|as|since|because|although|though|while|after|before|until|unless"
    r"|where|how|why|such|any|no|not|many|few|another|other|in|on|at|of|for|with|both|each"
    r"|its|their|his|her|our|your|my)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sample:
    """A question that is answered, and the words of a document that it was made from.

    Attributes:
        words: A heading or a sentence, word for word.
        is_heading: Which of them it is.
        title: Of the document.
    """

    question: str
    words: str
    is_heading: bool
    title: str


def sample_questions(searcher: Searcher, most: int = MOST_SAMPLES) -> list[Sample]:
    """Return questions that the documents answer, of as many documents as possible. Blocking.

    Those that the server's moderators added come first.

    Args:
        searcher: Of the server.
        most: How many.
    """
    library = searcher.library
    passages: dict[str, list[Passage]] = {}
    for passage in library.passages:
        if passage.kind == "text":
            passages.setdefault(passage.doc_id, []).append(passage)
    own, shared = (
        [
            _candidates(document, passages.get(document.doc_id, ()))
            for document in library.documents.values()
            if document.doc_id.startswith(OWN) == is_own
        ]
        for is_own in (True, False)
    )
    in_turn = chain(*zip_longest(*own), *zip_longest(*shared))
    found: list[Sample] = []
    for sample in islice(filter(None, in_turn), _MOST_TRIED):
        answer = searcher.answer(sample.question, limit=1)
        if answer.status == "found" and answer.quotes[0].citation.title == sample.title:
            found.append(sample)
        if len(found) == most:
            break
    return found


def _candidates(document: Document, passages: Sequence[Passage]) -> list[Sample]:
    every = chain(_from_definitions(document, passages), _from_headings(document))
    unique = {sample.question.casefold(): sample for sample in every}
    return [*unique.values()][:_MOST_OF_DOCUMENT]


def _from_definitions(document: Document, passages: Sequence[Passage]) -> Iterator[Sample]:
    for passage in passages:
        for start, end in passage.sentences:
            found = _DEFINITION.match(passage.text, start, end)
            if found is None or _NO_TERM.match(found["term"]):
                continue
            article = f"{found['article'].lower()} " if found["article"] else ""
            question = f"What {found['verb']} {article}{found['term']}?"
            words = passage.displayed(start, end)
            yield Sample(question, words, is_heading=False, title=document.title)


def _from_headings(document: Document) -> Iterator[Sample]:
    for heading in document.headings:
        words = " ".join(heading.text.split())
        if not heading.level or len(words.split()) not in _WORDS:
            continue
        question = words if words.endswith("?") else f"What is said about “{words}”?"
        yield Sample(question, words, is_heading=True, title=document.title)
