"""`/mydata`: everybody sees, takes along and deletes what is kept of them, and nobody else does."""

import io
import json
import zipfile
from datetime import UTC, date, datetime, timedelta

import pytest
import simcord

from bot.features import mydata
from bot.features.mydata import NOT_YOURS
from bot.features.questions import FORGOTTEN
from tests.bot.classroom import ANSWER, QUESTION, Classroom, press, words
from tests.bot.entries import make_entry, questions, select
from tests.bot.staff import (
    buttons,
    fill,
    forge,
    guild_of,
    labels,
    moderator_of,
    options,
    other_class,
    students,
)

NOTICE = "-# Questions are stored for 180 days without your name: `/about` · `/mydata`"
UNKNOWN = "Who discovered quantum chromodynamics?"


async def _mydata(
    classroom: Classroom, who: simcord.MemberActor, command: str
) -> simcord.InteractionResult:
    shown = await who.slash(classroom.channel, f"mydata {command}")
    assert shown.ephemeral
    return shown


async def _file(shown: simcord.InteractionResult) -> bytes:
    assert shown.response is not None
    (attachment,) = shown.response.message.attachments
    return await attachment.read()


async def test_show_tells_how_much_is_kept_since_when_and_for_how_long(
    classroom: Classroom,
) -> None:
    asked = await classroom.ask()
    await press(classroom.student, asked, "Helpful")
    unanswered = await classroom.ask(UNKNOWN)
    await press(classroom.student, unanswered, "Notify me")

    shown = words(await _mydata(classroom, classroom.student, "show"))

    assert "**2 questions, 1 vote and 1 notification request**, since <t:" in shown
    assert "stored for 180 days" in shown
    assert shown.index(UNKNOWN) < shown.index(QUESTION)


async def test_several_requests_to_be_told_are_told(classroom: Classroom) -> None:
    for question in (UNKNOWN, "Who painted the sky?"):
        asked = await classroom.ask(question)
        await press(classroom.student, asked, "Notify me")

    shown = words(await _mydata(classroom, classroom.student, "show"))

    assert "**2 questions and 2 notification requests**" in shown


async def test_show_shows_nothing_of_anybody_else(classroom: Classroom) -> None:
    await classroom.ask()
    (other,) = students(classroom, "other")

    for who in (other, moderator_of(classroom)):
        shown = words(await _mydata(classroom, who, "show"))

        assert "I have no data about you in this server." in shown
        assert QUESTION not in shown


async def test_question_is_shown_as_it_was_written(classroom: Classroom) -> None:
    await classroom.ask("What is *this* @everyone?")

    shown = words(await _mydata(classroom, classroom.student, "show"))

    assert r"- What is \*this\* \@everyone?" in shown


async def test_export_has_everything_over_all_terms(classroom: Classroom) -> None:
    guild_id, pseudonyms = guild_of(classroom).id, classroom.answerer.pseudonyms
    asked = await classroom.ask()
    await press(classroom.student, asked, "Helpful")
    before = pseudonyms.of(classroom.student.id, guild_id)
    pseudonyms.rotate(datetime.now(UTC).date() + timedelta(days=1))
    later = next(n for n in pseudonyms.all_of(classroom.student.id, guild_id) if n != before)
    await classroom.answerer.query_log.record(
        make_entry(asker=later, guild_id=guild_id, question="Next term?")
    )

    exported = json.loads(await _file(await _mydata(classroom, classroom.student, "export")))

    assert [one["question"] for one in exported["questions"]] == [QUESTION, "Next term?"]
    text = exported["questions"][0]["passages"][0]["text"]
    assert ANSWER in " ".join(text.split())
    assert [one["helpful"] for one in exported["votes"]] == [1]
    assert (exported["kept_for_days"], exported["opted_out_since"]) == (180, None)
    assert exported["pseudonyms"] == [before, later]
    assert exported["server"] == str(guild_id)
    assert not {"user_id", "sealed"} & {key for vote in exported["votes"] for key in vote}


async def test_export_of_a_moderator_has_what_they_taught_and_did(classroom: Classroom) -> None:
    teacher = moderator_of(classroom)
    await teacher.slash(classroom.channel, "synonyms add", word="apiarist", means="keeper")

    exported = json.loads(await _file(await _mydata(classroom, teacher, "export")))

    assert [one["words"] for one in exported["taught"]] == [["apiarist", "keeper"]]
    assert [one["action"] for one in exported["actions"]] == ["synonyms add"]


async def test_large_export_comes_as_an_archive(
    classroom: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    await classroom.ask()
    monkeypatch.setattr(mydata, "MAX_FILE_BYTES", 1000)

    packed = await _file(await _mydata(classroom, classroom.student, "export"))

    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        exported = json.loads(archive.read("mydata.json"))
    assert [one["question"] for one in exported["questions"]] == [QUESTION]


async def test_delete_asks_first_and_then_deletes_from_all_tables(classroom: Classroom) -> None:
    (other,) = students(classroom, "other")
    asked = await classroom.ask("bees and wasps")
    await press(classroom.student, asked, "Helpful")
    unanswered = await other.slash(classroom.channel, "ask", question=UNKNOWN)
    await press(classroom.student, unanswered, "Notify me")

    confirm = await _mydata(classroom, classroom.student, "delete")
    assert len(questions(classroom.database)) == 2
    await classroom.env.restart_bot(classroom.new_bot())
    await press(classroom.student, confirm, "Delete everything")

    assert words(confirm).startswith("### Deleted\n1 question, 1 vote and 1 notification request.")
    assert labels(confirm) == []
    assert questions(classroom.database) == [UNKNOWN]
    assert select(classroom.database, "SELECT * FROM vote") == []
    assert select(classroom.database, "SELECT * FROM wish") == []
    assert select(classroom.database, "SELECT found + weak + none FROM daily") == [2]
    assert await classroom.press(asked, "Next passages") == FORGOTTEN


async def test_deleting_twice_finds_nothing(classroom: Classroom) -> None:
    await classroom.ask()
    confirm = await _mydata(classroom, classroom.student, "delete")
    late = await _mydata(classroom, classroom.student, "delete")

    await press(classroom.student, confirm, "Delete everything")
    await press(classroom.student, late, "Delete everything")

    assert words(late) == "I have no data about you in this server."
    assert labels(await _mydata(classroom, classroom.student, "delete")) == []


async def test_somebody_elses_button_deletes_nothing_of_anybody(classroom: Classroom) -> None:
    (other,) = students(classroom, "other")
    teacher = moderator_of(classroom)
    for who in (classroom.student, other, teacher):
        await who.slash(classroom.channel, "ask", question=QUESTION)
    (button,) = buttons(await _mydata(classroom, classroom.student, "delete"))

    for who in (other, teacher):
        forged = await forge(classroom, who, classroom.channel, button["custom_id"])
        assert words(forged) == NOT_YOURS
        assert forged.ephemeral
    colleague, elsewhere = other_class(classroom)
    await colleague.slash(elsewhere, "ask", question=QUESTION)
    assert words(await forge(classroom, colleague, elsewhere, button["custom_id"])) == NOT_YOURS

    assert questions(classroom.database) == [QUESTION] * 4


async def test_one_server_deletes_nothing_of_another(classroom: Classroom) -> None:
    _, elsewhere = other_class(classroom)
    await classroom.ask()
    assert elsewhere.guild is not None
    student = elsewhere.guild.add_member(classroom.env.create_user("abroad"))
    await student.slash(elsewhere, "ask", question=UNKNOWN)

    confirm = await _mydata(classroom, classroom.student, "delete")
    await press(classroom.student, confirm, "Delete everything")

    assert questions(classroom.database) == [UNKNOWN]


async def test_what_a_deleted_moderator_taught_goes_on_without_their_code(
    classroom: Classroom,
) -> None:
    teacher, guild_id = moderator_of(classroom), guild_of(classroom).id
    await teacher.slash(classroom.channel, "synonyms add", word="apiarist", means="keeper")

    confirm = await _mydata(classroom, teacher, "delete")
    assert "your code at 2 moderator actions" in words(confirm).casefold()
    await press(teacher, confirm, "Delete everything")

    assert "What you did as a moderator remains too, without your code." in words(confirm)
    assert "The keeper who looks" in words(await classroom.ask("What does an apiarist do?"))
    assert [one.by for one in classroom.libraries.of(guild_id).lessons.synonyms] == [""]
    assert select(classroom.database, "SELECT actor FROM audit") == [""]


async def test_opted_out_question_is_answered_and_counted_and_not_kept(
    classroom: Classroom,
) -> None:
    done = await _mydata(classroom, classroom.student, "optout")
    asked = await classroom.ask("bees and wasps")

    assert words(done).startswith("### Your questions are no longer stored\n")
    assert "royal jelly" in words(asked) or "bees" in words(asked)
    assert questions(classroom.database) == []
    assert select(classroom.database, "SELECT unkept FROM daily") == [1]
    assert "You opted out <t:" in words(await _mydata(classroom, classroom.student, "show"))


async def test_answer_that_is_not_kept_has_only_buttons_that_work(classroom: Classroom) -> None:
    await _mydata(classroom, classroom.student, "optout")

    asked = await classroom.ask("bees and wasps")

    free = ["Next passages", "Why this?", "Remove this answer", "Always answer me privately"]
    assert labels(asked) == ["Read in context", "Cite", "More"]
    assert options(asked) == free
    assert "The quoted words are in bold." in await classroom.press(asked, "Read in context")
    assert "### MLA 9" in await classroom.press(asked, "Cite")
    assert "### Why this passage?" in await classroom.press(asked, "Why this?")
    assert (await classroom.press(asked, "Next passages")).startswith("-# 2 of ")
    assert labels(await classroom.ask(UNKNOWN)) == []
    await classroom.env.restart_bot(classroom.new_bot())
    assert options(await classroom.ask("bees and wasps")) == free


async def test_vote_of_somebody_who_opted_out_is_not_kept_and_they_are_told(
    classroom: Classroom,
) -> None:
    (other,) = students(classroom, "other")
    asked = await other.slash(classroom.channel, "ask", question=QUESTION)
    await _mydata(classroom, classroom.student, "optout")

    voted = await press(classroom.student, asked, "Helpful")

    assert words(voted).startswith(
        "Your vote was not saved because you opted out or the answer has been deleted."
    )
    assert select(classroom.database, "SELECT * FROM vote") == []


async def test_opting_in_again_has_questions_kept(classroom: Classroom) -> None:
    await _mydata(classroom, classroom.student, "optout")
    await classroom.ask(UNKNOWN)

    done = await _mydata(classroom, classroom.student, "optin")
    asked = await classroom.ask()

    assert "stored again, for 180 days" in words(done)
    assert questions(classroom.database) == [QUESTION]
    assert "Helpful" in options(asked)


async def test_opting_out_holds_after_a_deletion_and_in_the_next_term(
    classroom: Classroom,
) -> None:
    await classroom.ask()
    await _mydata(classroom, classroom.student, "optout")
    confirm = await _mydata(classroom, classroom.student, "delete")
    await press(classroom.student, confirm, "Delete everything")
    classroom.answerer.pseudonyms.rotate(date.max)

    await classroom.ask()

    assert "Your opt-out remains, so that it stays in effect." in words(confirm)
    assert questions(classroom.database) == []


async def test_opting_out_is_for_one_server(classroom: Classroom) -> None:
    await _mydata(classroom, classroom.student, "optout")
    colleague, elsewhere = other_class(classroom)

    await colleague.slash(elsewhere, "ask", question=QUESTION)

    assert questions(classroom.database) == [QUESTION]


async def test_first_answer_tells_what_is_kept_once_even_after_a_restart(
    classroom: Classroom,
) -> None:
    first = words(await classroom.ask())
    second = words(await classroom.ask())
    await classroom.env.restart_bot(classroom.new_bot())
    third = words(await classroom.ask())

    assert first.splitlines()[-1] == NOTICE
    assert NOTICE not in second + third


async def test_first_answer_tells_each_student_by_mention_and_by_button_too(
    classroom: Classroom,
) -> None:
    asked = await classroom.ask("What does the wagle dance tell?")
    other, third = students(classroom, "other", "third")

    said = await other.send(classroom.channel, f"{classroom.mention} {QUESTION}")
    (reply,) = [message for message in classroom.channel.history() if message.id > said.id]
    pressed = await press(third, asked, "Use my spelling")

    for shown in (reply, pressed):
        assert NOTICE in words(shown)


async def test_who_opted_out_is_told_nothing_of_keeping(classroom: Classroom) -> None:
    await _mydata(classroom, classroom.student, "optout")

    assert NOTICE not in words(await classroom.ask())


async def test_who_was_deleted_is_told_again(classroom: Classroom) -> None:
    await classroom.ask()
    confirm = await _mydata(classroom, classroom.student, "delete")
    await press(classroom.student, confirm, "Delete everything")

    assert NOTICE in words(await classroom.ask())


async def test_reason_of_a_vote_is_deleted_with_its_voter(classroom: Classroom) -> None:
    (other,) = students(classroom, "other")
    asked = await other.slash(classroom.channel, "ask", question=QUESTION)
    form = await press(classroom.student, asked, "Not helpful")
    await fill(classroom.student, form, "It says nothing of drones")

    confirm = await _mydata(classroom, classroom.student, "delete")
    await press(classroom.student, confirm, "Delete everything")

    assert select(classroom.database, "SELECT * FROM vote") == []
    assert b"says nothing of drones" not in classroom.database.read_bytes()
