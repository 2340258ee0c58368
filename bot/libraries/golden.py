"""Questions whose answers are known to be right: beside the operator's documents, and taught."""

from collections.abc import Sequence
from pathlib import Path

from bot.errors import sentence
from bot.guidance import GoldenQuestion
from index import Question, QuestionsError, load_questions

from .rehearsal import FileProblem

FILE_NAME = "questions.jsonl"


def golden_questions(
    folder: Path, taught: Sequence[GoldenQuestion] = ()
) -> tuple[list[Question], list[FileProblem]]:
    """The golden questions of a folder, then those that moderators taught.

    Args:
        folder: Of the documents; the file need not be there.
        taught: In one server.

    Returns:
        The questions, and why those of the folder are not among them, if they cannot be read.
    """
    known = [_known(golden) for golden in taught]
    try:
        return [*load_questions(folder / FILE_NAME), *known], []
    except FileNotFoundError:
        return known, []
    except (OSError, QuestionsError) as error:
        return known, [FileProblem(source=FILE_NAME, reason=sentence(error), is_new=False)]


def _known(golden: GoldenQuestion) -> Question:
    answers = [{"source": golden.source, "quote": golden.quote}] if golden.quote else []
    fields = {"id": "taught", "question": golden.question, "answers": answers}
    return Question.model_validate(fields)
