"""The first stage in this process: postings of one or more indexes side by side."""

from collections.abc import Sequence
from functools import partial
from itertools import starmap

import numpy as np

from . import weights
from .arrays import ranges, starts
from .asked import Asked, Listed, Own, Parameters
from .bm25 import Floats, Ints, PostingsBM25, top
from .first_stage import Candidates, Sizes, Tokens, Wanted
from .library_index import LibraryIndex
from .postings import Singles, changed
from .pruning import AT_FIRST_BY_CODE, Code, all_scores, best_windows, exact, machine_code
from .stretches import BITS

_LEAST_ROOM, _MOST_ROOM = 1 << 20, 1 << 28  # bytes for names; between them, one for each posting
_OVERHEAD = 500  # bytes of objects
_MANY_WINDOWS = 20_000  # from which on machine code is worth its memory
_FEW_WINDOWS = 40_000  # up to which numpy scores all, which takes less than choosing among them
_FEW_TOKENS = 200_000  # among which it takes less to find a term everywhere than in some passages
_WINDOWS = 3  # looked at for each passage that is wanted: some have the same passages


class _Indexed:
    """One index, with the names that were asked for."""

    def __init__(self, index: LibraryIndex, *, is_large: bool) -> None:
        self.index = index
        self._windows, self._scope = index.windows, index.scope
        self._own = Own.of(index.windows, index.stretches)
        self._code = machine_code() if is_large else None
        self._is_small = self._code is None and len(index.windows.lengths) <= _FEW_WINDOWS
        self._mean, self._lengths = index.windows.mean, index.lengths
        share = len(self._lengths) / max(len(index.windows.lengths), 1)
        self._room = min(max(int(share * len(index.windows.windows)), _LEAST_ROOM), _MOST_ROOM)
        self._spans: Ints | None = None
        self._saturated: Floats | None = None
        self._known: dict[str, Listed] = {}
        self._left = self._room
        self._asked: tuple[Wanted, Asked] | None = None
        self._tables: list[tuple[Singles, Ints, Ints]] = []  # of those that nobody uses now

    @property
    def lengths(self) -> Ints:
        """Terms in each window."""
        return self._lengths

    def postings(self, name: str) -> tuple[Ints, Ints]:
        """Return the windows with a term or phrase, ascending, and its frequency in each."""
        windows, counts = self._windows.at(self.index.occurrences.positions(name))
        return self._scope.windows.here(windows) if self._scope else windows, counts

    def candidates(
        self, wanted: Wanted, count: int, words: PostingsBM25, least: float = 0.0
    ) -> tuple[Ints, Floats]:
        """Return the best passages, `count` at most, of those that score at least `least`."""
        asked, by = self._read(wanted), self._parameters(words)
        if self._is_small:
            passages, best = self._best_of_all(asked, count, by)
        elif self._code:
            passages, best = self._search(self._code, asked, by, count, least)
        else:
            passages, best = self._best_around(
                *best_windows(self._own, asked, by, partial(self._least_of, count), least)
            )
        if not self._is_small:
            chosen = np.lexsort((passages, -best))[:count]
            passages, best = passages[chosen], best[chosen]
        return self._scope.passages.here(passages) if self._scope else passages, best

    def _search(
        self, code: Code, asked: Asked, by: Parameters, count: int, least: float
    ) -> tuple[Ints, Floats]:
        """Return passages with their scores: all that may be among the best."""
        try:
            tables = self._tables.pop()
        except IndexError:
            size, passages = self._own.stretches, len(self._own.firsts)
            limits, masks = np.empty(size, np.float32), np.empty(size, np.int32)
            tables = limits, masks, np.zeros(passages, np.int32)
        how = BITS, AT_FIRST_BY_CODE, count, least
        found = code.search(self._own, asked, by, *how, *tables)
        self._tables.append(tables)
        return found

    def _least_of(self, count: int, windows: Ints, scores: Floats) -> float:
        """Return what the best passages have at least, by windows with their scores."""
        if len(windows) > (most := _WINDOWS * count):
            few = np.argpartition(scores, -most)[-most:]
            windows, scores = windows[few], scores[few]
        _, best = self._best_around(windows, scores)
        return float(np.partition(best, -count)[-count]) if len(best) >= count else 0.0

    def _best_of_all(self, asked: Asked, count: int, by: Parameters) -> tuple[Ints, Floats]:
        """Return the best passages by the scores of all windows."""
        if self._spans is None or self._saturated is None:
            every = np.arange(len(self._windows.firsts), dtype=np.int32)
            self._saturated = by.saturation(self._windows.lengths)
            self._spans = np.stack(self._windows.around(every), axis=1).ravel()
        scores = all_scores(self._own, asked, self._saturated, by.k1)
        if not len(self._spans):
            return _NO_INTS, scores
        best = np.maximum.reduceat(np.concatenate((scores, _NOTHING)), self._spans)[::2]
        chosen = top(best, count)
        return np.array(chosen, np.int32), best[chosen]

    def around(self, wanted: Wanted, passages: Ints, words: PostingsBM25) -> Floats:
        if self._scope:
            passages = self._scope.passages.there(passages)
        first, end = self._windows.around(passages)
        windows = ranges(first, end)
        score = self._code.exact if self._code else exact
        scores = score(self._own, self._read(wanted), self._parameters(words), windows)
        best: Floats = np.maximum.reduceat(scores, starts(end - first)[:-1])
        return best

    def tokens(self, passages: Ints | None, terms: Sequence[str]) -> Tokens:
        """Return where terms stand in some passages; None for all of them."""
        numbers = [self.index.numbers.get(term, -1) for term in terms]
        occurrences = self.index.occurrences
        if passages is None:
            return Tokens(*occurrences.everywhere(numbers))
        return Tokens(*occurrences.among(passages, numbers))

    def _best_around(self, windows: Ints, scores: Floats) -> tuple[Ints, Floats]:
        """Return the passages that some windows overlap, and the best score of each."""
        first, end = self._windows.overlapping(windows)
        passages = ranges(first, end)
        every = np.repeat(scores, end - first)
        order = np.lexsort((-every, passages))
        order = order[changed(passages[order])]
        return passages[order], every[order]

    def _parameters(self, words: PostingsBM25) -> Parameters:
        wider = max(1.0, words.avgdl / self._mean)
        return Parameters(words.k1, words.b, words.avgdl, wider)

    def _read(self, wanted: Wanted) -> Asked:
        """Look the names of a question up, once for all that is asked of it."""
        known = self._asked
        if known is None or known[0] is not wanted:
            listed = iter(self._listed([name for _, blend in wanted for name, _ in blend.names]))
            every = enumerate(blend for _, blend in wanted)
            names = [(c, part, next(listed)) for c, blend in every for _, part in blend.names]
            concepts = [(weight, blend.idf) for weight, blend in wanted]
            known = self._asked = wanted, Asked.of(names, concepts, self._own)
        return known[1]

    def _listed(self, names: Sequence[str]) -> list[Listed]:
        """Return where the postings of names are; those of terms are looked up all at once."""
        if self._scope:
            return [self._recall(name) for name in names]
        numbers = [self.index.numbers.get(name, -1) for name in names]
        terms = np.array([number for number in numbers if number >= 0], np.int32)
        starts_of = self._windows.starts
        first, last = starts_of[terms], starts_of[terms + 1]
        columns = first, last, first, *self.index.stretches.find_all(terms)
        found = starmap(Listed, zip(*[one.tolist() for one in columns], strict=True))
        every = zip(names, numbers, strict=True)
        return [self._recall(name) if number < 0 else next(found) for name, number in every]

    def _recall(self, name: str) -> Listed:
        """Return where the postings of a name are, and remember it as long as there is room."""
        found = self._known.get(name)
        if found is None:
            found = self._find(name)
            size = _OVERHEAD
            if found.windows is not None and found.counts is not None:
                size += found.windows.nbytes + found.counts.nbytes
            if size > self._left:
                self._known, self._left = {}, self._room
            if size < self._room:
                self._known[name] = found
                self._left -= size
        return found

    def _find(self, name: str) -> Listed:
        number = self.index.numbers.get(name)
        if number is None:
            windows, counts = self._windows.at(self.index.occurrences.positions(name))
            return _apart(windows, counts.astype(np.float64))
        first, last = self._windows.span(number)
        run, end, bound = self.index.stretches.find(number)
        if self._scope is None:
            return Listed(first, last, first, run, end, bound)
        windows, scope = self._windows.windows[first:last], self._scope.windows
        if not scope.is_one:
            places = scope.places(windows)
            return _apart(windows[places], self._windows.counted(first + places))
        skipped, left = windows.searchsorted(scope.bounds).tolist()
        begin, behind = scope.bounds.tolist()
        here = np.array((begin >> BITS, ((behind - 1) >> BITS) + 1), np.int32)
        before, until = self._own.numbers[run:end].searchsorted(here).tolist()
        return Listed(first + skipped, first + left, first, run + before, run + until, bound)


def _apart(windows: Ints, counts: Floats) -> Listed:
    """Return postings that are no span of those that the index has."""
    return Listed(0, len(windows), 0, 0, 0, 0.0, windows, counts)


class Embedded:
    """Scores windows from the postings of their terms; implements `FirstStage`."""

    def __init__(self, indexes: Sequence[LibraryIndex]) -> None:
        """Put indexes side by side; at least one."""
        is_large = sum(len(index.windows.lengths) for index in indexes) >= _MANY_WINDOWS
        self._indexes = [_Indexed(index, is_large=is_large) for index in indexes]
        counts = [len(index.library.passages) for index in indexes]
        self._firsts = np.cumsum([0, *counts]).tolist()
        sentences = sum(index.sentences for index in indexes)
        tokens = sum(index.tokens for index in indexes)
        self.sizes = Sizes(sentences, tokens / sentences if tokens else 1.0)
        self.words = PostingsBM25(self._indexes, k1=weights.K1, b=weights.B)

    def frequencies(self, names: Sequence[str]) -> list[int]:
        """Return how many headings and sentences have each name."""
        every = [one.index.occurrences for one in self._indexes]
        return [sum(one.frequency(name) for one in every) for name in names]

    def beginning(self, letters: str) -> Sequence[str]:
        """Return the terms of all documents that begin with some letters, each once."""
        every = (one.index.numbers.beginning(letters) for one in self._indexes)
        return tuple(dict.fromkeys(term for some in every for term in some))

    def candidates(self, wanted: Wanted, count: int) -> Candidates:
        """Return the best passages by the best window around, `count` at most."""
        [one, *others] = self._indexes
        numbers, scores = one.candidates(wanted, count, self.words)
        for one, first in zip(others, self._firsts[1:], strict=False):
            least = float(scores[-1]) if len(scores) == count else 0.0
            found, their_scores = one.candidates(wanted, count, self.words, least)
            numbers = np.concatenate((numbers, found + np.int32(first)))
            scores = np.concatenate((scores, their_scores))
            best = np.lexsort((numbers, -scores))[:count]
            numbers, scores = numbers[best], scores[best]
        return Candidates(numbers.tolist(), scores)

    def around(self, wanted: Wanted, numbers: Sequence[int]) -> Floats:
        """Return the score of the best window that overlaps each of some passages."""
        scores = np.zeros(len(numbers))
        for one, places, own in self._shared(numbers):
            scores[places] = one.around(wanted, own, self.words)
        return scores

    def tokens(self, numbers: Sequence[int], terms: Sequence[str]) -> Tokens:
        """Return where terms, each different, stand in some passages; `numbers` are ascending."""
        return Tokens.joined([one.tokens(own, terms) for one, _, own in self._shared(numbers)])

    def all_tokens(self, terms: Sequence[str]) -> Tokens | None:
        """Return where they stand in all passages, if that takes no longer than in some."""
        [one, *others] = self._indexes
        is_small = len(one.index.analysed.tokens) <= _FEW_TOKENS
        whole = is_small and not others and one.index.occurrences.scope is None
        return one.tokens(None, terms) if whole else None

    def having(self, name: str) -> Ints:
        """Return the passages with a name in a sentence or the heading, ascending."""
        every = zip(self._indexes, self._firsts, strict=False)
        found = [one.index.occurrences.passages(name) + np.int32(first) for one, first in every]
        return np.concatenate(found)

    def _shared(self, numbers: Sequence[int]) -> list[tuple[_Indexed, Ints, Ints]]:
        """Return the indexes of some passages, with their places and their numbers there."""
        every = np.asarray(numbers, np.int32)
        if len(self._indexes) == 1:
            return [(self._indexes[0], np.arange(len(every), dtype=np.int32), every)]
        owners = np.searchsorted(self._firsts, every, side="right") - 1
        shared = []
        for which in sorted(set(owners.tolist())) or [0]:
            places = np.flatnonzero(owners == which).astype(np.int32)
            own = every[places] - np.int32(self._firsts[which])
            shared.append((self._indexes[which], places, own))
        return shared


_NO_INTS, _NOTHING = np.zeros(0, np.int32), np.zeros(1)
