"""Web pages, as browsers save them: HTML, XHTML and MHTML."""

import email
import email.policy
import logging
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

import trafilatura

from sources import problems
from sources.draft import Draft
from sources.limits import Limits
from sources.metadata import Metadata, split_names

from .errors import UnreadableFileError
from .furniture import main_part
from .markup import decode_page, parse_page, words_of, write_markup
from .writer import DraftWriter

# Browsers note where they had the page: a comment in HTML, a header in MHTML.
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(https?://\S+)\s*-->")
# Pictures that are kept in the page itself: megabytes of letters which are no text.
_PICTURE = re.compile(r"(?<=[\"'(])data:[\w/+.;=-]{1,100},[^\"'()<>]{1000,}")
_LOCATION = "Snapshot-Content-Location"
_TITLE_LEVEL = 2  # some sites keep level 1 for their own name
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
    titles = [words_of(title) for title in root.iter("title")]
    found = trafilatura.bare_extraction(text, include_comments=False)
    body = getattr(found, "body", None)
    write_markup(main_part(root, "" if body is None else "".join(body.itertext())), writer)
    saved = _SAVED_FROM.search(text[:_HEAD])
    metadata = _metadata(text, saved_from or (saved[1] if saved else ""))
    draft = writer.draft(metadata)
    return replace(draft, metadata=metadata.model_copy(update={"title": _title(draft, titles)}))


def _metadata(page: str, saved_from: str) -> Metadata:
    about = trafilatura.extract_metadata(
        page, date_config={"extensive_search": False, "original_date": True}
    )
    # A date in the words of the page may be any; one that the page gives of itself is in quotes.
    day = about.date if about.date and re.search(rf"[\"']\s*{about.date}", page) else None
    authors = (split_names(names.strip()) for names in (about.author or "").split(";"))
    return Metadata(
        title=about.title or None,
        authors=tuple(chain.from_iterable(authors)),
        publisher=about.sitename or None,
        published=day,
        licence=about.license or None,
    ).with_field("url", about.url or saved_from)


def _title(draft: Draft, titles: Sequence[str]) -> str | None:
    """The heading of the text that the page's title has too, or what else it is called.

    The title alone names the site as well, and the first heading may be one of a menu.
    """
    headings = [(b.level, draft.text[b.start : b.end]) for b in draft.blocks if b.is_heading]
    called = [*filter(None, [draft.metadata.title])]
    likely = [words for level, words in headings if level <= _TITLE_LEVEL] + called
    shared = (words for words in likely if any(words in title for title in titles))
    top = [words for level, words in headings[:1] if level <= 1]
    return next(shared, next(iter((*called, *top, *titles)), None))
