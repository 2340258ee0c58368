"""`/receipt`: what was answered once, for those who may see it."""

import re
from datetime import UTC, datetime

import pytest
import simcord
from hypothesis import given
from hypothesis import strategies as st

from bot.features.receipts import RECEIPT, receipt_reply
from bot.libraries.searchers import SearcherRegistry
from bot.services.receipts import Standing
from bot.storage.entries import Entry, LoggedPassage, Quoted
from bot.ui.layout import MAX_COMPONENTS, MAX_TEXT
from index import Searcher
from sources import Citation, load_library
from tests.bot.answers import HOSTILE
from tests.bot.classroom import ANSWER, QUESTION, Classroom, words
from tests.bot.staff import buttons, forge, labels, moderator_of, other_class, students

from .test_answer_message import button_ids, components, texts

NO_RECEIPT = "There is no receipt"


def short_id(asked: simcord.InteractionResult) -> str:
    """The beginning of an answer's id."""
    assert asked.response is not None
    parts = [component.to_dict() for component in asked.response.message.components]
    ids = (part.get("custom_id", "") for part in simcord.components.walk_components(parts))
    return str(next(own for own in ids if own.startswith("menu:"))).split(":")[1][:8]


async def receipt(classroom: Classroom, who: simcord.MemberActor, typed: str) -> str:
    """What /receipt says to somebody."""
    told = await who.slash(classroom.channel, "receipt", id=typed)
    assert told.ephemeral
    return words(told)


async def test_receipt_shows_what_was_quoted_and_that_the_source_still_says_so(
    classroom: Classroom,
) -> None:
    asked = await classroom.ask()

    shown = await receipt(classroom, classroom.student, short_id(asked))

    assert shown.startswith(f"### {QUESTION}\nAn answer was found.\n-# Asked <t:")
    assert ANSWER in shown
    assert "[On Bees](https://bees.example/dance), Ada Keeper" in shown
    assert "**The source still says exactly this**, at the same place." in shown


async def test_receipt_keeps_the_words_when_the_source_has_others(classroom: Classroom) -> None:
    asked = await classroom.ask()
    folder = classroom.database.parent / "sources"
    bees = folder / "bees.md"
    bees.write_text(bees.read_text("utf-8").replace("waggle", "round"), "utf-8")
    classroom.answerer.searchers = SearcherRegistry(Searcher(load_library(folder)))

    shown = await receipt(classroom, classroom.student, short_id(asked))

    assert ANSWER in shown
    assert "**The source has changed** and no longer says exactly this." in shown
    assert "The most similar passage now reads:\n> A honeybee" in shown
    assert "The round dance tells the other bees" in shown


async def test_new_place_of_words_is_told_in_full_however_long_the_title_is(
    classroom: Classroom,
) -> None:
    asked = await classroom.ask()
    folder = classroom.database.parent / "sources"
    text = (folder / "bees.md").read_text("utf-8").replace("On Bees", "On Bees " * 20)
    (folder / "bees.md").write_text(
        text.replace("## The dance\n", "New.\n\n## The dance\n"), "utf-8"
    )
    classroom.answerer.searchers = SearcherRegistry(Searcher(load_library(folder)))

    shown = await receipt(classroom, classroom.student, short_id(asked))

    stands, quoted = shown.index("**The source still says exactly this**"), shown.index(ANSWER)
    assert stands < quoted
    assert "section “The dance”, par. 2" in shown[shown.index("-# Now in ") :]


@pytest.mark.parametrize("typed", ["", "Receipt ", "#"])
async def test_id_can_be_typed_in_part_in_capitals_and_with_its_word(
    classroom: Classroom, typed: str
) -> None:
    asked = await classroom.ask()

    shown = await receipt(classroom, classroom.student, f"{typed}{short_id(asked)[:6].upper()} ")

    assert ANSWER in shown


@pytest.mark.parametrize("typed", ["aaaaaaaa", "abc", "what?", "0123456789", "%", "a" * 17])
async def test_what_is_no_id_is_one_sentence(classroom: Classroom, typed: str) -> None:
    await classroom.ask()

    assert (await receipt(classroom, classroom.student, typed)).startswith(NO_RECEIPT)
    assert classroom.env.errors  # the refusal itself


async def test_answer_in_the_channel_has_a_receipt_for_all_of_its_server_only(
    classroom: Classroom,
) -> None:
    asked = await classroom.ask()
    (friend,) = students(classroom, "friend")
    stranger, elsewhere = other_class(classroom)

    assert ANSWER in await receipt(classroom, friend, short_id(asked))
    told = await stranger.slash(elsewhere, "receipt", id=short_id(asked))
    assert words(told).startswith(NO_RECEIPT)
    assert classroom.env.errors  # the refusal itself


async def test_private_answer_has_a_receipt_for_its_asker_and_moderators_only(
    classroom: Classroom,
) -> None:
    asked = await classroom.ask(private=True)
    (friend,) = students(classroom, "friend")

    assert ANSWER in await receipt(classroom, classroom.student, short_id(asked))
    assert ANSWER in await receipt(classroom, moderator_of(classroom), short_id(asked))
    assert (await receipt(classroom, friend, short_id(asked))).startswith(NO_RECEIPT)
    assert classroom.env.errors  # the refusal itself


async def test_passages_can_be_turned_and_the_buttons_keep_to_who_may_see_them(
    classroom: Classroom,
) -> None:
    asked = await classroom.ask("wasps", private=True)
    shown = await classroom.student.slash(classroom.channel, "receipt", id=short_id(asked))
    assert labels(shown) == ["Next"]

    await classroom.press(shown, "Next")
    assert "-# Passage 2 of " in words(shown)
    assert labels(shown)[:1] == ["Previous"]

    (friend,) = students(classroom, "friend")
    stranger, elsewhere = other_class(classroom)
    button = f"receipt:{short_id(asked)}:1"
    for who, where in ((friend, classroom.channel), (stranger, elsewhere)):
        assert words(await forge(classroom, who, where, button)).startswith(NO_RECEIPT)


async def test_more_passages_of_a_private_answer_are_for_its_asker_only(
    classroom: Classroom,
) -> None:
    asked = await classroom.ask("wasps", private=True)
    (friend,) = students(classroom, "friend")
    assert asked.response is not None
    custom_id = next(button["custom_id"] for button in buttons(asked) if button["label"] == "More")

    told = await forge(classroom, friend, classroom.channel, custom_id)

    assert words(told).startswith("That answer is no longer available. Please ask again.")


async def test_asker_is_offered_their_own_questions_only(classroom: Classroom) -> None:
    asked = await classroom.ask("What do drones do?")
    (friend,) = students(classroom, "friend")

    (own,) = await classroom.student.autocomplete(classroom.channel, "receipt", "id", "drones")

    assert own["name"] == "What do drones do?"
    assert own["value"].startswith(short_id(asked))
    assert await friend.autocomplete(classroom.channel, "receipt", "id", "") == []


async def test_question_without_an_answer_has_a_receipt_too(classroom: Classroom) -> None:
    asked = await classroom.ask("Who discovered quantum chromodynamics?")

    shown = await receipt(classroom, classroom.student, short_id(asked))

    assert "No answer was found, so nothing was quoted." in shown


CITATIONS = st.builds(
    Citation,
    title=HOSTILE,
    section=HOSTILE,
    url=st.none() | HOSTILE | HOSTILE.map(lambda text: f"https://bees.example/{text}"),
)
STANDINGS = st.builds(
    Standing,
    state=st.sampled_from(["unchanged", "moved", "changed", "gone"]),
    now=st.none() | HOSTILE,
    citation=st.none() | CITATIONS,
)


@given(
    question=HOSTILE, scope=st.none() | HOSTILE, text=HOSTILE, citation=CITATIONS, data=st.data()
)
def test_any_receipt_is_within_the_limits(
    question: str, scope: str | None, text: str, citation: Citation, data: st.DataObject
) -> None:
    quoted = Quoted(text=text, breaks=(), citation=citation, document="0" * 64)
    logged = LoggedPassage(
        passage_id="a",
        source="bees.md",
        start=0,
        end=len(text),
        score=1,
        quoted=quoted,
        quote_start=0,
        quote_end=len(text),
    )
    entry = Entry(
        answer_id="a" * 16,
        asked_at=datetime(2026, 1, 2, tzinfo=UTC),
        guild_id=1,
        channel_id=1,
        surface="slash",
        asker="somebody",
        question=question,
        scope=scope,
        private=True,
        status="found",
        confidence=1,
        library_version="0" * 12,
        latency_ms=1,
        passages=(logged, logged, logged),
    )

    reply = receipt_reply(entry, 2, data.draw(STANDINGS), part=data.draw(st.integers(1, 9)))

    assert len(components(reply)) <= MAX_COMPONENTS
    assert all(texts(reply))
    assert sum(map(len, texts(reply))) <= MAX_TEXT
    "".join(texts(reply)).encode()  # a lone surrogate would be refused
    assert all(re.fullmatch(RECEIPT, custom_id) for custom_id in button_ids(reply))
