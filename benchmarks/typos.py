"""Slips of the finger, the same ones each time."""

import random
import re
import string

PART = 0.3  # of the longer words
_LONGER = re.compile(r"[^\W\d_]{5,}")


def with_typos(question: str) -> str:
    """A question with one slip in about 30 % of its words of five letters and more.

    A letter is left out, doubled by another, replaced, or changes places with the next one; the
    first letter stays, as it does with most real slips.
    """
    chance = random.Random(question)  # noqa: S311  # no secret; seeded by what it works on
    return _LONGER.sub(
        lambda word: _slip(word[0], chance) if chance.random() < PART else word[0], question
    )


def _slip(word: str, chance: random.Random) -> str:
    place = chance.randrange(1, len(word) - 1)
    before, letter, after = word[:place], word[place], word[place + 1 :]
    other = chance.choice(string.ascii_lowercase.replace(letter, ""))
    match chance.randrange(4):
        case 0:
            return before + after
        case 1:
            return before + letter + other + after
        case 2:
            return before + other + after
        case _:
            return before + after[0] + letter + after[1:]
