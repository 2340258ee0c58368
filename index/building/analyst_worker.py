"""A process that analyses segments: `python -m index.building.analyst_worker`.

Orders come as one line of JSON on standard input, then a line for each segment. How many documents
more are analysed, and at last what was found, goes to standard output, a line of JSON each.
"""

import os
import sys

from index.pieces import Vocabulary
from sources import limit_memory, limit_seconds, stand_back

from .analysts import MOST_PIECES, Found, Orders, Task, analyse_segment

_AS_NICE = 0  # as whoever started it: at a start nobody waits for an answer, in a reload many do


def main() -> None:
    """Analyse segments until no more come."""
    stand_back(_AS_NICE)
    orders = Orders.model_validate_json(sys.stdin.buffer.readline())
    limit_memory(orders.memory_bytes)
    known = Vocabulary()
    for line in sys.stdin.buffer:
        limit_seconds(orders.seconds)
        if len(known) > MOST_PIECES:
            known = Vocabulary()
        try:
            found = analyse_segment(
                Task.model_validate_json(line), known, lambda done: _say(Found(done=done))
            )
        except MemoryError:
            known = Vocabulary()
            found = Found(is_too_large=True)
        _say(found)


def _say(found: Found) -> None:
    try:
        sys.stdout.buffer.write(found.model_dump_json().encode() + b"\n")
        sys.stdout.buffer.flush()
    except BrokenPipeError:  # the parent is gone, and nobody is to read a traceback
        os._exit(1)


if __name__ == "__main__":
    main()
