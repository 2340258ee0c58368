"""One module a file format, each from text to the blocks that stand in it."""

from collections.abc import Callable, Mapping

from ..blocks import Draft
from .decoding import NotTextError, decode
from .plain import read_plain

READERS: Mapping[str, Callable[[str], Draft]] = {
    ".txt": read_plain,
    ".text": read_plain,
    ".md": read_plain,
}
"""By the end of the file's name, in small letters."""

__all__ = ["READERS", "NotTextError", "decode"]
