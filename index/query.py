"""A question -> what is looked for: concepts with their other names, spelling mended."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from . import weights
from .analysis import Token, plain, terms, tokens
from .answers import Correction
from .english import ASIDE, between_chat, drawn_in, specificity
from .forms import spelled_out
from .kinds import Kind, is_foreign, kind_of
from .parts import names_something, points_back, split_parts
from .spelling import Speller
from .synonyms import Synonyms

_MOST_CORRECTED = 30  # strange words of a question that are looked at, so that it stays cheap
_NUMBER = re.compile(r"\d{1,3}")  # in a name; more digits are a year
_TELLING = 0.8  # weight of a concept that a part of a question must have, to stand for itself

Names = tuple[tuple[str, float], ...]
"""Terms, or terms joined by spaces for a phrase, each with its weight from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing asked for, by all its names.

    Attributes:
        written: As the student wrote it.
        names: The one asked for comes first.
        weight: What the concept counts in the question, from 0 to 1.
        aside: Whether it is said around the question, or tells only what kind of answer it wants.
    """

    written: str
    names: Names
    weight: float = 1.0
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """What a question looks for.

    Attributes:
        terms: Terms of the question as corrected, in order, without stop words.
        pairs: Neighbours among them, joined by a space; not those within one name of several words.
        asked: Lower-case words of the question, stop words included, in order.
        said: The question as it was read, without chat around it; what an encoder reads.
        kind: Whether it is a question for documents at all.
        parts: The questions it is made of, if it is more than one.
        is_foreign: Whether it is in a language that is neither English nor the library's.
    """

    question: str
    concepts: tuple[Concept, ...]
    terms: tuple[str, ...]
    pairs: tuple[str, ...]
    asked: tuple[str, ...]
    corrections: tuple[Correction, ...]
    said: str
    kind: Kind = "question"
    parts: tuple["Query", ...] = ()
    is_foreign: bool = False


class QueryReader:
    """Reads questions with the words and names of one library in mind."""

    def __init__(
        self,
        known: Callable[[str], bool],
        family: Callable[[str], Sequence[str]],
        speller: Speller,
        synonyms: Synonyms,
    ) -> None:
        """Put together what is needed to read.

        Args:
            known: Whether a term, or a phrase of terms joined by spaces, is in any document.
            family: Gives other terms that begin like one.
            speller: Knows the library's words as written.
            synonyms: Other names.
        """
        self._known = known
        self._family = family
        self._speller = speller
        self._synonyms = synonyms

    def read(self, question: str, *, correct: bool = True) -> Query:
        """Find what a question asks for; words that the library lacks stay in it.

        Args:
            question: Any text.
            correct: Whether misspelled words are read as the library's.
        """
        whole = self._read(question, correct=correct)
        parts: list[Query] = []
        subjects: list[Query] = []
        for piece in split_parts(question):
            part = self._read(piece, correct=correct)
            is_telling = any(concept.weight >= _TELLING for concept in part.concepts)
            if subjects and (points_back(piece) or not is_telling):
                part = _about_the_same(part, subjects)
            elif part.concepts and (not subjects or names_something(piece)):
                subjects.insert(0, part)
            if part.concepts:
                parts.append(part)
        return replace(whole, parts=tuple(parts)) if len(parts) > 1 else whole

    def _read(self, question: str, *, correct: bool) -> Query:
        written = self._spelled_out(tokens(question))
        every, corrections = self._mended(written) if correct else (written, [])
        between = _between_chat(every)
        spans = self._spans(every, *between)
        content = [(token.term, n) for n, span in enumerate(spans) for token in span.tokens]
        concepts: dict[str, Concept] = {}
        for concept in (self._concept(span, guess=correct) for span in spans):
            known = concepts.get(concept.names[0][0])
            if known is None or (known.aside and not concept.aside):
                concepts[concept.names[0][0]] = concept
        return Query(
            question,
            tuple(concepts.values()),
            tuple(term for term, _ in content),
            tuple(f"{a} {b}" for (a, m), (b, n) in pairwise(content) if m != n),
            tuple(token.word for token in every),
            tuple(corrections),
            _said(question, every, between, corrections),
            kind_of(question, written, self._known),
            is_foreign=is_foreign(written, self._known),
        )

    def _spelled_out(self, every: list[Token]) -> list[Token]:
        """Write chat spellings out, unless the documents use them for something else."""
        spelled = []
        for token in every:
            meant = spelled_out(token.word) or drawn_in(token.word)
            if meant and not (token.written[:1].isupper() and len(token.word) == 1):
                (word,) = tokens(meant)
                if word.stop or not self._known(token.term):
                    token = replace(word, written=token.written)  # noqa: PLW2901  # written out
            spelled.append(token)
        return spelled

    def _mended(self, every: list[Token]) -> tuple[list[Token], list[Correction]]:
        """The words as they were meant, each as it was written, and what was changed."""
        mended: list[Token] = []
        corrections = []
        tries = _MOST_CORRECTED
        left = list(reversed(every))
        while left:
            token = left.pop()
            strange = tries > 0 and not (token.stop or self._known(token.term))
            strange = strange and not _is_name(token, every)
            tries -= strange
            meant, written = None, token.written
            if strange and left and self._speller.knows(token.word + left[-1].word):
                meant, written = token.word + left[-1].word, f"{written} {left.pop().written}"
            elif strange:
                meant = self._meant(token)
            if meant:
                corrections.append(Correction(written, meant))
                mended += [replace(word, written=written) for word in tokens(meant)]
            else:
                mended.append(token)
        return mended, corrections

    def _meant(self, token: Token) -> str | None:
        """The spelling that a word was meant to have, if it is not right as it is.

        A listed name is right as it is, or is another of its own spellings: "tsar" is no "star".
        """
        meant = self._speller.correct(token.word)
        others = self._synonyms.others.get((token.term,))
        if meant is None or others is None:
            return meant
        return meant if " ".join(terms(meant)) in others else None

    def _concept(self, span: "_Span", *, guess: bool) -> Concept:
        """Read a name or word; one that no document has is looked for as the nearest one, too.

        It counts little then, and is not said to be there.
        """
        first, *more = span.tokens
        is_unknown = not more and not span.others and not self._known(first.term)
        maybe = self._speller.guess(first.word) if guess and is_unknown else None
        return _concept(span, maybe, () if more else self._family(first.term))

    def _is_numbered(self, every: Sequence[Token], start: int) -> bool:
        """Return whether a word and the number behind it are a name of the documents: "exam 3".

        In "the last 10 years" the number belongs to what follows.
        """
        if start + 1 == len(every) or every[start].stop or every[start].word.isdigit():
            return False
        one, other, *after = every[start : start + 3]
        is_last = all(token.stop or token.word in ASIDE for token in after)
        is_number = _NUMBER.fullmatch(other.written) is not None
        return is_last and is_number and self._known(f"{one.term} {other.term}")

    def _spans(self, every: list[Token], first: int, last: int) -> "list[_Span]":
        """Names and other single words, without stop words; the question is from first to last."""
        spans = []
        start = 0
        spoken = [token.term for token in every]
        while start < len(every):
            name = self._synonyms.longest(spoken, start)
            if (name is None or len(name) == 1) and self._is_numbered(every, start):
                name = tuple(spoken[start : start + 2])
            span = every[start : start + (len(name) if name else 1)]
            start += len(span)
            if content := [token for token in span if not token.stop]:
                around = first < last and not first < start <= last
                others = self._synonyms.others.get(name, ()) if name else ()
                spans.append(_Span(content, others, around))
        return spans


class _Span(NamedTuple):
    """A name or a word of a question.

    Attributes:
        tokens: Without stop words.
        others: Its other names.
        around: Whether it stands around the question.
    """

    tokens: list[Token]
    others: tuple[str, ...]
    around: bool


def _between_chat(every: Sequence[Token]) -> tuple[int, int]:
    """Return the places of the question's first word and after its last one; see `between_chat`."""
    spoken = ((token.written.lower(), token.word) for token in every)
    return between_chat([short if spelled_out(short) else word for short, word in spoken])


def _said(
    question: str,
    every: Sequence[Token],
    between: tuple[int, int],
    corrections: Sequence[Correction],
) -> str:
    """Return a question with its words as they were read, without chat around it and end marks."""
    text = plain(question)
    first, last = between
    places = _places(text, every) if first or last < len(every) else []
    if first < last < len(every):
        text = text[: places[last - 1][1]]
    if 0 < first < last:
        text = text[places[first][0] :]
    for correction in corrections:
        word = re.compile(rf"\b{re.escape(plain(correction.original))}\b", re.IGNORECASE)
        text = correction.corrected.join(word.split(text))
    return text.rstrip("?!. ") or text


def _places(text: str, every: Sequence[Token]) -> list[tuple[int, int]]:
    """Return where each word begins and ends in a text; words written as one share a place."""
    places = [(0, 0)]
    for token in every:
        written = plain(token.written)
        start = text.find(written, places[-1][1])
        places.append(places[-1] if start < 0 else (start, start + len(written)))
    return places[1:]


def _about_the_same(part: Query, subjects: Sequence[Query]) -> Query:
    """Let a part of a question ask about what earlier parts name, too; the nearest most."""
    every = {concept.names[0][0]: concept for concept in part.concepts}
    for distance, subject in enumerate(subjects, start=1):
        for concept in subject.concepts:
            if not concept.aside:
                weight = weights.MEANT**distance * concept.weight
                every.setdefault(concept.names[0][0], replace(concept, weight=weight))
    # "Who replaced him" alone says little.
    said = f"{subjects[0].said}, {part.said}"
    return replace(part, concepts=tuple(every.values()), said=said)


def _is_name(token: Token, every: Sequence[Token]) -> bool:
    """Return whether a word is written like a name, in a question that is not all capitals.

    Names that no document has are right as they are, and may be another's: Bohr is not Bohm.
    """
    capitals = sum(other.written.istitle() for other in every)
    return token.written.istitle() and token is not every[0] and 2 * capitals <= len(every)


def _concept(span: _Span, maybe: str | None, family: Sequence[str]) -> Concept:
    written = " ".join(dict.fromkeys(token.written for token in span.tokens))
    weight = max(specificity(token.word) for token in span.tokens)
    aside = span.around or all(token.word in ASIDE for token in span.tokens)
    if aside:
        weight *= weights.CHAT
    names = {" ".join(token.term for token in span.tokens): 1.0}
    for other in span.others:
        names.setdefault(other, weights.OTHER_NAME)
    if len(span.tokens) > 1:
        for token in span.tokens:
            names.setdefault(token.term, weights.PART_OF_NAME)
    if maybe:
        names.setdefault(" ".join(terms(maybe)), weights.PART_OF_NAME)
    if not aside:
        for other in family:
            names.setdefault(other, weights.FAMILY)
    return Concept(written, tuple(names.items()), weight, aside)
