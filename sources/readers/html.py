"""Read web pages as browsers save them: HTML, XHTML and MHTML."""

import email
import email.policy
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from email.message import Message

from lxml import etree

from sources.draft import Draft
from sources.gutenberg import unwrap
from sources.limits import Limits
from sources.metadata import Metadata
from sources.phrases import PAGE_AROUND
from sources.problems import NO_PAGE

from .errors import UnreadableFileError
from .markup import decode_page, parse_page, words_of
from .web.blocks import write_markup
from .web.furniture import select
from .web.metadata import leave_out_gutenberg, read_metadata
from .web.slides import Deck, find_deck, other_words
from .writer import DraftWriter

_NO_SLIDE = "it is behind the slides, or on a slide that is not shown"

# Pictures in the page itself: megabytes of letters that are not text.
_PICTURE = re.compile(r"data:[\w/+.;=-]{1,100},[^\"'()<>]{1000,}")
_LOCATION = "Snapshot-Content-Location"
_TITLE_LEVEL = 2  # some sites keep level 1 for their own name
_DEEPEST_FRAME = 3
_PAGES = frozenset({"text/html", "application/xhtml+xml"})


def read_html(raw: bytes, _: Limits) -> Draft:
    """Read a web page: its text, and what it says about itself.

    Raises:
        UnreadableFileError: If the bytes are not text.
    """
    return _read_page(decode_page(raw))


def read_mhtml(raw: bytes, _: Limits) -> Draft:
    """Read the first page in a file that holds a page with its frames and pictures.

    Raises:
        UnreadableFileError: If there is no page in it.
    """
    message = email.message_from_bytes(raw, policy=email.policy.default)
    pages = [part for part in message.walk() if part.get_content_type() in _PAGES]
    if not pages:
        raise UnreadableFileError(NO_PAGE)
    first, *others = ((part, _decode_part(part)) for part in pages)
    frames = {
        address.strip("<>"): text
        for part, text in others
        for address in (f"cid:{part.get('Content-ID', '').strip('<>')}", _location(part))
        if address
    }
    return _read_page(first[1], saved_from=message.get(_LOCATION, ""), frames=frames)


def _location(part: Message) -> str:
    return str(part.get("Content-Location", ""))


def _decode_part(part: Message) -> str:
    raw = part.get_payload(decode=True)
    if not isinstance(raw, bytes):
        return ""
    charset = part.get_content_charset()
    with suppress(LookupError, ValueError):
        return raw.decode(charset) if charset else decode_page(raw)
    return decode_page(raw)


def _read_page(text: str, saved_from: str = "", frames: Mapping[str, str] | None = None) -> Draft:
    text = _PICTURE.sub("", text)
    root = parse_page(text)
    writer = DraftWriter()
    if root is None:
        return writer.draft(Metadata())
    about = read_metadata(root, text, saved_from)
    _fill_frames(root, frames or {})
    _open_shadow_roots(root)
    deck = find_deck(root)
    if deck:
        _write_deck(deck, root, writer)
        return _titled(writer.draft(about.metadata, deck.problems), about.titles)
    selection = select(root)
    named = leave_out_gutenberg(root, selection.elements)
    write_markup(root, writer, selection)
    draft = _titled(writer.draft(about.metadata), about.titles)
    if not named.title:
        return unwrap(draft)
    known = named.model_dump(exclude_defaults=True)
    return replace(draft, metadata=draft.metadata.model_copy(update=known))


def _fill_frames(root: etree._Element, frames: Mapping[str, str], depth: int = 0) -> None:
    """Put the pages in frames, as programs save them with the page, where a browser shows them."""
    for frame in list(root.iter("iframe", "frame")):
        inner = frame.get("srcdoc") or frames.get(frame.get("src", ""), "")
        page = parse_page(inner) if inner and depth < _DEEPEST_FRAME else None
        body = None if page is None else page.find("body")
        if body is not None:
            _fill_frames(body, frames, depth + 1)
            frame.tag, frame.text = "div", body.text
            frame.extend(list(body))


def _open_shadow_roots(root: etree._Element) -> None:
    """Put the contents of shadow roots, as programs save them, where a browser shows them."""
    for template in list(root.iter("template")):
        host = template.getparent()
        if host is None or not {"shadowrootmode", "shadowroot"} & {*template.attrib}:
            continue
        template.tag = "div"
        slots = {slot.get("name", ""): slot for slot in reversed(list(template.iter("slot")))}
        for child in [child for child in host if child is not template]:
            slot = slots.get(child.get("slot", ""))
            if slot is not None:
                slot.append(child)


def _write_deck(deck: Deck, root: etree._Element, writer: DraftWriter) -> None:
    shown = 0
    for slide in deck.slides:
        if not slide.number:
            writer.leave_out(words_of(slide.root), _NO_SLIDE)
        else:
            shown += 1
            writer.page(shown, "slide", slide.number)
            write_markup(slide.root, writer)
        writer.withhold(slide.markup)
    for words in other_words(deck, root):
        writer.leave_out(words, PAGE_AROUND)


def _titled(draft: Draft, titles: Sequence[str]) -> Draft:
    title = _title(draft, titles)
    return replace(draft, metadata=draft.metadata.model_copy(update={"title": title}))


def _title(draft: Draft, titles: Sequence[str]) -> str | None:
    """Return the heading that is in the page's title, or else what the page is called.

    The page's title also names the site, and the first heading may be one of a menu.
    """
    headings = [(b.level, draft.text[b.start : b.end]) for b in draft.blocks if b.is_heading]
    high = [words for level, words in headings if level <= _TITLE_LEVEL]
    shared = [words for words in high if any(words in title for title in titles)]
    if shared:
        first = [words for words in shared if any(title.startswith(words) for title in titles)]
        return max(first or shared, key=len)
    top = next((words for level, words in headings if level <= 1), None)
    return draft.metadata.title or top
