"""What the lines of a plain text are: title, headings, entries, stanzas, quotations."""

import re
from collections import Counter
from collections.abc import Sequence

from ..blocks import Block, BlockKind
from ..repeats import word_key
from ..wording import ABOUT, CAPTION, FIELD, FURNITURE, REFERENCES
from .lines import Line

_LABEL = re.compile(r"[^\s:][^:]{0,30}:")
_COLUMNS = re.compile(r"\S\s{3,}\S|\t|\|")
_NUMBERED = re.compile(r"\d{1,2}(?:\.\d{1,2})*[.)]?\s+(?=\w)")
_QUOTATION = re.compile(
    r"[\"“„«‘](?:[^\"”“»]*|.*[\"”“»’](?:\s*\([^()]{1,60}\))?[.,]?)\Z", re.DOTALL
)
_NAME = re.compile(
    r"(?:(?:[^\W\d_a-z][\w'’-]*\.?|d[aeiou]|de[rnsl]|v[ao]n|la|le|al|bin|ibn|y|ter)(?:\s+|\Z)){2,5}\Z"
)
_MAX_TITLE, _MAX_HEADING, _SHORT = 200, 80, 80  # code points
_MAX_HEADING_WORDS = 12
_MAX_STACKED = 3  # headings in a row; more are a list or verse


class Structure:
    """Classifies the joined lines of one document."""

    def __init__(self, lines: Sequence[Line], text: str) -> None:
        self._lines = lines
        self._keys = [word_key(line.text) if len(line.text) <= _MAX_TITLE else "" for line in lines]
        self._counts = Counter(self._keys)
        self._labels = Counter(m.group() for line in lines if (m := _LABEL.match(line.text)))
        self._small_words = set(re.findall(r"\b[a-z]\w+", text))
        self._kinds = self._find_kinds()

    def blocks(self) -> list[Block]:
        """The blocks, in order; every line belongs to one."""
        blocks: list[Block] = []
        i = 0
        while i < len(self._lines):
            line, kind = self._lines[i], self._kinds[i]
            size = self._stanza(i)
            last = self._lines[i + size - 1]
            units = tuple((x.start, x.end) for x in self._lines[i : i + size]) if size > 1 else ()
            glued = size == 1 and self._is_glued(i)
            level = 1 if kind == "heading" else 0
            blocks.append(Block(line.start, last.end, kind, units, level, glued=glued))
            i += size
        return blocks

    def _find_kinds(self) -> list[BlockKind]:
        kinds: list[BlockKind] = ["entry" if line.is_entry else "paragraph" for line in self._lines]
        stacked = 0
        for i in range(len(self._lines) - 1, -1, -1):
            below = kinds[i + 1] if i + 1 < len(kinds) else None
            heads = stacked if below == "heading" else 0
            if self._may_head(i) and self._heads_text(i, heads):
                kinds[i], stacked = "heading", heads + 1
        if self._is_title():
            kinds[0] = "title"
        return kinds

    def _is_title(self) -> bool:
        if len(self._lines) < 2:
            return False
        line, following = self._lines[:2]
        fits = len(line.text) <= _MAX_TITLE and re.search(r"[^\W\d_]", line.text) is not None
        plain = not (line.is_entry or line.is_term or line.is_lower or FIELD.fullmatch(line.text))
        ended = re.search(r"[.,;:…][\"'”’»)]*\Z", line.text)
        repeated = (label := _LABEL.match(line.text)) and self._labels[label.group()] > 1
        alone = following.after_gap or _is_prose(following)
        return bool(fits and plain and not ended and not repeated and alone)

    def _may_head(self, i: int) -> bool:
        line = self._lines[i]
        words = line.text.split()
        colon = line.text.endswith(":") and len(words) <= 5
        if len(line.text) > _MAX_HEADING or len(words) > _MAX_HEADING_WORDS or line.joined > 2:
            return False
        if (line.is_ended or line.text.endswith(",")) and not colon:
            return False
        if line.is_lower or line.is_term or not re.search(r"[^\W\d_]{2}", line.text):
            return False
        if line.is_entry and not (_NUMBERED.match(line.text) and not self._is_entry_at(i + 1)):
            return False
        patterns = (_COLUMNS.search, CAPTION.match, FIELD.fullmatch, FURNITURE.fullmatch)
        return not any(match(line.text) for match in patterns) and not self._is_repeated(i)

    def _is_repeated(self, i: int) -> bool:
        label = _LABEL.match(self._lines[i].text)
        if label and self._labels[label.group()] > 1:
            return True
        return (
            self._counts[self._keys[i]] > 2
            or self._keys[i] in self._keys[max(i - 1, 0) : i] + self._keys[i + 1 : i + 2]
        )

    def _heads_text(self, i: int, stacked: int) -> bool:
        if i + 1 >= len(self._lines) or stacked >= _MAX_STACKED:
            return False
        line, following = self._lines[i], self._lines[i + 1]
        free = i == 0 or line.after_gap or self._lines[i - 1].is_ended or self._is_short(i - 1)
        if not free or self._is_attribution(i):
            return False
        if line.text.endswith(":") and _is_quotation(following):
            return False
        if stacked or _is_prose(following):
            return True
        apart = line.after_gap and following.after_gap
        return apart and (following.is_entry or following.is_term or self._stanza(i + 1) > 1)

    def _is_entry_at(self, i: int) -> bool:
        return i < len(self._lines) and self._lines[i].is_entry

    def _is_short(self, i: int) -> bool:
        return self._may_head(i)

    def _is_attribution(self, i: int) -> bool:
        if i == 0 or not _is_quotation(self._lines[i - 1]):
            return False
        text = self._lines[i].text
        name = re.sub(r"^[-–—―~]+\s*", "", text)
        if name != text:
            return len(name) <= _SHORT
        person = name.split(",")[0].strip()
        known = {word.lower() for word in re.findall(r"\w{2,}", person)} & self._small_words
        return bool(_NAME.match(person)) and not known

    def _is_glued(self, i: int) -> bool:
        line = self._lines[i]
        after = i + 1 < len(self._lines)
        if after and _is_quotation(line) and self._is_attribution(i + 1):
            return True
        if after and line.is_term and self._lines[i + 1].is_term:
            return True
        return line.text.endswith((":", "?")) and len(line.text) <= 3 * _SHORT

    def _stanza(self, i: int) -> int:
        """How many short lines from this one on stand together, without a blank line."""
        size = 0
        while (
            i + size < len(self._lines)
            and self._is_verse(i + size)
            and (size == 0 or not self._lines[i + size].after_gap)
        ):
            size += 1
        return max(size, 1)

    def _is_verse(self, i: int) -> bool:
        line = self._lines[i]
        if len(line.text) >= _SHORT or line.joined > 1 or line.is_entry or line.is_term:
            return False
        marks = (ABOUT, FIELD, FURNITURE, REFERENCES)
        kind = self._kinds[i] if hasattr(self, "_kinds") else "paragraph"
        return kind == "paragraph" and not any(mark.fullmatch(line.text) for mark in marks)


def _is_prose(line: Line) -> bool:
    return len(line.text) >= _SHORT or line.joined > 1 or (len(line.text) >= 50 and line.is_ended)


def _is_quotation(line: Line) -> bool:
    return len(line.text) >= _SHORT and _QUOTATION.match(line.text) is not None
