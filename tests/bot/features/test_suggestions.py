"""What `/ask` offers while somebody types."""

from tests.bot.classroom import QUESTION, Classroom, press


async def offered(classroom: Classroom, typed: str) -> list[str]:
    """What is offered after these letters."""
    choices = await classroom.student.autocomplete(classroom.channel, "ask", "question", typed)
    return [choice["name"] for choice in choices]


async def test_question_answered_for_two_askers_is_offered(classroom: Classroom) -> None:
    friend = classroom.env.guild.add_member(classroom.env.create_user("friend"))
    await classroom.ask()
    await friend.slash(classroom.channel, "ask", question=QUESTION)

    assert QUESTION in await offered(classroom, "waggle dance")
    assert await offered(classroom, "") == [QUESTION]


async def test_question_that_was_deleted_is_offered_no_more(classroom: Classroom) -> None:
    friend = classroom.env.guild.add_member(classroom.env.create_user("friend"))
    await classroom.ask()
    await friend.slash(classroom.channel, "ask", question=QUESTION)
    assert await offered(classroom, "") == [QUESTION]

    confirm = await friend.slash(classroom.channel, "mydata delete")
    await press(friend, confirm, "Delete everything")

    assert await offered(classroom, "") == []


async def test_question_of_one_asker_is_not_offered(classroom: Classroom) -> None:
    await classroom.ask()
    await classroom.ask()

    assert QUESTION not in await offered(classroom, "waggle dance")


async def test_private_questions_are_never_offered(classroom: Classroom) -> None:
    friend = classroom.env.guild.add_member(classroom.env.create_user("friend"))
    await classroom.ask(private=True)
    await friend.slash(classroom.channel, "ask", question=QUESTION, private=True)

    assert QUESTION not in await offered(classroom, "waggle dance")


async def test_headings_of_the_sources_are_offered(classroom: Classroom) -> None:
    assert (await offered(classroom, "the quee"))[0] == "The queen"
    assert await offered(classroom, "zzzz") == []


async def test_questions_of_another_server_are_not_offered(classroom: Classroom) -> None:
    other = classroom.env.create_guild("Another class")
    channel = other.create_text_channel("questions")
    for name in ("ada", "bob"):
        member = other.add_member(classroom.env.create_user(name))
        await member.slash(channel, "ask", question=QUESTION)

    assert QUESTION not in await offered(classroom, "waggle dance")


async def test_nothing_is_logged_while_somebody_types(classroom: Classroom) -> None:
    await offered(classroom, "waggle dance")

    assert await classroom.logged() == []
