"""`/synonyms` and `/pin`: taught, listed and taken back by moderators of one server."""

from datetime import UTC, datetime

import pytest
import simcord

from bot.app import make_bot
from bot.services import lessons
from bot.storage.lessons import Lessons, PinnedPassage
from tests.bot.classroom import QUESTION, Classroom, press, words
from tests.bot.entries import select
from tests.bot.libraries.stage import teach
from tests.bot.staff import buttons, fill, forge, guild_of, moderator_of, other_class

SWARM = "How does the apiarist calm the swarm?"


async def _add(classroom: Classroom, teacher: simcord.MemberActor, word: str, means: str) -> str:
    added = await teacher.slash(classroom.channel, "synonyms add", word=word, means=means)
    assert added.ephemeral
    return words(added)


def _lessons(classroom: Classroom) -> Lessons:
    return classroom.libraries.of(guild_of(classroom).id).lessons


async def test_synonym_is_found_with_listed_and_removed(classroom: Classroom) -> None:
    teacher = moderator_of(classroom)
    assert await _add(classroom, teacher, " api*arist ", "keeper") == (
        r"**api\*arist** = **keeper**: questions now find both."
    )
    await _add(classroom, teacher, "apiarist", "keeper")
    assert "Smoke calms the bees" in words(await classroom.ask(SWARM))

    listed = await teacher.slash(classroom.channel, "synonyms list")
    offered = await teacher.autocomplete(classroom.channel, "synonyms remove", "synonym", "APIA")
    removed = await teacher.slash(classroom.channel, "synonyms remove", synonym=offered[0]["value"])

    assert words(listed).startswith("### 2 synonyms\n**apiarist** = **keeper**\n-# <t:")
    assert [choice["name"] for choice in offered] == ["apiarist = keeper"]
    assert words(removed) == "Removed: apiarist = keeper"
    assert [one.words for one in _lessons(classroom).synonyms] == [("api*arist", "keeper")]
    assert "**Possible answer**" in words(await classroom.ask(SWARM))
    actions = select(classroom.database, "SELECT action FROM audit ORDER BY id")
    assert actions == ["synonyms add", "synonyms add", "synonyms remove"]


@pytest.mark.parametrize(
    ("word", "means", "told"),
    [
        ("hive", "HIVE!", "both are the same"),
        ("?!", "hive", "one to 5 words"),
        ("one two three four five six", "hive", "one to 5 words"),
        ("Hive", "colony", "are synonyms already"),
        ("hive", "ada@bees.example", "email addresses, phone numbers and ids aren't stored"),
    ],
)
async def test_synonym_that_cannot_be_taught_is_told_why(
    classroom: Classroom, word: str, means: str, told: str
) -> None:
    teacher = moderator_of(classroom)
    await _add(classroom, teacher, "colony", "hive")

    assert told in await _add(classroom, teacher, word, means)

    assert len(_lessons(classroom).synonyms) == 1
    assert classroom.env.errors  # the refusal itself


async def test_too_many_synonyms_are_refused(
    classroom: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lessons, "MOST_OF_A_KIND", 1)
    teacher = moderator_of(classroom)
    await _add(classroom, teacher, "colony", "hive")

    assert "This server has 1 of these" in await _add(classroom, teacher, "wax", "comb")

    assert classroom.env.errors  # the refusal itself


async def test_pin_is_shown_first_listed_and_removed(classroom: Classroom) -> None:
    teacher = moderator_of(classroom)
    shown = await teacher.slash(classroom.channel, "pin add", question=QUESTION)
    other = [button for button in buttons(shown) if button["label"] == "Pin"][1]
    assert shown.response is not None

    pinned = await teacher.click(shown.response, custom_id=other["custom_id"])

    assert "**Now:** pinned by a moderator" in words(pinned)
    assert "-# Pinned by a moderator" in words(await classroom.ask())
    listed = await teacher.slash(classroom.channel, "pin list")
    assert words(listed).startswith(f"### 1 pin\n**{QUESTION}**\n> ")
    await teacher.slash(classroom.channel, "pin remove", pin=QUESTION)
    assert _lessons(classroom).pins == ()
    assert "Pinned" not in words(await classroom.ask())


async def test_removed_pin_takes_its_golden_question_along(classroom: Classroom) -> None:
    teacher = moderator_of(classroom)
    await press(
        teacher, await teacher.slash(classroom.channel, "pin add", question=QUESTION), "Pin"
    )
    assert [golden.question for golden in _lessons(classroom).golden] == [QUESTION]

    removed = await teacher.slash(classroom.channel, "pin remove", pin=QUESTION)

    assert words(removed) == f"Removed: {QUESTION}"
    assert _lessons(classroom) == Lessons()


async def test_removed_synonym_puts_the_gap_that_it_fixed_back_on_the_list(
    classroom: Classroom,
) -> None:
    await classroom.ask(SWARM)
    teacher = moderator_of(classroom)
    opened = await teacher.slash(classroom.channel, "logs gaps")
    await fill(teacher, await press(teacher, opened, "Synonym"), "apiarist", "keeper")
    assert len(_lessons(classroom).golden) == 1

    removed = await teacher.slash(classroom.channel, "synonyms remove", synonym="apiarist = keeper")

    assert words(removed).endswith("The question it answered is open again in `/logs gaps`.")
    assert _lessons(classroom) == Lessons()
    assert SWARM in words(await teacher.slash(classroom.channel, "logs gaps"))


async def test_question_out_of_scope_is_listed_and_taken_back(classroom: Classroom) -> None:
    await classroom.ask(SWARM)
    teacher = moderator_of(classroom)
    opened = await teacher.slash(classroom.channel, "logs gaps")
    fixed = await fill(teacher, await press(teacher, opened, "Out of scope"), "*Next* term.")
    assert words(fixed).startswith("**Out of scope** from now on")

    listed = await teacher.slash(classroom.channel, "out-of-scope list")
    offered = await teacher.autocomplete(
        classroom.channel, "out-of-scope remove", "question", "swarm"
    )
    chosen = offered[0]["value"]
    removed = await teacher.slash(classroom.channel, "out-of-scope remove", question=chosen)

    head, question, sentence, _ = words(listed).splitlines()
    assert (head, question) == ("### 1 question out of scope", f"**{SWARM}**")
    assert sentence == r"\*Next\* term."
    assert words(removed).endswith("The question it answered is open again in `/logs gaps`.")
    assert _lessons(classroom) == Lessons()
    assert "Next" not in words(await classroom.ask(SWARM))
    assert select(classroom.database, "SELECT * FROM gap") == []
    assert "out-of-scope remove" in select(classroom.database, "SELECT action FROM audit")


async def test_pin_whose_passage_is_gone_is_told_in_the_list(classroom: Classroom) -> None:
    teacher = moderator_of(classroom)
    gone = PinnedPassage(
        by="x", at=datetime.now(UTC), question=QUESTION, source="bees.md", start=0, text="Gone."
    )
    await teach(classroom.libraries.of(guild_of(classroom).id), Lessons(pins=(gone,)))

    listed = await teacher.slash(classroom.channel, "pin list")

    assert words(listed).endswith("in On Bees, which no longer contains it: **not shown**")


async def test_pin_for_a_question_is_forgotten_by_a_restart_and_told(classroom: Classroom) -> None:
    teacher = moderator_of(classroom)
    shown = await teacher.slash(classroom.channel, "pin add", question=QUESTION)
    await classroom.env.restart_bot(make_bot(classroom.answerer, classroom.libraries))

    assert words(await press(teacher, shown, "Pin")).startswith("This button has expired")


async def test_passage_that_is_gone_is_told(classroom: Classroom) -> None:
    teacher = moderator_of(classroom)
    shown = await teacher.slash(classroom.channel, "pin add", question=SWARM)
    shown_id = buttons(shown)[0]["custom_id"]

    gone = f"{shown_id[:-12]}{'0' * 12}"
    pinned = await forge(classroom, teacher, classroom.channel, gone)

    assert words(pinned).startswith("This passage is no longer in the sources")


async def test_words_that_no_passage_has_are_told(classroom: Classroom) -> None:
    shown = await moderator_of(classroom).slash(
        classroom.channel, "pin add", question="quantum *chromodynamics*"
    )

    assert r"No passage contains a word of “quantum \*chromodynamics\*”." in words(shown)


async def test_long_list_turns_its_pages(classroom: Classroom) -> None:
    teacher = moderator_of(classroom)
    for number in range(11):
        await _add(classroom, teacher, f"word{number}", "hive")
    listed = await teacher.slash(classroom.channel, "synonyms list")
    assert words(listed).endswith("-# Page 1 of 2")

    await press(teacher, listed, "Next page")

    assert "**word0** = **hive**" in words(listed)
    await press(teacher, listed, "Previous page")
    assert "**word10** = **hive**" in words(listed)


@pytest.mark.parametrize("name", ["synonyms", "pin", "out-of-scope"])
async def test_nothing_taught_is_told(classroom: Classroom, name: str) -> None:
    listed = await moderator_of(classroom).slash(classroom.channel, f"{name} list")

    assert words(listed).startswith("No ")


async def test_what_is_not_there_cannot_be_removed(classroom: Classroom) -> None:
    removed = await moderator_of(classroom).slash(classroom.channel, "pin remove", pin="nothing")

    assert words(removed).startswith("There is no such entry")
    assert classroom.env.errors  # the refusal itself


async def test_other_server_neither_sees_nor_removes_what_was_taught(classroom: Classroom) -> None:
    teacher = moderator_of(classroom)
    await _add(classroom, teacher, "apiarist", "keeper")
    (offered,) = await teacher.autocomplete(classroom.channel, "synonyms remove", "synonym", "")
    colleague, channel = other_class(classroom)

    assert words(await colleague.slash(channel, "synonyms list")).startswith("No synonyms yet")
    assert await colleague.autocomplete(channel, "synonyms remove", "synonym", "") == []
    removed = await colleague.slash(channel, "synonyms remove", synonym=offered["value"])
    shown = await forge(classroom, colleague, channel, "taught:synonyms:1")

    assert words(removed).startswith("There is no such entry")
    assert words(shown).startswith("No synonyms yet")
    assert len(_lessons(classroom).synonyms) == 1
    assert "**Possible answer**" in words(await colleague.slash(channel, "ask", question=SWARM))
    assert classroom.env.errors  # the refusal itself


async def test_what_a_moderator_types_is_stored_without_personal_data(
    classroom: Classroom,
) -> None:
    teacher = moderator_of(classroom)
    typed = "May I ask ada@bees.example or +44 20 7946 0958 how smoke calms the bees?"

    chosen = await teacher.slash(classroom.channel, "pin add", question=typed)
    pinned = await press(teacher, chosen, "Pin")
    await classroom.ask(SWARM)
    gap = await teacher.slash(classroom.channel, "logs gaps")
    outside = await press(teacher, gap, "Out of scope")
    await fill(teacher, outside, "Please write to ada@bees.example.")

    assert "May I ask [e-mail] or [phone number]" in words(pinned).replace("\\", "")
    lessons = _lessons(classroom)
    assert lessons.outside[0].sentence == "Please write to [e-mail]."
    stored = str(select(classroom.database, "SELECT content FROM lesson"))
    assert "bees.example" not in stored
    assert "7946" not in stored
