"""Taking personal data out of what people wrote, before it is stored.

A word in its place tells what stood there. Where a number may be either, a telephone number is
assumed: only the log loses it, for the question itself is answered as it was asked.
"""

import re
from collections.abc import Mapping

_MENTIONS = (
    (re.compile(r"<@!?\d+>"), "@user"),
    (re.compile(r"<@&\d+>"), "@role"),
    (re.compile(r"<#\d+>"), "#channel"),
    (re.compile(r"<a?(:\w+:)\d+>"), r"\1"),  # an emoji of a server's own
    (re.compile(r"<(/[^:<>]+):\d+>"), r"\1"),  # a command
)
_LINK = re.compile(r"(?<![\w+.-])[a-z][a-z\d+.-]*+://[^\s<>]++", re.IGNORECASE)
_SECRET_IN_LINK = re.compile(
    r"://[^/]*@"  # who logs in, perhaps with the password
    r"|/webhooks/"
    r"|[?&#;][\w-]*(?:token|key|secret|passw|pwd|auth|sig|code|session|jwt|ticket|mail|user)[\w-]*="
    r"|[?&#;]sid=",
    re.IGNORECASE,
)
_EMAIL = re.compile(
    r"(?<![\w.+%-])[\w.+%-]++\s{0,2}(?:@|[\[(]\s?at\s?[\])])\s{0,2}"
    r"[\w-]++(?:(?:\.|\s?[\[(]\s?dot\s?[\])]\s?)[\w-]++)+",
    re.IGNORECASE,
)
_RUN = re.compile(r"(?<![\w.+/=-])[\w.+/=-]{24,}+")
_KNOWN_TOKEN = re.compile(r"eyJ|AKIA|gh[a-z]_|github_pat_|glpat-|xox[a-z]-|sk[-_]")
_TOKEN_CHARS = 24
_HEX = re.compile(r"[\da-f]{32,}", re.IGNORECASE)
_MIXED = re.compile(r"(?=.*[a-z])(?=.*[A-Z])(?:[^\d]*\d){3}[\w-]*")
_WORD_LIKE = re.compile(r"[./=+]")

_DISCORD_ID = re.compile(r"(?<![\d.,])\d{17,20}(?!\d|[.,]\d)")
_GAP = r"[ \u00a0./()\u2010-\u2013-]"
_PHONE = re.compile(
    rf"(?<![\w+])\+\d(?:{_GAP}{{0,3}}\d){{7,14}}(?!\d)"  # +44 20 7946 0958
    rf"|(?<![\d.,-])\(?0\d{{1,5}}+(?:{_GAP}{{1,3}}\d{{2,}}+){{1,6}}"  # 020 7946 0958
    r"|(?<![\d.,-])0\d{8,14}(?!\d|[.,]\d)"  # 02079460958
    rf"|(?<![\d.,-])(?:1{_GAP})?\(?[2-9]\d\d{_GAP}{{0,2}}[2-9]\d\d{_GAP}?\d{{4}}(?!\d|[.,-]\d)",
)
_CALLED = re.compile(
    r"(\b(?:call|text|tel|telephone|phone|mobile|cell|fax|sms|whats ?app|ring)\b\.?(?: me)?"
    r"(?: number| no\.?)?(?: is| at| on)?:? ?)"
    rf"\(?\d(?:{_GAP}{{0,2}}\d){{5,14}}(?!\d)",
    re.IGNORECASE,
)
_PHONE_DIGITS = range(9, 16)
_DATE = re.compile(
    r"(?<![\d./-])(?:\d{1,2}([./-])\d{1,2}\1(?:\d{4}|\d\d)|\d{4}-\d\d-\d\d)(?!\d|[./-]\d)"
)
_BOOK_NUMBER = re.compile(r"(?:\bIS[BS]N(?:-1[03])?:? ?)[\dX -]+", re.IGNORECASE)
_ISBN_10 = re.compile(r"\d{1,5}([ -])\d{1,7}\1\d{1,6}\1[\dX]")


def masked(text: str) -> str:
    """The text as it may be stored: no addresses, telephone numbers, mentions, ids and tokens.

    Half characters, which a command line can hold and SQLite refuses, are spelled out.
    """
    text = text.encode("utf-8", "backslashreplace").decode()
    for pattern, word in _MENTIONS:
        text = pattern.sub(word, text)
    text = _LINK.sub(_link, text)
    text = _EMAIL.sub("[e-mail]", text)
    text = _RUN.sub(_token, text)
    text = _DISCORD_ID.sub("[id]", text)
    text = _CALLED.sub(r"\1[phone number]", text)
    return _without_phones(text)


def masked_within(value: object) -> object:
    """A value that JSON can hold, each text in it masked."""
    match value:
        case str():
            return masked(value)
        case Mapping():
            return {key: masked_within(inner) for key, inner in value.items()}
        case list() | tuple():
            return [masked_within(inner) for inner in value]
        case _:
            return value


def _link(match: re.Match[str]) -> str:
    return "[link]" if _SECRET_IN_LINK.search(match[0]) else match[0]


def _token(match: re.Match[str]) -> str:
    run = match[0]
    parts = _WORD_LIKE.split(run)
    secret = _KNOWN_TOKEN.match(run) or any(_is_token(part) for part in parts)
    return "[token]" if secret else run


def _is_token(part: str) -> bool:
    return len(part) >= _TOKEN_CHARS and bool(_HEX.fullmatch(part) or _MIXED.fullmatch(part))


def _without_phones(text: str) -> str:
    books = [match.span() for match in _BOOK_NUMBER.finditer(text)]

    def masks(match: re.Match[str]) -> str:
        of_book = any(start <= match.start() < end for start, end in books)
        return match[0] if of_book or not _is_phone(match[0]) else "[phone number]"

    return _PHONE.sub(masks, text)


def _is_phone(found: str) -> bool:
    if found.startswith("+"):
        return True
    digits = [character for character in found if character.isdigit()]
    if len(digits) not in _PHONE_DIGITS:
        return False
    binary = set(digits) <= {"0", "1"}
    return not (binary or _DATE.search(found) or _ISBN_10.fullmatch(found))
