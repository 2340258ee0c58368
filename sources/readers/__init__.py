"""One module a file format, each from a file's bytes to a draft of its document.

A new format is a module with one such function, and a line here.
"""

from collections.abc import Callable, Mapping

from sources.blocks import Draft

from .decoding import NotTextError
from .markdown import read_markdown
from .plain import read_plain

READERS: Mapping[str, Callable[[bytes], Draft]] = {
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".txt": read_plain,
    ".text": read_plain,
}
"""By the end of the file's name, in small letters. Each raises NotTextError for other bytes."""

__all__ = ["READERS", "NotTextError"]
