"""Opening a document that is a ZIP archive: DOCX, ODT, PPTX, EPUB. Nothing is written to disk.

An archive is looked over once, before any library sees it; afterwards its entries can neither fill
the memory nor make a parser spell out entities.
"""

import io
import logging
import re
import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

from sources import problems
from sources.limits import Limits

from .errors import UnreadableFileError

_log = logging.getLogger(__name__)

_LISTED = b"PK\x01\x02"  # begins each entry of the list at the archive's end
_LOCKED = 1  # bit of an entry's flags
_MAX_RATIO = 200  # unpacked to packed bytes; markup that repeats itself reaches 50
_SMALL = 10_000_000  # bytes unpacked; less does no harm, however much it was packed
_MARKUP = (".xml", ".rels", ".opf", ".ncx", ".xhtml", ".html", ".htm")
_OUTSIDE = re.compile(r"[/\\]|[A-Za-z]:|(?:.*[/\\])?\.\.(?:[/\\]|\Z)", re.DOTALL)
_ENTITY = b"<!ENTITY"


def open_archive(raw: bytes, limits: Limits) -> zipfile.ZipFile:
    """Open an archive after looking at all that is listed in it, and at its markup.

    Raises:
        UnreadableFileError: If it is damaged or locked, has too many entries or too much in them,
            names places outside itself, links, or defines XML entities.
    """
    # Counted first: the list alone of a million entries takes a gigabyte once it is parsed.
    if raw.count(_LISTED) > limits.max_archive_entries:
        raise UnreadableFileError(problems.too_many_entries(limits.max_archive_entries))
    with refusing_damage():
        archive = zipfile.ZipFile(io.BytesIO(raw))
        for entry in archive.infolist():
            _check_entry(entry)
        unpacked = sum(entry.file_size for entry in archive.infolist())
        many_times = unpacked > max(_SMALL, _MAX_RATIO * len(raw))
        if unpacked > limits.max_unpacked_bytes or many_times:
            raise UnreadableFileError(problems.unpacks_too_large(limits.max_unpacked_bytes))
        for entry in archive.infolist():
            if entry.filename.casefold().endswith(_MARKUP):
                # No more is unpacked of an entry than its size says. Zeros are UTF-16's.
                markup = archive.read(entry).replace(b"\0", b"")
                if _ENTITY in markup:
                    raise UnreadableFileError(problems.ENTITIES)
    return archive


@contextmanager
def refusing_damage() -> Iterator[None]:
    """Turn whatever a library makes of a broken file into the one error for it.

    Raises:
        UnreadableFileError: Instead of any other exception, too little memory apart.
    """
    try:
        yield
    except (UnreadableFileError, MemoryError):
        raise
    except Exception as error:  # of a broken file, parsers and zipfile raise what they come upon
        _log.info("a file is damaged, or asks too much of its reader", exc_info=True)
        raise UnreadableFileError(problems.DAMAGED) from error


def _check_entry(entry: zipfile.ZipInfo) -> None:
    if entry.flag_bits & _LOCKED:
        raise UnreadableFileError(problems.LOCKED)
    # The name as it was written, for a ZipInfo's own has forward slashes only.
    name = entry.orig_filename
    if _OUTSIDE.match(name) or "\0" in name or stat.S_ISLNK(entry.external_attr >> 16):
        raise UnreadableFileError(problems.ODD_ARCHIVE)
