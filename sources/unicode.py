"""Unicode's compatibility form, in which letters that look alike are the same."""

import re
import unicodedata

# Python sorts n marks on one letter in n * n steps; no language sets more than a few.
_TOO_MANY_MARKS = re.compile(r"([^\w\s\x00-\x7f]{30})[^\w\s\x00-\x7f]+")


def nfkc(text: str) -> str:
    """NFKC; of a run of accents or other signs that are no letters, the first 30 stay."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFKC", _TOO_MANY_MARKS.sub(r"\1", text))
