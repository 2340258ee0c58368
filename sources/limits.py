"""Limits on what reading one file, and one folder, may cost."""

from dataclasses import dataclass

_MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """A file beyond a limit is refused with one sentence; all others are served.

    Attributes:
        max_file_bytes: Size of a file.
        max_text_bytes: Size of a file of plain text or Markdown.
        max_text_chars: Length of a document's text, in code points, whatever the format.
        max_pages: Pages, slides or chapters of a document.
        max_unpacked_bytes: Total unpacked size of an archive's entries (EPUB, DOCX, ODT, PPTX) or
            a PDF's streams.
        max_archive_entries: Entries of an archive.
        max_passages: Passages of a document, and as many headings.
        max_library_passages: Passages of all documents of one library.
        max_files: Files read from one folder tree.
        seconds: Wall-clock time for one file.
        memory_bytes: Address space of the reader process.
        rebuild_bytes: Memory of its own of a process that rebuilds a library beside the bot.
    """

    max_file_bytes: int = 50 * _MB
    max_text_bytes: int = 10 * _MB
    max_text_chars: int = 10_000_000
    max_pages: int = 3_000
    max_unpacked_bytes: int = 300 * _MB
    max_archive_entries: int = 10_000
    max_passages: int = 20_000
    max_library_passages: int = 200_000
    max_files: int = 5_000
    seconds: float = 60
    memory_bytes: int = 1_000 * _MB
    rebuild_bytes: int = 3_000 * _MB


DEFAULT_LIMITS = Limits()
