"""Word's XML: names, values, and which of several versions of the same content to read."""

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
"""The namespace of Word's elements and attributes, as lxml writes it."""

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
"""The namespace of ids that name other parts."""

_OFF = frozenset({"0", "false", "off", "none"})


def local_name(element: etree._Element) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def value_of(element: etree._Element | None, default: str = "") -> str:
    """Return the attribute `w:val` of an element."""
    return default if element is None else element.get(f"{W}val", default)


def number_of(element: etree._Element | None, default: int) -> int:
    """Return the attribute `w:val` as a number, if it is one."""
    written = value_of(element)
    return int(written) if written.isdecimal() else default


def is_on(element: etree._Element | None) -> bool | None:
    """Say whether a switch such as `w:b` is on; None if it is missing."""
    return None if element is None else value_of(element, "1").casefold() not in _OFF


def all_words(element: etree._Element | None) -> str:
    """Return all text in an element, deleted text too."""
    if element is None:
        return ""
    parts = element.iter("{*}t", f"{W}delText", f"{W}tab", f"{W}br")
    words = ((part.text or "") if local_name(part) in {"t", "delText"} else " " for part in parts)
    return "".join(words).strip()


def alternative(choices: etree._Element) -> etree._Element:
    """Return one of several versions of the same content: the first with text, or the first."""
    return next((choice for choice in choices if _has_content(choice)), choices[0])


def _has_content(choice: etree._Element) -> bool:
    shown = choice.iter("{*}t", "{*}relIds", "{*}chart", "{*}oMath")
    return any(element.text or local_name(element) != "t" for element in shown)
