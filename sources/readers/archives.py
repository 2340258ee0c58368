"""Open a document that is a ZIP archive: DOCX, ODT, PPTX, EPUB. Nothing is written to disk.

An archive is checked before any library sees it. Afterwards its entries can neither fill the memory
nor make a parser expand entities or fetch anything.
"""

import io
import logging
import re
import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

from sources.limits import Limits
from sources.problems import (
    DAMAGED,
    ENTITIES,
    LOCKED,
    ODD_ARCHIVE,
    too_many_entries,
    unpacks_too_large,
)

from .errors import UnreadableFileError

_log = logging.getLogger(__name__)

_LISTED = b"PK\x01\x02"  # begins each entry of the list at the archive's end
_LOCKED = 1  # bit of an entry's flags
_MAX_RATIO = 200  # unpacked to packed bytes; markup that repeats itself reaches 50
_SMALL = 10_000_000  # bytes unpacked; less does no harm, however much it was packed
_OUTSIDE = re.compile(r"[/\\]|[A-Za-z]:|(?:.*[/\\])?\.\.(?:[/\\]|\Z)", re.DOTALL)
# Markup begins with these, whatever its entry is called; zero bytes are UTF-16's or UTF-32's.
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff|\0)*[\s\0]*<|\x4c\x6f\xa7\x94")
_HEAD = 4096  # bytes of an entry in which its encoding is named
_ENTITY = b"<!ENTITY"
_ENCODING = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})")
# In these, "<!ENTITY" may be written otherwise, and no program that writes documents uses them.
_ODD_ENCODINGS = (b"utf-7", b"utf7", b"cp037", b"ibm", b"ebcdic", b"hz", b"iso-2022")
# A public identifier only names a standard; a system identifier alone asks for a file.
_FETCHED = re.compile(rb"<!DOCTYPE\s+[^\s>\[]+\s+SYSTEM\s+[\"'](?!about:legacy-compat)[^\"'>]")
_EBCDIC = b"\x4c\x6f\xa7\x94"  # "<?xm"


def open_archive(raw: bytes, limits: Limits) -> zipfile.ZipFile:
    """Open an archive after checking the list of its entries, and its markup.

    Raises:
        UnreadableFileError: If it is damaged or locked, has too many entries or too much in them,
            names places outside itself, has links, defines XML entities or refers to other files.
    """
    # Counted first: parsing the list of a million entries takes a gigabyte.
    if raw.count(_LISTED) > limits.max_archive_entries:
        raise UnreadableFileError(too_many_entries(limits.max_archive_entries))
    with refusing_damage():
        archive = zipfile.ZipFile(io.BytesIO(raw))
        for entry in archive.infolist():
            _check_entry(entry)
        unpacked = sum(entry.file_size for entry in archive.infolist())
        many_times = unpacked > max(_SMALL, _MAX_RATIO * len(raw))
        if unpacked > limits.max_unpacked_bytes or many_times:
            raise UnreadableFileError(unpacks_too_large(limits.max_unpacked_bytes))
        for entry in archive.infolist():
            with archive.open(entry) as part:
                is_markup = _MARKUP.match(part.read(_HEAD))
            if is_markup:
                # No more is unpacked of an entry than its size says.
                _check_markup(archive.read(entry).replace(b"\0", b""))
    return archive


@contextmanager
def refusing_damage() -> Iterator[None]:
    """Turn any error that a library raises for a broken file into the one error for it.

    Raises:
        UnreadableFileError: Instead of any other exception, too little memory apart.
    """
    try:
        yield
    except (UnreadableFileError, MemoryError):
        raise
    except Exception as error:  # parsers and zipfile raise almost anything for broken files
        _log.info("a file is damaged, or asks too much of its reader", exc_info=True)
        raise UnreadableFileError(DAMAGED) from error


def _check_markup(markup: bytes) -> None:
    encoding = _ENCODING.search(markup[:_HEAD])
    is_odd = encoding is not None and encoding[1].lower().startswith(_ODD_ENCODINGS)
    if _ENTITY in markup or _FETCHED.search(markup) or is_odd or markup.startswith(_EBCDIC):
        raise UnreadableFileError(ENTITIES)


def _check_entry(entry: zipfile.ZipInfo) -> None:
    if entry.flag_bits & _LOCKED:
        raise UnreadableFileError(LOCKED)
    # The name as it was written: in a ZipInfo's own, slashes are changed.
    name = entry.orig_filename
    if _OUTSIDE.match(name) or "\0" in name or stat.S_ISLNK(entry.external_attr >> 16):
        raise UnreadableFileError(ODD_ARCHIVE)
