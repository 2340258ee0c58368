"""Raised letters in plain text: notes, powers and ordinals."""

import re

_NOTE_MARK = re.compile(r"\d{1,3}(?:[,–-]\d{1,3})*|[*†‡§]{1,3}|[a-h](?:,[a-h])*")
_BEFORE_NOTE = re.compile(r"(?:^|(?:[^\W\d_]['’]?){3}|[.,;:!?)\]\"'”’»])\Z")
_IN_BRACKETS = re.compile(r"(?:\[\w+\])+")
# Words that take powers, not notes.
_FUNCTION = re.compile(
    r"(?<![^\W_])(?:(?:ar?c?)?(?:sin|cos|tan|cot|sec|csc)h?|log|exp|det|lim|min|max|mol|rad"
    r"|inch(?:es)?|foot|feet|yards?|miles?|(?:centi|kilo|milli)?met(?:er|re)s?)\Z"
)
_LONG_WORD = re.compile(r"[^\W\d_]{3,}")
_SIGNED = re.compile(r"[+\u2212-]?[0-9]+|[0-9]*[+\u2212-]")
_RAISED_SIGNS = str.maketrans("0123456789+-\u2212", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_BASE = re.compile(r"(?:(?<![^\W_])[^\W\d_]|\d|[)\]}|])\Z")
_ORDINAL = re.compile(
    r"(?:\d|(?<![^\W_])[IVXLC]+)(?:st|nd|rd|th|[èe]?re?|[èe]me|er|e|o|a|os|as|de|ste|ter)\Z"
)
_ABBREVIATION = re.compile(r"(?<![^\W_])(?:M(?:me|lle|gr|[rs])s?|Dre?|[Nn]os?|Ste?|V(?:ve|e))\Z")
_SIMPLE = re.compile(r"[^\W_]+|\d+\.\d+")


def raised_words(before: str, words: str) -> str:
    """Return raised words as plain text.

    A note is "[12]"; a power is "²", or "^" before what Unicode has no raised form of. All other
    words stay as they are: those of "1st", "Mme" or "®".

    Args:
        before: The words before them on the same line; "" if there are none.
        words: The raised words.
    """
    mark = words.strip()
    if _IN_BRACKETS.fullmatch(mark):
        return words
    if _NOTE_MARK.fullmatch(mark) and _takes_note(before, mark):
        return f"[{mark}]" if before else f"[{mark}] "
    if _SIGNED.fullmatch(mark):
        return words.translate(_RAISED_SIGNS)
    if not _is_power(before, mark):
        return words
    return f"^{mark}" if _SIMPLE.fullmatch(mark) else f"^({mark})"


def _takes_note(before: str, mark: str) -> bool:
    if not _BEFORE_NOTE.search(before) or (mark.isalpha() and not before[-1:].isalpha()):
        return False
    return not (_FUNCTION.search(before) or _ends_with_formula(before))


def _ends_with_formula(before: str) -> bool:
    """Whether a pair of brackets at the end has no words in it."""
    if before[-1:] not in {")", "]"}:
        return False
    depth = 0
    for place in range(len(before) - 1, -1, -1):
        depth += (before[place] in ")]") - (before[place] in "([")
        if not depth:
            return _LONG_WORD.search(before, place) is None
    return False


def _is_power(before: str, mark: str) -> bool:
    if not _BASE.search(before) or not any(sign.isalnum() or sign == "\u22a4" for sign in mark):
        return False
    whole = before[-8:] + mark
    return not (_ORDINAL.search(whole) or _ABBREVIATION.search(whole))
