"""*Cite*: a quotation with its reference in each style, to copy."""

import json

import simcord

from tests.bot.classroom import ANSWER, QUESTION, Classroom, words
from tests.bot.staff import forge

from .test_reader import options


async def cited(classroom: Classroom) -> simcord.InteractionResult:
    """An answer's quotation, cited for the student."""
    asked = await classroom.ask()
    assert asked.response is not None
    return await classroom.student.click(asked.response, label="Cite")


async def test_quotation_comes_with_its_reference_in_mla(classroom: Classroom) -> None:
    told = await cited(classroom)

    assert told.ephemeral
    text, reference = words(told).split("\n**Works cited**\n")
    assert text.startswith("### MLA 9\n**In your text**\n```\n“")
    assert ANSWER.rstrip(".") in text
    assert text.endswith("” (Keeper).\n```")
    assert reference.startswith("```\nKeeper, Ada. “On Bees.” 2019, bees.example/dance.\n```\n")


async def test_two_questions_on_one_passage_are_each_cited_with_their_sentence(
    classroom: Classroom,
) -> None:
    asked = [await classroom.ask(question) for question in (QUESTION, "What calms the bees?")]

    first, second = [await classroom.press(one, "Cite") for one in asked]

    assert ANSWER.rstrip(".") in first
    assert "Smoke calms the bees" not in first
    assert "“Smoke calms the bees” (Keeper)." in second


async def test_the_sentence_that_is_shown_is_cited_and_marked(classroom: Classroom) -> None:
    asked = await classroom.ask("How many eggs does the queen of one hive lay?")
    (shown,) = [line[2:] for line in words(asked).splitlines() if line.startswith("> ")]

    cited = await classroom.press(asked, "Cite")
    read = await classroom.press(asked, "Read in context")

    assert f"\n{shown.rstrip('”').rstrip('.')}” (Keeper)." in cited
    assert f"**{shown.strip('“”')}**" in read


async def test_each_part_of_a_question_can_be_cited(classroom: Classroom) -> None:
    asked = await classroom.ask("What does the waggle dance tell, and who feeds the queen?")

    first = await classroom.press(asked, "Cite")
    second = await classroom.press(asked, "Cite: who feeds the queen")

    assert ANSWER.rstrip(".") in first
    assert "Nurse bees feed her with royal jelly" in second
    assert ANSWER.rstrip(".") not in second


async def test_other_styles_are_one_press_away(classroom: Classroom) -> None:
    told = await cited(classroom)
    assert told.response is not None

    shown = {}
    for label in (
        "APA 7",
        "Chicago 17",
        "Chicago 17, bibliography",
        "BibTeX",
        "CSL-JSON",
        "MLA 9",
    ):
        custom_id = options(told.response.message)[label]
        shown[label] = words(await classroom.student.select(told.response, [custom_id]))

    assert "(Keeper, 2019, para. 1)" in shown["APA 7"]
    assert "Keeper, A. (2019). On Bees. https://bees.example/dance" in shown["APA 7"]
    assert (
        "**Footnote**\n```\nAda Keeper, “On Bees,” 2019, under “The dance,”" in shown["Chicago 17"]
    )
    assert "Bibliography" not in shown["Chicago 17"]  # both are too much for a phone
    bibliography = shown["Chicago 17, bibliography"]
    assert "**Bibliography**\n```\nKeeper, Ada. “On Bees.” 2019" in bibliography
    assert "@misc{keeper2019bees," in shown["BibTeX"]
    (item,) = json.loads(shown["CSL-JSON"].split("```")[1])
    assert item["author"] == [{"family": "Keeper", "given": "Ada"}]
    assert shown["MLA 9"].startswith("### MLA 9")


async def test_what_the_source_lacks_is_named(classroom: Classroom) -> None:
    asked = await classroom.ask("What do wasps build their nests of?")
    assert asked.response is not None

    told = await classroom.student.click(asked.response, label="Cite")

    assert "-# The source doesn't name: author, date, publisher, page." in words(told)


async def test_moderators_are_told_where_to_fill_it_in(classroom: Classroom) -> None:
    asked = await classroom.ask("What do wasps build their nests of?")
    assert asked.response is not None

    theirs = await classroom.moderator().click(asked.response, label="Cite")
    students = await classroom.student.click(asked.response, label="Cite")

    assert "The operator can add" in words(theirs)
    assert "The operator can add" not in words(students)


async def test_answer_that_is_not_there_is_one_sentence(classroom: Classroom) -> None:
    told = await forge(classroom, classroom.student, classroom.channel, "cite:aaaaaaaa:1")

    assert words(told).startswith("That version of the source is no longer stored.")
