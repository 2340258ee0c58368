"""What `pullquote doctor` found about one part."""

from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "warning", "problem"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What was checked, how it is, and what to do about it in one sentence or two."""

    part: str
    state: State
    text: str
