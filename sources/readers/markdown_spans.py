"""Marks of dialects of Markdown within a line: roles, settings, references, comments and others."""

import re
from collections.abc import Callable, Iterator, Mapping

from sources.draft import mark

from .edits import Edit
from .markdown_cells import SETTING

COMMENT = "it is a comment"
_TARGET = "it is where a link leads"

_INLINE = re.compile(
    r"""
    (?P<ref>\\?@ref\((?:\w+:)?(?P<label>[^()\s]+)\))
  | (?P<strong>(?<!_)__(?P<strong_words>(?<!\w__)(?=\S)[^_\n]{1,80}[ ](?=__)
      | (?<=\w__)(?=\W)[^_\n]{0,79}[^\s_](?=__(?!\w)))__(?!_))
  | (?P<escape>\\[^\w\s])
  | (?P<role>\{[a-zA-Z][\w:+-]*\})(?P<role_ticks>`+)(?P<role_words>[^`\n]+)
      (?P<role_end>(?P=role_ticks))
  | (?P<code>(?<!`)(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n).){1,2000}?(?<!`)(?P=ticks)(?!`))
  | (?P<math>\$\$(?:(?!\$\$|\n[ \t]*\n).)+\$\$
      | \$(?=[^\s$])(?:\\.|[^$\n\\])*?(?<=[^\s])\$(?![\w$]))
  | (?P<comment><!--(?:(?!<!--|-->)[^\n])*-->
      | (?<![\w%])%%(?!%)(?:(?:(?!%%|\n[ \t]*\n).)*%%|[^\n]*$)
      | \{::comment\}(?:(?!\{::)[^\n])*?\{:/(?:comment)?\}
      | \{%-?[ \t]*comment\b(?:(?!\{%-?[ \t]*comment)[^\n])*?endcomment[ \t]*-?%\} )
  | (?P<setting>\{\{[<%](?:(?!\{\{|\}\}|\n[ \t]*\n).)*[>%]\}\}
      | \{%(?:(?!\{%|%\}|\n[ \t]*\n).)*%\} | \{::?/?[ ]?[a-zA-Z#.][^{}\n]*\}
      | (?<=[)`])\{[#.\w][^{}\n]*\} | (?<=[ \t])\{(?:[#.][^{}\n]*|-)\}(?=[ \t]*\#*[ \t]*$)
      | (?<=[ \t])\^(?=[\d-]*[a-zA-Z])[a-zA-Z\d-]{5,}[ \t]*$ )
  | (?P<span>\[)(?P<span_words>[^\[\]\n]+)(?P<span_end>\]\{[#.][^{}\n]*\})
  | (?P<wiki>!?(?<![\w\])])\[\[)(?P<target>[^\[\]|\n]+)(?:\|(?P<shown>[^\[\]\n]*))?
      (?P<wiki_end>\]\])
  | (?P<light>(?<![=\w])==)(?=[^\s=])(?P<lit>[^\n=]+?)(?<=\S)(?P<light_end>==(?![=\w]))
  | (?P<note>\[\^)(?=[^\]\s]{1,80}\])
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
_SIGN = re.compile(r"[\\{`$<%\[!=^@_]")  # what such a mark begins with
_ROLE_TARGET = re.compile(r"\s*<[^<>]+>\Z")
_SHORTCODE = re.compile(r"\{[{%][<%-]?\s*(video|audio|figure|ima?ge?|youtube|embed|include)\b")
_PICTURE = re.compile(r"(?i)\.(?:png|jpe?g|gif|svg|webp|pdf|mp[34]|wav|webm|mov)\s*\Z")


def find_spans(text: str, start: int, end: int) -> Iterator[Edit]:
    """Yield the marks in [start, end) of a text, in order; there are none in code and formulas."""
    while sign := _SIGN.search(text, start, end):
        match = _INLINE.match(text, sign.start(), end)
        start = match.end() if match else sign.end()
        if match and (find := _EDITS.get(match.lastgroup or "")):
            yield from find(match)


def _comment(match: re.Match[str]) -> list[Edit]:
    start, end = match.span()
    before, after = match.string[max(start - 1, 0) : start], match.string[end : end + 1]
    start -= before == " " and (not after or after in " .,;:!?)\n")
    # A private remark is stored nowhere.
    return [Edit(start, end, reason="" if match[0].startswith("%%") else COMMENT)]


def _setting(match: re.Match[str]) -> list[Edit]:
    """Leave a mark in brackets where the program would put something into a line."""
    name = _SHORTCODE.match(match[0])
    text, start, end = match.string, match.start(), match.end()
    line = text[text.rfind("\n", 0, start) + 1 : start].strip("> \t")
    below = text.find("\n", end)
    alone = not (line or text[end : below if below >= 0 else len(text)].strip())
    return [Edit(*match.span(), "" if alone or not name else mark(name[1]), SETTING)]


def _role(match: re.Match[str]) -> list[Edit]:
    start, end = match.span("role_words")
    if match["role"] in {"{math}", "{code}", "{kbd}", "{raw}"}:
        return [Edit(*match.span("role"), reason=SETTING)]
    edits = [Edit(match.start(), start, reason=SETTING), Edit(end, match.end())]
    if target := _ROLE_TARGET.search(match["role_words"]):
        edits.insert(1, Edit(start + target.start(), end, reason=_TARGET))
    return edits


def _wiki(match: re.Match[str]) -> list[Edit]:
    end = Edit(*match.span("wiki_end"))
    if match["wiki"].startswith("!") and _PICTURE.search(match["target"]):
        size = Edit(match.end("target"), match.start("wiki_end"), reason=_TARGET)
        return [Edit(*match.span("wiki"), "!["), size, Edit(end.start, end.end, "]()")]
    if match["shown"]:
        return [Edit(match.start(), match.start("shown"), reason=_TARGET), end]
    return [Edit(*match.span("wiki")), Edit(match.end("target"), match.end())]


def _around(match: re.Match[str]) -> list[Edit]:
    """Keep the words between two signs; attributes after them are settings."""
    first, last = ("span", "span_end") if match["span"] else ("light", "light_end")
    return [Edit(*match.span(first)), Edit(*match.span(last), reason=SETTING)]


_EDITS: Mapping[str, Callable[[re.Match[str]], list[Edit]]] = {
    # The label of a figure stands where the program would write its number.
    "ref": lambda match: [Edit(*match.span(), mark(match["label"]), _TARGET)],
    "strong": lambda match: [
        Edit(match.start(), match.start("strong_words")),
        Edit(match.end("strong_words"), match.end()),
    ],
    "comment": _comment,
    "role_end": _role,
    "setting": _setting,
    "span_end": _around,
    "light_end": _around,
    "wiki_end": _wiki,
    "note": lambda match: [Edit(*match.span(), "\\[")],
}
