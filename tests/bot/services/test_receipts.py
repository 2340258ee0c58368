"""What became of words that were quoted."""

from pathlib import Path

import pytest

from bot.services.receipts import standing_of
from bot.storage.entries import LoggedPassage, Quoted
from index import Searcher
from sources import Library
from tests.bot.asking import BEES, WASPS, make_library

SENTENCE = "Bees dance in the hive to tell where the flowers stand."


@pytest.fixture
def quoted(tmp_path: Path) -> LoggedPassage:
    """A passage as it is logged when it was answered with."""
    library = make_library(tmp_path / "then", bees=BEES, wasps=WASPS)
    answer = Searcher(library).answer("Where do bees dance?", limit=1)
    (hit,), (quote,) = answer.hits, answer.quotes
    assert hit.passage.text == SENTENCE
    return LoggedPassage(
        passage_id=hit.passage.passage_id,
        source=hit.passage.doc_id,
        start=hit.passage.locator.start,
        end=hit.passage.locator.end,
        score=hit.score,
        quoted=Quoted(
            text=hit.passage.text,
            breaks=hit.passage.breaks,
            citation=quote.citation,
            document=library.documents["bees.txt"].sha256,
        ),
        quote_start=quote.start,
        quote_end=quote.end,
    )


def now(tmp_path: Path, **documents: str) -> Library:
    """The documents of today."""
    return make_library(tmp_path / "now", **documents)


@pytest.mark.parametrize(
    ("today", "state"),
    [
        ({"bees": BEES}, "unchanged"),
        ({"bees": f"{BEES}\nAnd they sleep at night, as most animals do.\n"}, "unchanged"),
        ({"bees": BEES.replace("On bees", "On the bees")}, "moved"),
        ({"hives": BEES}, "moved"),
        ({"bees": BEES.replace("dance", "waltz")}, "changed"),
        ({"bees": "On bees\n\nSomething else altogether stands here now.\n"}, "changed"),
        ({"wasps": WASPS}, "gone"),
    ],
)
def test_what_became_of_it_is_told_apart(
    quoted: LoggedPassage, tmp_path: Path, today: dict[str, str], state: str
) -> None:
    assert quoted.quoted is not None

    assert standing_of(quoted, quoted.quoted, now(tmp_path, **today)).state == state


def test_words_that_moved_are_cited_where_they_stand_now(
    quoted: LoggedPassage, tmp_path: Path
) -> None:
    assert quoted.quoted is not None
    renamed = BEES.replace("On bees", "On hives")

    standing = standing_of(quoted, quoted.quoted, now(tmp_path, hives=renamed))

    assert standing.citation is not None
    assert standing.citation.title == "On hives"


def test_words_that_were_changed_are_shown_as_they_are_now(
    quoted: LoggedPassage, tmp_path: Path
) -> None:
    assert quoted.quoted is not None

    standing = standing_of(
        quoted, quoted.quoted, now(tmp_path, bees=BEES.replace("dance", "waltz"))
    )

    assert standing.now == SENTENCE.replace("dance", "waltz")
