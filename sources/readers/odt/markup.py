"""OpenDocument's XML: names and attributes, whatever their namespace."""

from lxml import etree


def local_name(element: etree._Element) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def attribute(element: etree._Element, name: str, default: str = "") -> str:
    """Return the value of an attribute by its name without a namespace."""
    if not element.attrib:
        return default
    return next((v for k, v in element.attrib.items() if str(k).endswith(f"}}{name}")), default)


def attributes(element: etree._Element) -> dict[str, str]:
    """Return all attributes by their names without a namespace."""
    return {str(key).rpartition("}")[2]: str(value) for key, value in element.attrib.items()}


def number_of(element: etree._Element, name: str, default: int = 1) -> int:
    """Return an attribute as a number, if it is one."""
    return number(attribute(element, name), default)


def number(written: str, default: int = 1) -> int:
    """Return a number as it is written, or else the default."""
    return int(written) if written.isdecimal() else default


def all_words(element: etree._Element) -> str:
    """Return all text in an element on one line, but for who commented, and when."""
    parts: list[str] = [element.text or ""]
    for child in element:
        if local_name(child) not in {"creator", "date"}:
            parts.append(all_words(child))
        parts.append(child.tail or "")
    return " ".join(" ".join(parts).split()) if len(element) else "".join(parts)
