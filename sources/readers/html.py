"""Web pages, as browsers save them: HTML, XHTML and MHTML."""

import email
import email.policy
import logging
import re

import trafilatura

from sources import problems
from sources.blocks import Draft
from sources.limits import Limits
from sources.metadata import Metadata, split_names

from .errors import UnreadableFileError
from .furniture import main_part
from .markup import decode_page, parse_page, write_markup
from .writer import DraftWriter

# Browsers note where they had the page: a comment in HTML, a header in MHTML.
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(https?://\S+)\s*-->")
# Pictures that are kept in the page itself: megabytes of letters which are no text.
_PICTURE = re.compile(r"(?<=[\"'(])data:[\w/+.;=-]{1,100},[^\"'()<>]{1000,}")
_LOCATION = "Snapshot-Content-Location"
_HEAD = 4096  # code points in which the comment stands
_PAGES = frozenset({"text/html", "application/xhtml+xml"})

# It warns of each page without much text, which is none of the operator's business.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def read_html(raw: bytes, _: Limits) -> Draft:
    """Find the text of a web page and what the page says about itself.

    Raises:
        UnreadableFileError: If the bytes are no text.
    """
    return _read_page(raw)


def read_mhtml(raw: bytes, _: Limits) -> Draft:
    """Find the text of the first page in a file that has a page together with its pictures.

    Raises:
        UnreadableFileError: If there is no page in it.
    """
    message = email.message_from_bytes(raw, policy=email.policy.default)
    for part in message.walk():
        page = part.get_payload(decode=True) if part.get_content_type() in _PAGES else None
        if isinstance(page, bytes):
            return _read_page(page, saved_from=message.get(_LOCATION))
    raise UnreadableFileError(problems.NO_PAGE)


def _read_page(raw: bytes, saved_from: str | None = None) -> Draft:
    text = _PICTURE.sub("", decode_page(raw))
    root = parse_page(text)
    writer = DraftWriter()
    if root is None:
        return writer.draft(Metadata())
    found, metadata = _extracted(text)
    saved = _SAVED_FROM.search(text[:_HEAD])
    address = metadata.url or saved_from or (saved[1] if saved else "")
    write_markup(main_part(root, found), writer)
    return writer.draft(metadata.model_copy(update={"url": None}).with_field("url", address))


def _extracted(page: str) -> tuple[str, Metadata]:
    """What trafilatura takes for the text of a page, and for its title, authors and so on."""
    found = trafilatura.bare_extraction(page, include_comments=False)
    about = trafilatura.extract_metadata(
        # Only what the page says of itself; dates that stand in its text may be any.
        page,
        date_config={"extensive_search": False, "original_date": True},
    )
    metadata = Metadata(
        title=about.title or None,
        authors=tuple(
            name for names in (about.author or "").split(";") for name in split_names(names)
        ),
        publisher=about.sitename or None,
        published=about.date or None,
        url=about.url or None,
        licence=about.license or None,
    )
    body = getattr(found, "body", None)
    return ("" if body is None else "".join(body.itertext())), metadata
