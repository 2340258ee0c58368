"""The documents that come with the bot are fit to hand out, and their questions fit them."""

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

import sources
from sources import Library, load_library

STARTER = Path(sources.__file__).parent / "starter"
SHARED_SOURCES = Path(__file__).parents[3] / "shared" / "sources"
PIECES = sorted(path.name for path in STARTER.glob("*.md"))

each_piece = pytest.mark.parametrize("piece", PIECES)


class Gold(BaseModel):
    """A sentence of a piece that answers a question, word for word."""

    source: str
    quote: str


class Question(BaseModel):
    """One line of questions.jsonl; `answers` names every place that answers it."""

    id: str
    question: str
    kind: str
    answers: list[Gold]
    answerable: bool


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(STARTER)


@pytest.fixture(scope="module")
def questions() -> list[Question]:
    lines = (STARTER / "questions.jsonl").read_text("utf-8").splitlines()
    return [Question.model_validate_json(line) for line in lines]


def body(piece: str) -> str:
    """What stands below the front matter."""
    return (STARTER / piece).read_text("utf-8").split("---\n", 2)[2]


def folded(text: str) -> str:
    return " ".join(text.split())


def runs_of_words(text: str, length: int) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}


def test_eight_to_twelve_documents_are_served_without_a_problem(library: Library) -> None:
    assert sorted(library.documents) == PIECES
    assert 8 <= len(PIECES) <= 12
    assert library.problems == ()


@each_piece
def test_each_piece_is_citable_by_title_author_date_and_licence(
    library: Library, piece: str
) -> None:
    document = library.documents[piece]

    assert f'\ntitle: "{document.title}"\n' in document.text
    assert document.authors == ("Pullquote starter library",)
    assert document.published == "2026-11-22"
    assert document.licence == "CC0-1.0"


@each_piece
def test_each_piece_has_500_to_900_words(piece: str) -> None:
    assert 500 <= len(body(piece).split()) <= 900


@each_piece
def test_each_piece_ends_with_three_to_five_further_readings(piece: str) -> None:
    _, readings = body(piece).split("\n## Further reading\n")

    entries = readings.strip().splitlines()
    assert 3 <= len(entries) <= 5
    for entry in entries:
        assert re.fullmatch(r"- .+(\(.+, \d{4}\)| \(\d{4}\))\.", entry)


def test_sixty_questions_have_their_own_ids_and_twenty_have_no_answer(
    questions: list[Question],
) -> None:
    unanswerable = [q for q in questions if not q.answerable]

    assert len(questions) == 60
    assert len({q.id for q in questions}) == 60
    assert len(unanswerable) == 20
    assert {q.kind for q in unanswerable} == {"near-topic", "off-topic", "nonsense"}
    assert all(bool(q.answers) is q.answerable for q in questions)


def test_every_piece_is_asked_about(questions: list[Question]) -> None:
    assert {gold.source for q in questions for gold in q.answers} == set(PIECES)


def test_every_gold_quote_stands_within_one_passage_of_its_document(
    library: Library, questions: list[Question]
) -> None:
    passages = [(p.doc_id, folded(p.text)) for p in library.passages]
    lost = [
        (q.id, gold)
        for q in questions
        for gold in q.answers
        if not any(gold.source == doc_id and gold.quote in text for doc_id, text in passages)
    ]

    assert lost == []


@pytest.mark.skipif(not SHARED_SOURCES.is_dir(), reason="needs ../shared/sources")
@each_piece
def test_no_run_of_ten_words_is_shared_with_other_peoples_texts(piece: str) -> None:
    others = [path.read_text("utf-8") for path in SHARED_SOURCES.iterdir()]
    theirs = set().union(*(runs_of_words(text, 10) for text in others))

    assert runs_of_words(body(piece), 10) & theirs == set()
