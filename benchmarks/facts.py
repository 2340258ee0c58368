"""Made-up facts, each with a question that it alone answers."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

_FACTS = (
    ("Who built the bridge of {}?", "The bridge of {} was built by the mason {other}."),
    ("When was the mill of {} repaired?", "The mill of {} was repaired in {year} after a storm."),
    ("Who painted the chapel of {}?", "The chapel of {} was painted by {other} in two summers."),
    ("How deep is the well of {}?", "The well of {} is {number} metres deep and never runs dry."),
    ("What does the harbour of {} export?", "The harbour of {} exports wool and {other} salt."),
)


@dataclass(frozen=True, slots=True)
class Fact:
    """A question, and the one sentence of the sources that answers it."""

    question: str
    answer: str


def facts(number: int, seed: int) -> Iterator[Fact]:
    """Yield facts, each about a place of its own."""
    draw = random.Random(seed)  # noqa: S311  # nothing secret
    parts = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "ar", "en", "ol")]
    names: set[str] = set()
    while len(names) < 2 * number:
        names.add("".join(draw.choices(parts, k=4)).capitalize())
    pairs = iter(sorted(names))
    for i, (name, other) in enumerate(zip(pairs, pairs, strict=True)):
        question, answer = _FACTS[i % len(_FACTS)]
        year, metres = draw.randrange(1200, 1900), draw.randrange(10, 99)
        told = answer.format(name, other=other, year=year, number=metres)
        yield Fact(question.format(name), told)
