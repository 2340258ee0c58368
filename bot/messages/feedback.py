"""The buttons by which readers tell what they think of an answer; see `votes` and `wishes`."""

import re
from collections.abc import Sequence
from typing import Any

from discord import ui

from index import Answer

VOTE = re.compile(r"vote:(?P<vote>up|down):(?P<answer_id>[a-z0-9]{1,64})")
"""The custom id of a button that votes on an answer."""

WISH = re.compile(r"wish:(?P<answer_id>[a-z0-9]{1,64})")
"""The custom id of a button by which a reader wishes to be told of a better answer."""


def feedback_buttons(answer_id: str, answer: Answer) -> Sequence[ui.Button[Any]]:
    """Votes where something is quoted, and a wish where it may not be what was sought."""
    votes = (
        ui.Button[Any](label="Helpful", custom_id=f"vote:up:{answer_id}"),
        ui.Button[Any](label="Not helpful", custom_id=f"vote:down:{answer_id}"),
    )
    wish = ui.Button[Any](label="Tell me when this is answered", custom_id=f"wish:{answer_id}")
    unanswered = answer.status != "found" and not answer.out_of_scope
    return (*(votes if answer.hits else ()), *((wish,) if unanswered else ()))
