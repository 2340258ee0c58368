"""Questions with known answers -> how well a searcher does: S@k, quote@1, confidence AUROC.

S@k (success at k): the part of the answerable questions for which one of the first k passages
contains a known answer. quote@1: for which the words in bold of the first passage contain one, or
are at least half of one. AUROC: how often an answerable question gets a higher confidence than an
unanswerable one; 0.5 is chance (Mann and Whitney, 1947).
"""

import json
import unicodedata
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from .answers import Answer

_DEPTH = 3
_EXAMPLE = (
    '{"id": "q1", "question": "Who was Ada?", "answers": [{"source": "notes.md", "quote": "..."}]}'
)


class KnownAnswer(BaseModel):
    """Words of a source that answer a question."""

    model_config = ConfigDict(frozen=True)

    source: str
    quote: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Question(BaseModel):
    """One line of a question file; without answers it is one that the sources do not answer."""

    model_config = ConfigDict(frozen=True, coerce_numbers_to_str=True)  # ids 1, 2, 3 are common

    id: str
    question: str = Field(min_length=1)
    kind: str = ""
    answers: tuple[KnownAnswer, ...] = ()


class QuestionsError(ValueError):
    """A line of a question file cannot be used."""

    def __init__(self, path: Path, line: int, reason: str) -> None:
        super().__init__(f"{path}, line {line}: {reason}")
        self.path = path
        self.line = line
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one question went; `right[i]` tells whether passage i+1 has a known answer."""

    question: Question
    answer: Answer
    right: tuple[bool, ...]
    quote_right: bool


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Figures from 0 to 1; None where no question could tell."""

    success_at_1: float | None
    success_at_3: float | None
    quote_at_1: float | None
    confidence_auroc: float | None
    answerable_found: float | None
    unanswerable_found: float | None
    outcomes: tuple[Outcome, ...]

    @property
    def misses(self) -> tuple[Outcome, ...]:
        """The answerable questions whose first passage does not answer."""
        return tuple(o for o in self.outcomes if o.question.answers and not any(o.right[:1]))


def load_questions(path: Path) -> tuple[Question, ...]:
    """Read a file of one JSON object a line.

    Raises:
        OSError: If the file cannot be read.
        QuestionsError: If a line is not a question, or the file has none.
    """
    # Not `splitlines`: JSON strings may hold U+2028 and the like.
    lines = enumerate(path.read_bytes().removeprefix(BOM_UTF8).split(b"\n"), start=1)
    questions = tuple(_question(path, number, line) for number, line in lines if line.strip())
    if not questions:
        raise QuestionsError(path, 1, "the file has no questions")
    return questions


def _question(path: Path, number: int, line: bytes) -> Question:
    try:
        return Question.model_validate(json.loads(line.decode("utf-8")))
    except UnicodeDecodeError:
        reason = "not UTF-8"
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "the line"
        wrong = "is missing" if first["type"] == "missing" else "is not as it must be"
        reason = f"{place} {wrong}; a line looks like {_EXAMPLE}"
    except json.JSONDecodeError as error:
        reason = f"not JSON ({error.msg})"
    except (ValueError, RecursionError):  # numbers of thousands of digits, brackets as deep
        reason = "not JSON"
    raise QuestionsError(path, number, reason)


def evaluate(answer: Callable[[str], Answer], questions: Sequence[Question]) -> Evaluation:
    """Ask all questions and count; `answer` is called once for each, in order."""
    outcomes = tuple(_judge(question, answer(question.question)) for question in questions)
    answerable = [o for o in outcomes if o.question.answers]
    hopeless = [o for o in outcomes if not o.question.answers]
    return Evaluation(
        success_at_1=_mean([any(o.right[:1]) for o in answerable]),
        success_at_3=_mean([any(o.right) for o in answerable]),
        quote_at_1=_mean([o.quote_right for o in answerable]),
        confidence_auroc=auroc(
            [o.answer.confidence for o in answerable], [o.answer.confidence for o in hopeless]
        ),
        answerable_found=_mean([o.answer.status == "found" for o in answerable]),
        unanswerable_found=_mean([o.answer.status == "found" for o in hopeless]),
        outcomes=outcomes,
    )


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float | None:
    """The part of all pairs in which the positive is higher; a tie counts half."""
    if not positive or not negative:
        return None
    wins = sum((p > n) + 0.5 * (p == n) for p in positive for n in negative)
    return wins / (len(positive) * len(negative))


def _judge(question: Question, answer: Answer) -> Outcome:
    right = []
    for hit in answer.hits[:_DEPTH]:
        shown = _fold(hit.passage.text)
        right.append(any(gold in shown for gold in _golds(question, hit.passage.doc_id)))
    quote_right = False
    if answer.hits:
        bold = _fold(answer.quotes[0].text)
        quote_right = any(
            gold in bold or (bold and bold in gold and 2 * len(bold) >= len(gold))
            for gold in _golds(question, answer.hits[0].passage.doc_id)
        )
    return Outcome(question, answer, tuple(right), quote_right)


def _golds(question: Question, source: str) -> Iterator[str]:
    folded = (_fold(known.quote) for known in question.answers if known.source == source)
    return filter(None, folded)


def _fold(text: str) -> str:
    """Keep letters and digits alone: line ends, hyphens and quotation marks make no difference."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(filter(str.isalnum, folded))


def _mean(values: Sequence[bool]) -> float | None:
    return sum(values) / len(values) if values else None
