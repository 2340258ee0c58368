"""Marks of CommonMark within a paragraph: emphasis, links, pictures, code, tags, escapes.

markdown-it-py tells what each character means, but not where it is. So whatever it shows is looked
up in the text, in order, and what lies between is a mark.
"""

import html
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.helpers import parseLinkDestination, parseLinkTitle
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from sources.draft import mark

from .edits import Edit
from .raised import raised_words

MARK = "it is a mark of Markdown, not text"
LINK = "it is where a link leads"
_TAG = "it is HTML markup, not text"
_BEFORE_RAISED = 20  # code points, which tell a power from the number of a note
PICTURE = mark("image")
_MARKED = re.compile(r"[*_\[<&`\\$]| {2}\n")
_MATH = re.compile(
    r"\$\$(?:(?!\$\$|\n[ \t]*\n).)+\$\$|\$(?=[^\s$])(?:\\.|[^$\n\\])*?(?<=\S)\$(?![\w$])", re.DOTALL
)
_MARKUP = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1\s*>|\Z)|&\#?\w{1,30};"
    r"|</t[dh]\b[^<>]*>\s*(?=<t[dh]\b)|<[/!?a-zA-Z][^<>]*>",
    re.IGNORECASE | re.DOTALL,
)
_NEW_LINE = re.compile(r"<(?:br|hr|/(?:p|li|tr|h[1-6]|div|dt|dd|summary))\b", re.IGNORECASE)
_NEW_CELL = re.compile(r"</t[dh]\b", re.IGNORECASE)
_SPACE = re.compile(r"\s*")


class InlineMarks:
    """Finds the marks within the paragraphs of one file."""

    def __init__(self, parser: MarkdownIt, links: Mapping[str, Any]) -> None:
        """Prepare for a file.

        Args:
            parser: Its inline rules are used.
            links: The environment that the parser filled with the file's link definitions.
        """
        self._parser = parser
        self._links = links

    def find(self, words: str) -> list[Edit]:
        """Return the marks in the words of a paragraph, as offsets in them, in order."""
        if not _MARKED.search(words):
            return []
        tokens: list[Token] = []
        self._parser.inline.parse(words, self._parser, dict(self._links), tokens)
        finder = _Finder(words)
        try:
            finder.show_all(tokens)
        except _LostError:  # shown as written, which is never wrong
            return []
        finder.skip(len(words))
        return finder.edits


def find_markup(words: str) -> list[Edit]:
    """Return the tags, comments and entities of HTML, as offsets in the words, in order."""
    return [
        Edit(*match.span(), html.unescape(match[0]), MARK)
        if match[0].startswith("&")
        else Edit(*match.span(), _instead(match[0]), _TAG)
        for match in _MARKUP.finditer(words)
    ]


def keep_math(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  # the parser's interface
    """Keep a formula between dollar signs as it is written: a rule for the parser."""
    match = _MATH.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        state.push("math", "math", 0).content = match[0]
    state.pos = match.end()
    return True


class _LostError(Exception):
    """Something shown is not in the text."""


class _Finder:
    """Looks up what is shown, in order; what it passes over are marks."""

    def __init__(self, words: str) -> None:
        self.edits: list[Edit] = []
        self._words = words
        self._at = 0
        self._link: list[bool] = []  # of each open link: written as an address alone

    def show_all(self, tokens: Sequence[Token]) -> None:
        """Look up what each token shows.

        Raises:
            _LostError: If it is not in the text.
        """
        for at, token in enumerate(tokens):
            if token.type == "html_inline" and token.content.lower() == "<sup>":
                self._raise(token, tokens[at + 1 : at + 3])
            elif rule := _RULES.get(token.type):
                rule(self, token)
            elif token.markup and not token.content:  # emphasis
                self.skip(self._find(token.markup) + len(token.markup))
            elif token.content:
                self.show(token.content)

    def skip(self, end: int, words: str = "", reason: str = MARK) -> None:
        """Take everything up to an offset for a mark."""
        if words or self._words[self._at : end].strip():
            self.edits.append(Edit(self._at, end, words, reason))
        self._at = max(self._at, end)

    def show(self, words: str) -> None:
        """Go on to the end of shown words."""
        start = self._find(words)
        self.skip(start)
        self._at = start + len(words)

    def show_special(self, token: Token) -> None:
        """Show the character that an escape or an entity stands for."""
        start = self._find(token.markup)
        self.skip(start)
        is_entity = token.markup.startswith("&")  # has letters of its own
        self.skip(start + len(token.markup), token.content, MARK if is_entity else "")

    def show_code(self, token: Token) -> None:
        """Show code without its backticks."""
        self.skip(self._find(token.markup) + len(token.markup))
        start = self._words.replace("\n", " ").find(token.content, self._at)
        if start < 0:
            raise _LostError
        self.skip(start)
        self._at = start + len(token.content)
        self.skip(self._find(token.markup) + len(token.markup))

    def break_line(self, token: Token) -> None:
        """Go on to the next line; a hard break shows as one."""
        end = self._find("\n")
        self.skip(end)
        if token.type == "hardbreak":
            self.skip(end + 1, "\n", "")
        self._at = end + 1

    def open_link(self, token: Token) -> None:
        """Skip the sign before the words of a link."""
        self._link.append(token.markup == "autolink")
        self.skip(self._find("<" if self._link[-1] else "[") + 1)

    def close_link(self, _: Token) -> None:
        """Skip the address of a link."""
        if self._link.pop():
            self.skip(self._find(">") + 1)
        else:
            end = self._find("]")
            self.skip(_link_end(self._words, end + 1), reason=LINK)

    def show_image(self, token: Token) -> None:
        """Leave a mark with the description of a picture in its place."""
        self.skip(self._find("!["))
        words = " ".join("".join(part.content for part in token.children or []).split())
        end = _link_end(self._words, self._find("]", self._at + 2 + len(token.content)) + 1)
        self.skip(end, mark(f"image: {words}") if words else PICTURE, LINK)

    def skip_tag(self, token: Token) -> None:
        """Skip a tag, which may end a line or a cell."""
        start = self._find(token.content)
        self.skip(start)
        self.skip(start + len(token.content), _instead(token.content), _TAG)

    def _raise(self, token: Token, following: Sequence[Token]) -> None:
        """Write a raised number as such."""
        self.skip_tag(token)
        if [t.type for t in following] == ["text", "html_inline"]:
            end = self._at - len(token.content)
            before = self._words[max(end - _BEFORE_RAISED, 0) : end].rstrip("*_`")
            raised = raised_words(before, following[0].content)
            if raised != following[0].content:
                self.skip(self._at + len(following[0].content), raised, "")
                following[0].content = ""

    def _find(self, words: str, start: int = 0) -> int:
        start = self._words.find(words, max(start, self._at))
        if start < 0:
            raise _LostError
        return start


_RULES: Mapping[str, Callable[[_Finder, Token], None]] = {
    "text_special": _Finder.show_special,
    "code_inline": _Finder.show_code,
    "softbreak": _Finder.break_line,
    "hardbreak": _Finder.break_line,
    "link_open": _Finder.open_link,
    "link_close": _Finder.close_link,
    "image": _Finder.show_image,
    "html_inline": _Finder.skip_tag,
}


def _instead(tag: str) -> str:
    if _NEW_LINE.match(tag):
        return "\n"
    return "\t" if _NEW_CELL.match(tag) else ""


def _link_end(words: str, start: int) -> int:
    """Return the end of what follows the words of a link: "(address "title")" or "[label]"."""
    if words.startswith("(", start):
        at = _spaced(words, start + 1)
        address = parseLinkDestination(words, at, len(words))
        at = _spaced(words, address.pos if address.ok else at)
        title = parseLinkTitle(words, at, len(words))
        at = _spaced(words, title.pos if title.ok else at)
        if words.startswith(")", at):
            return at + 1
    elif words.startswith("[", start):
        return words.find("]", start) + 1 or start
    return start


def _spaced(words: str, start: int) -> int:
    match = _SPACE.match(words, start)
    return match.end() if match else start
