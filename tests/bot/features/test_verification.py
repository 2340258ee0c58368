"""`/verify` and *Check quotation* on a simulated Discord."""

import pytest
import simcord

from bot.features.verification import MAX_QUOTATION_CHARS, verification_reply
from bot.ui.layout import MAX_TEXT
from index import Part, Searcher, Verification
from tests.bot.asking import switch
from tests.bot.classroom import ANSWER, Classroom, words
from tests.bot.staff import other_class
from tests.index.shelf import BRIDGES, library

from .test_answer_message import texts

NO_SEARCHER = Searcher(library(BRIDGES))
CHANGED = ANSWER.replace("other", "older")


async def verify(classroom: Classroom, quote: str, **options: object) -> str:
    """What /verify says to the student."""
    told = await classroom.student.slash(classroom.channel, "verify", quote=quote, **options)
    assert told.ephemeral
    return words(told)


async def test_exact_quotation_is_confirmed_with_its_place(classroom: Classroom) -> None:
    shown = await verify(classroom, f"“{ANSWER}”")

    assert shown.startswith("**Exact.** The source says exactly this.")
    assert "[On Bees](https://bees.example/dance), Ada Keeper, 2019, section “The dance”" in shown


async def test_changed_word_is_shown_beside_the_one_in_the_source(classroom: Classroom) -> None:
    shown = await verify(classroom, CHANGED)

    assert shown.startswith("**Not word for word.** 1 place differs from the source.")
    assert "tells the ~~older~~ bees" in shown
    assert "tells the **other** bees" in shown


async def test_right_words_of_another_source_are_elsewhere(classroom: Classroom) -> None:
    shown = await verify(classroom, ANSWER, source="wasps.md")

    assert shown.startswith("**Word for word, but somewhere else.** ")
    assert "they are from another source" in shown


async def test_source_that_is_not_there_is_one_sentence(classroom: Classroom) -> None:
    assert "Nosuch" in await verify(classroom, ANSWER, source="Nosuch")
    assert classroom.env.errors  # the refusal itself


async def test_page_that_cannot_be_checked_is_said_to_be_so(classroom: Classroom) -> None:
    shown = await verify(classroom, ANSWER, page="12")

    assert "I can't check p. 12: this source has no page numbers." in shown


@pytest.mark.parametrize(
    ("quote", "verdict"),
    [
        ("Bees can be trained to carry letters over the sea", "**Not in the sources.**"),
        ("the bees", "**Too short to tell.**"),
        ("@everyone", "**Too short to tell.**"),
    ],
)
async def test_what_cannot_be_confirmed_says_so(
    classroom: Classroom, quote: str, verdict: str
) -> None:
    assert (await verify(classroom, quote)).startswith(verdict)


async def test_nothing_is_logged(classroom: Classroom) -> None:
    await verify(classroom, ANSWER)

    assert await classroom.logged() == []


async def test_message_menu_checks_the_quotations_of_a_message(classroom: Classroom) -> None:
    said = await classroom.student.send(
        classroom.channel, f'She writes "{ANSWER}" and “drones always dance for the queen bee”.'
    )

    told = await classroom.student.context_menu(classroom.channel, "Check quotation", said)

    assert told.ephemeral
    first, second = texts_of(told)
    assert first.startswith("**Exact.**")
    assert second.startswith("**Not in the sources.**")


async def test_message_without_quotation_marks_is_checked_as_a_whole(classroom: Classroom) -> None:
    said = await classroom.student.send(classroom.channel, ANSWER)

    told = await classroom.student.context_menu(classroom.channel, "Check quotation", said)

    assert words(told).startswith("**Exact.**")


async def test_message_without_text_gets_a_hint(classroom: Classroom) -> None:
    asked = await classroom.ask()
    assert asked.response is not None

    told = await classroom.student.context_menu(
        classroom.channel, "Check quotation", asked.response.message
    )

    assert words(told).startswith("This message has no text to check.")


async def test_place_can_be_read_in_context_and_cited(classroom: Classroom) -> None:
    told = await classroom.student.slash(classroom.channel, "verify", quote=CHANGED)

    assert f"**{ANSWER.rstrip('.')}**" in await classroom.press(told, "Read in context")
    assert f"“{ANSWER.rstrip('.')}” (Keeper)." in await classroom.press(told, "Cite")


async def test_another_server_has_its_own_sources(classroom: Classroom) -> None:
    colleague, channel = other_class(classroom)
    alone = Searcher(library(BRIDGES))
    assert channel.guild is not None
    switch(classroom.answerer.searchers, channel.guild.id, alone)

    told = await colleague.slash(channel, "verify", quote=ANSWER)

    assert words(told).startswith("**Not in the sources.**")
    assert (await verify(classroom, ANSWER)).startswith("**Exact.**")


@pytest.mark.parametrize("character", ["*", "x ", "@everyone ", "\n> "])
def test_longest_quotation_fits_into_a_message(character: str) -> None:
    quotation = (character * MAX_QUOTATION_CHARS)[:MAX_QUOTATION_CHARS]
    parts = (Part(quotation, quotation, same=False),)
    found = Verification(quotation, "differs", (), parts)

    for reply in (verification_reply(NO_SEARCHER, [found] * n) for n in (1, 4)):
        assert sum(map(len, texts(reply))) <= MAX_TEXT


def texts_of(told: simcord.InteractionResult) -> list[str]:
    """The verdicts of an answer, one by one."""
    first, *rest = words(told).split("\n**")
    return [first, *(f"**{one}" for one in rest)]
