"""Holds the project's own figures against those of an independent script on the same answers."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from bot.cli.output import answer_object, json_line
from index import Evaluation

from .collections import QuestionSet


def compare_with_script(questions: QuestionSet, ours: Evaluation, script: Path) -> None:
    """Score the answers with a script that reads what `pullquote answer` writes, and compare.

    The script is run as `script QUESTIONS ANSWERS --json` and prints one JSON object.
    """
    theirs = _scored(questions, ours, script)
    figures = {
        "S@1": ours.success_at_1,
        "S@3": ours.success_at_3,
        "quote@1": ours.quote_at_1,
        "confidence_auroc": ours.confidence_auroc,
        "answerable_said_found": ours.answerable_found,
        "unanswerable_said_found": ours.unanswerable_found,
    }
    differing = [
        f"{name} {value} here, {theirs[name]} there"
        for name, value in figures.items()
        if value is not None and round(value, 3) != theirs[name]
    ]
    verdict = "; ".join(differing) or f"agrees on all {len(figures)} figures"
    print(f"{script.name} on the same answers: {verdict}.\n")


def _scored(questions: QuestionSet, ours: Evaluation, script: Path) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        asked, answered = Path(folder) / "questions.jsonl", Path(folder) / "answers.jsonl"
        asked.write_text(
            "\n".join(
                json.dumps({**question.model_dump(), "answerable": bool(question.answers)})
                for question in questions.questions
            ),
            "utf-8",
        )
        answered.write_bytes(
            b"".join(
                json_line(answer_object(o.answer, answer_id=o.question.id, latency_ms=0.0))
                for o in ours.outcomes
            )
        )
        scored = subprocess.run(  # noqa: S603  # the script that the caller named
            [sys.executable, script, asked, answered, "--json"],
            capture_output=True,
            check=True,
        )
    figures: dict[str, float] = json.loads(scored.stdout)
    return figures
