"""What speaks for an answer: from what is shown to the evidence of `confidence`."""

from collections.abc import Sequence
from math import log

from .confidence import Evidence, given, wanted
from .english import is_english, is_rare
from .excerpts import Cut
from .matching import Matcher
from .query import Concept
from .ranking import Ranked
from .reading import Reading

_SPREAD = 0.03  # about the standard deviation of cosines among passages that come first
_COMMON_UNKNOWN = 0.25  # weight of a common word that no document has, against others


def concepts_shown(cut: Cut, reading: Reading) -> int:
    """Return which of the query's concepts an excerpt has, or what stands above it, in bits.

    That is its heading and its document's authors.
    """
    heading = (cut.best[0], -1)
    above = reading.shown(heading, heading) | reading.by_author(cut.excerpt.doc_id)
    return reading.shown(cut.first, cut.last) | above


def weigh(reading: Reading, cuts: Sequence[tuple[Ranked, Cut]]) -> Evidence:
    """Weigh what speaks for the first of some excerpts, and against it."""
    query, matcher = reading.query, reading.view.matcher
    (first, cut), *others = cuts
    heading = (cut.best[0], -1)
    quoted, above = reading.shown(cut.best, cut.best), reading.shown(heading, heading)
    having = concepts_shown(cut, reading)
    about = [c for c in query.concepts if not c.aside] or query.concepts
    worth = {c: _worth(c, matcher) for c in about}
    has = {c: bool(having >> place & 1) for place, c in enumerate(query.concepts)}
    asked = {c: w for c, w in worth.items() if not _is_name(c, cut.excerpt.text)}
    said = [c for place, c in enumerate(query.concepts) if quoted >> place & 1 and c in asked]
    number, place = cut.best
    passage = reading.view.library.passages[number]
    sentence = passage.text[slice(*passage.sentences[place])]
    words = frozenset(query.asked)
    rival = others[0][0].words if others else 0.0
    return Evidence(
        score=first.words / log(1 + matcher.engine.sizes.sentences),
        coverage=sum(w for c, w in worth.items() if has[c]) / (sum(worth.values()) or 1.0),
        asked=sum(asked[c] for c in said) / (sum(asked.values()) or 1.0) if asked else 1.0,
        margin=max(1 - rival / first.words, 0.0) if first.words else 0.0,
        heading=bool(above),
        said=sum(c.weight for c in query.concepts),
        missing=[k for k in wanted(query.asked) if not given(k, sentence, words)],
        unknown=[c.written for c in about if not has[c] and not matcher.blend(c).is_known],
        unmatched=[c.written for c in about if not has[c]],
        cosines=_cosines(reading, cuts),
        calibration=reading.near.model.calibration if reading.near else None,
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


def _worth(concept: Concept, matcher: Matcher) -> float:
    """Weigh a concept; a common word that no document has is said in other words there."""
    blend = matcher.blend(concept)
    is_rarely_said = blend.is_known or any(map(is_rare, concept.written.lower().split()))
    return concept.weight * blend.idf * (1.0 if is_rarely_said else _COMMON_UNKNOWN)


def _is_name(concept: Concept, text: str) -> bool:
    """Return whether a concept is a name or number, from a dictionary and how a text writes it."""
    words = concept.written.lower().split()
    return len(words) > 1 or any(
        not is_english(word.removesuffix("'s")) or f" {word.capitalize()}" in text for word in words
    )
