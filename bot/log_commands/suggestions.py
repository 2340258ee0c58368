"""What to put into the form for a synonym: the word that the sources lack, and words they have."""

import re
from collections import Counter

from index import Searcher
from index.english import specificity

_PASSAGES = 3
_MOST = 5
_LEAST_CHARS = 4
_ADDRESS = re.compile(r"\S+://\S+")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def lacking_word(searcher: Searcher, question: str) -> str:
    """The word of a question that the sources most likely have another one for; "" if none."""
    evidence = searcher.evidence(question)
    found = [*evidence.unknown, *evidence.unmatched] if evidence else _WORD.findall(question)
    return max(found, key=lambda word: (specificity(word.lower()), len(word)), default="")


def likely_words(searcher: Searcher, question: str) -> list[str]:
    """Words of the sources that may be meant, the likeliest first; at most five."""
    said = {word.lower() for word in _WORD.findall(question)}
    alike = searcher.answer(question, limit=1).suggestions
    words: Counter[str] = Counter()
    for number in searcher.rank(question, limit=_PASSAGES):
        text = _ADDRESS.sub(" ", searcher.library.passages[number].text)
        there = {word.lower() for word in _WORD.findall(text)}
        words.update(word for word in there if len(word) >= _LEAST_CHARS and word not in said)
    near = sorted(words, key=lambda word: (-words[word], -specificity(word), word))
    return [*dict.fromkeys((*alike, *near))][:_MOST]
