"""Documents in a Word document (`altChunk`): web pages, RTF, plain text, Word documents."""

import email
import email.policy
from collections.abc import Callable, Iterator, Sequence

from sources.limits import Limits
from sources.readers.decoding import decode_within
from sources.readers.flow import Item, Markup, Paragraph
from sources.readers.markup import decode_page, parse_page

_ZIP = b"PK\x03\x04"
_RTF = b"{\\rtf"
_PAGES = (".htm", ".html", ".xhtml", ".xml")
_MESSAGES = (".mht", ".mhtml", ".eml")
_PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml"})


def read_chunk(
    part: str, raw: bytes, limits: Limits, read_docx: Callable[[bytes], Sequence[Item]]
) -> Iterator[Item]:
    """Read a chunk by its content and the end of its name.

    Args:
        part: Its name.
        raw: Its bytes.
        limits: Limits for text.
        read_docx: Reads it if it is a Word document.
    """
    name = part.casefold()
    if raw.startswith(_ZIP):
        yield from read_docx(raw)
    elif raw.lstrip().startswith(_RTF):
        yield from _rtf(raw)
    elif name.endswith(_MESSAGES):
        yield from _message(raw)
    elif name.endswith(_PAGES):
        yield from _page(raw)
    else:
        yield from _paragraphs(decode_within(raw, limits))


def _rtf(raw: bytes) -> Iterator[Item]:
    from striprtf.striprtf import rtf_to_text  # noqa: PLC0415  # hardly any file needs it

    text: str = rtf_to_text(raw.decode("latin-1"), errors="replace")  # type: ignore[no-untyped-call]  # it has no types
    return _paragraphs(text)


def _message(raw: bytes) -> Iterator[Item]:
    """A page together with its pictures (MHTML)."""
    for part in email.message_from_bytes(raw, policy=email.policy.default).walk():
        page = part.get_payload(decode=True)
        if part.get_content_type() in _PAGE_TYPES and isinstance(page, bytes):
            yield from _page(page)


def _page(raw: bytes) -> Iterator[Item]:
    root = parse_page(decode_page(raw))
    if root is not None:
        yield Markup(root)


def _paragraphs(text: str) -> Iterator[Item]:
    return (Paragraph(line.strip()) for line in text.splitlines() if line.strip())
