"""The whole path of a question, in one function."""

from rank_bm25 import BM25Plus

from sources import Library, Locator

from .answers import Answer, Hit, Quote


class Searcher:
    """Answers questions from one immutable library; safe to share between threads."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._bm25 = BM25Plus([p.text.lower().split() for p in library.passages])

    def answer(self, question: str, *, limit: int = 3) -> Answer:
        """Quote the passages that best match a question, `limit` at most."""
        scores = self._bm25.get_scores(question.lower().split())
        best = sorted(range(len(scores)), key=lambda i: (-scores[i], i))[:limit]
        passages = [self.library.passages[i] for i in best]
        hits = tuple(Hit(p, float(scores[i]), n + 1, (), ()) for n, (i, p) in enumerate(zip(best, passages, strict=True)))
        quotes = []
        for p in passages:
            start, end = p.sentences[0]
            place = Locator(p.locator.start + start, p.locator.start + end)
            quotes.append(Quote(p.text[start:end], start, end, place, self.library.citation(p)))
        return Answer(question, "found", 0.5, "stub", hits, tuple(quotes), (), self.library.version)
