"""A batch of questions: JSON lines in, JSON lines out, in the same order."""

import json
import time
from collections.abc import Iterator
from typing import IO

from pydantic import BaseModel, ConfigDict, InstanceOf, StrictInt, ValidationError

from index import Searcher

from .contract import JsonObject, answer_object
from .errors import QuestionLineError


class AskedLine(BaseModel):
    """A line of a batch; what else it holds (answers, kinds) is not ours to read."""

    model_config = ConfigDict(frozen=True)

    # Not `str`: pydantic's refuses half a surrogate pair, which JSON can hold and is answered here.
    id: InstanceOf[str] | StrictInt
    question: InstanceOf[str]


def read_questions(stream: IO[bytes], name: str) -> list[AskedLine]:
    """Read and check a whole batch, so that a bad line is told before work begins.

    Args:
        stream: UTF-8, with or without a byte order mark; blank lines are skipped.
        name: What errors call it.

    Raises:
        QuestionLineError: The first line that is no question.
    """
    # Not `splitlines`: JSON strings may hold U+2028 and the like.
    lines = enumerate(stream.read().removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1)
    return [_question(line, name, number) for number, line in lines if line.strip()]


def answer_batch(
    searcher: Searcher, questions: list[AskedLine], *, limit: int
) -> Iterator[JsonObject]:
    """Answer each question; one object each, with the question's id, `limit` passages at most."""
    for asked in questions:
        started = time.perf_counter()
        answer = searcher.answer(asked.question, limit=limit)
        latency_ms = (time.perf_counter() - started) * 1000
        yield answer_object(answer, answer_id=asked.id, latency_ms=latency_ms)


def _question(line: bytes, name: str, number: int) -> AskedLine:
    try:
        return AskedLine.model_validate(json.loads(line.decode("utf-8")))
    except UnicodeDecodeError:
        reason = "it is not UTF-8"
    except ValidationError as error:
        reason = _wrong_field(error)
    except (ValueError, RecursionError):  # the latter: brackets nested thousands deep
        reason = "it is not JSON"
    raise QuestionLineError(name, number, reason)


def _wrong_field(error: ValidationError) -> str:
    first = error.errors()[0]
    if not first["loc"]:
        return "it is not a JSON object"
    field = first["loc"][0]
    if first["type"] == "missing":
        return f'it has no "{field}"'
    return f'its "{field}" must be text' + (" or a whole number" if field == "id" else "")
