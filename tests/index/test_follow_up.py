"""A follow-up takes the words it lacks from the question before; a whole question stays alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import follow_up

BEFORE = "How far did the honey bees of Vienna fly in 1958?"


@pytest.mark.parametrize(
    ("words", "added"),
    [
        ("why?", "honey bees Vienna fly 1958"),
        ("and in 1960?", "How far honey bees Vienna fly"),
        ("1960", "How far honey bees Vienna fly"),
        ("what about the wasps", "How far honey bees Vienna fly 1958"),
        ("and the bees of Rome?", "How far bees Vienna fly 1958"),
        ("who watched them?", "honey bees Vienna fly 1958"),
        ("when was that?", "honey bees Vienna fly 1958"),
        ("what happened next", "honey bees Vienna fly 1958"),
        ("can you give an example", "How far honey bees Vienna fly 1958"),
        ("how did they find the way?", "honey bees Vienna fly 1958"),
        ("bc of wat did they do it", "honey bees Vienna fly 1958"),
        ("who lived there?", "honey bees Vienna fly 1958"),
    ],
)
def test_a_message_that_lacks_its_subject_takes_it_from_before(words: str, added: str) -> None:
    found = follow_up(BEFORE, words)

    assert found is not None
    assert found.added == added
    assert found.question == f"{words.rstrip(' ?')} ({added})?"


@pytest.mark.parametrize(
    ("before", "words"),
    [
        ("Who discovered the dance?", "who was he?"),
        ("Who discovered the dance?", "which book did she write for her students in Rome?"),
        ("What is a drone?", "is it larger than a worker?"),
        ("When was the hive built?", "and by whom?"),
    ],
)
def test_pronouns_and_fragments_point_to_the_question_before(before: str, words: str) -> None:
    assert follow_up(before, words) is not None


@pytest.mark.parametrize(
    "words",
    [
        "Where do wasps nest?",
        "wasps",
        "wasp nest paper",
        "when is the midterm",
        "the queen, when was she crowned",
        "Napoleon, when did he die",
        "Why did Napoleon think that he could win?",
        "is it true that wasps make paper?",
        "is it better to smoke a hive than to wait",
        "how long does it take to fly to Rome",
        "where does it say that bees dance?",
        "who said I know it when I see it",
        "who wrote “it was the best of times”",
        "when did the war start and when did it end",
        "how many bees are there in a hive",
        "do we need a textbook for this class",
        "no that's wrong",
        "it helped me a lot",
        "thanks",
        "ok lol",
        "",
        "???",
    ],
)
def test_a_message_that_can_stand_alone_is_left_as_it_is(words: str) -> None:
    assert follow_up(BEFORE, words) is None


def test_a_fragment_replaces_the_only_subject_and_what_describes_the_same_word() -> None:
    born = follow_up("When was Huygens born?", "and Harrison?")
    paid = follow_up("How much was paid for water clocks?", "what about pendulum clocks?")

    assert born is not None
    assert born.added == "When born"
    assert paid is not None
    assert paid.added == "How much paid clocks"


def test_a_fragment_that_replaces_all_that_was_asked_stands_alone() -> None:
    assert follow_up("What is a queen?", "and a drone?") is None


def test_an_empty_question_before_adds_nothing() -> None:
    assert follow_up("why?", "and when?") is None
    assert follow_up("", "why?") is None


def test_a_follow_up_of_a_follow_up_keeps_what_the_first_one_took_over() -> None:
    first = follow_up("Why do bees dance?", "who discovered it?")
    assert first is not None

    second = follow_up(first.question, "and when?")

    assert second is not None
    assert second.added == "discovered bees dance"


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_two_texts_keep_the_words_written_and_add_only_words_of_the_first(
    before: str, words: str
) -> None:
    found = follow_up(before, words)

    if found is not None:
        assert found.question.startswith(words.rstrip(" ?!."))
        assert 0 < len(found.added.split()) <= 16 * len(before)
        assert found.question.endswith(f"({found.added})?")
