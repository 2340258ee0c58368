"""Figures are held against outcomes made by hand; files against what a teacher's editor writes."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Answer, Hit, Question, QuestionsError, Quote, Status, evaluate, load_questions
from index.evaluation import KnownAnswer, auroc
from sources import Citation, Locator

from .shelf import passage

GOLD = "The flood came in 1711."


def asked(question: str, *golds: str, source: str = "1.txt") -> Question:
    """A question with its known answers; without any, one that the sources do not answer."""
    return Question(
        id=question,
        question=question,
        answers=tuple(KnownAnswer(source=source, quote=gold) for gold in golds),
    )


def answered(*texts: str, bold: str = "", sure: float = 0.5, status: Status = "found") -> Answer:
    """An answer of passages of "1.txt"; `bold` of the first is quoted."""
    hits = [Hit(passage(text), 1.0, rank, (), ()) for rank, text in enumerate(texts, start=1)]
    quotes = [Quote(bold, 0, len(bold), Locator(0, len(bold)), Citation("Floods")) for _ in hits]
    return Answer("", status, sure, "", tuple(hits), tuple(quotes), (), "")


def test_a_known_answer_counts_at_the_rank_of_its_passage() -> None:
    answers = {
        "first": answered(f"Then. {GOLD} Yes.", "Nothing."),
        "third": answered("Nothing.", "Nothing.", GOLD),
        "fourth": answered("Nothing.", "Nothing.", "Nothing.", GOLD),
        "never": answered(),
    }

    figures = evaluate(answers.__getitem__, [asked(question, GOLD) for question in answers])

    assert (figures.success_at_1, figures.success_at_3) == (1 / 4, 2 / 4)
    assert [miss.question.id for miss in figures.misses] == ["third", "fourth", "never"]


def test_a_known_answer_in_another_document_does_not_count() -> None:
    question = asked("when", GOLD, source="2.txt")

    figures = evaluate(lambda _: answered(GOLD, bold=GOLD), [question])

    assert (figures.success_at_3, figures.quote_at_1) == (0, 0)


def test_any_of_several_known_answers_counts() -> None:
    question = asked("when", "It came in spring.", GOLD)

    assert evaluate(lambda _: answered(GOLD), [question]).success_at_1 == 1


def test_white_space_of_any_kind_is_as_good_as_a_space() -> None:
    shown = GOLD.replace(" ", "\n\u00a0")

    figures = evaluate(lambda _: answered(shown, bold=shown), [asked("when", f" {GOLD}\t")])

    assert (figures.success_at_1, figures.quote_at_1) == (1, 1)


@pytest.mark.parametrize(
    ("bold", "right"),
    [
        (f"Then. {GOLD}", 1),
        (GOLD, 1),
        (GOLD[: len(GOLD) // 2 + 1], 1),
        (GOLD[: len(GOLD) // 2 - 1], 0),
        ("Then.", 0),
        ("", 0),
    ],
    ids=["more than it", "it", "over half of it", "less than half of it", "else", "nothing"],
)
def test_words_in_bold_are_right_from_half_of_the_known_answer_on(bold: str, right: int) -> None:
    figures = evaluate(lambda _: answered(f"Then. {GOLD}", bold=bold), [asked("when", GOLD)])

    assert figures.quote_at_1 == right


def test_found_is_told_apart_for_questions_with_and_without_an_answer() -> None:
    answers = {
        "known": answered(GOLD),
        "doubted": answered(GOLD, status="weak"),
        "invented": answered("Nothing."),
        "refused": answered(status="none"),
        "refused too": answered(status="none"),
    }
    questions = [asked(q, GOLD) if q in {"known", "doubted"} else asked(q) for q in answers]

    figures = evaluate(answers.__getitem__, questions)

    assert (figures.answerable_found, figures.unanswerable_found) == (1 / 2, 1 / 3)


def test_confidence_is_judged_by_pairs_of_questions_with_and_without_an_answer() -> None:
    sure = {"known": 0.9, "doubted": 0.4, "invented": 0.4, "refused": 0.1}
    questions = [asked(q, GOLD) if q in {"known", "doubted"} else asked(q) for q in sure]

    figures = evaluate(lambda question: answered(GOLD, sure=sure[question]), questions)

    assert figures.confidence_auroc == (1 + 1 + 0.5 + 1) / 4


def test_without_questions_that_could_tell_there_is_no_figure() -> None:
    answerable = evaluate(lambda _: answered(GOLD), [asked("when", GOLD)])
    unanswerable = evaluate(lambda _: answered(GOLD), [asked("why")])

    assert (answerable.confidence_auroc, answerable.unanswerable_found) == (None, None)
    assert unanswerable.success_at_1 is unanswerable.success_at_3 is unanswerable.quote_at_1 is None
    assert unanswerable.answerable_found is None
    assert unanswerable.misses == ()


def test_each_question_is_asked_once_in_order() -> None:
    calls: list[str] = []

    def answer(question: str) -> Answer:
        calls.append(question)
        return answered()

    evaluate(answer, [asked("b"), asked("a", GOLD), asked("b")])

    assert calls == ["b", "a", "b"]


@given(st.lists(st.floats(0, 1), min_size=1), st.lists(st.floats(0, 1), min_size=1))
def test_auroc_is_a_part_of_one_and_of_the_swapped_question_the_rest(
    positive: list[float], negative: list[float]
) -> None:
    forward, backward = auroc(positive, negative), auroc(negative, positive)

    assert forward is not None
    assert backward is not None
    assert 0 <= forward <= 1
    assert forward + backward == pytest.approx(1)


@pytest.mark.parametrize(
    ("positive", "negative", "expected"),
    [([2, 3], [0, 1], 1.0), ([0], [1], 0.0), ([1, 1], [1], 0.5), ([], [1], None), ([1], [], None)],
)
def test_auroc_counts_pairs_and_halves_ties(
    positive: list[float], negative: list[float], expected: float | None
) -> None:
    assert auroc(positive, negative) == expected


def written(folder: Path, raw: bytes) -> Path:
    path = folder / "questions.jsonl"
    path.write_bytes(raw)
    return path


def test_a_line_is_a_question_with_its_kind_and_known_answers(tmp_path: Path) -> None:
    line = {
        "id": "q1",
        "question": "When?",
        "kind": "date",
        "answerable": True,
        "answers": [{"source": "1.txt", "quote": GOLD}],
    }

    (question,) = load_questions(written(tmp_path, json.dumps(line).encode()))

    assert question == Question(
        id="q1",
        question="When?",
        kind="date",
        answers=(KnownAnswer(source="1.txt", quote=GOLD),),
    )


@pytest.mark.parametrize(
    "raw",
    [
        b'\xef\xbb\xbf{"id": "1", "question": "When?"}\n',
        b'\r\n{"id": "1", "question": "When?"}\r\n\r\n',
        b'{"id": 1, "question": "When?"}',
        b'{"id": "1", "question": "When?", "answers": []}',
    ],
    ids=["byte order mark", "Windows line ends and blank lines", "a number as id", "no answers"],
)
def test_what_editors_and_teachers_write_is_read(tmp_path: Path, raw: bytes) -> None:
    (question,) = load_questions(written(tmp_path, raw))

    assert (question.id, question.question, question.answers) == ("1", "When?", ())


def test_a_line_separator_inside_a_question_does_not_end_its_line(tmp_path: Path) -> None:
    raw = '{"id": "1", "question": "When?\u2028Where?"}'.encode()

    assert load_questions(written(tmp_path, raw))[0].question == "When?\u2028Where?"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"when?", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b'{"id": ' + b"9" * 5000 + b', "question": "When?"}', "not JSON"),
        (b'{"id": "1", "question": "\xff"}', "not UTF-8"),
        (b"[]", "the line is not as it must be; a line looks like"),
        (b'{"question": "When?"}', "id is missing"),
        (b'{"id": "1"}', "question is missing"),
        (b'{"id": "1", "question": ""}', "question is not as it must be"),
        (b'{"id": "1", "question": "When?", "answers": ["1711"]}', "answers.0 is not"),
        (b'{"id": "1", "question": "When?", "answers": [{"quote": "1711"}]}', "answers.0.source"),
        (
            b'{"id": "1", "question": "When?", "answers": [{"source": "1.txt", "quote": " "}]}',
            "answers.0.quote",
        ),
    ],
    ids=lambda value: value[:40] if isinstance(value, bytes) else None,
)
def test_a_line_that_is_no_question_is_named_with_its_number_and_reason(
    tmp_path: Path, line: bytes, reason: str
) -> None:
    path = written(tmp_path, b'\n{"id": "1", "question": "When?"}\n' + line + b"\n")

    with pytest.raises(QuestionsError) as caught:
        load_questions(path)

    assert (caught.value.path, caught.value.line) == (path, 3)
    assert caught.value.reason.startswith(reason)
    assert "line 3" in str(caught.value)


@pytest.mark.parametrize("raw", [b"", b"\n \n"])
def test_a_file_without_questions_is_refused(tmp_path: Path, raw: bytes) -> None:
    with pytest.raises(QuestionsError, match="no questions"):
        load_questions(written(tmp_path, raw))


def test_a_file_that_is_not_there_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        load_questions(tmp_path / "questions.jsonl")
