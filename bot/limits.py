"""Settings -> the limits that files are read under."""

from config import Settings
from sources import Limits

_MB = 1_000_000


def reading_limits(settings: Settings) -> Limits:
    """The limits in the units of whoever keeps them: megabytes are a million bytes."""
    return Limits(
        max_file_bytes=settings.max_file_mb * _MB,
        max_text_bytes=settings.max_text_mb * _MB,
        max_text_chars=settings.max_text_mb * _MB,
        max_pages=settings.max_pages,
        max_unpacked_bytes=settings.max_unpacked_mb * _MB,
        max_archive_entries=settings.max_archive_entries,
        max_files=settings.max_files,
        seconds=settings.read_seconds,
        memory_bytes=settings.read_memory_mb * _MB,
    )
