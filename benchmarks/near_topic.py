"""Questions that only seem to be answered: their names are in the documents, what is asked is not.

    python -m benchmarks.near_topic [--shared FOLDER]

Counted are those that are called found, by class; at most 15 of 100 should be.
"""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from index import Searcher

from .collections import SHARED, load_question_sets
from .reporting import share, show

_PEOPLE = (
    *("how did {} die", "who was {}'s wife", "where is {} buried", "how tall was {}"),
    *("what did {}'s father do for a living", "how many children did {} have"),
    *("what was {}'s favorite food", "which languages could {} speak"),
    *("how much money did {} leave to the family", "what illness did {} suffer from as a child"),
)
_THINGS = (
    *("how much did {} cost in dollars", "what color was the cover of {}"),
    *("who translated {} into french", "how many copies of {} were printed"),
    *("who painted a picture of {}", "which film was made about {}"),
)
_NAMED: Mapping[str, Mapping[Sequence[str], Sequence[str]]] = {
    "civics": {
        _PEOPLE: ("Roger Sherman", "Hamilton", "Justice Jackson", "Marbury", "Daniel Shays"),
        _THINGS: ("Federalist 10", "the Virginia Plan", "the Bill of Rights"),
    },
    "science": {
        _PEOPLE: ("Ebbinghaus", "Tolman", "Alfred Binet", "Francis Galton", "Zeigarnik"),
        _THINGS: ("the Stroop task", "the Stanford-Binet test", "the Skinner box"),
    },
    "starter": {
        _PEOPLE: ("Borodin", "Zhou Enlai", "Deng Xiaoping", "Brezhnev", "Ho Chi Minh"),
        _THINGS: ("the Secret Speech", "the Treaty of 1950", "the Five-Year Plan"),
    },
}
_SINGLE: Mapping[str, Sequence[str]] = {
    "civics": (
        "what was the weather like when the constitution was signed",
        "which newspaper first printed the ruling in brown v board",
        "how long did nixon's lawyers speak before the court",
        "who sewed the flag that flew over the philadelphia convention",
        "which steel mills closed forever after youngstown v sawyer",
        "what did the bank building in maryland look like",
        "how many horses did washington own",
        "who was the first woman on the federal reserve board",
    ),
    "science": (
        "who paid for watson's laboratory building",
        "what breed were the dogs in pavlov's lab",
        "which football team did terman support",
        "how many rooms did wundt's institute have",
        "what was the name of broca's assistant",
        "when did the brooklyn college library open",
        "which drug company sells narcolepsy pills in france",
        "how heavy was the brain that broca dissected",
    ),
    "starter": (
        "what did khrushchev eat at the dinner in beijing",
        "how many trains a week ran from moscow to beijing in 1955",
        "who was the interpreter of mao's dentist",
        "what was the name of the ship that brought borodin to canton",
        "which radio station broadcast the nine commentaries",
        "how deep is the ussuri river at zhenbao island",
        "what did soviet advisers pay for a flat in shanghai",
        "which school did stalin's daughter attend",
    ),
}


def near_topic(name: str) -> Iterator[str]:
    """Yield the questions near the topics of a class; none for a class without any."""
    for templates, names in _NAMED.get(name, {}).items():
        for template in templates:
            yield from (template.format(one) for one in names)
    yield from _SINGLE.get(name, ())


def main(arguments: Sequence[str] | None = None) -> None:
    """Ask, count, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=SHARED)
    given = parser.parse_args(arguments)
    rows = []
    for questions in load_question_sets(given.shared):
        asked = list(near_topic(questions.name))
        if asked:
            searcher = Searcher(questions.library)
            statuses = [searcher.answer(question, limit=2).status for question in asked]
            shares = (share(statuses.count(s) / len(asked)) for s in ("found", "weak", "none"))
            rows.append((questions.name, str(len(asked)), *shares))
    show("Questions near the topic", ("", "questions", "found", "weak", "none"), rows)


if __name__ == "__main__":
    main()
