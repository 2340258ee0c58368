"""Documents -> numbers: each run of characters between white space is analysed once.

Most words of a text have been met before, so a text is cut at white space, which no word reaches
over, and what a run of other characters consists of is looked up.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, islice
from string import punctuation

import numpy as np

from sources import Passage

from .analysis import Token, is_unspaced, plain, spaced, tokens
from .arrays import Abbreviations, Analysed, ranges, starts
from .bm25 import Ints, Keys
from .near_duplicates import signatures, term_hash
from .synonyms import learn_abbreviations

_BLOCK = 430  # characters; three blocks make a window, which is best from 1,150 to 1,600
_AT_ONCE = 1_000  # passages that are analysed together
_MARKS = punctuation.replace("_", "")  # an underscore is a letter to regular expressions


class Vocabulary:
    """Numbers of terms, and of words as written, in the order they are met.

    Attributes:
        terms: The number of each term.
        words: The number of each word.
    """

    def __init__(self, terms: Iterable[str] = (), words: Iterable[str] = ()) -> None:
        """Begin with terms and words that are numbered already, from 0."""
        self.terms, self.words = ({w: n for n, w in enumerate(some)} for some in (terms, words))
        self._hashes = array("Q")
        self._terms, self._words = _Runs(), _Runs()
        self._usual = _Numbers(lambda piece: self._add(spaced(piece, piece, shouted=False)))
        self._shouted = _Numbers(lambda piece: self._add(spaced(piece, piece, shouted=True)))
        self._whole = _Numbers(lambda text: self._add(tokens(text)))

    def __len__(self) -> int:
        """Return how many pieces of texts are remembered."""
        return len(self._terms)

    def cut(self, text: str) -> Iterable[int]:
        """Return the numbers of the pieces of a text, in order."""
        simple = plain(text)
        if is_unspaced(simple):
            return (self._whole[simple],)
        known = self._shouted if simple.isupper() else self._usual
        return map(known.__getitem__, simple.split())

    def terms_of(self, pieces: Ints) -> tuple[Ints, Ints]:
        """Return the terms of pieces that are no stop words, and how many each piece has."""
        return self._terms.of(pieces)

    def words_of(self, pieces: Ints) -> tuple[Ints, Ints]:
        """Return the words of pieces, stop words included, and how many each piece has."""
        return self._words.of(pieces)

    def hashes(self) -> Keys:
        """Return the hash of each term, by its number."""
        new = islice(self.terms, len(self._hashes), None)
        self._hashes.extend([*map(term_hash, new)])
        return np.array(self._hashes, np.uint64)

    def _add(self, found: Sequence[Token]) -> int:
        terms, words = self.terms, self.words
        self._words.add(words.setdefault(token.word, len(words)) for token in found)
        return self._terms.add(
            terms.setdefault(token.term, len(terms)) for token in found if not token.stop
        )


class _Numbers(dict[str, int]):
    """The number of each piece of text; a new one gets its number when it is asked for."""

    def __init__(self, add: Callable[[str], int]) -> None:
        super().__init__()
        self._add = add

    def __missing__(self, piece: str) -> int:
        bare = piece.strip(_MARKS)  # no word begins or ends with one
        number = self[piece] = self._add(piece) if bare == piece else self[bare]
        return number


class _Runs:
    """Runs of numbers end to end."""

    def __init__(self) -> None:
        self._numbers, self._sizes = array("i"), array("i")

    def __len__(self) -> int:
        return len(self._sizes)

    def add(self, numbers: Iterable[int]) -> int:
        """Add a run, and return its place."""
        before = len(self._numbers)
        self._numbers.extend(numbers)
        self._sizes.append(len(self._numbers) - before)
        return len(self._sizes) - 1

    def of(self, places: Ints) -> tuple[Ints, Ints]:
        """Return the numbers of some runs, one run after the other, and the runs' sizes."""
        numbers, sizes = np.array(self._numbers, np.int32), np.array(self._sizes, np.int32)
        begins = starts(sizes)
        return numbers[ranges(begins[places], begins[places + 1])], sizes[places]


Text = tuple[str, Sequence[Passage]]
"""The text of a document, and all of its passages in order."""


def analyse(documents: Sequence[Text], known: Vocabulary) -> Analysed:
    """Analyse documents.

    Args:
        documents: Some of a library, in order.
        known: Gets numbers for new terms and words.
    """
    every = [passage for _, passages in documents for passage in passages]
    pieces, cuts = _cut(every, known)
    tokens, sizes = known.terms_of(pieces)
    part_sizes = _summed(sizes, cuts)
    passage_sizes = _array(1 + len(passage.sentences) for passage in every)
    document_sizes = _array(len(passages) for _, passages in documents)
    words, sizes = known.words_of(pieces)
    parts_of = starts(passage_sizes)[starts(document_sizes)]
    words, word_counts, word_sizes = _counted(words, _summed(_summed(sizes, cuts), parts_of))
    return Analysed(
        tokens=tokens,
        part_sizes=part_sizes,
        opens=np.fromiter(chain.from_iterable(_opening(p) for _, p in documents), np.bool_),
        passage_sizes=passage_sizes,
        document_sizes=document_sizes,
        words=words,
        word_counts=word_counts,
        word_sizes=word_sizes,
        signatures=signatures(known.hashes()[tokens], part_sizes, passage_sizes),
        abbreviations=tuple(_abbreviations(text) for text, _ in documents),
    )


def together(texts: Iterable[Text]) -> Iterator[list[Text]]:
    """Return documents that may well be analysed together, some at a time."""
    waiting: list[Text] = []
    size = 0
    for text in texts:
        waiting.append(text)
        size += 1 + len(text[1])
        if size > _AT_ONCE:
            yield waiting
            waiting, size = [], 0
    if waiting:
        yield waiting


def compacted(
    analysed: Analysed, known: Vocabulary
) -> tuple[Analysed, tuple[str, ...], tuple[str, ...]]:
    """Return documents with their terms and words alone, ascending."""
    terms, new = _ascending(known.terms, analysed.tokens)
    words, spelled = _ascending(known.words, analysed.words)
    tokens, numbers = new[analysed.tokens], spelled[analysed.words]
    return replace(analysed, tokens=tokens, words=numbers), terms, words


def _ascending(known: Mapping[str, int], used: Ints) -> tuple[tuple[str, ...], Ints]:
    """Return the words in use, ascending, and the new number of each old one."""
    spelled = tuple(known)  # in the order of their numbers
    ordered = sorted(np.unique(used).tolist(), key=spelled.__getitem__)
    new = np.zeros(len(spelled), np.int32)
    new[ordered] = np.arange(len(ordered), dtype=np.int32)
    return tuple(spelled[number] for number in ordered), new


def _cut(passages: Iterable[Passage], known: Vocabulary) -> tuple[Ints, Ints]:
    """Cut the headings and sentences of passages into pieces.

    Returns:
        The pieces by their numbers, and where each heading and sentence begins; then the end.
    """
    pieces, cuts = array("i"), array("i", [0])
    for passage in passages:
        text = passage.text
        pieces.extend(known.cut(passage.locator.section or ""))
        cuts.append(len(pieces))
        for start, end in passage.sentences:
            pieces.extend(known.cut(text[start:end]))
            cuts.append(len(pieces))
    return np.array(pieces, np.int32), np.array(cuts, np.int32)


def _summed(sizes: Ints, cuts: Ints) -> Ints:
    """Add up runs of sizes, which begin and end at `cuts`."""
    return np.diff(starts(sizes)[cuts])


def _counted(words: Ints, sizes: Ints) -> tuple[Ints, Ints, Ints]:
    """Count the words of documents that have so many each.

    Returns:
        Each word once a document, in the order they are met; how often it stands there; and how
        many different ones each document has.
    """
    document_of = np.repeat(np.arange(len(sizes)), sizes)
    keys = document_of * (int(words.max(initial=0)) + 1) + words
    _, first, counts = np.unique(keys, return_index=True, return_counts=True)
    order = np.argsort(first)
    first = first[order]
    every = np.bincount(document_of[first], minlength=len(sizes))
    return words[first], counts[order].astype(np.int32), every.astype(np.int32)


def _opening(passages: Iterable[Passage]) -> Iterator[bool]:
    """Tell for each heading and sentence whether a block begins with it.

    A heading belongs to the block of the sentence below it.
    """
    begin = None
    for passage in passages:
        place = passage.locator.start
        for number, (start, end) in enumerate(passage.sentences):
            is_new = begin is None or place + end - begin > _BLOCK
            if is_new:
                begin = place + start
            yield is_new
            if number == 0:
                yield False


def _abbreviations(text: str) -> Abbreviations:
    return tuple(dict.fromkeys(learn_abbreviations([text])))  # each once


def _array(numbers: Iterable[int]) -> Ints:
    return np.fromiter(numbers, np.int32)
