"""Read each file format: from a file's bytes to a draft of its document.

A new format is a module with one such function, and a line here. A reader gets the whole file and
the limits to keep. It runs in a process that may not open files, start processes or use the network
(`sources.worker`). It refuses a file by raising `UnreadableFileError` with one plain sentence that
says what is wrong and how to fix it. Modules that are slow to import or need an extra are imported
when a file of their format is read.
"""

from collections.abc import Callable, Mapping
from importlib import import_module

from sources.draft import Draft
from sources.limits import Limits
from sources.problems import needs_extra

from .archives import refusing_damage
from .captions import read_captions
from .errors import NotTextError, UnreadableFileError
from .markdown import read_markdown
from .plain import read_plain

Reader = Callable[[bytes, Limits], Draft]


def _reader(module: str, name: str, extra: str) -> Reader:
    """Return a reader that is imported on first use, and refuses files if its extra is missing.

    Args:
        module: Module of this package.
        name: Name of the function in it.
        extra: The extra of pyproject.toml that installs the libraries it imports.
    """

    def read(raw: bytes, limits: Limits) -> Draft:
        try:
            reader: Reader = getattr(import_module(f".{module}", __name__), name)
        except ImportError as error:
            raise UnreadableFileError(needs_extra(extra)) from error
        with refusing_damage():
            return reader(raw, limits)

    return read


READERS: Mapping[str, Reader] = {
    ".docx": _reader("docx", "read_docx", "office"),
    ".epub": _reader("epub", "read_epub", "web"),
    ".htm": _reader("html", "read_html", "web"),
    ".html": _reader("html", "read_html", "web"),
    ".markdown": read_markdown,
    ".md": read_markdown,
    ".mht": _reader("html", "read_mhtml", "web"),
    ".mhtml": _reader("html", "read_mhtml", "web"),
    ".odt": _reader("odt", "read_odt", "office"),
    ".pdf": _reader("pdf", "read_pdf", "pdf"),
    ".pptx": _reader("pptx", "read_pptx", "office"),
    ".qmd": read_markdown,
    ".rmd": read_markdown,
    ".srt": read_captions,
    ".text": read_plain,
    ".txt": read_plain,
    ".vtt": read_captions,
    ".xhtml": _reader("html", "read_html", "web"),
}
"""By the extension of the file's name, in lower case."""

__all__ = ["READERS", "NotTextError", "Reader", "UnreadableFileError"]
