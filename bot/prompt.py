"""Where `ask` gets its questions from: a prompt with history, or lines of standard input."""

import sys
from asyncio import Runner
from collections.abc import Iterator
from pathlib import Path


def questions(runner: Runner, history: Path) -> Iterator[str]:
    """Yield questions until the person leaves (Ctrl-D, Ctrl-C) or the input ends.

    Args:
        runner: Its loop runs while the prompt waits, and so does what else is on it.
        history: A file in an existing folder; questions typed at the prompt are kept there.
    """
    lines = _typed(runner, history) if sys.stdin.isatty() else sys.stdin
    yield from filter(None, map(str.strip, lines))


def _typed(runner: Runner, history: Path) -> Iterator[str]:
    # Here, not above: takes longer to import than a question takes to answer.
    from prompt_toolkit import PromptSession  # noqa: PLC0415
    from prompt_toolkit.history import FileHistory  # noqa: PLC0415
    from prompt_toolkit.output import create_output  # noqa: PLC0415

    # Answers may be redirected to a file; the prompt stays with the person.
    output = create_output(always_prefer_tty=True)
    session: PromptSession[str] = PromptSession(
        "Question: ",
        placeholder=[("ansibrightblack", "Ctrl-D leaves")],
        history=FileHistory(str(history)),
        output=output,
    )
    while True:
        try:
            yield runner.run(session.prompt_async())
        except (EOFError, KeyboardInterrupt):
            return
