"""Recognise what a file is by its content, whatever its name says."""

import re
from collections.abc import Mapping
from typing import Literal

from sources.problems import other_kind

from .errors import UnreadableFileError

Kind = Literal[
    "pdf",
    "docx",
    "odt",
    "pptx",
    "epub",
    "html",
    "mhtml",
    "rtf",
    "old office",
    "locked office",
    "spreadsheet",
    "other office",
    "pages",
    "zip",
    "archive",
    "image",
    "media",
    "program",
    "database",
    "font",
]

ENDINGS: Mapping[Kind, tuple[str, ...]] = {
    "pdf": (".pdf",),
    "docx": (".docx",),
    "odt": (".odt",),
    "pptx": (".pptx",),
    "epub": (".epub",),
    "html": (".html", ".htm", ".xhtml"),
    "mhtml": (".mhtml", ".mht"),
}
"""The extensions, in lower case, that a kind of file may have; the usual one first."""

# Where letters alone begin a file, a zero byte near by tells it from a text.
_ZERO = rb"(?=[\s\S]{0,300}\x00)"
_HEADER = rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)"  # of a message, on one line or more
_COMMENT = rb"<!--(?:(?!-->)[\s\S]){0,2000}-->"
_BEGINNINGS: tuple[tuple[Kind, bytes], ...] = (
    ("pdf", rb"\s*%PDF-\d"),
    ("rtf", rb"\s*\{\\rtf"),
    ("image", rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|II\*\x00|MM\x00\*|RIFF[\s\S]{4}WEBP"),
    ("image", rb"BM" + _ZERO + rb"|[\s\S]{4}ftyp(?:hei|mif1|avif)|\s*(?:<\?xml[^>]*>\s*)?<svg\b"),
    ("media", rb"[\s\S]{4}ftyp|RIFF[\s\S]{4}(?:WAVE|AVI )|OggS|fLaC|\x1aE\xdf\xa3|ID3" + _ZERO),
    ("media", rb"\xff[\xf2\xf3\xfb]"),
    ("program", rb"MZ" + _ZERO + rb"|\x7fELF|\xca\xfe\xba\xbe|[\xce\xcf]\xfa\xed\xfe|\x00asm"),
    ("database", rb"SQLite format 3\x00"),
    ("font", rb"wOF[F2]|OTTO\x00|\x00\x01\x00\x00\x00"),
    ("archive", rb"\x1f\x8b|BZh" + _ZERO + rb"|\xfd7zXZ\x00|7z\xbc\xaf|Rar!\x1a|\x28\xb5\x2f\xfd"),
    ("archive", rb"[\s\S]{257}ustar"),
    ("mhtml", rb"(?i)" + _HEADER + rb"{0,30}?content-type:\s*multipart/related"),
    ("html", rb"(?i)(?:\s|<\?xml[^>]*>|" + _COMMENT + rb")*<(?:!doctype\s+html|html)\b"),
)
_MATCHERS = tuple((kind, re.compile(beginning)) for kind, beginning in _BEGINNINGS)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_LIST_END = b"PK\x05\x06"
_ZIP = (b"PK\x03\x04", _LIST_END)
_MIMETYPE = b"mimetype"
_NAME_AT = 30  # bytes before the first entry's name, which its content follows
# A zip file's entries are listed at its end; the list of one that is packed in it comes before.
_LISTED = re.compile(
    rb"PK\x01\x02[\s\S]{42}"
    rb"(word/|ppt/|xl/|META-INF/container\.xml|Index/Document\.iwa|content\.xml)"
)
_BY_ENTRY: Mapping[bytes, Kind] = {
    b"word/": "docx",
    b"ppt/": "pptx",
    b"xl/": "spreadsheet",
    b"META-INF/container.xml": "epub",
    b"Index/Document.iwa": "pages",
    b"content.xml": "odt",
}
_BY_MIMETYPE: tuple[tuple[bytes, Kind], ...] = (
    (b"application/epub+zip", "epub"),
    (b"application/vnd.oasis.opendocument.text", "odt"),
    (b"application/vnd.oasis.opendocument.spreadsheet", "spreadsheet"),
    (b"application/vnd.oasis.opendocument.", "other office"),
)


def kind_of(raw: bytes) -> Kind | None:
    """Recognise a file by its first bytes and, for an archive, by its list of entries.

    Nothing is unpacked. None means text, an unknown kind, or an archive that was cut off.
    """
    if raw.startswith(_ZIP):
        return _kind_of_zip(raw)
    if raw.startswith(_OLD_OFFICE):
        return "locked office" if _LOCKED in raw else "old office"
    head = raw[:10_000].removeprefix(b"\xef\xbb\xbf")
    return next((kind for kind, matcher in _MATCHERS if matcher.match(head)), None)


def check_kind(raw: bytes, ending: str) -> None:
    """Check that a file's content fits the extension of its name.

    Args:
        raw: The file's bytes.
        ending: The extension of its name, in lower case, with the dot.

    Raises:
        UnreadableFileError: If it is something else; the sentence says what.
    """
    kind = kind_of(raw)
    endings = ENDINGS.get(kind, ()) if kind else (ending,)
    if kind and ending not in endings:
        raise UnreadableFileError(other_kind(kind, ending, endings))


def _kind_of_zip(raw: bytes) -> Kind | None:
    if _LIST_END not in raw:
        return None  # cut off, so its kind is unknown
    if raw.startswith(_MIMETYPE, _NAME_AT):
        written = raw[_NAME_AT + len(_MIMETYPE) :][:100]
        for mimetype, kind in _BY_MIMETYPE:
            if written.startswith(mimetype):
                return kind
    names = _LISTED.findall(raw)
    return _BY_ENTRY[names[-1]] if names else "zip"
