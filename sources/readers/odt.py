"""OpenDocument texts: their elements are given the names of HTML's, and read as these are."""

from lxml import etree

from sources.draft import Draft
from sources.limits import Limits

from .archives import open_archive
from .markup import NOTE, put_below, take_out, write_markup
from .writer import DraftWriter
from .xml_parts import dublin_core, read_xml, with_title

_CONTENT = "content.xml"
_META = "meta.xml"
_SVG = "svg-compatible"  # in the namespace of what describes a picture
_SET_IN = ("p", "h", "table")
_LAST_LEVEL = 6
_NAMES = {
    "p": "p",
    "list": "ul",
    "list-item": "li",
    "list-header": "p",
    "line-break": "br",
    "table": "table",
    "table-row": "tr",
    "table-cell": "td",
}
# What is not shown, or says nothing that the headings do not.
_NOT_TEXT = (
    "tracked-changes annotation annotation-end table-of-content alphabetical-index "
    "table-index illustration-index user-index note-citation number bibliography-configuration "
    "sequence-decls forms script event-listeners covered-table-cell"
).split()


def read_odt(raw: bytes, limits: Limits) -> Draft:
    """Find the text of an OpenDocument text: no deleted text, no comments, notes under paragraphs.

    Raises:
        UnreadableFileError: If it is damaged or beyond a limit.
    """
    archive = open_archive(raw, limits)
    content = read_xml(archive, _CONTENT)
    writer = DraftWriter()
    body = content.find("{*}body/{*}text")
    if body is not None:
        _place_asides(body)
        _rename(body, _title_styles(content))
        write_markup(body, writer)
    about = read_xml(archive, _META) if _META in archive.namelist() else None
    return with_title(writer.draft(dublin_core(about)))


def _title_styles(content: etree._Element) -> frozenset[str]:
    """The names of the style Title and of those that only add to it."""
    own = (
        style
        for style in content.iter("{*}style")
        if _attribute(style, "parent-style-name") == "Title"
    )
    return frozenset({"Title", *(_attribute(style, "name") for style in own)})


def _place_asides(body: etree._Element) -> None:
    """Put notes and text boxes after the paragraph that they are set in."""
    last: dict[etree._Element, etree._Element] = {}
    for aside in list(body.iter("{*}note-body", "{*}text-box")):
        around = [e for e in aside.iterancestors() if _local(e) in _SET_IN]
        if around:
            tables = [e for e in around if _local(e) == "table"]
            if _local(aside) == "note-body":
                for paragraph in aside:
                    paragraph.set("role", NOTE)
            put_below((tables or around)[-1], list(aside), last)
            take_out(aside)


def _rename(body: etree._Element, titles: frozenset[str]) -> None:
    for element in list(body.iter()):
        name = _local(element)
        if name in _NOT_TEXT or _SVG in str(element.tag):
            take_out(element)
        elif name == "h":
            element.tag = f"h{_outline_level(element)}"
        elif name == "p" and _attribute(element, "style-name") in titles:
            element.tag = "h1"
        elif name in {"s", "tab"}:
            element.tag, element.text = "span", " "
        elif element is not body:
            element.tag = _NAMES.get(name, "span")


def _outline_level(heading: etree._Element) -> int:
    level = _attribute(heading, "outline-level")
    return min(max(int(level), 1), _LAST_LEVEL) if level.isdecimal() else 1


def _attribute(element: etree._Element, name: str) -> str:
    """The value of an attribute, whatever its namespace; "" if there is none."""
    return next((v for k, v in element.attrib.items() if k.endswith(f"}}{name}")), "")


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]
