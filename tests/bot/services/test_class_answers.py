"""Answers in the words of somebody in the class: found, cited, edited, removed and walled off."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import (
    AnswerOfMemberError,
    NoAnswerTextError,
    NoLinkError,
    NothingTaughtError,
    ProposalGoneError,
)
from bot.libraries.active import CLASS_ANSWERS
from bot.libraries.own_documents import Change
from bot.services.class_answers import (
    BY_MEMBER,
    BY_ROLE,
    OwnWords,
    accept_proposal,
    answer_in_own_words,
    correct_citation,
    decline_proposal,
    edit_answer,
    message_answer,
    propose_answer,
)
from bot.services.fixes import Subject, undo_fix
from bot.services.gaps import open_gaps
from bot.storage.lessons import ClassAnswer, Lessons
from bot.storage.people import export_person
from index import Answer
from sources import Correction, citation_line
from tests.bot.entries import make_entry, select
from tests.bot.libraries.stage import ANTS, BY, OTHER, SERVER, Opened, Stage

pytestmark = pytest.mark.usefixtures("quick")

WRITER = "c" * 32
QUESTION = "When is the essay due?"
TEXT = "Hand it in on Friday at noon.\nLate essays lose one point a day."
LINK = "https://discord.com/channels/7/8/9"


async def _answer(bot: Opened, question: str = QUESTION, guild: int = SERVER) -> Answer:
    return (await bot.searchers.of(guild)).answer(question)


async def _write(bot: Opened, text: str = TEXT, **words: str) -> ClassAnswer:
    subject = Subject(QUESTION)
    await answer_in_own_words(bot.server, BY, subject, OwnWords(text, **words))
    return bot.server.lessons.answers[-1]


async def _propose(bot: Opened, text: str = TEXT) -> ClassAnswer:
    message = message_answer(text, date(2026, 5, 3), LINK, WRITER)
    return await propose_answer(bot.server, BY, QUESTION, message)


async def test_answer_is_quoted_word_for_word_and_cited_with_who_wrote_it_when_and_a_link(
    stage: Stage,
) -> None:
    async with stage.open() as bot:
        written = await _write(bot, author="Ms Bell", link=LINK)

        found = await _answer(bot)

        assert found.status == "found"
        assert found.hits[0].passage.text == TEXT
        assert found.hits[0].passage.shown() == TEXT
        assert found.quotes[0].citation.url == LINK
        day = f"{written.written.day} {written.written:%B %Y}"
        line = citation_line(found.quotes[0].citation)
        assert line == f"Answers of this class, Ms Bell, {day}, section “{QUESTION}”"


async def test_answer_closes_its_gap_and_undo_opens_it_again(stage: Stage) -> None:
    async with stage.open() as bot:
        await bot.log.record(
            make_entry(guild_id=SERVER, asker="ada", question=QUESTION, status="none", passages=())
        )
        (gap,) = await open_gaps(bot.log, SERVER, await bot.server.searcher(), bot.server.lessons)

        fixed = await answer_in_own_words(bot.server, BY, Subject.of(gap), OwnWords(TEXT))

        assert (fixed.is_done, fixed.is_golden) == (True, True)
        assert select(stage.data / "queries.db", "SELECT decision FROM gap") == ["answer"]
        await undo_fix(bot.server, BY, gap.key)
        assert bot.server.lessons == Lessons()
        assert CLASS_ANSWERS not in await bot.knows()
        assert len(await open_gaps(bot.log, SERVER, await bot.server.searcher(), Lessons())) == 1


async def test_answer_survives_a_restart_and_no_other_server_has_it(stage: Stage) -> None:
    async with stage.open() as bot:
        await _write(bot)
    async with stage.open() as bot:
        assert (await _answer(bot)).status == "found"
        assert CLASS_ANSWERS not in await bot.knows(OTHER)
        assert CLASS_ANSWERS not in await bot.knows(None)


async def test_answer_is_a_source_in_rehearsals(stage: Stage) -> None:
    async with stage.open() as bot:
        await _write(bot)

        found = await bot.server.reload(Change(add={"ants.txt": ANTS.encode()}), by=BY)

        assert (found.golden, found.does_harm) == (1, False)
        assert found.documents == 4
        await bot.server.switch(found.id, by=BY)
        assert (await _answer(bot)).hits[0].passage.doc_id == CLASS_ANSWERS


async def test_edited_answer_keeps_its_fix_and_shows_the_new_words(stage: Stage) -> None:
    async with stage.open() as bot:
        old = await _write(bot, author="Ms Bell")

        await edit_answer(bot.server, BY, old.id, OwnWords("Hand it in on Monday.", "Ms Bell"))

        (new,) = bot.server.lessons.answers
        assert (new.fix, new.text) == (old.fix, "Hand it in on Monday.")
        assert (await _answer(bot)).hits[0].passage.text == "Hand it in on Monday."
        (golden,) = bot.server.lessons.golden
        assert golden.quote == "Hand it in on Monday."
        with pytest.raises(NothingTaughtError):
            await edit_answer(bot.server, BY, old.id, OwnWords("Again."))


async def test_second_answer_to_another_question_does_not_take_the_place_of_the_first(
    stage: Stage,
) -> None:
    async with stage.open() as bot:
        await _write(bot, "It is on Friday.")
        other = Subject("Where do we meet for the excursion?")

        await answer_in_own_words(bot.server, BY, other, OwnWords("It is at the station."))

        assert (await _answer(bot)).hits[0].passage.text == "It is on Friday."
        assert (await _answer(bot, other.question)).hits[0].passage.text == "It is at the station."
        assert len((await bot.searchers.of(SERVER)).library.documents[CLASS_ANSWERS].parts) == 2


async def test_what_names_a_person_is_masked_in_all_that_is_stored(stage: Stage) -> None:
    async with stage.open() as bot:
        await _write(bot, "Write to ada@school.example.", author="me@school.example")

        assert (await _answer(bot)).hits[0].passage.text == "Write to [e-mail]."
        assert bot.server.lessons.answers[0].author == "[e-mail]"
        assert b"school.example" not in (stage.data / "queries.db").read_bytes()


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 2001])
async def test_answer_without_text_or_with_too_much_is_refused(stage: Stage, text: str) -> None:
    async with stage.open() as bot:
        with pytest.raises(NoAnswerTextError):
            await _write(bot, text)
        assert bot.server.lessons == Lessons()


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "https://a b.example", "https://x.example/?token=abc"]
)
def test_link_that_is_no_plain_address_is_refused(link: str) -> None:
    with pytest.raises(NoLinkError):
        OwnWords(TEXT, link=link).checked()


@given(st.text(max_size=200))
def test_words_that_are_accepted_can_be_stored(text: str) -> None:
    try:
        words = OwnWords(text, text).checked()
    except NoAnswerTextError:
        return
    message_answer(words.text, date(2026, 5, 3), "", WRITER)
    assert words.author


async def test_unsigned_answer_is_cited_as_a_moderator_s(stage: Stage) -> None:
    async with stage.open() as bot:
        await _write(bot)

        assert (await _answer(bot)).quotes[0].citation.authors == (BY_ROLE,)


async def test_message_is_shown_only_once_its_writer_has_agreed(stage: Stage) -> None:
    async with stage.open() as bot:
        proposal = await _propose(bot)
        assert CLASS_ANSWERS not in await bot.knows()
        with pytest.raises(ProposalGoneError):
            await accept_proposal(bot.server, "d" * 32, proposal.id, "Eve")

        await accept_proposal(bot.server, WRITER, proposal.id, "")

        (quote,) = (await _answer(bot)).quotes[:1]
        assert (quote.citation.authors, quote.citation.url) == ((BY_MEMBER,), LINK)
        assert quote.citation.published == "2026-05-03"
        assert bot.server.lessons.proposals == ()
        with pytest.raises(ProposalGoneError):
            await accept_proposal(bot.server, WRITER, proposal.id, "")
        (answer,) = bot.server.lessons.answers
        with pytest.raises(AnswerOfMemberError):
            await edit_answer(bot.server, BY, answer.id, OwnWords("Other words."))


async def test_message_that_is_declined_is_deleted(stage: Stage) -> None:
    async with stage.open() as bot:
        proposal = await _propose(bot)

        await decline_proposal(bot.server, WRITER, proposal.id)

        assert bot.server.lessons == Lessons()
        assert select(stage.data / "queries.db", "SELECT id FROM lesson") == []


async def test_member_who_is_deleted_takes_their_answer_along_and_a_moderator_their_name(
    stage: Stage,
) -> None:
    async with stage.open() as bot:
        await accept_proposal(bot.server, WRITER, (await _propose(bot)).id, "Ada")
        subject = Subject("Where do we meet for the excursion?")
        words = OwnWords("At the station.", "Ms Bell")
        await answer_in_own_words(bot.server, BY, subject, words)
        assert [one["author"] for one in (await export_person(bot.log.rows, [WRITER]))["answers"]]

        await bot.libraries.erase_person(SERVER, [WRITER])
        await bot.libraries.erase_person(SERVER, [BY])

        (left,) = bot.server.lessons.answers
        assert (left.text, left.author, left.by) == ("At the station.", BY_ROLE, "")
        assert (
            "Friday" not in (await bot.searchers.of(SERVER)).library.documents[CLASS_ANSWERS].text
        )
        assert len(bot.server.lessons.pins) == len(bot.server.lessons.golden) == 1


async def test_correction_changes_how_a_server_s_own_document_is_cited_there_alone(
    stage: Stage,
) -> None:
    async with stage.open() as bot:
        found = await bot.server.reload(Change(add={"ants.txt": ANTS.encode()}), by=BY)
        await bot.server.switch(found.id, by=BY)
        version = (await bot.searchers.of(SERVER)).library.version
        correction = Correction(title="Of Ants", authors=("Carl Dow",), published="2019-10-01")

        await correct_citation(bot.server, BY, "~/ants.txt", correction)

        document = (await bot.searchers.of(SERVER)).library.documents["~/ants.txt"]
        assert (document.title, document.authors) == ("Of Ants", ("Carl Dow",))
        assert (await bot.searchers.of(SERVER)).library.version != version
        audited = select(stage.data / "queries.db", "SELECT action FROM audit ORDER BY id")
        assert audited[-1] == "sources correct"
    async with stage.open() as bot:
        assert (await bot.searchers.of(SERVER)).library.documents["~/ants.txt"].title == "Of Ants"
        await correct_citation(bot.server, BY, "~/ants.txt", None)
        assert (await bot.searchers.of(SERVER)).library.documents["~/ants.txt"].title == "On ants"
        assert (await bot.searchers.of(SERVER)).library.version == version
