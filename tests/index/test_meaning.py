"""Searching by meaning and words together, with a model whose meanings are known."""

from dataclasses import replace
from pathlib import Path

import pytest

from index import (
    Encoder,
    Encoding,
    EncodingFailedError,
    LibraryIndex,
    Meaning,
    Orders,
    Searcher,
    View,
)
from sources import Library

from .shelf import BEES, BRIDGES, GARDEN, ISLAND, assert_sound, library
from .tiny_model import write_tiny_model

pytest.importorskip("onnxruntime")

SAME = [("lorries", "trucks"), ("shiver", "tremble"), ("granite", "stonework")]
PATIENCE_S = 60


@pytest.fixture
def orders(tmp_path: Path) -> Orders:
    files = tmp_path / "model"
    model = write_tiny_model(files, (ISLAND, BEES, BRIDGES, GARDEN), SAME)
    return Orders(model=model, files=files, vectors=tmp_path / "vectors")


@pytest.fixture
def meaning(orders: Orders) -> Meaning:
    return Meaning(Encoder(orders.model, orders.files), Encoding(orders, 1))


def _prepared(meaning: Meaning, *texts: str) -> Searcher:
    searcher = Searcher(library(*texts), meaning=meaning)
    assert meaning.encoding.wait(PATIENCE_S)
    return searcher


@pytest.mark.process
@pytest.mark.parametrize(
    "chat", ["heavy trucks lol", "hey heavy trucks??", "heavy trucks for my essay"]
)
def test_chat_around_a_question_leaves_scores_and_confidence_as_they_are(
    meaning: Meaning, chat: str
) -> None:
    searcher = _prepared(meaning, BEES, BRIDGES)

    asked, chatted = searcher.answer("heavy trucks"), searcher.answer(chat)

    assert [hit.score for hit in chatted.hits] == [hit.score for hit in asked.hits]
    assert chatted.confidence == asked.confidence


@pytest.mark.process
def test_passage_is_found_by_a_word_that_only_means_the_same(meaning: Meaning) -> None:
    searcher = _prepared(meaning, BEES, BRIDGES)

    answer = searcher.answer("heavy trucks")
    by_meaning = searcher.answer("do workers in a colony tremble")

    assert answer.meaning == "compared"
    assert "lorries" in answer.quotes[0].text
    assert "shiver" in by_meaning.quotes[0].text
    assert_sound(searcher, "heavy trucks")


@pytest.mark.process
def test_of_many_passages_those_closest_in_meaning_are_found(meaning: Meaning) -> None:
    many = "\n\n".join(f"A queen eats {n} eggs." for n in range(80))
    searcher = _prepared(meaning, many, BRIDGES)

    answer = searcher.answer("what about trucks")

    assert "lorries" in answer.quotes[0].text


@pytest.mark.process
def test_evidence_tells_how_far_an_answer_is_above_what_is_usually_as_close(
    meaning: Meaning,
) -> None:
    searcher = _prepared(meaning, "Bees shiver.", BRIDGES)

    same, other = searcher.evidence("bees tremble"), searcher.evidence("do bees lay granite")

    assert same is not None
    assert other is not None
    assert min(same.cosines[:2]) > 10  # standard deviations
    assert same.cosines[0] > other.cosines[0]


def test_what_waits_is_told_in_passages_and_sentences(orders: Orders) -> None:
    encoding = Encoding(orders, 0)
    assert encoding.progress == (0, 0)

    for doc_id, text in (("1.txt", "Bees hum. They dance."), ("2.txt", "Wasps do not.")):
        encoding.add(doc_id, library(text).passages)

    assert encoding.progress == (0, (1 + 2) + (1 + 1))
    assert encoding.keys == {"1.txt", "2.txt"}


@pytest.mark.process
def test_answers_come_from_words_alone_until_all_vectors_are_there(
    meaning: Meaning, orders: Orders
) -> None:
    whole = library(BEES, BRIDGES)
    meaning.encoding.close()  # nothing is made any more

    searcher = Searcher(whole, meaning=meaning)
    waiting = searcher.answer("how do bees dance")

    assert waiting.meaning == "preparing"
    assert searcher.prepared == 0
    assert waiting.hits == Searcher(whole).answer("how do bees dance").hits
    again = Meaning(Encoder(orders.model, orders.files), Encoding(orders, 2))
    assert _prepared(again, BEES, BRIDGES).answer("how do bees dance").meaning == "compared"


@pytest.mark.process
def test_a_document_whose_vectors_are_there_is_compared_while_others_are_prepared(
    meaning: Meaning,
) -> None:
    _prepared(meaning, BRIDGES)
    meaning.encoding.close()  # nothing is made any more

    searcher = Searcher(library(BRIDGES, BEES), meaning=meaning)

    assert "lorries" in searcher.answer("heavy trucks").quotes[0].text
    by_words = searcher.answer("how do bees dance")
    assert "dance" in by_words.quotes[0].text
    assert by_words.meaning == "preparing"
    assert_sound(searcher, "do workers in a colony tremble")


@pytest.mark.process
def test_a_searcher_notices_by_itself_that_its_vectors_are_there(meaning: Meaning) -> None:
    searcher = _prepared(meaning, BEES)

    assert searcher.answer("how do bees dance").meaning == "compared"
    assert searcher.prepared == 1


@pytest.mark.process
def test_no_document_of_another_searcher_or_scope_is_ever_shown(meaning: Meaning) -> None:
    common = LibraryIndex.build(library(BEES))
    own = [LibraryIndex.build(_named(text, name)) for text, name in ((ISLAND, "a"), (GARDEN, "b"))]
    one, other = (Searcher(View([common, index]), meaning=meaning) for index in own)
    assert meaning.encoding.wait(PATIENCE_S)

    for searcher, foreign in ((one, "b"), (other, "a")):
        for question in ("stonework walls of the harbour", "compost", "tremble"):
            answer = searcher.answer(question)
            assert answer.meaning == "compared"
            assert foreign not in {hit.passage.doc_id for hit in answer.hits}
    scope = one.within(["a"]).answer("tremble")
    assert scope.meaning == "compared"
    assert {hit.passage.doc_id for hit in scope.hits} <= {"a"}


@pytest.mark.process
def test_vectors_of_documents_that_nobody_searches_are_removed(
    meaning: Meaning, orders: Orders
) -> None:
    searcher = _prepared(meaning, BEES)
    _prepared(meaning, BRIDGES, GARDEN)
    assert len(orders.store()) == 3

    meaning.forget_but(searcher.view.indexes)

    assert len(orders.store()) == 1
    assert searcher.answer("how do bees dance").meaning == "compared"


@pytest.mark.process
def test_vectors_that_others_need_stay_when_an_index_goes(meaning: Meaning, orders: Orders) -> None:
    both, one = _prepared(meaning, BEES, BRIDGES), _prepared(meaning, BEES)
    _prepared(meaning, GARDEN)  # of somebody who is not looked at

    meaning.forget(both.view.indexes, one.view.indexes)
    assert len(orders.store()) == 2
    meaning.forget(one.view.indexes, one.view.indexes)

    assert len(orders.store()) == 2
    assert one.answer("how do bees dance").meaning == "compared"


@pytest.mark.process
def test_process_that_cannot_start_is_an_error_with_its_reason(orders: Orders) -> None:
    encoder = Encoder(orders.model, orders.files)
    meaning = Meaning(encoder, Encoding(orders, 1))
    (orders.files / "model.onnx").write_bytes(b"no model")

    searcher = Searcher(library(BEES), meaning=meaning)

    with pytest.raises(EncodingFailedError):
        meaning.encoding.wait(PATIENCE_S)
    assert searcher.answer("how do bees dance").meaning == "preparing"


def _named(text: str, doc_id: str) -> Library:
    made = library(text)
    [document] = made.documents.values()
    passages = tuple(replace(passage, doc_id=doc_id) for passage in made.passages)
    named = document.model_copy(update={"doc_id": doc_id})
    return replace(made, documents={doc_id: named}, passages=passages)
