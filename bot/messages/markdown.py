"""Text -> Discord's Markdown that shows exactly this text.

Discord shows a backslash and the punctuation mark behind it as that mark alone, everywhere but
in code and in links. So each mark that could begin a construct gets one, and nothing else does:
notifications and screen readers may show the backslashes.
"""

import re
import unicodedata

# Emphasis, code, strikethrough, spoilers, links, mentions, times and custom emoji; and the colon
# that makes https://... a link, or the one that begins :smile:.
_SPECIAL = re.compile(r"[\\*_~|`<\[\]@]|:(?=//|[\w+-]+:)")
# Headings, small print, quotations and lists, numbered ones too: Discord numbers them anew.
_AT_LINE_START = re.compile(r"^(?:[0-9]+(?=[.)])|(?=[-#>+=]))", re.MULTILINE)
_JOINERS = "\u200c\u200d"  # they shape Persian and Indian words and emoji, and Discord keeps them
_GONE = "\N{REPLACEMENT CHARACTER}"


def escape(text: str) -> str:
    """Discord's Markdown for a text, shown as it stands, line by line."""
    return _AT_LINE_START.sub(r"\g<0>\\", _SPECIAL.sub(r"\\\g<0>", text))


def showable(text: str) -> str:
    """The text as Discord can show it; unequal to `text` if it cannot show all of it.

    Discord drops or cannot carry control characters, lone surrogates and characters without an
    agreed shape; they become the replacement character. Invisible ones are left out, for among
    them are those that turn the reading order of what follows.
    """
    if all(line.isprintable() for line in text.split("\n")):
        return text
    return "".join(map(_showable_character, text))


def clip(text: str, limit: int) -> str:
    """The text on one line, showable, and cut to `limit` characters with an ellipsis."""
    line = showable(" ".join(text.split()))
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def _showable_character(character: str) -> str:
    if character.isprintable() or character == "\n" or character in _JOINERS:
        return character
    return "" if unicodedata.category(character) == "Cf" else _GONE
