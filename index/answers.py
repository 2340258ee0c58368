"""The values that leave this package: hits, quotes and answers."""

from dataclasses import dataclass
from typing import Literal

from sources import Citation, Locator, Passage

Status = Literal["found", "weak", "none"]

_LIKELY = 0.5  # confidence


@dataclass(frozen=True, slots=True)
class Correction:
    """A word of the question that was read as another one."""

    original: str
    corrected: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that matches a question.

    Attributes:
        score: Higher is better; comparable only within one answer.
        rank: From 1.
        matched: Words of the question that the passage has, as the student wrote them.
        unmatched: Words of the question that it lacks; stop words are in neither, and of chat
            ("hey", "teacher") only the matched are told.
        repeats: Where else the same stands in nearly the same words.
        pinned: Whether moderators have chosen it for this question.
    """

    passage: Passage
    score: float
    rank: int
    matched: tuple[str, ...]
    unmatched: tuple[str, ...]
    repeats: tuple[Citation, ...] = ()
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """The sentence or sentences of a passage that answer; shown in bold.

    Attributes:
        text: An exact substring of the passage: `passage.text[start:end]`.
        start: Offset in the passage's text.
        end: Offset in the passage's text, after the last character.
    """

    text: str
    start: int
    end: int
    locator: Locator
    citation: Citation


@dataclass(frozen=True, slots=True)
class Answer:
    """All that is said about one question; `quotes[i]` belongs to `hits[i]`.

    Attributes:
        status: "found"; "weak", the closest passages, which may not answer; "none", with no hits.
        confidence: From 0 to 1, that the first passage answers.
        reason: One sentence in plain words.
        library_version: Of the snapshot that answered.
        suggestions: Words of the sources that look like those they lack; empty when found.
        titles: Of all documents, where there is nothing else to show; empty otherwise.
        out_of_scope: Whether moderators have said that the documents are not meant to answer;
            `reason` is then what they wrote.
    """

    question: str
    status: Status
    confidence: float
    reason: str
    hits: tuple[Hit, ...]
    quotes: tuple[Quote, ...]
    corrections: tuple[Correction, ...]
    library_version: str
    suggestions: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    out_of_scope: bool = False

    @property
    def is_likely(self) -> bool:
        """Whether it was found, and rather answers than not."""
        return self.status == "found" and self.confidence >= _LIKELY
