"""Other BM25 searchers, each used as its documentation says, over the same passages."""

import re
import sqlite3
import weakref
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
from rank_bm25 import BM25Okapi, BM25Plus
from Stemmer import Stemmer

from index.analysis import terms

Scored = list[tuple[int, float]]
"""Passage numbers with their scores, best first."""
Peer = Callable[[str, int], Scored]
"""Question and number of passages wanted -> the best passages, that many at most."""

_WORD = re.compile(r"\w+")


def rank_bm25_as_used(texts: Sequence[str]) -> Peer:
    """rank_bm25's BM25Okapi, fed as its README does."""
    bm25 = BM25Okapi([text.lower().split() for text in texts])
    return lambda question, count: _best(bm25.get_scores(question.lower().split()), count)


def rank_bm25_our_terms(texts: Sequence[str]) -> Peer:
    """rank_bm25's BM25Plus, fed with Pullquote's terms: stemmed, without stop words."""
    bm25 = BM25Plus([terms(text) for text in texts])
    return lambda question, count: _best(bm25.get_scores(terms(question)), count)


def bm25s_lucene(texts: Sequence[str]) -> Peer:
    """bm25s with its own English stop words and a stemmer."""
    import bm25s  # noqa: PLC0415  # may not be installed

    stemmer = Stemmer("english")

    def tokenize(some: Sequence[str]) -> object:
        return bm25s.tokenize(list(some), stopwords="en", stemmer=stemmer, show_progress=False)

    bm25 = bm25s.BM25(method="lucene")
    bm25.index(tokenize(texts), show_progress=False)

    def search(question: str, count: int) -> Scored:
        count = min(count, len(texts))
        found, scores = bm25.retrieve(tokenize([question]), k=count, show_progress=False)
        return list(zip(found[0].tolist(), scores[0].tolist(), strict=True))

    return search


def sqlite_fts5(texts: Sequence[str]) -> Peer:
    """SQLite's full-text index with the Porter stemmer; any word of the question may match."""
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE passage USING fts5(text, tokenize = 'porter unicode61')")
    base.executemany("INSERT INTO passage (rowid, text) VALUES (?, ?)", enumerate(texts))
    select = "SELECT rowid, -rank FROM passage WHERE passage MATCH ? ORDER BY rank LIMIT ?"

    def search(question: str, count: int) -> Scored:
        words = " OR ".join(f'"{word}"' for word in _WORD.findall(question))
        return base.execute(select, (words, count)).fetchall() if words else []

    weakref.finalize(search, base.close)  # from 3.13 on, Python warns of one that is just dropped
    return search


def tantivy_en_stem(texts: Sequence[str]) -> Peer:
    """Tantivy with its English stemmer; any word of the question may match."""
    import tantivy  # noqa: PLC0415  # may not be installed

    schema = tantivy.SchemaBuilder()
    schema.add_text_field("text", tokenizer_name="en_stem")
    schema.add_integer_field("number", stored=True)
    kept = tantivy.Index(schema.build())
    writer = kept.writer(num_threads=1)
    for number, text in enumerate(texts):
        writer.add_document(tantivy.Document(text=text, number=number))
    writer.commit()
    kept.reload()
    searcher = kept.searcher()

    def search(question: str, count: int) -> Scored:
        # Lower case, for AND, OR and NOT are operators.
        words = " ".join(_WORD.findall(question.lower()))
        hits = searcher.search(kept.parse_query(words, ["text"]), count).hits
        return [(searcher.doc(address)["number"][0], score) for score, address in hits]

    return search


PEERS: Mapping[str, Callable[[Sequence[str]], Peer]] = {
    "rank_bm25 Okapi, lower().split()": rank_bm25_as_used,
    "rank_bm25 Plus, our terms": rank_bm25_our_terms,
    "bm25s lucene": bm25s_lucene,
    "tantivy en_stem": tantivy_en_stem,
    "SQLite FTS5 porter": sqlite_fts5,
}


def build_peers(texts: Sequence[str]) -> dict[str, Peer]:
    """All peers that are installed, over the same texts; one line tells of each that is not."""
    built = {}
    for name, build in PEERS.items():
        try:
            built[name] = build(texts)
        except ModuleNotFoundError as error:
            missing = f"{error.name} is not installed (pip install {error.name})"
            print(f"{name}: left out, for {missing}.")
    return built


def _best(scores: npt.NDArray[np.float64], count: int) -> Scored:
    """As get_top_n: always `count` passages if there are so many, whatever their scores."""
    order = np.argsort(-scores, kind="stable")[:count].tolist()
    return [(number, float(scores[number])) for number in order]
