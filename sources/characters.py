"""Fold characters that look alike, by Unicode's compatibility form."""

import re
import unicodedata

# Python sorts n marks on one letter in n * n steps; no language uses more than a few.
_TOO_MANY_MARKS = re.compile(r"([^\w\s\x00-\x7f]{30})[^\w\s\x00-\x7f]+")


def nfkc(text: str) -> str:
    """Apply NFKC; of a run of accents or other marks, keep the first 30."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFKC", _TOO_MANY_MARKS.sub(r"\1", text))
