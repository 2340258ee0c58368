"""How much one file, and one folder, may cost."""

from dataclasses import dataclass

_MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What is beyond a limit is refused with one sentence, and everything else is served.

    Attributes:
        max_file_bytes: Size of a file.
        max_text_bytes: Size of a file of plain text or Markdown.
        max_text_chars: Length of a document's text, in code points, whatever the format.
        max_pages: Pages, slides or chapters of a document.
        max_unpacked_bytes: Size of an archive's entries (EPUB, DOCX, ODT, PPTX) or of a PDF's
            streams, unpacked, all together.
        max_archive_entries: Entries of an archive.
        max_files: Files of one folder tree that are read.
        seconds: Time for one file, on the wall clock.
        memory_bytes: Address space of the process that reads it.
    """

    max_file_bytes: int = 50 * _MB
    max_text_bytes: int = 10 * _MB
    max_text_chars: int = 10_000_000
    max_pages: int = 3_000
    max_unpacked_bytes: int = 300 * _MB
    max_archive_entries: int = 10_000
    max_files: int = 5_000
    seconds: float = 60
    memory_bytes: int = 1_000 * _MB


DEFAULT_LIMITS = Limits()
