"""Find title and headings of a plain text by comparing each line with its neighbors."""

import re
from collections import Counter
from collections.abc import Sequence

from sources.boilerplate import word_key
from sources.draft import BlockKind
from sources.metadata import is_date
from sources.phrases import find_byline

from .plain_lines import LONG, Line

_LETTERS = re.compile(r"[^\W\d_]{2}")
_NUMBERED = re.compile(r"\d{1,2}(?:\.\d{1,2})*[.)]\s+\w")
_NO_TITLE = re.compile(r"[.,;:…][\"'”’»)]*\Z")
_NAME = re.compile(
    r"(?:(?:[^\W\d_a-z][\w'’-]{0,30}\.?|d[aeiou]|de[rnsl]|v[ao]n|la|le|al|bin|ibn|y|ter)(?:\s|\Z)){2,5}\Z"
)
_DASH = re.compile(r"[-–—―~]+\s*")
_SMALL_WORD = re.compile(r"\b[a-z]\w+")
_ADDRESS = re.compile(r"<?(?:https?://|www\.)\S+\Z")
# The end of a wrapped line, or dots that lead to a number.
_UNFINISHED = re.compile(r"\s(?:of|the|and|or)\Z|(?:\.\s?){5}")
_BRACKETS = re.compile(r"[({\[][^({\[)}\]]*[)}\]]|\A\w{1,4}\)")
_BRACKET = re.compile(r"[({\[)}\]]")
_MAX_TITLE = 200  # code points
_MAX_WORDS, _MAX_COLON_WORDS = 12, 5
_MAX_LETTERHEAD = 5  # lines
_MAX_STACKED = 3  # headings in a row; any more are a list or verse
_MAX_ALIKE = 2  # uses of one wording, as in a table of contents; any more are speakers or a refrain


class Outline:
    """The kind of each line of a document, after wrapped lines were joined."""

    def __init__(self, text: str, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._keys = [word_key(line.text[:_MAX_TITLE]) for line in lines]
        self._alike = Counter(self._keys)
        self._labels = Counter(line.label for line in lines if line.label)
        self._small_words = set(_SMALL_WORD.findall(text))
        self.kinds = self._find_kinds()

    def is_attribution(self, i: int) -> bool:
        """Tell whether line `i` names the author of the quotation before it."""
        if i == 0 or i == len(self._lines) or not self._lines[i - 1].is_quotation:
            return False
        text = self._lines[i].text
        if dash := _DASH.match(text):
            in_list = i + 1 < len(self._lines) and self._lines[i + 1].is_entry
            return len(text) - dash.end() <= LONG and not in_list
        name = text.split(",")[0].strip()
        # "Spring Flight" looks like a name, but a flight is mentioned in small letters.
        common = self._small_words.intersection(re.findall(r"\w{2,}", name.lower()))
        return _NAME.match(name) is not None and not common

    def _find_kinds(self) -> list[BlockKind]:
        kinds: list[BlockKind] = ["entry" if x.is_entry else "paragraph" for x in self._lines]
        stacked = 0
        # From below: what a line heads makes it a heading, and may be a heading itself.
        for i in reversed(range(len(self._lines) - 1)):
            stacked = stacked if kinds[i + 1] == "heading" else 0
            room = stacked < _MAX_STACKED
            if room and self._may_head(i) and self._heads(i, on_heading=stacked > 0):
                kinds[i] = "heading"
                stacked += 1
        title = self._letterhead()
        if kinds and (kinds[title] == "heading" or self._is_title(title)):
            kinds[title] = "title"
            kinds[:title] = ["paragraph"] * title
        return kinds

    def _letterhead(self) -> int:
        """Count the lines above the title, such as name, class and date on an essay."""
        size = 1
        while size < len(self._lines) and not self._lines[size].gap:
            size += 1
        dated = any(is_date(line.text) for line in self._lines[:size])
        alone = size + 1 < len(self._lines) and self._lines[size + 1].gap
        return size if dated and alone and 1 < size <= _MAX_LETTERHEAD else 0

    def _is_title(self, i: int) -> bool:
        if i + 1 >= len(self._lines):
            return False
        line, following = self._lines[i : i + 2]
        marked = line.is_entry or line.is_term or line.is_lower or line.is_set_phrase
        short = len(line.text) <= _MAX_TITLE and _LETTERS.search(line.text) is not None
        apart = following.gap or following.is_prose or find_byline(following.text) is not None
        ended = _NO_TITLE.search(line.text) is not None or self._is_one_question_of_many(i)
        apart = apart or line.text.isupper()
        return short and apart and not (marked or ended or self._is_common(i))

    def _is_one_question_of_many(self, i: int) -> bool:
        others = (x for x in self._lines[i + 1 :] if x.text.endswith("?") and not x.is_prose)
        return self._lines[i].text.endswith("?") and any(others)

    def _may_head(self, i: int) -> bool:
        """Tell whether a line on its own looks like a heading."""
        line = self._lines[i]
        if line.is_part and len(line.text) <= _MAX_TITLE:
            return not self._is_common(i)
        if len(line.text) >= LONG or not _LETTERS.search(line.text) or _ADDRESS.match(line.text):
            return False
        words = len(line.text.split())
        ended = line.is_ended or line.text.endswith(",")
        if ended and words > 1 and line.gap and self._lines[i + 1].gap:
            ended = not (line.text.isupper() and line.text.endswith("."))
        if words > _MAX_WORDS or (
            ended and not (line.text.endswith(":") and words <= _MAX_COLON_WORDS)
        ):
            return False
        if line.is_entry and not self._is_numbered_heading(i):
            return False
        if _UNFINISHED.search(line.text) or _BRACKET.search(_BRACKETS.sub("", line.text)):
            return False
        odd = line.is_lower or line.is_term or line.is_row or line.is_set_phrase or line.is_note
        return not (odd or is_date(line.text) or self._is_common(i))

    def _is_numbered_heading(self, i: int) -> bool:
        around = [*self._lines[max(i - 1, 0) : i], *self._lines[i + 1 : i + 2]]
        return _NUMBERED.match(self._lines[i].text) is not None and not any(
            line.is_entry for line in around
        )

    def _is_common(self, i: int) -> bool:
        """Tell whether the line, or the label it begins with, occurs elsewhere too.

        A line next to its own repeat is a picture's description followed by its caption.
        """
        key, label = self._keys[i], self._lines[i].label
        repeated = key in [*self._keys[max(i - 1, 0) : i], *self._keys[i + 1 : i + 2]]
        line = self._lines[i]
        most = 1 if line.text.isupper() and not line.is_part else _MAX_ALIKE
        return repeated or self._alike[key] > most or bool(label and self._labels[label] > 1)

    def _heads(self, i: int, *, on_heading: bool) -> bool:
        """Tell whether the lines above and below a line let it be a heading."""
        line, following = self._lines[i], self._lines[i + 1]
        above = self._lines[i - 1]
        free = line.gap or above.is_ended or not above.is_prose or self.is_attribution(i - 1)
        leads_in = following.is_quotation and line.text.endswith(":")
        leads_in = leads_in or (following.is_entry and not line.gap)
        if leads_in or not free or self.is_attribution(i):
            return False
        if on_heading or following.is_prose:
            return True
        grouped = i + 2 < len(self._lines) and not self._lines[i + 2].gap
        return line.gap and following.gap and (following.is_entry or following.is_term or grouped)
