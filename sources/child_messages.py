"""What the process that reads and the one that started it say to each other, on two pipes.

Each message is a frame: eight bytes of length, most significant first, then so many bytes. Orders
come first and are answered with `READY`; then each file is two frames, its `doc_id` and its
bytes, and is answered with a reply. Orders and replies are JSON that is checked against the types
below: nothing that a child says is ever run, as a pickle would be.
"""

from typing import IO, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from .documents import Document, Passage
from .limits import Limits

READY = b"ready"

OUT_OF_MEMORY = 77
"""Exit status of a process that reads, when a file needs more than it may have."""

_LENGTH = 8  # bytes


class BrokenFrameError(Exception):
    """The other side said something that is no message."""


class _Message(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Orders(_Message):
    """What holds for every file; lengths of passages are in code points."""

    limits: Limits
    max_chars: int
    target_chars: int


class Served(_Message):
    """A file that was read: its document, n >= 1 passages, a sentence for each thing lost."""

    kind: Literal["served"] = "served"
    document: Document
    passages: tuple[Passage, ...]
    notes: tuple[str, ...]


class Refused(_Message):
    """A file that is not served, and why, as one plain sentence.

    Attributes:
        lasting: Reading the same bytes again would say the same.
    """

    kind: Literal["refused"] = "refused"
    reason: str
    lasting: bool = True


class Fault(_Message):
    """A file that a fault of ours kept from being read, with its traceback."""

    kind: Literal["fault"] = "fault"
    traceback: str


Reply = Served | Refused | Fault
REPLY: TypeAdapter[Reply] = TypeAdapter(Annotated[Reply, Field(discriminator="kind")])


def write_frame(pipe: IO[bytes], body: bytes) -> None:
    """Send one message at once."""
    pipe.write(len(body).to_bytes(_LENGTH, "big"))
    pipe.write(body)
    pipe.flush()


def read_frame(pipe: IO[bytes], most: int) -> bytes | None:
    """Wait for one message; None if the other side has ended before the end of it.

    Raises:
        BrokenFrameError: If it says that it is longer than `most` bytes.
    """
    head = pipe.read(_LENGTH)
    if len(head) < _LENGTH:
        return None
    length = int.from_bytes(head, "big")
    if length > most:
        raise BrokenFrameError
    body = pipe.read(length)
    return body if len(body) == length else None
