"""A small library -> one of as many passages as wanted, with words spread as in real texts."""

import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from index.drafts import Draft, mapped
from index.saving import raw_documents, stored_library, writing_contents
from sources import Library
from sources.spool import by_document

from .collections import SEED, build_library

_WORD = re.compile(r"[^\W\d_]{4,}")
_RARE = 4  # passages; words in fewer are mostly names and special terms


def grown(library: Library, count: int) -> Library:
    """The first `count` passages of a library followed by copies of its documents, varied."""
    return build_library({i: one for some in _copies(library, count) for i, one in some.items()})


def grown_aside(library: Library, count: int, folder: Path) -> Library:
    """The same with its texts in a folder that is not there yet, and not in memory."""
    folder.mkdir()
    draft = Draft(folder)
    with writing_contents(draft) as contents:
        for some in _copies(library, count):
            for raw in raw_documents(build_library(some)):
                contents.add(raw)
    arrays = {**mapped(folder, draft.places), **contents.arrays()}
    return stored_library(arrays, library.version)


# Copies of whole passages would be merged as repeats, and drawing words at random would spread
# each over far more passages than real texts do. So each copy of a document deals its sentences
# out anew, and half of the rare words become other ones: common words come back in new texts,
# while names are mostly new (Heaps, 1978), which keeps the vocabulary growing as well.
def _copies(library: Library, count: int) -> Iterator[dict[str, tuple[str, list[str]]]]:
    """Return the documents of one copy after the other, by id as title and paragraphs."""
    chance = random.Random(SEED)  # noqa: S311  # no secret
    rare = _rare_words(library)
    cut = by_document(library.passages)
    made = copy = 0
    while made < count:
        documents: dict[str, tuple[str, list[str]]] = {}
        other = _other_words(rare, chance) if copy else {}
        for doc_id, document in library.documents.items():
            passages = cut.get(doc_id, ())[: count - made]
            paragraphs = [[p.text[start:end] for start, end in p.sentences] for p in passages]
            if copy:
                paragraphs = _dealt_out(paragraphs, chance)
            texts = [_reworded(" ".join(sentences), other) for sentences in paragraphs]
            if texts:
                documents[f"{doc_id} {copy}"] = (document.title, texts)
            made += len(texts)
        copy += 1
        yield documents


def _rare_words(library: Library) -> list[str]:
    found = (dict.fromkeys(_WORD.findall(passage.text)) for passage in library.passages)
    passages = Counter(word for words in found for word in words)  # the same order in every run
    return [word for word, frequency in passages.items() if frequency < _RARE]


def _other_words(rare: list[str], chance: random.Random) -> dict[str, str]:
    """Half of the words, each with a new one made of its beginning and another's end."""
    changed = chance.sample(rare, len(rare) // 2)
    ends = chance.sample(changed, len(changed))
    return {
        word: word[: len(word) // 2] + end[len(end) // 2 :]
        for word, end in zip(changed, ends, strict=True)
    }


def _dealt_out(paragraphs: list[list[str]], chance: random.Random) -> list[list[str]]:
    """The same sentences in another order, in paragraphs of the same numbers of sentences."""
    every = [sentence for sentences in paragraphs for sentence in sentences]
    chance.shuffle(every)
    rest = iter(every)
    return [[next(rest) for _ in sentences] for sentences in paragraphs]


def _reworded(text: str, other: Mapping[str, str]) -> str:
    return _WORD.sub(lambda word: other.get(word[0], word[0]), text)
