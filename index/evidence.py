"""What speaks for an answer: from what is shown to the evidence of `confidence`."""

from collections.abc import Mapping, Sequence
from math import log

from .answer_types import given
from .confidence import Evidence
from .english import is_english, is_rare
from .excerpts import Cut
from .first_stage import Blend
from .query import Concept, Query
from .ranking import Ranked
from .reading import Reading

_SPREAD = 0.03  # about the standard deviation of cosines among passages that come first
# A question is about something else if so much of it, or a name in it, is in no document, and the
# best sentence has less than one telling word of it.
_MOST_UNKNOWN, _TELLING = 0.55, 0.9
_COMMON_UNKNOWN = 0.25  # weight of a common word that no document has, against others


WordsShown = tuple[tuple[str, ...], tuple[str, ...]]
"""Words of a question that an excerpt has, and those that it lacks."""


def concepts_shown(cut: Cut, reading: Reading) -> int:
    """Return which of the query's concepts an excerpt has, or what stands above it, in bits.

    That is its heading and its document's authors.
    """
    heading, *_ = reading.having(cut.best[0])
    above = heading | reading.by_author(cut.document)
    return reading.shown(cut.first, cut.last) | above


def bits_asked(query: Query) -> dict[str, tuple[int, bool]]:
    """Return the bits of what is asked for, and whether it is only said around the question."""
    bits: dict[str, tuple[int, bool]] = {}
    for place, concept in enumerate(query.concepts):
        # One word read as two: both must be there.
        known, aside = bits.get(concept.written, (0, False))
        bits[concept.written] = known | 1 << place, aside or concept.aside
    return bits


def words_shown(asked: Mapping[str, tuple[int, bool]], having: int) -> WordsShown:
    """Return the words of a question for the concepts in some bits, and those for the others.

    What is said around the question isn't among the others.
    """
    matched, lacking = [], []
    for written, (bits, aside) in asked.items():
        if having & bits == bits:
            matched.append(written)
        elif not aside:
            lacking.append(written)
    return tuple(matched), tuple(lacking)


def weigh(reading: Reading, cuts: Sequence[tuple[Ranked, Cut]]) -> Evidence:
    """Weigh what speaks for the first of some excerpts, and against it."""
    query = reading.query
    (first, cut), *others = cuts
    quoted, (above, *_) = reading.shown(cut.best, cut.best), reading.having(cut.best[0])
    having = concepts_shown(cut, reading)
    every = [(1 << place, c) for place, c in enumerate(query.concepts)]
    about = [(bit, c) for bit, c in every if not c.aside] or every
    blends = {bit: blend for (bit, _), (_, blend) in zip(every, reading.wanted, strict=True)}
    worth = {bit: _worth(c, blends[bit]) for bit, c in about}
    asked = {bit: worth[bit] for bit, c in about if not _is_name(c, cut.excerpt.text)}
    said = [w for bit, w in asked.items() if quoted & bit]
    number, place = cut.best
    passage = reading.view.library.passages[number]
    sentence = passage.text[slice(*passage.sentences[place])]
    rival = others[0][0].words if others else 0.0
    coverage = sum(w for bit, w in worth.items() if having & bit) / (sum(worth.values()) or 1.0)
    unknown = [c for bit, c in about if not blends[bit].is_known]
    told = sum(c.weight for bit, c in about if quoted & bit)
    return Evidence(
        score=first.words / log(1 + reading.view.matcher.engine.sizes.sentences),
        coverage=coverage,
        asked=sum(said) / (sum(asked.values()) or 1.0) if asked else 1.0,
        margin=max(1 - rival / first.words, 0.0) if first.words else 0.0,
        heading=bool(above),
        said=sum(c.weight for c in query.concepts),
        absent=_is_absent(reading, cut),
        missing=[kind for kind in reading.types if not given(kind, sentence, reading.asked)],
        unknown=[c.written for b, c in about if not (having & b or blends[b].is_known)],
        unmatched=[c.written for bit, c in about if not having & bit],
        elsewhere=told < _TELLING and is_elsewhere([c for _, c in about], unknown),
        cosines=_cosines(reading, cuts),
        calibration=reading.near.model.calibration if reading.near else None,
    )


def is_elsewhere(about: Sequence[Concept], unknown: Sequence[Concept]) -> bool:
    """Return whether much of a question, or a name in it, is in no document.

    Args:
        about: What it asks for.
        unknown: Those of them that no document has.
    """
    weight = sum(concept.weight for concept in unknown)
    if weight >= _MOST_UNKNOWN * sum(concept.weight for concept in about):
        return bool(unknown)
    words = (word for concept in unknown for word in concept.written.lower().split())
    return not all(is_english(word) or word.isdigit() for word in words)


def _is_absent(reading: Reading, cut: Cut) -> bool:
    """Return whether a date or number is asked for, and none is shown where it would be."""
    shown = {"date": cut.excerpt.text, "number": cut.quote.text}
    return any(
        not given(kind, shown[kind], reading.asked) for kind in reading.types if kind in shown
    )


def _cosines(reading: Reading, cuts: Sequence[tuple[Ranked, Cut]]) -> tuple[float, ...]:
    near = reading.near
    if near is None:
        return ()
    first, *others = (ranked for ranked, _ in cuts)
    ahead = first.score - others[0].score if others else 0.0
    cosines = near.passage(first.number), float(near.sentences(first.number).max())
    passage, sentence = ((one - near.model.calibration.near) / _SPREAD for one in cosines)
    return passage, sentence, max(ahead, 0.0)


def _worth(concept: Concept, blend: Blend) -> float:
    """Weigh a concept; a common word that no document has is said in other words there."""
    is_rarely_said = blend.is_known or any(map(is_rare, concept.written.lower().split()))
    return concept.weight * blend.idf * (1.0 if is_rarely_said else _COMMON_UNKNOWN)


def _is_name(concept: Concept, text: str) -> bool:
    """Return whether a concept is a name or number, from a dictionary and how a text writes it."""
    words = concept.written.lower().split()
    return len(words) > 1 or any(
        not is_english(word.removesuffix("'s")) or f" {word.capitalize()}" in text for word in words
    )
