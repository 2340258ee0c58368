"""Equations -> one line of text: Word's (OMML) and those of web pages and OpenDocument (MathML).

The line has the letters, digits and signs of the equation in reading order. Only signs are added:
"/" for a fraction line, "^" and "_" where Unicode has no raised or lowered character, "√" for a
root, and brackets where the layout groups. The notation follows Unicode Technical Note 28.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from lxml import etree

_DEEPEST = 60  # levels; what is nested deeper is written as it comes
# Around words and fractions: a space, if otherwise two letters or digits would touch.
_APART = "\x1f"
_NEEDED = re.compile(r"(?<=[\w)\]}²³¹⁰-⁹])\x1f+(?=[\w(√∫∑∏])")
_WHITE_SPACE = re.compile(r"\s+")
_INVISIBLE = str.maketrans("", "", "\u2061\u2062\u2063\u2064\u200b")
_SIMPLE = re.compile(r"\w*(?:\.\d+)?[′″\u0300-\u036f\u20d0-\u20ff²³¹⁰-⁹⁺⁻₀-₉]*|[^\w\s]")
_OPERAND = re.compile(r"(?:\d+(?:\.\d+)?|[^\W\d_]+)[′″²³¹⁰-⁹₀-₉]*")
_DIGITS = re.compile(r"[+\u2212-]?[0-9]+")
_TICKS = re.compile(r"[′″‴'*†‡°\u2218]+")
_RAISED = str.maketrans("0123456789+-\u2212", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_LOWERED = str.maketrans("0123456789+-\u2212", "₀₁₂₃₄₅₆₇₈₉₊₋₋")
_COMBINING: Final[Mapping[str, str]] = {
    **dict.fromkeys("^ˆ", "\u0302"),
    **dict.fromkeys("~˜", "\u0303"),
    **dict.fromkeys("¯‾_―−-", "\u0305"),
    **dict.fromkeys(".˙", "\u0307"),
    **dict.fromkeys("¨", "\u0308"),
    **dict.fromkeys("→⃗⇀", "\u20d7"),
    **dict.fromkeys("´", "\u0301"),
    **dict.fromkeys("`", "\u0300"),
    **dict.fromkeys("ˇ", "\u030c"),
    **dict.fromkeys("˘", "\u0306"),
}
_LARGE = frozenset("∫∬∭∮∑∏∐⋃⋂⋁⋀")
_BRACKETS = {"(": ")", "[": "]", "{": "}", "|": "|", "‖": "‖", "⟨": "⟩", "⌊": "⌋", "⌈": "⌉"}
_NOT_SHOWN = frozenset({"annotation", "annotation-xml", "ctrlPr", "maligngroup", "malignmark"})


def formula_text(formula: etree._Element) -> str:
    """Write an equation on one line.

    Args:
        formula: An element `oMath` or `oMathPara` of OMML, or `math` of MathML.

    Returns:
        Its text without white space around it; "" if it has none.
    """
    words = _NEEDED.sub(" ", _written(formula, 0)).replace(_APART, "")
    return _WHITE_SPACE.sub(" ", words).strip()


def _written(element: etree._Element, depth: int) -> str:
    name = _name(element)
    if name in _NOT_SHOWN or name.endswith("Pr"):
        return ""
    if depth > _DEEPEST:
        return "".join(element.itertext())
    if name in _LEAVES:
        return _LEAVES[name]("".join(element.itertext()).translate(_INVISIBLE))
    parts = [child for child in element if isinstance(child.tag, str) and not _is_setting(child)]
    write = _WRITERS.get(name)
    if write is None:
        return "".join(_written(part, depth + 1) for part in parts)
    return write(element, [_written(part, depth + 1) for part in parts])


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2].rpartition(":")[2]


def _is_setting(element: etree._Element) -> bool:
    name = _name(element)
    return name.endswith("Pr") or name in _NOT_SHOWN


def _setting(element: etree._Element, name: str, default: str = "") -> str:
    """The value of a property in OMML, which stands in the first child."""
    found = next(element.iterfind(f"{{*}}{_name(element)}Pr/{{*}}{name}"), None)
    if found is None:
        return default
    return next((value for key, value in found.attrib.items() if str(key).endswith("val")), "")


def _split(parts: Sequence[str], count: int) -> list[str]:
    """Return exactly `count` parts: missing ones are "", and the last has whatever is left."""
    padded = [*parts, *[""] * count]
    return [*padded[: count - 1], "".join(padded[count - 1 :])]


def _grouped(words: str, simple: re.Pattern[str] = _SIMPLE) -> str:
    """Put brackets around words that would not hold together without."""
    words = words.strip(_APART).strip()
    if simple.fullmatch(words) or _is_bracketed(words):
        return words
    return f"({words})"


def _is_bracketed(words: str) -> bool:
    end = _BRACKETS.get(words[:1])
    return end is not None and words.endswith(end) and end not in words[1:-1] and len(words) > 1


def _fraction(element: etree._Element, parts: list[str]) -> str:
    above, below = _split(parts, 2)
    no_bar = _setting(element, "type") == "noBar" or element.get("linethickness") in {"0", "0pt"}
    if no_bar:
        return f"{above}; {below}"
    return f"{_APART}{_grouped(above)}/{_grouped(below, _OPERAND)}{_APART}"


def _raised(words: str) -> str:
    words = words.strip(_APART).strip()
    if not words or _DIGITS.fullmatch(words):
        return words.translate(_RAISED)
    if _TICKS.fullmatch(words):
        return words.replace("\u2218", "°")
    return f"^{words if len(words) == 1 else _grouped(words, _DIGITS)}"


def _lowered(words: str) -> str:
    words = words.strip(_APART).strip()
    if not words or _DIGITS.fullmatch(words):
        return words.translate(_LOWERED)
    return f"_{_grouped(words)}"


def _with_scripts(base: str, below: str, above: str) -> str:
    base = base.strip(_APART).strip()
    # After the name of a function or a large operator something else begins.
    end = _APART if len(base) > 1 or base in _LARGE else ""
    base = _grouped(base) if base else ""
    scripts = _lowered(below) + _raised(above)
    end = _APART if end or "_" in scripts or "^" in scripts else ""
    return f"{base}{scripts}{end}"


def _sup(_: etree._Element, parts: list[str]) -> str:
    base, above = _split(parts, 2)
    return _with_scripts(base, "", above)


def _sub(_: etree._Element, parts: list[str]) -> str:
    base, below = _split(parts, 2)
    return _with_scripts(base, below, "")


def _sub_sup(_: etree._Element, parts: list[str]) -> str:
    base, below, above = _split(parts, 3)
    return _with_scripts(base, below, above)


def _before(_: etree._Element, parts: list[str]) -> str:
    below, above, base = _split(parts, 3)
    return f"{_lowered(below)}{_raised(above)}{base}"


def _multiscripts(element: etree._Element, parts: list[str]) -> str:
    names = [_name(child) for child in element if isinstance(child.tag, str)]
    after, before = parts[1:], []
    if "mprescripts" in names:
        cut = names.index("mprescripts")
        after, before = parts[1:cut], parts[cut + 1 :]
    scripts = ["".join(_scripts(given)) for given in (before, after)]
    return f"{scripts[0]}{parts[0] if parts else ''}{scripts[1]}"


def _scripts(parts: list[str]) -> Iterable[str]:
    for i in range(0, len(parts), 2):
        below, above = (*parts[i : i + 2], "")[:2]
        yield _lowered(below) + _raised(above)


def _over(_: etree._Element, parts: list[str]) -> str:
    base, above = _split(parts, 2)
    accent = _COMBINING.get(above.strip(_APART).strip())
    return f"{base.rstrip(_APART)}{accent}" if accent else _with_scripts(base, "", above)


def _accent(element: etree._Element, parts: list[str]) -> str:
    mark = _setting(element, "chr", "\u0302")
    return f"{''.join(parts).rstrip(_APART)}{_COMBINING.get(mark, mark)}"


def _bar(element: etree._Element, parts: list[str]) -> str:
    line = "\u0332" if _setting(element, "pos", "bot") == "bot" else "\u0305"
    return f"{''.join(parts).rstrip(_APART)}{line}"


def _root(_: etree._Element, parts: list[str]) -> str:
    """A root in MathML: what is under it, then its degree."""
    words, degree = _split(parts, 2)
    return f"{_raised(degree).rstrip(_APART)}√{_grouped(words)}{_APART}"


def _square_root(_: etree._Element, parts: list[str]) -> str:
    return f"√{_grouped(''.join(parts))}{_APART}"


def _radical(_: etree._Element, parts: list[str]) -> str:
    """A root in OMML: its degree, then what is under it."""
    degree, words = _split(parts, 2)
    return f"{_raised(degree).rstrip(_APART)}√{_grouped(words)}{_APART}"


def _large_operator(element: etree._Element, parts: list[str]) -> str:
    below, above, words = _split(parts, 3)
    return _with_scripts(_setting(element, "chr", "∫"), below, above) + _APART + words


def _function(_: etree._Element, parts: list[str]) -> str:
    name, words = _split(parts, 2)
    return f"{_APART}{name}{'' if words.startswith('(') else _APART}{words}{_APART}"


def _delimited(element: etree._Element, parts: list[str]) -> str:
    begin, end = _setting(element, "begChr", "("), _setting(element, "endChr", ")")
    return f"{begin}{_setting(element, 'sepChr', '|').join(parts)}{end}"


def _fenced(element: etree._Element, parts: list[str]) -> str:
    separator = element.get("separators", ",").strip()[:1]
    return f"{element.get('open', '(')}{separator.join(parts)}{element.get('close', ')')}"


def _table(_: etree._Element, parts: list[str]) -> str:
    return "; ".join(parts)


def _row(element: etree._Element, parts: list[str]) -> str:
    table = element.getparent()
    aligned = table is not None and "right left" in table.get("columnalign", "")
    return ("" if aligned else ", ").join(parts)


def _equations(_: etree._Element, parts: list[str]) -> str:
    """Equations below each other, in which "&" marks where they are aligned."""
    return "; ".join(parts).replace("&", "")


def _word(words: str) -> str:
    stripped = words.strip()
    return f"{_APART}{stripped}{_APART}" if len(stripped) > 1 else stripped


def _operator(words: str) -> str:
    return _word(words) if words.strip()[:1].isalpha() else words.strip()


def _as_written(words: str) -> str:
    return _WHITE_SPACE.sub(" ", words)


_LEAVES: Final[Mapping[str, Callable[[str], str]]] = {
    "t": _as_written,
    "mtext": lambda words: f"{_APART}{_as_written(words)}{_APART}",
    "mi": _word,
    "mn": str.strip,
    "mo": _operator,
    "ms": str.strip,
}
_WRITERS: Final[Mapping[str, Callable[[etree._Element, list[str]], str]]] = {
    "f": _fraction,
    "mfrac": _fraction,
    **dict.fromkeys(("sSup", "limUpp", "msup"), _sup),
    **dict.fromkeys(("sSub", "limLow", "msub", "munder"), _sub),
    **dict.fromkeys(("sSubSup", "msubsup", "munderover"), _sub_sup),
    "sPre": _before,
    "mmultiscripts": _multiscripts,
    "mover": _over,
    "acc": _accent,
    "bar": _bar,
    "rad": _radical,
    "msqrt": _square_root,
    "mroot": _root,
    "nary": _large_operator,
    "func": _function,
    "d": _delimited,
    "mfenced": _fenced,
    "m": _table,
    "mtable": _table,
    "mr": _row,
    "mtr": _row,
    "eqArr": _equations,
    "semantics": lambda _, parts: parts[0] if parts else "",
}
