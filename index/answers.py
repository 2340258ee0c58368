"""Values that leave this package: hits, quotes and answers."""

from dataclasses import dataclass
from typing import Literal

from sources import Citation, Locator, Passage

from .confidence import LIKELY, SURE, Status
from .kinds import REPLIES, Kind

Comparison = Literal["off", "preparing", "compared"]


@dataclass(frozen=True, slots=True)
class Correction:
    """A word of the question that was read as another one."""

    original: str
    corrected: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that matches a question.

    Attributes:
        passage: The text that is shown, up to 1,000 characters.
        score: Higher is better; comparable only within one answer.
        rank: From 1.
        matched: Words of the question that the passage has, as the student wrote them.
        unmatched: Words of the question that it lacks, without stop words and words of chat
            ("hey", "teacher").
        repeats: Citations of passages that say the same in nearly the same words.
        pinned: Whether moderators chose it for this question.
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
        closest: The one sentence of it that matches best; None in itself, and if unknown.
    """

    text: str
    start: int
    end: int
    locator: Locator
    citation: Citation
    closest: "Quote | None" = None


@dataclass(frozen=True, slots=True)
class AnswerPart:
    """One of several questions that were asked at once.

    Attributes:
        question: Its words, as written.
        status: Of this part alone.
        passage: What answers it, or is closest to it; None with status "none".
        quote: Its words in bold; None with status "none".
        rank: Of the answer's hit that shows the quote; None if no hit does.
    """

    question: str
    status: Status
    passage: Passage | None
    quote: Quote | None
    rank: int | None


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question; `quotes[i]` belongs to `hits[i]`.

    Attributes:
        status: "found"; "weak", the closest passages, which may not answer; "none", without hits.
        confidence: Probability that the first passage answers, from 0 to 1.
        reason: One plain sentence.
        library_version: Version of the snapshot that answered.
        suggestions: Words of the sources that look like unknown words; empty when found.
        titles: Titles of all documents if there are no hits; empty otherwise.
        kind: "question", or what kind of message it is instead; `reason` then replies to it.
        out_of_scope: Whether moderators ruled the question out; `reason` is then their sentence.
        meaning: Whether passages were compared by meaning besides words; "preparing" while their
            vectors are being made, "off" without a model.
        parts: The questions that were asked at once, in order; empty if it is a single one.
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
    kind: Kind = "question"
    meaning: Comparison = "off"
    parts: tuple[AnswerPart, ...] = ()

    @property
    def is_likely(self) -> bool:
        """Whether it was found, and is more likely right than wrong."""
        return self.status == "found" and self.confidence >= LIKELY

    @property
    def is_sure(self) -> bool:
        """Whether it was found, and is very likely right."""
        return self.status == "found" and self.confidence >= SURE


def unreachable(question: str, version: str) -> Answer:
    """Return what is said to a question while the library can't be reached.

    Args:
        question: As it was asked.
        version: Of the library that was to be asked.
    """
    return Answer(
        question=question,
        status="none",
        confidence=0.0,
        reason=REPLIES["unreachable"],
        hits=(),
        quotes=(),
        corrections=(),
        library_version=version,
        kind="unreachable",
    )
