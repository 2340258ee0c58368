"""Raised letters as plain text, in which nothing stands higher."""

import re

_NOTE_MARK = re.compile(r"\d{1,3}(?:[,–-]\d{1,3})*|[*†‡§]{1,3}")
_BEFORE_NOTE = re.compile(r"(?:^|(?:[^\W\d_]['’]?){3}|[.,;:!?)\]\"'”’»])\Z")
_POWER = re.compile(r"[+\u2212-]?[0-9]+")
_RAISED_DIGITS = str.maketrans("0123456789+-\u2212", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")


def raised_words(before: str, words: str) -> str:
    """Raised words as plain text: "[12]" for the number of a note, "²" for a power.

    Args:
        before: What stands before them on the same line; "" if nothing does.
        words: Other ones, as of "1st", stay as they are.
    """
    mark = words.strip()
    if _NOTE_MARK.fullmatch(mark) and _BEFORE_NOTE.search(before):
        return f"[{mark}]" if before else f"[{mark}] "
    return words.translate(_RAISED_DIGITS) if _POWER.fullmatch(mark) else words
