"""Questions, the evidence that a searcher has for its first passage, and whether it is right."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from index import Searcher, evaluate

from .collections import (
    Collection,
    QuestionSet,
    load_collections,
    load_question_sets,
    shuffled,
    without_documents,
)
from .switches import nothing_withheld

OFF_TOPIC = "off-topic"
ANSWERABLE = "answerable"
_ANSWERABLE = 700  # questions of SQuAD 2
_ADVERSARIAL = 300  # questions of SQuAD 2 that look as if a passage answered them
_GONE = 3  # every third article is taken away, and its questions asked of the rest
_FOREIGN = 40  # queries of each foreign collection, so that these do not outweigh real questions


@dataclass(frozen=True, slots=True)
class Case:
    """One question asked.

    Attributes:
        question_set: Its name.
        kind: "answerable", or in which way it is not.
        features: Of the first passage's evidence; None if no passage has a word asked for.
        right: Whether the first passage answers.
    """

    question_set: str
    kind: str
    features: tuple[float, ...] | None
    right: bool

    @property
    def answerable(self) -> bool:
        """Whether some passage answers."""
        return self.kind == ANSWERABLE


def collect(shared: Path) -> list[Case]:
    """Ask all questions there are; one line tells of each set that is missing."""
    question_sets = load_question_sets(shared)
    cases = [case for questions in question_sets for case in _asked(questions)]
    for collection in load_collections(shared / "retrieval", ("squad2",)):
        cases += _asked_collection(collection)
    starter = Searcher(question_sets[0].library)
    for collection in load_collections(shared / "retrieval", ("cran", "med")):
        queries = list(collection.queries.values())[:_FOREIGN]
        cases += _hopeless(OFF_TOPIC, OFF_TOPIC, starter, queries)
    return cases


def _asked(questions: QuestionSet) -> Iterator[Case]:
    searcher = Searcher(questions.library)
    with nothing_withheld():
        outcomes = evaluate(searcher.answer, questions.questions).outcomes
    for outcome in outcomes:
        question = outcome.question
        kind = ANSWERABLE if question.answers else question.kind
        features = _features(searcher, question.question)
        yield Case(questions.name, kind, features, any(outcome.right[:1]))


def _asked_collection(collection: Collection) -> Iterator[Case]:
    searcher = Searcher(collection.library)
    asked = collection.sample(_ANSWERABLE)
    for query, text in asked.queries.items():
        best = searcher.rank(text, limit=1)
        right = any(collection.ids[number] in collection.qrels[query] for number in best)
        yield Case(collection.name, ANSWERABLE, _features(searcher, text), right)
    adversarial = shuffled(collection.unanswerable)[:_ADVERSARIAL]
    yield from _hopeless(collection.name, "adversarial", searcher, adversarial)
    gone = set(shuffled(list(collection.library.documents))[::_GONE])
    rest = Searcher(without_documents(collection.library, gone))
    passages = zip(collection.ids, collection.library.passages, strict=True)
    lost = {text for text, passage in passages if passage.doc_id in gone}
    hopeless = [text for query, text in asked.queries.items() if collection.qrels[query] <= lost]
    yield from _hopeless(collection.name, "article gone", rest, hopeless)


def _hopeless(
    question_set: str, kind: str, searcher: Searcher, questions: Iterable[str]
) -> Iterator[Case]:
    for question in questions:
        yield Case(question_set, kind, _features(searcher, question), right=False)


def _features(searcher: Searcher, question: str) -> tuple[float, ...] | None:
    evidence = searcher.evidence(question)
    return evidence.features() if evidence else None
