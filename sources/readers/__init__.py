"""One module a file format, each from a file's bytes to a draft of its document.

A new format is a module with one such function, and a line here. A reader gets the whole file and
the limits that it has to keep; it opens no other file, starts no process and reaches for no
network, for it runs where these are refused (`sources.child`). What it will not read it refuses
with an `UnreadableFileError`, whose words are one plain sentence that says what and how to mend it.
A module that takes long to import is imported inside its reader.
"""

from collections.abc import Callable, Mapping

from sources.blocks import Draft
from sources.limits import Limits

from .errors import NotTextError, UnreadableFileError
from .markdown import read_markdown
from .plain import read_plain

Reader = Callable[[bytes, Limits], Draft]

READERS: Mapping[str, Reader] = {
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".txt": read_plain,
    ".text": read_plain,
}
"""By the end of the file's name, in small letters."""

__all__ = ["READERS", "NotTextError", "Reader", "UnreadableFileError"]
