"""Both stages together: limits, parts of a question, and what is said twice."""

from dataclasses import replace

import pytest

from index import Searcher, SynonymTable
from index.ranking import Ranker
from index.reading import Reading
from sources import Library, PassageKind

from .shelf import library, of_kind, ranker, whole_shelf


def reading(found: Ranker, question: str) -> Reading:
    """A view's passages in the light of a question."""
    return Reading(found.reader.read(question), found.view)


def ranked(found: Ranker, question: str, limit: int = 10) -> list[tuple[int, tuple[int, ...]]]:
    """The best passages and those that repeat them, by number."""
    best = found.rank(reading(found, question), limit)
    return [(passage.number, passage.repeats) for passage in best][:limit]


def starts(shelf: Library, question: str, limit: int) -> list[str]:
    """How the best passages begin."""
    return [shelf.passages[n].text[:13] for n, _ in ranked(ranker(shelf), question, limit)]


def test_a_passage_that_says_the_same_is_named_with_the_first_not_shown_again() -> None:
    said = "A flood destroyed the old harbour in 1711, and granite walls were built."
    shelf = library(f"{said}\n\nThe flood passed.", f"{said.replace('A flood', 'The flood')}")

    assert ranked(ranker(shelf), "which flood destroyed the harbour") == [(0, (2,)), (1, ())]


def test_a_passage_that_says_something_else_is_shown_for_itself() -> None:
    shelf = library("A flood destroyed the old harbour.", "A flood spared the new mill.")

    assert [repeats for _, repeats in ranked(ranker(shelf), "flood")] == [(), ()]


@pytest.mark.parametrize("limit", [1, 2, 5])
def test_no_more_passages_than_wanted_are_ranked(limit: int) -> None:
    assert len(ranked(ranker(whole_shelf()), "guild queen bridge beds flood", limit)) == limit


def test_each_part_of_a_question_gets_a_passage() -> None:
    walls = [f"The flood broke the granite harbour walls and {n}." for n in ("nets", "a mill")]
    honey = ["Widows sold honey.", "Honey pays.", "Honey feeds.", "They sold salt.", "We sold it."]
    shelf = library("\n\n".join((*walls, *honey)))

    best = starts(shelf, "What flood broke the granite harbour walls, and who sold honey?", 2)

    assert best == ["The flood bro", "Widows sold h"]


def test_more_candidates_than_the_second_stage_usually_sees_are_ranked_if_wanted() -> None:
    shelf = library("\n\n".join(f"The flood reached house {n}." for n in range(60)))

    assert len(ranked(ranker(shelf), "flood", 50)) == 50


def test_equal_passages_come_in_the_order_of_the_documents() -> None:
    shelf = library(*(f"The flood reached {place}." for place in ("Torvik", "Valdora", "Anselm")))

    assert [number for number, _ in ranked(ranker(shelf), "flood")] == [0, 1, 2]


def test_among_equals_documents_not_yet_shown_come_first() -> None:
    places = (("Torvik", "Anselm"), ("Valdora", "Erbrand"))
    shelf = library(*("\n\n".join(f"The flood reached {p}." for p in pair) for pair in places))

    assert [number for number, _ in ranked(ranker(shelf), "flood")] == [0, 2, 1, 3]


def test_a_clearly_better_passage_stays_before_another_documents() -> None:
    shelf = library(
        "The flood broke walls.\n\nA flood broke granite walls.", "The flood passed us."
    )

    assert [number for number, _ in ranked(ranker(shelf), "flood broke walls")][:2] == [0, 1]


def scored(found: Ranker, question: str, number: int = 0) -> list[float]:
    """Score the sentences of a passage for a question."""
    scores: list[float] = reading(found, question).answering(number)
    return scores


def order(shelf: Library, question: str) -> list[int]:
    """All passages of a library, best first."""
    return [number for number, _ in ranked(ranker(shelf), question)]


def test_each_sentence_has_its_score_and_the_one_with_most_of_the_question_the_highest() -> None:
    shelf = library("The guild sang. The guild stored salt and herring. Nobody slept.")

    one, most, nothing = scored(ranker(shelf), "guild herring salt")

    assert most > one > nothing == 0


def test_the_same_words_in_one_sentence_count_more_than_in_two() -> None:
    shelf = library("The guild slept. It stored salt.\n\nThe guild stored salt. It slept.")

    assert order(shelf, "guild salt") == [1, 0]


@pytest.mark.parametrize(
    ("question", "without", "with_it"),
    [
        ("when did the flood come", "The flood came with rain.", "The flood came in 1711."),
        ("how many drowned in the flood", "In the flood some drowned.", "In the flood 9 drowned."),
        ("why did the flood come", "The flood came with a roar.", "The flood came due to rain."),
        ("who saw the flood", "The flood was met by many.", "The flood was met by Teodor."),
        ("what is a flood", "Rain brought a big flood.", "A flood is a lot of water."),
        ("guild and flood", "Did the guild stop a flood?", "The flood stopped a guild."),
    ],
)
def test_of_two_alike_the_passage_that_answers_comes_first(
    question: str, without: str, with_it: str
) -> None:
    assert order(library(f"{without}\n\n{with_it}"), question) == [1, 0]


def test_a_kind_of_answer_without_a_word_of_the_question_counts_nothing() -> None:
    shelf = library("Rain fell in 1711. The flood came.")

    assert scored(ranker(shelf), "when did the flood come")[0] == 0


def test_a_name_of_three_words_counts_in_its_sentence() -> None:
    shelf = library("Nobody slept. The tall stone tower shone.")
    table = SynonymTable(groups=[["lighthouse", "tall stone tower"]])

    found = reading(ranker(shelf, table), "lighthouse")

    nothing, name = found.answering(0)
    assert name > nothing == 0
    assert found.having(0)[1:] == [0, 1]


def test_words_of_a_name_with_another_word_or_in_another_order_are_not_the_name() -> None:
    shelf = library("The stone tall tower. A tall stone tower! No tall stone zebra. Zebra, tower.")
    table = SynonymTable(groups=[["lighthouse", "tall stone tower"]])

    assert reading(ranker(shelf, table), "lighthouse").having(0)[1:] == [0, 1, 0, 0]


@pytest.mark.parametrize("kind", ["reference", "about"])
def test_works_cited_step_back_unless_the_question_is_about_sources(kind: PassageKind) -> None:
    shelf = of_kind(library("Marrack, Floods.\n\nMarrack met floods."), 0, kind)

    assert order(shelf, "what about Marrack and the floods") == [1, 0]
    assert order(shelf, "which book did Marrack publish on floods? i need the source") == [0, 1]


def test_a_passage_without_any_word_asked_for_is_not_ranked_with_its_neighbor() -> None:
    assert order(library("The flood.\n\nBees danced."), "flood") == [0]


def test_a_passage_below_a_heading_that_is_asked_for_is_ranked() -> None:
    shelf = library("Nobody slept.\n\nBees danced.")
    below = replace(shelf.passages[0], locator=replace(shelf.passages[0].locator, section="Floods"))

    assert order(replace(shelf, passages=(below, shelf.passages[1])), "flood") == [0]


def test_the_first_passage_below_a_heading_that_is_asked_for_comes_first() -> None:
    shelf = library("Nobody slept.\n\nBees danced.\n\nWax melted.")
    passages = tuple(
        replace(passage, locator=replace(passage.locator, section=section))
        for passage, section in zip(shelf.passages, ("Bees", "Floods", "Floods"), strict=True)
    )

    floods = ranker(replace(shelf, passages=passages))

    assert ranked(floods, "flood")[0] == (1, ())
    assert scored(floods, "flood", 1)[0] > scored(floods, "flood", 2)[0] == 0


def test_every_document_begins_a_section_of_its_own() -> None:
    shelf = library("Nobody slept.\n\nWax melted.", "Bees danced.")
    passages = tuple(
        replace(passage, locator=replace(passage.locator, section="Floods"))
        for passage in shelf.passages
    )

    floods = ranker(replace(shelf, passages=passages))

    first, second, other = (scored(floods, "flood", number)[0] for number in range(3))
    assert first == other > second == 0


@pytest.mark.parametrize(
    ("quoted", "first", "is_exact"),
    [("“dear salt sailed”", 1, True), ("“dear salt”", 0, False), ("“salt sailed far”", 0, False)],
)
def test_a_passage_with_three_words_that_a_question_quotes_comes_first(
    quoted: str, first: int, *, is_exact: bool
) -> None:
    found = ranker(library("Salt was dear, and herring sailed far.", "Dear salt sailed."))
    question = f"{quoted} when herring was dear and far"

    best = found.with_exact(found.rank(reading(found, question), 10), question)

    assert [passage.number for passage in best[0]] == [first, 1 - first]
    assert best[1] == is_exact


def test_without_candidates_nothing_is_ranked() -> None:
    assert order(library("The flood."), "zebra") == []


@pytest.mark.parametrize(
    ("name", "sentences"),
    [
        ("salt dear", [0]),
        ("dear salt", [1]),
        ("dear salt came", [1]),
        ("salt salt came", [2]),
        ("salt dear came", []),
        ("came dear", []),
    ],
)
def test_a_name_of_several_words_is_in_the_sentences_with_these_side_by_side(
    name: str, sentences: list[int]
) -> None:
    shelf = library("Salt dear. Dear salt came sea May. Sea salt salt came late.")
    table = SynonymTable(groups=[["zebra", name]])

    found = reading(ranker(shelf, table), "zebra")

    assert [n for n, having in enumerate(found.having(0)[1:]) if having] == sentences


def test_the_number_of_a_section_that_is_asked_for_counts_for_more_than_other_words() -> None:
    sections = ("1 General", "2.1 Absence", "2.2 Lateness")
    shelf = library("Rules hold for all.\n\nBring a note.\n\nStay in the afternoon.")
    passages = tuple(
        replace(passage, locator=replace(passage.locator, section=section))
        for passage, section in zip(shelf.passages, sections, strict=True)
    )

    best = ranked(ranker(replace(shelf, passages=passages)), "What does rule 2.2 say?")
    assert best[0] == (2, ())


def test_a_document_has_the_name_of_its_author_in_all_of_its_passages() -> None:
    shelf = library("A flood came by night.", "Nets dried.\n\nA flood spared a mill.")
    named = {"authors": ("Isolde Marrack", "Oderic Brandt")}
    by_marrack = shelf.documents["2.txt"].model_copy(update=named)
    shelf = replace(shelf, documents={**shelf.documents, "2.txt": by_marrack})

    assert order(shelf, "what does Marrack say about the flood") == [2, 0]
    assert order(shelf, "what does Isolde Marrack say about the flood") == [2, 0]
    assert order(shelf, "what does Isolde say about the flood") == [0, 2]
    [first, other] = Searcher(shelf).answer("what does Marrack say about the flood").hits
    assert first.matched == ("Marrack", "flood")
    assert other.unmatched == ("Marrack",)


def below(shelf: Library, *headings: str) -> Library:
    """The same library with a heading above each of its first passages."""
    changed = [
        replace(passage, locator=replace(passage.locator, section=heading))
        for passage, heading in zip(shelf.passages, headings, strict=False)
    ]
    return replace(shelf, passages=(*changed, *shelf.passages[len(changed) :]))


EXERCISES = """
Why do bees dance on the comb? Draw the dance of a bee that found nectar.

The others learn from a dance where the bee found nectar.
"""


@pytest.mark.parametrize(("heading", "first"), [("Bees", 0), ("Review Questions", 1)])
def test_what_says_something_comes_before_an_exercise(heading: str, first: int) -> None:
    shelf = below(library(EXERCISES), heading)

    assert ranked(ranker(shelf), "why do bees dance when they found nectar")[0] == (first, ())


def test_an_exercise_that_is_asked_for_comes_first() -> None:
    shelf = below(library(EXERCISES), "Review Questions")

    assert ranked(ranker(shelf), "the review questions about the dance of bees")[0] == (0, ())


@pytest.mark.parametrize("echo", ["BEES AND WASPS", "Bees."])
def test_a_line_that_has_nothing_but_what_is_asked_for_is_no_answer(echo: str) -> None:
    answer = "Bees have longer hair than wasps, and some have none."
    shelf = library(f"{echo}\n\n{answer}", f"{answer}")
    best = ranked(ranker(shelf), "bees and wasps")

    assert best[0] == (1, (2,))


SAID = "Bees find nectar, bring nectar, dance for nectar and live on nectar."


@pytest.mark.parametrize(
    "entry", ["nectar what flowers give", "Nectar: what they give", "nectar\nwhat they give"]
)
def test_what_something_is_is_looked_up_in_a_glossary(entry: str) -> None:
    shelf = below(library(f"{SAID}\n\n{entry}\n\npollen what bees carry"), "Bees", "Key Terms")

    assert ranked(ranker(shelf), "what is nectar")[0] == (1, ())


PICTURE = "[image: Bees dance on the comb where they found nectar.]"
TOLD = "The dance of a bee tells the others where it found nectar."


@pytest.mark.parametrize(
    ("question", "first"),
    [("where do bees that found nectar dance", 1), ("image of bees that found nectar", 0)],
)
def test_what_describes_a_picture_steps_back_unless_it_is_asked_for(
    question: str, first: int
) -> None:
    shelf = library(f"{PICTURE}\n\n{TOLD}")
    picture = replace(shelf.passages[0], marks=((0, len(PICTURE)),))

    found = ranked(ranker(replace(shelf, passages=(picture, *shelf.passages[1:]))), question)

    assert found[0][0] == first


def test_what_tells_a_reader_to_explain_something_does_not_explain_it() -> None:
    shelf = library(f"Explain where bees found nectar, and how bees dance for nectar.\n\n{TOLD}")

    assert ranked(ranker(shelf), "how bees dance where they found nectar")[0] == (1, ())
