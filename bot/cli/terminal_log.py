"""The log as the terminal shows it."""

import logging
import os
import sys
from typing import Literal

from bot.watching import JsonLines

from .output import visible_line


class VisibleFilter(logging.Filter):
    """Makes log records visible lines, as file names in them come from strangers."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record's message; its traceback stays."""
        record.msg, record.args = visible_line(record.getMessage()), None
        return True


def log_to_terminal(form: Literal["text", "json"]) -> None:
    """Show log records on standard error, in colours where a terminal wants them.

    Args:
        form: "json" writes one JSON object a line, for programs that collect logs.
    """
    from discord.utils import setup_logging  # noqa: PLC0415  # takes long; only `run` needs it

    handler = logging.StreamHandler()
    handler.addFilter(VisibleFilter())
    if form == "json":
        setup_logging(handler=handler, formatter=JsonLines())
    elif sys.stderr.isatty() and not os.environ.get("NO_COLOR"):
        setup_logging(handler=handler)
    else:
        plain = "{asctime} {levelname:<8} {name} {message}"
        setup_logging(handler=handler, formatter=logging.Formatter(plain, style="{"))
