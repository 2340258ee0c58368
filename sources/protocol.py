"""The messages between Pullquote and its reader processes, over two pipes.

Each message is a frame: its length as eight bytes, most significant first, then the bytes. Orders
come first and are answered with `READY`. Then each file is two frames, its `doc_id` and its bytes,
and is answered with a reply. Orders and replies are JSON, validated against the types below:
nothing that a reader process sends is ever run, as a pickle would be.
"""

from typing import IO, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from .documents import Document, Passage
from .limits import Limits

READY = b"ready"

OUT_OF_MEMORY = 77
"""Exit status of a reader process when a file needs more memory than allowed."""

_LENGTH = 8  # bytes


class BrokenFrameError(Exception):
    """The other side sent something that is not a message."""


class _Message(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Orders(_Message):
    """Settings for every file; lengths of passages are in code points."""

    limits: Limits
    max_chars: int
    target_chars: int


class Served(_Message):
    """A file that was read: its document, n >= 1 passages, a sentence for each part lost."""

    kind: Literal["served"] = "served"
    document: Document
    passages: tuple[Passage, ...]
    notes: tuple[str, ...]


class Refused(_Message):
    """A file that is not served, with the reason as one plain sentence.

    Attributes:
        lasting: Reading the same bytes again would give the same reason.
    """

    kind: Literal["refused"] = "refused"
    reason: str
    lasting: bool = True


class Fault(_Message):
    """A file that could not be read because of a bug, with the traceback."""

    kind: Literal["fault"] = "fault"
    traceback: str


Reply = Served | Refused | Fault
REPLY: TypeAdapter[Reply] = TypeAdapter(Annotated[Reply, Field(discriminator="kind")])


def write_frame(pipe: IO[bytes], body: bytes) -> None:
    """Send one message and flush the pipe."""
    pipe.write(len(body).to_bytes(_LENGTH, "big"))
    pipe.write(body)
    pipe.flush()


def read_frame(pipe: IO[bytes], most: int) -> bytes | None:
    """Wait for one message; return None if the other side ended before completing it.

    Raises:
        BrokenFrameError: If its length is given as more than `most` bytes.
    """
    head = pipe.read(_LENGTH)
    if len(head) < _LENGTH:
        return None
    length = int.from_bytes(head, "big")
    if length > most:
        raise BrokenFrameError
    body = pipe.read(length)
    return body if len(body) == length else None
