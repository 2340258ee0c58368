"""Quotations of five kinds, looked for in the documents that they were cut from.

    python -m benchmarks.verify [--shared FOLDER] [--quotations N] [--passages N]

Cut: from 6 to 60 words of a passage. Typography: the same with other quotation marks, dashes and
spaces, ligatures, and words broken at the ends of lines. One word: one word replaced by another one
of the documents. Shuffled: as many words of the documents, in no order. Foreign: sentences of
another class. The times are those with the documents repeated up to 10,000 passages, by the clock
and of the processor, which other work on the machine does not change.
"""

import argparse
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import quantiles

from index import LibraryIndex, Verdict, Verification, Verifier, View
from sources import Library

from .collections import SEED, SHARED, load_question_sets
from .larger import grown
from .reporting import percent, show

_WORDS = (6, 60)  # of a quotation
_TIMED = 300  # quotations of each kind
_WORD = re.compile(r"[^\W\d_]{2,}")
_VERDICTS: tuple[Verdict, ...] = ("exact", "differs", "elsewhere", "absent", "short")
_OTHER_MARKS = str.maketrans(
    {"“": '"', "”": '"', "’": "'", '"': "”", "'": "’", "–": "-", "—": "--", " ": "\u00a0"}
)

_TIMES = ("", "median", "p95", "p99", "median CPU", "p99 CPU")

Chance = random.Random


def main(arguments: Sequence[str] | None = None) -> None:
    """Cut, change, look for, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--quotations", type=int, default=1000)
    parser.add_argument("--passages", type=int, default=10_000)
    given = parser.parse_args(arguments)
    libraries = {one.name: one.library for one in load_question_sets(given.shared)}
    rows, times = [], []
    for name, library in libraries.items():
        other = next((one for key, one in libraries.items() if key != name), None)
        chance = Chance(SEED)
        cut = quotations(library, given.quotations, chance)
        large = Verifier(View([LibraryIndex.build(grown(library, given.passages))]))
        verifier = Verifier(View([LibraryIndex.build(library)]))
        for kind, asked in _kinds(cut, library, other, chance).items():
            found = [verifier.verify(quotation) for quotation, _ in asked]
            counts = Counter(one.verdict for one in found)
            named = [_names(one, word) for one, (_, word) in zip(found, asked, strict=True) if word]
            shares = (percent(counts[verdict] / len(asked)) for verdict in _VERDICTS)
            that_word = percent(sum(named) / len(named)) if named else "-"
            rows.append((f"{name}: {kind}", str(len(asked)), *shares, that_word))
            timed = [quotation for quotation, _ in asked[:_TIMED]]
            times.append((f"{name}: {kind}", *_timed(large, timed)))
    header = ("", "quotations", "exact", "differs", "elsewhere", "absent", "short", "that word")
    show("Verdicts, % of the quotations", header, rows)
    show(f"Milliseconds at {given.passages:,} passages", _TIMES, times)


def quotations(library: Library, count: int, chance: Chance) -> list[str]:
    """Cut quotations of some words from passages, each with its white space folded."""
    found: list[str] = []
    while len(found) < count:
        words = chance.choice(library.passages).text.split()
        size = min(chance.randint(*_WORDS), len(words))
        start = chance.randint(0, len(words) - size)
        quotation = " ".join(words[start : start + size])
        if len(quotation) >= 2 * _WORDS[0] and len(_WORD.findall(quotation)) >= 4:  # noqa: PLR2004
            found.append(quotation)
    return found


def retyped(quotation: str, chance: Chance) -> str:
    """Change the typography alone."""
    words = []
    for word in quotation.translate(_OTHER_MARKS).replace("...", "…").split("\u00a0"):
        shown = word.replace("fi", "ﬁ") if chance.random() < 0.5 else word  # noqa: PLR2004
        if shown.isalpha() and len(shown) > 7 and chance.random() < 0.3:  # noqa: PLR2004
            middle = len(shown) // 2
            shown = f"{shown[:middle]}-\n{shown[middle:]}"
        words.append(shown + chance.choice((" ", " ", " ", "\u00a0", "\n", "  ")))
    return "“" + "".join(words) + "”"


def one_word_changed(quotation: str, words: Sequence[str], chance: Chance) -> tuple[str, str]:
    """Replace a word, and tell which one was there."""
    there = chance.choice(list(_WORD.finditer(quotation)))
    new = chance.choice([w for w in chance.sample(words, 9) if w.lower() != there[0].lower()])
    return f"{quotation[: there.start()]}{new}{quotation[there.end() :]}", there[0]


def _kinds(
    cut: list[str], library: Library, other: Library | None, chance: Chance
) -> dict[str, list[tuple[str, str]]]:
    words = [word for one in library.passages for word in _WORD.findall(one.text)]
    shuffled = [" ".join(chance.choices(words, k=len(one.split()))) for one in cut]
    kinds = {
        "cut": [(one, "") for one in cut],
        "typography": [(retyped(one, chance), "") for one in cut],
        "one word": [one_word_changed(one, words, chance) for one in cut],
        "shuffled": [(one, "") for one in shuffled],
    }
    if other:
        kinds["foreign"] = [(one, "") for one in quotations(other, len(cut), chance)]
    return kinds


def _names(found: Verification, word: str) -> bool:
    """Return whether a difference shows the source's word."""
    return any(word in part.source for part in found.parts if not part.same)


def _timed(verifier: Verifier, asked: Sequence[str]) -> Sequence[str]:
    for quotation in asked[:20]:
        verifier.verify(quotation)
    pairs = [_milliseconds(verifier.verify, quotation) for quotation in asked]
    wall, cpu = (quantiles(taken, n=100) for taken in zip(*pairs, strict=True))
    return [f"{one:.1f}" for one in (wall[49], wall[94], wall[98], cpu[49], cpu[98])]


def _milliseconds(verify: Callable[[str], Verification], quotation: str) -> tuple[float, float]:
    """Return the time by the clock and of the processor."""
    started, began = time.perf_counter(), time.process_time()
    verify(quotation)
    return (time.perf_counter() - started) * 1000, (time.process_time() - began) * 1000


if __name__ == "__main__":
    main()
