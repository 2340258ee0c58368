"""Values that leave this package: hits, quotes and answers; and which sentences a quote has."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sources import Citation, Library, Locator, Passage

from .confidence import LIKELY, SURE, Status

LONGEST = 400  # characters in bold; a phone shows no more of it at once
_TOGETHER = 350  # characters of the best sentence with the neighbours that join it
_SENTENCES = 3
_NEXT = 0.15  # a neighbour joins from this part of the best sentence's score on


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
    """

    text: str
    start: int
    end: int
    locator: Locator
    citation: Citation


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
        out_of_scope: Whether moderators ruled the question out; `reason` is then their sentence.
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
        """Whether it was found, and is more likely right than wrong."""
        return self.status == "found" and self.confidence >= LIKELY

    @property
    def is_sure(self) -> bool:
        """Whether it was found, and is very likely right."""
        return self.status == "found" and self.confidence >= SURE


def best_quote(library: Library, passage: Passage, scores: Sequence[float]) -> Quote:
    """Choose the whole, neighbouring sentences of a passage that answer best.

    A single sentence longer than `LONGEST` is cut at white space, if it has some.

    Args:
        library: Gives the citation.
        passage: Has at least one sentence.
        scores: One for each sentence of the passage.
    """
    first, last = _window(passage.sentences, scores)
    start, end = passage.sentences[first][0], passage.sentences[last][1]
    end = min(end, _cut(passage.text, start, end))
    place = passage.locator
    locator = Locator(
        place.start + start, place.start + end, place.page, place.section, place.paragraph
    )
    citation = library.citation(passage, locator)
    locator = replace(locator, page=citation.page)
    return Quote(passage.text[start:end], start, end, locator, citation)


def _window(sentences: Sequence[tuple[int, int]], scores: Sequence[float]) -> tuple[int, int]:
    """Return the first and last sentence of the best run."""
    first = last = max(range(len(scores)), key=lambda i: (scores[i], -i))
    least = _NEXT * scores[first]
    while last - first + 1 < _SENTENCES:
        around = [i for i in (first - 1, last + 1) if 0 <= i < len(scores) and scores[i] >= least]
        around.sort(key=lambda i: (-scores[i], i))
        for i in around:
            low, high = min(first, i), max(last, i)
            if sentences[high][1] - sentences[low][0] <= _TOGETHER:
                first, last = low, high
                break
        else:
            break
    return first, last


def _cut(text: str, start: int, end: int) -> int:
    if end - start <= LONGEST:
        return end
    last = start + LONGEST
    space = next((k for k in range(last, last - LONGEST // 2, -1) if text[k].isspace()), last)
    return start + len(text[start:space].rstrip())
