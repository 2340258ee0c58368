"""*Why this?*: the reasons for an answer's first passage, in plain words."""

import simcord

from bot.libraries.searchers import SearcherRegistry
from index import Searcher, SynonymTable
from tests.bot.classroom import QUESTION, Classroom, words
from tests.bot.staff import forge, students

from .test_reader import options


async def why(classroom: Classroom, question: str = QUESTION) -> str:
    """What the student reads about an answer of theirs."""
    asked = await classroom.ask(question)
    assert asked.response is not None
    told = await choose(classroom, asked)
    assert told.ephemeral
    return words(told)


async def choose(
    classroom: Classroom, asked: simcord.InteractionResult
) -> simcord.InteractionResult:
    """Choose *Why this?* in the menu of an answer."""
    assert asked.response is not None
    custom_id = options(asked.response.message)["Why this?"]
    return await classroom.student.select(asked.response, [custom_id])


async def test_words_that_match_and_are_missing_are_named(classroom: Classroom) -> None:
    shown = await why(classroom, "What does the waggle dance tell the penguins?")

    assert shown.startswith("### Why this passage?\n- It has these words of your question: ")
    assert "*waggle*" in shown
    assert "- It doesn't mention: *penguins*." in shown


async def test_corrected_spelling_is_named(classroom: Classroom) -> None:
    shown = await why(classroom, "What does the wagle dance tell the other bees?")

    assert "- I read *wagle* as *waggle*." in shown


async def test_synonym_that_the_passage_has_is_named(classroom: Classroom) -> None:
    library = classroom.answerer.searchers.common.library
    table = SynonymTable(groups=[["monarch", "queen"]])
    classroom.answerer.searchers = SearcherRegistry(Searcher(library, table))

    shown = await why(classroom, "How many eggs does a monarch lay?")

    assert "- It says *queen*, which counts as *monarch*." in shown
    said = next(line for line in shown.splitlines() if "these words" in line)
    assert "*eggs*" in said
    assert "*monarch*" not in said


async def test_second_passage_is_named(classroom: Classroom) -> None:
    assert "-# Ranked second: " in await why(classroom, "Do bees and wasps dance in winter?")


async def test_changed_sources_are_admitted(classroom: Classroom) -> None:
    asked = await classroom.ask()
    wasps = classroom.answerer.searchers.common.within({"wasps.md"})
    classroom.answerer.searchers = SearcherRegistry(wasps)

    shown = words(await choose(classroom, asked))

    assert shown.startswith("The sources have changed since this answer")


async def test_private_answer_is_explained_to_its_asker_only(classroom: Classroom) -> None:
    asked = await classroom.ask(private=True)
    assert asked.response is not None
    custom_id = options(asked.response.message)["Why this?"]
    (other,) = students(classroom, "bob")

    told = await forge(classroom, other, classroom.channel, custom_id)

    assert "words of your question" not in words(told)
