"""The real bot as a process, from its start to its end, on a Discord that checks requests."""

import pytest

from .classroom import ANSWER, QUESTION
from .school import School

pytestmark = pytest.mark.process


async def test_slash_answers_and_the_question_is_in_the_log(school: School) -> None:
    process = await school.open()

    asked = await school.ask()

    assert ANSWER in asked.text
    assert not asked.ephemeral
    await process.stop()  # a slow disk may have handed the row over
    assert school.logged() == [("slash", QUESTION)]


async def test_more_passages_still_works_after_a_restart(school: School) -> None:
    first = await school.open()
    asked = await school.ask("bees and wasps")
    await first.stop()
    await school.open()

    menu = next(part for part in asked.original.selects if part["custom_id"].startswith("menu:"))
    chosen = [o["value"] for o in menu["options"] if o["label"] == "Next passages"]
    more = await school.discord.select(school.student, asked.original, chosen)

    assert more.ephemeral
    assert more.text.startswith("-# 2 of ")
    assert len(school.discord.syncs) == 1  # unchanged commands are registered once


async def test_answer_under_way_is_still_sent_when_the_bot_is_told_to_stop(
    school: School,
) -> None:
    process = await school.open()
    fault = school.discord.fault("POST", r"/callback$", status=500)  # tried again after 1 s
    asked = await school.discord.slash(
        school.student, school.channel, "ask", question=QUESTION, wait=False
    )
    await school.discord.until(lambda: fault.hits)

    status = await process.stop()

    assert status == 0
    assert ANSWER in asked.text


async def test_termination_ends_with_0_and_keeps_what_was_asked(school: School) -> None:
    process = await school.open()
    asked = await school.discord.slash(
        school.student, school.channel, "ask", question=QUESTION, wait=False
    )
    await asked.wait_ack()

    status = await process.stop()

    assert status == 0
    assert school.logged() == [("slash", QUESTION)]
    assert not any("Traceback" in line for line in process.lines)


@pytest.mark.parametrize(
    ("token", "how_to_mend"), [("wrong.token", "Reset Token"), ("", "DISCORD_TOKEN")]
)
async def test_wrong_or_missing_token_is_one_sentence_and_status_2(
    school: School, token: str, how_to_mend: str
) -> None:
    process = await school.start_bot(token)

    status = await process.proc.wait()
    await process.stop()

    assert status == 2
    assert how_to_mend in process.lines[-1]
    assert not any("Traceback" in line for line in process.lines)
    assert not any("wrong.token" in line for line in process.lines)


async def test_second_bot_on_the_same_data_folder_is_one_sentence_and_status_2(
    school: School,
) -> None:
    first = await school.open()
    second = await school.start_bot(school.discord.token)

    status = await second.proc.wait()
    await second.stop()

    assert status == 2
    assert f"process {first.pid}" in second.lines[-1]
    assert "--take-over" in second.lines[-1]


async def test_bot_that_takes_over_lets_the_other_finish_and_answers_nothing_twice(
    school: School,
) -> None:
    first = await school.open()
    fault = school.discord.fault("POST", r"/callback$", status=500)  # tried again after 1 s
    under_way = await school.discord.slash(
        school.student, school.channel, "ask", question=QUESTION, wait=False
    )
    await school.discord.until(lambda: fault.hits)

    second = await school.start_bot(school.discord.token, "--take-over")
    await school.discord.until(lambda: any("ready in" in line for line in second.lines), 60)
    school.discord.redeliver(under_way)
    again = await school.ask()

    assert await first.proc.wait() == 0
    assert ANSWER in under_way.text
    assert ANSWER in again.text
    assert not any("Traceback" in line for line in (*first.lines, *second.lines))
    await second.stop()
    assert school.logged() == [("slash", QUESTION)] * 2


async def test_reload_that_is_running_when_the_bot_is_told_to_stop_tells_its_moderator(
    school: School,
) -> None:
    process = await school.open()
    for number in range(400):  # some seconds' work, in which the signal comes
        words = (f"word{number}x{place}" for place in range(2_000))
        (school.sources / f"{number}.txt").write_text(" ".join(words) + ".", "utf-8")
    teacher = school.discord.add_member(school.guild, "teacher", permissions="manage_guild")
    asked = await school.discord.slash(teacher, school.channel, "sources reload", wait=False)
    await school.discord.until(lambda: asked.messages and "Reading" in asked.text)

    status = await process.stop()

    assert status == 0
    assert "the bot is restarting" in asked.text
    assert not any("Traceback" in line for line in process.lines)
