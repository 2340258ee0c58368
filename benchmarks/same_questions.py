"""Which questions count as asking the same, by where the line is drawn.

    python -m benchmarks.same_questions [--shared FOLDER]

Each question of a set is known; then it is asked again in other words that ask the same: in chat,
with typos, in another order. Counted are those that are recognised, and different questions of the
set that are taken for one another.
"""

import argparse
import random
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from unittest.mock import patch

from index import Searcher, group_questions
from index.same_question import ALIKE, AskedReader, KnownQuestions

from .collections import SEED, SHARED, load_collections, load_question_sets
from .reporting import percent, show
from .typos import with_typos

_LINES = (0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9)
_CHAT = (
    "hey can someone please tell me {}",
    "{} thanks!!",
    "ok so for my essay: {}",
    "i'm so confused, {}",
    "{} lol",
)
_MANY = 10_000  # questions put into groups


def main(arguments: Sequence[str] | None = None) -> None:
    """Ask, ask again, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=SHARED)
    given = parser.parse_args(arguments)
    for questions in load_question_sets(given.shared):
        asked = [question.question for question in questions.questions]
        _print_lines(questions.name, Searcher(questions.library), asked)
    for collection in load_collections(given.shared / "retrieval", ("squad2",)):
        searcher = Searcher(collection.library)
        asked = list(dict.fromkeys(collection.queries.values()))
        _print_lines(collection.name, searcher, asked)
        chance = random.Random(SEED)  # noqa: S311  # no secret
        _print_groups(searcher, chance.choices([*asked, *map(with_typos, asked)], k=_MANY))


def _again() -> Mapping[str, Callable[[str], str]]:
    """Ways to ask the same in other words, the same ones each time."""
    chance = random.Random(SEED)  # noqa: S311  # no secret

    def turned(question: str) -> str:
        words = question.rstrip("?!. ").split()
        at = chance.randrange(1, max(2, len(words)))
        return f"{words[0]} {' '.join([*words[at:], *words[1:at]])}" if words else question

    return {
        "in capitals": str.upper,
        "in chat": lambda question: chance.choice(_CHAT).format(question),
        "with typos": with_typos,
        "in another order": turned,
    }


def _print_lines(name: str, searcher: Searcher, asked: Sequence[str]) -> None:
    read = searcher.ranker.reader.read
    reader = AskedReader(searcher.ranker, map(read, asked))
    known = KnownQuestions(reader.known)
    again = {how: [reader.read(read(way(q))) for q in asked] for how, way in _again().items()}
    rows = []
    for line in _LINES:
        with patch("index.same_question.ALIKE", line):
            found = [[*map(known.find, some)] for some in again.values()]
            others = [known.find(one) for one in reader.known]
        recognised = (
            percent(sum(n in same for n, same in enumerate(some)) / len(asked)) for some in found
        )
        pairs = sum(other < n for n, same in enumerate(others) for other in same)
        rows.append((f"{line:.2f}{' (shipped)' * (line == ALIKE)}", *recognised, str(pairs)))
    header = ("from", *(f"{how}, %" for how in again), "taken for another")
    show(f"{name}: {len(asked)} questions, recognised when asked again", header, rows)


def _print_groups(searcher: Searcher, asked: Sequence[str]) -> None:
    started = time.perf_counter()
    groups = group_questions(asked, searcher)
    seconds = time.perf_counter() - started
    different = len(set(asked))
    print(f"{len(asked)} questions, {different} different: {len(groups)} groups in {seconds:.1f} s")


if __name__ == "__main__":
    main()
