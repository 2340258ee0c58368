"""Marks that dialects of Markdown add: Quarto, MyST, kramdown, Jekyll, Hugo, Obsidian and others.

Each is replaced so that what is left is CommonMark, or left out. Code and formulas stay as written.
"""

import re
from dataclasses import dataclass

from .edits import Edit
from .markdown_cells import SETTING, cell_edits, shows_code
from .markdown_spans import COMMENT, find_spans

_FENCE = re.compile(r"(?P<prefix>[ \t>]*)(?P<fence>`{3,}|~{3,}|:{3,})[ \t]*(?P<info>[^`\n]*)$")
_DIRECTIVE = re.compile(r"\{(?P<name>[a-zA-Z][\w:+-]*)(?P<options>[^}]*)\}[ \t]*(?P<words>.*)$")
_TITLE = re.compile(r"\btitle=([\"'])(?P<words>.+?)\1")
_OPTION = re.compile(r"[ \t>]*:[\w-]+:(?:[ \t].*)?$")
_CODE = frozenset(
    "r python julia ojs sql bash sh js javascript mermaid dot stan rcpp code code-block code-cell "
    "sourcecode highlight math ipython ipython3 css html svg graphviz plantuml tikz c cpp java "
    "prompt doctest parsed-literal".split()
)
_NO_TEXT = frozenset(
    "index toctree tableofcontents contents bibliography include literalinclude raw eval-rst tags "
    "only meta youtube video iframe embed list-of-figures glossary-index".split()
)
_OF_FILE = frozenset("figure image figure-md video audio download".split())  # name a file, no words
# Lines that are nothing but a mark.
_LINE = re.compile(
    r"""^(?:
        \([\w:.-]+\)=                              # target of MyST
      | \+\+\+.*                                   # cell break of MyST
      | [ \t]*\{:(?!:)[^}\n]*\}                    # attributes of kramdown
      | \^                                        # end of a block of kramdown
      | [ \t]*\{[#.][^}\n]*\}                      # attributes of Pandoc
      | [ \t]*\[(?:TOC|toc)\] | \[\[_TOC_\]\]      # place of the contents
      | (?:\#[^\W\d][\w/-]*[ \t]*)+                # tags of Obsidian
      | \\(?:\w+page|pagebreak|tableofcontents|\w+skip|[vh]space\*?\{[^{}]*\})  # LaTeX
    )[ \t]*$""",
    re.VERBOSE,
)
_DIVISION = re.compile(r"</?(?:div|section|aside|article|center)\b[^<>\n]*>[ \t]*$")
_ROW = re.compile(r"\|(?:[^|\n]*\|){2,}[ \t]*$")
_CALLOUT = re.compile(r"(?P<prefix>(?:[ \t]*>)+[ \t]*)\[![\w-]+\][+-]?[ \t]*(?P<title>.*)$")
_ADMONITION = re.compile(r"[!?]{3}\+?(?:[ \t]+[\w-]+)+(?:[ \t]+\"(?P<title>.*)\")?$")
_NOTE = re.compile(r"\[\^(?P<label>[^\]\s]+)\]:[ \t]*(?=\S|$)")
_INDENT = re.compile(r"(?: {4}|\t)(?=[ \t]*\S)")
_MYST = re.compile(r"^(?:\([\w:.-]+\)=|[`:]{3,}\{[a-z]|jupytext:|kernelspec:)", re.MULTILINE)
_COMMENTS = (
    ("<!--", "-->"),
    ("%%", "%%"),
    ("{::comment}", "{:/comment}"),
    ("{% comment %}", "{% endcomment %}"),
)


def find_dialect_marks(text: str, start: int) -> list[Edit]:
    r"""Find the marks of dialects in a Markdown file.

    Args:
        text: The whole file.
        start: End of the front matter.

    Returns:
        One or more edits for each mark, in order and disjoint. They leave CommonMark, in which
        "\[1]" refers to a footnote.
    """
    scanner = _Scanner(text)
    at = start
    while at < len(text):
        at = scanner.scan(at)
    scanner.end()
    edits, first = list(scanner.edits), start
    for taken, last in (*sorted(scanner.taken), (len(text), len(text))):
        edits += find_spans(text, first, taken)
        first = max(first, last)
    return sorted(edits, key=lambda edit: (edit.start, edit.end))


@dataclass(frozen=True, slots=True)
class _Fence:
    """The opening of a fenced part."""

    sign: str
    size: int
    start: int


class _Scanner:
    """Finds code and the marks that are lines of their own, line by line."""

    def __init__(self, text: str) -> None:
        self.edits: list[Edit] = []
        self.taken: list[tuple[int, int]] = []  # spans in which no other mark is looked for
        self._text = text
        self._is_myst = _MYST.search(text) is not None
        self._shows_code = shows_code(text)
        self._code: _Fence | None = None
        self._unclosed: set[str] = set()  # ends of comments that do not occur below
        self._open: list[_Fence] = []  # directives, whose content is Markdown

    def scan(self, at: int) -> int:
        """Look at the line that begins at an offset; return where to continue."""
        end = self._line_end(at)
        fence = _FENCE.match(self._text, at, end)
        if self._code:
            if fence and self._closes(self._code, fence):
                self._end_code(self._code, end)
        elif fence:
            return self._fence(fence, at, end)
        elif last := self._long_comment(at, end):
            return last
        else:
            self._mark(at, end)
        return end + 1

    def end(self) -> None:
        """Take code without an end for code up to the end of the file."""
        if self._code:
            self.taken.append((self._code.start, len(self._text)))

    def _line_end(self, at: int) -> int:
        end = self._text.find("\n", at)
        return end if end >= 0 else len(self._text)

    def _remove(self, start: int, end: int, reason: str = SETTING, words: str = "") -> None:
        self.edits.append(Edit(start, end, words, reason))
        self.taken.append((start, end))

    def _closes(self, opening: _Fence, fence: re.Match[str]) -> bool:
        same = fence["fence"][0] == opening.sign and len(fence["fence"]) >= opening.size
        return same and not fence["info"].strip()

    def _fence(self, fence: re.Match[str], at: int, end: int) -> int:
        sign, size = fence["fence"][0], len(fence["fence"])
        directive = _DIRECTIVE.match(self._text, fence.start("info"), end)
        name = directive["name"].lower() if directive else ""
        if self._open and self._closes(self._open[-1], fence):
            self._open.pop()
            self._remove(fence.start("fence"), end)
        elif directive and name in _NO_TEXT:
            return self._without_text(_Fence(sign, size, at), end)
        elif directive and name not in _CODE:
            self._open.append(_Fence(sign, size, at))
            return self._directive(fence.start("fence"), directive, end)
        elif sign == ":":
            self._division(fence, end)
        else:
            self._code = _Fence(sign, size, at)
        return end + 1

    def _without_text(self, opening: _Fence, end: int) -> int:
        """Remove a directive whose content is no text, such as entries of the index."""
        while end < len(self._text):
            at, end = end + 1, self._line_end(end + 1)
            fence = _FENCE.match(self._text, at, end)
            if fence and self._closes(opening, fence):
                break
        self._remove(opening.start, end)
        return end + 1

    def _directive(self, start: int, directive: re.Match[str], end: int) -> int:
        """Remove a directive's name and options, and keep its title as a paragraph."""
        words = directive["words"].strip()
        if words and directive["name"].lower() not in _OF_FILE:
            self._remove(start, directive.start("words"))
            self.edits.append(Edit(end, end, "\n"))
        else:
            self._remove(start, end)
        at = end + 1
        is_block = self._text.startswith("---", at)
        while at < len(self._text):
            end = self._line_end(at)
            line = self._text[at:end]
            if not (is_block or _OPTION.match(line)):
                break
            closes = is_block and at > directive.end() + 1 and line.rstrip() == "---"
            self._remove(at, end)
            at = end + 1
            if closes:
                break
        return at

    def _division(self, fence: re.Match[str], end: int) -> None:
        """Remove the line that begins or ends a division of Pandoc, but for its title."""
        title = _TITLE.search(self._text, fence.start("info"), end)
        first, last = title.span("words") if title else (end, end)
        self._remove(fence.start("fence"), first)
        if title:
            self._remove(last, end, words="\n")

    def _end_code(self, opening: _Fence, end: int) -> None:
        """Remove what of code the page does not show; there are no marks in the rest of it."""
        self._code = None
        edits = cell_edits(self._text, opening.start, end, shown=self._shows_code)
        self.edits += edits
        has_caption = any(edit.words for edit in edits)
        self.taken += [(e.start, e.end) for e in edits] if has_caption else [(opening.start, end)]

    def _long_comment(self, at: int, end: int) -> int | None:
        """Remove a comment that begins on this line and ends on a later one."""
        for opening, closing in _COMMENTS:
            start = self._text.rfind(opening, at, end)
            closed = self._text.count(opening, at, end) % 2 == 0 if opening == closing else False
            if start < 0 or closed or self._text.find(closing, start + 1, end) >= 0:
                continue
            if opening == "%%" and self._text[at:start].strip("> \t"):
                continue  # in the middle of a line it may be a sign of its own
            last = self._text.find(closing, end) if closing not in self._unclosed else -1
            if last < 0:
                self._unclosed.add(closing)
            if last >= 0 or opening == "%%":
                last = last + len(closing) if last >= 0 else len(self._text)
                self._remove(start, last, "" if opening == "%%" else COMMENT)
                return last
        return None

    def _holds_markdown(self, line: str, end: int) -> bool:
        """Tell whether what follows the tag on a line is Markdown, and not HTML as well."""
        following = self._text[end + 1 : end + 2]
        is_said = "markdown=" in line  # in kramdown, and others
        return following not in {"", "\n"} and (is_said or following != "<")

    def _mark(self, at: int, end: int) -> None:
        """Remove the mark that a line is, or begins with."""
        line = self._text[at:end]
        if _LINE.match(line):
            self._remove(at, end)
        elif _DIVISION.match(line) and self._holds_markdown(line, end):
            self.edits.append(Edit(end, end, "\n"))  # what is in it or follows is Markdown
        elif (row := _ROW.match(line)) and self._begins_table(at, end):
            self.edits.append(Edit(end, end, "\n|" + "---|" * (row[0].count("|") - 1)))
        elif self._is_myst and line.startswith("% "):
            self._remove(at, end, COMMENT)
        elif callout := _CALLOUT.match(line):
            self._remove(at + callout.end("prefix"), at + callout.start("title"))
            # The title is a paragraph of its own.
            above = [Edit(end, end, f"\n{callout['prefix']}")] if callout["title"].strip() else []
            self.edits += above
        elif note := _NOTE.match(line):
            self._remove(at + note.end("label") + 1, at + note.end("label") + 2)
            self._dedent(end)
        elif (admonition := _ADMONITION.match(line)) and _INDENT.match(self._text, end + 1):
            last = at + (admonition.start("title") if admonition["title"] else len(line))
            self._remove(at, last)
            if admonition["title"]:
                self._remove(end - 1, end, words="\n")
            self._dedent(end)

    def _begins_table(self, at: int, end: int) -> bool:
        """Tell whether a row is the first of a table without a head, as kramdown has them."""
        above = self._text[self._text.rfind("\n", 0, max(at - 1, 0)) + 1 : at].strip()
        below = self._text[end + 1 : self._line_end(end + 1)]
        is_head = not below.strip("|:- \t")
        return not above.startswith("|") and _ROW.match(below) is not None and not is_head

    def _dedent(self, end: int) -> None:
        """Make indented lines below a mark lines of the text, and not code."""
        while end < len(self._text):
            at, end = end + 1, self._line_end(end + 1)
            if indent := _INDENT.match(self._text, at, end):
                self.edits.append(Edit(*indent.span()))
            elif self._text[at:end].strip():
                break
