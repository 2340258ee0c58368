"""What follow-up questions find by themselves, and completed from the question before.

    python -m benchmarks.follow_ups [--shared FOLDER]

A pair of `follow_ups.jsonl` is a question, a message after it, and the id of a question with known
answers that the message asks in other words. Counted are the pairs for which the first passage
answers, with the message alone, with the message completed, and with that question instead. The
second table counts questions that can stand alone and would be completed all the same.
"""

import argparse
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index import Question, Searcher, follow_up
from index.evaluation import evaluate

from .collections import ROOT, SHARED, QuestionSet, load_question_sets, squad_question_set
from .reporting import show

PAIRS = ROOT / "benchmarks" / "follow_ups.jsonl"
_NO_QUESTIONS = {"small-talk", "nonsense", "abusive"}
_BEFORE = "Why did it rain in Paris in 1950?"


@dataclass(frozen=True, slots=True)
class Pair:
    """A message after a question, and a whole question that asks the same as both."""

    previous: str
    words: str
    whole: Question

    @property
    def completed(self) -> str:
        """The message as it is asked."""
        found = follow_up(self.previous, self.words)
        return found.question if found else self.words


def main(arguments: Sequence[str] | None = None) -> None:
    """Ask and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=SHARED)
    given = parser.parse_args(arguments)
    sets = load_question_sets(given.shared)
    ways: dict[str, Callable[[Pair], str]] = {
        "alone": lambda pair: pair.words,
        "completed": lambda pair: pair.completed,
        "whole question": lambda pair: pair.whole.question,
    }
    rows = []
    for questions in sets:
        if pairs := [*_pairs(questions)]:
            right = (str(_right(questions, pairs, way)) for way in ways.values())
            rows.append((questions.name, str(len(pairs)), *right))
    show("Follow-ups whose first passage answers", ("", "pairs", *ways), rows)
    squad = squad_question_set(given.shared)
    rows = [_spoiled(questions) for questions in [*sets, *([squad] if squad else [])]]
    show("Questions that can stand alone", ("", "questions", "completed"), rows)


def _pairs(questions: QuestionSet) -> Iterator[Pair]:
    known = {question.id: question for question in questions.questions}
    for line in PAIRS.read_text("utf-8").splitlines():
        row = json.loads(line)
        if row["set"] == questions.name and row["answered_as"] in known:
            yield Pair(row["previous"], row["words"], known[row["answered_as"]])


def _right(questions: QuestionSet, pairs: Sequence[Pair], way: Callable[[Pair], str]) -> int:
    asked = [pair.whole.model_copy(update={"question": way(pair)}) for pair in pairs]
    outcomes = evaluate(Searcher(questions.library).answer, asked).outcomes
    return sum(any(outcome.right[:1]) for outcome in outcomes)


def _spoiled(questions: QuestionSet) -> tuple[str, str, str]:
    asked = [one.question for one in questions.questions if one.kind not in _NO_QUESTIONS]
    completed = sum(follow_up(_BEFORE, question) is not None for question in asked)
    return questions.name, str(len(asked)), str(completed)


if __name__ == "__main__":
    main()
