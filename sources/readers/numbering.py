"""The numbers that programs set before headings and list entries: how one is written."""

from collections.abc import Mapping
from string import ascii_lowercase
from typing import Final

_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_LARGEST_ROMAN = 4999
_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_ORDINALS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
    "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
).split()
_TENS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety".split()
_CHINESE = "〇一二三四五六七八九"
_LETTERS: Final[Mapping[str, str]] = {
    "a": ascii_lowercase,
    "cyrillic": "абвгдежзиклмнопрстуфхцчшщыэюя",
    "greek": "αβγδεζηθικλμνξοπρστυφχψω",
    "stems": "甲乙丙丁戊己庚辛壬癸",
    "signs": "*†‡§",
}
_CIRCLED = 20  # numbers that Unicode has in a circle


def number_text(value: int, style: str) -> str:
    """Write a number as a list shows it.

    Args:
        value: The number.
        style: The first number of the sequence as OpenDocument and HTML name it: "1", "a", "A",
            "i", "I"; and also "01", "1st", "one", "first", "一", "①", "cyrillic", "greek",
            "stems" (of China) or "signs" (of footnotes).

    Returns:
        The number; "" if the style has no such number, or is unknown.
    """
    if style in {"I", "A"}:
        return number_text(value, style.lower()).upper()
    if style in {"1", "01"}:
        return f"{value:0{len(style)}}"
    if value < 1 and style != "1st":
        return ""
    if alphabet := _LETTERS.get(style):
        # The 27th letter is "aa", the 28th "bb".
        rounds, place = divmod(value - 1, len(alphabet))
        return alphabet[place] * (rounds + 1)
    writer = _WRITERS.get(style)
    return writer(value) if writer else ""


def _roman(value: int) -> str:
    if value > _LARGEST_ROMAN:
        return ""
    written = ""
    for size, sign in _ROMAN:
        count, value = divmod(value, size)
        written += sign * count
    return written


def _ordinal(value: int) -> str:
    teens = value // 10 % 10 == 1
    ending = "th" if teens else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{ending}"


def _in_words(value: int) -> str:
    if value < len(_WORDS):
        return _WORDS[value].capitalize()
    tens, rest = divmod(value, 10)
    if tens >= len(_TENS):
        return ""
    return (f"{_TENS[tens]}-{_WORDS[rest]}" if rest else _TENS[tens]).capitalize()


def _ordinal_in_words(value: int) -> str:
    if value < len(_ORDINALS):
        return _ORDINALS[value].capitalize()
    tens, rest = divmod(value, 10)
    if tens >= len(_TENS):
        return ""
    return (
        f"{_TENS[tens]}-{_ORDINALS[rest]}" if rest else f"{_TENS[tens].removesuffix('y')}ieth"
    ).capitalize()


def _chinese(value: int) -> str:
    tens, rest = divmod(value, 10)
    if tens > 9:  # noqa: PLR2004  # two digits
        return ""
    ten = "" if not tens else "十" if tens == 1 else f"{_CHINESE[tens]}十"
    return ten + (_CHINESE[rest] if rest else "")


def _circled(value: int) -> str:
    return chr(ord("①") + value - 1) if value <= _CIRCLED else str(value)


_WRITERS = {
    "i": _roman,
    "1st": _ordinal,
    "one": _in_words,
    "first": _ordinal_in_words,
    "一": _chinese,
    "①": _circled,
}
