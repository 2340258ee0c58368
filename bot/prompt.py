"""Where `ask` gets its questions from: a prompt with history, or lines of standard input."""

import os
import sys
from asyncio import Runner
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from prompt_toolkit.history import History


def questions(runner: Runner, history: Path) -> Iterator[str]:
    """Yield questions until the person leaves (Ctrl-D, Ctrl-C) or the input ends.

    Args:
        runner: Its loop runs while the prompt waits, and so does what else is on it.
        history: A file in an existing folder; questions typed at the prompt are kept there,
            or, if it cannot be written, only until the person leaves.
    """
    lines = _typed(runner, history) if sys.stdin.isatty() else sys.stdin
    yield from filter(None, map(str.strip, lines))


def _typed(runner: Runner, history: Path) -> Iterator[str]:
    # Here, not above: takes longer to import than a question takes to answer.
    from prompt_toolkit import PromptSession  # noqa: PLC0415
    from prompt_toolkit.output import create_output  # noqa: PLC0415

    # Answers may be redirected to a file; the prompt stays with the person.
    output = create_output(always_prefer_tty=True)
    session: PromptSession[str] = PromptSession(
        "Question: ",
        placeholder=[("ansibrightblack", "Ctrl-D leaves")],
        history=_history(history),
        output=output,
    )
    while True:
        try:
            yield runner.run(session.prompt_async())
        except (EOFError, KeyboardInterrupt):
            return


def _history(path: Path) -> "History":
    from prompt_toolkit.history import FileHistory, InMemoryHistory  # noqa: PLC0415  # as above

    try:  # for its owner alone to read; FileHistory itself would show a traceback at the prompt
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError:
        return InMemoryHistory()
    return FileHistory(str(path))
