"""Turn bytes into text, in the encodings that people save their notes in.

UTF-8 shows by itself; of the older encodings each fits almost any bytes. So one of them counts only
if the letters that come out are those of one language, in the places where letters are. Whatever
remains doubtful is reported or refused: a wrong letter is never shown in silence.
"""

import codecs
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from sources.limits import Limits
from sources.problems import coded_twice, old_encoding, too_large, two_encodings

from .errors import NotTextError, UnreadableFileError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MAX_CONTROL = 50  # at most one character in so many is a control character
_LOST = "\ufffd"
_LOST_RUN = re.compile(f"{_LOST}+")

# Letters beyond ASCII: of the large languages of the west together, and of others one by one.
# Those of the east would be "ð", "ø", "ý" and the like in the encoding of the west.
_WEST = (
    frozenset("àáâäæçèéêëìíîïñòóôöùúûüßœ"),
    frozenset("æøåäöüéèêóòôà"),  # Nordic
    frozenset("áâãàçéêíóôõúü"),  # Portuguese
    frozenset("áðéíóúýþæö"),  # Icelandic
    frozenset("åäöšž"),  # Finnish
)
_EAST = (
    frozenset("ąćęłńóśźż"),  # Polish
    frozenset("áäčďéěíĺľňóôŕřšťúůýž"),  # Czech, Slovak
    frozenset("áéíóöőúüű"),  # Hungarian
    frozenset("čćđšž"),  # Croatian, Slovene
    frozenset("ăâîşţ"),  # Romanian
)
_TURKISH = (frozenset("çğıöşüâîû"),)
_OLD = (
    ("cp1252", "Windows-1252", _WEST),
    ("cp1250", "Windows-1250", _EAST),
    ("iso8859_2", "ISO 8859-2", _EAST),
    ("cp1254", "Windows-1254", _TURKISH),
    ("mac_roman", "Mac OS Roman", _WEST),
)
"""Encodings of Latin letters, their names, and the letters of languages beyond ASCII."""
_WORDS = frozenset("àáåæèéíòóöő")  # letters that are words in some language
_STRANGE = 0.02  # of letters: fewer that are in no language's list may be foreign names
_BEYOND = re.compile(r"[^\x00-\x7f]")
_MAY_JOIN = frozenset("’‘\u00b4·-\u00ad\u2010\u2011–—/…«»“”„")  # signs that may be between letters
_UTF8 = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}|[\x80-\xff]"
)
# Letters of Europe and the signs of its typesetting.
_USUAL = re.compile("[\u00a0-\u024f\u2010-\u2027\u2030-\u203a\u20ac\u2122\u2212]")
_CP1252 = {bytes([byte]).decode("cp1252", "replace"): byte for byte in range(0x80, 0x100)} | {
    chr(byte): byte for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
_CONTINUES = "".join(map(re.escape, (sign for sign, byte in _CP1252.items() if byte < 0xC0)))  # noqa: PLR2004  # where lead bytes begin
_TWICE = re.compile(f"[\u00c2-\u00df][{_CONTINUES}]|[\u00e0-\u00ef][{_CONTINUES}]{{2}}")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text, and a sentence for each doubt about its letters."""

    text: str
    doubts: tuple[str, ...] = ()


def read_text(raw: bytes, limits: Limits) -> Decoded:
    """Decode a file that is nothing but text.

    Raises:
        NotTextError: As `decode`.
        UnreadableFileError: If there are more bytes than such a file may have.
    """
    if len(raw) > limits.max_text_bytes:
        raise UnreadableFileError(too_large(len(raw), limits.max_text_bytes))
    return decode_fully(raw)


def decode_within(raw: bytes, limits: Limits) -> str:
    """Decode a file that is nothing but text, as `read_text`."""
    return read_text(raw, limits).text


def decode(raw: bytes) -> str:
    """Decode by the byte order mark, or else by what fits, as `decode_fully`."""
    return decode_fully(raw).text


def decode_fully(raw: bytes) -> Decoded:
    """Decode by the byte order mark, or else as UTF-8, UTF-16 or an older encoding.

    Characters that cannot be told cost no other: each is the sign "\ufffd".

    Returns:
        The text with a line feed at each line end, as Python's `open` reads it. A byte order
        mark belongs to the encoding and not to the text: offset 0 is the first character after it.

    Raises:
        NotTextError: If nothing fits, or what comes out is full of control characters.
    """
    for decoded in _candidates(raw):
        text = decoded.text
        if _MAX_CONTROL * len(_CONTROL.findall(text)) <= len(text):
            plain = text.replace("\r\n", "\n").replace("\r", "\n")
            return Decoded(plain, decoded.doubts)
    raise NotTextError


def _candidates(raw: bytes) -> Iterator[Decoded]:
    marked = next((encoding for mark, encoding in _BOMS if raw.startswith(mark)), None)
    if marked and marked != "utf-8":
        yield from _strict(raw, marked)
        return
    raw = raw.removeprefix(codecs.BOM_UTF8)
    for decoded in _strict(raw, "utf-8"):
        yield _without_second_coding(decoded.text)
    # Without a mark, UTF-16 shows by the zero bytes of its spaces and Latin letters.
    if 4 * raw.count(0) > len(raw):
        zero_first = raw[::2].count(0) > raw[1::2].count(0)
        for encoding in ("utf-16-be", "utf-16-le") if zero_first else ("utf-16-le", "utf-16-be"):
            yield from _strict(raw, encoding)
    else:
        yield from _mixed(raw, surely=marked is not None)


def _strict(raw: bytes, encoding: str) -> Iterator[Decoded]:
    try:
        yield Decoded(raw.decode(encoding))
    except UnicodeDecodeError:
        return


def _mixed(raw: bytes, *, surely: bool) -> Iterator[Decoded]:
    """Decode bytes that are not, or not all, UTF-8."""
    signs = list(_UTF8.finditer(raw))
    long = [sign for sign in signs if len(sign[0]) > 1 and _is_character(sign[0])]
    single = sum(len(sign[0]) for sign in signs) - sum(len(sign[0]) for sign in long)
    mostly = len(long) > single
    # Western text has few letters beyond ASCII; where most are, it is another alphabet.
    if not mostly and not surely and 2 * single >= len(raw):
        return
    usual = [sign for sign in long if mostly or _USUAL.fullmatch(sign[0].decode("utf-8"))]
    if usual or surely:
        yield _with_old_letters(raw, usual)
    else:
        yield from _old(raw)


def _is_character(sign: bytes) -> bool:
    return next(_strict(sign, "utf-8"), None) is not None


def _with_old_letters(raw: bytes, signs: Sequence[re.Match[bytes]]) -> Decoded:
    """Read what is not UTF-8 as Windows-1252, where a letter or sign makes sense."""
    starts = [0, *(sign.end() for sign in signs)]
    ends = [*(sign.start() for sign in signs), len(raw)]
    pieces = [
        raw[start:end].decode("cp1252", "replace") for start, end in zip(starts, ends, strict=True)
    ]
    characters = [*(sign[0].decode("utf-8") for sign in signs), ""]
    text = "".join(chain.from_iterable(zip(pieces, characters, strict=True)))
    shown: list[str] = []
    read = at = 0
    for piece, character in zip(pieces, characters, strict=True):
        sensible = [sign < "\x80" or _is_sensible(text, at + n) for n, sign in enumerate(piece)]
        read += sum(ok and sign > "\x7f" for ok, sign in zip(sensible, piece, strict=True))
        kept = "".join(sign if ok else _LOST for ok, sign in zip(sensible, piece, strict=True))
        shown += [_LOST_RUN.sub(_LOST, kept), character]
        at += len(piece) + len(character)
    return Decoded("".join(shown), (two_encodings(read),) if read else ())


def _old(raw: bytes) -> Iterator[Decoded]:
    """Decode in the one older encoding in which the letters make sense."""
    for encoding, name, languages in _OLD:
        for decoded in _strict(raw, encoding):
            places = [match.start() for match in _BEYOND.finditer(decoded.text)]
            sensible = all(_is_sensible(decoded.text, at) for at in places)
            if sensible and _is_of_one_language(decoded.text, places, languages):
                common = encoding == "cp1252"
                yield Decoded(decoded.text, () if common else (old_encoding(name),))
                return
    for decoded in _strict(raw, "cp1252"):
        letters = sum(map(str.isalpha, decoded.text))
        strange = sum(sign.isalpha() for sign in _BEYOND.findall(decoded.text))
        if strange <= _STRANGE * letters:
            yield Decoded(decoded.text, (old_encoding("Windows-1252"),))


def _is_sensible(text: str, at: int) -> bool:
    """Tell whether a letter or sign beyond ASCII is where such a one may be."""
    if text[at] == _LOST:
        return False
    sign, before, after = text[at], text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    if sign.isalpha() and sign not in "ªºµ":
        if sign.isupper():
            return not before.islower()
        alone = not (before.isalpha() or after.isalpha())
        odd = alone and (sign not in _WORDS or after > "\x7f")
        return not (odd or after.isupper() or before.isdigit())
    return sign in _MAY_JOIN or not (before.isalpha() and after.isalpha())


def _is_of_one_language(
    text: str, places: Sequence[int], languages: Sequence[frozenset[str]]
) -> bool:
    letters = [text[at].lower() for at in places if text[at].isalpha()]
    strange = min((sum(x not in language for x in letters) for language in languages), default=0)
    return strange <= _STRANGE * len(letters)


def _without_second_coding(text: str) -> Decoded:
    """Mend UTF-8 that was taken for Windows-1252 and saved as UTF-8 again: "donâ€™t"."""
    if text.isascii():
        return Decoded(text)
    found = [match for match in _TWICE.finditer(text) if _meant(match[0])]
    if len(found) < 2 and not any(len(match[0]) > 2 for match in found):  # noqa: PLR2004  # one pair may be chance
        return Decoded(text)
    mended = _TWICE.sub(lambda match: _meant(match[0]) or match[0], text)
    return Decoded(mended, (coded_twice(len(found)),))


def _meant(words: str) -> str | None:
    meant = bytes(_CP1252[sign] for sign in words).decode("utf-8", "replace")
    return meant if _USUAL.fullmatch(meant) else None
