"""`/about` says what a student should know before asking."""

from bot.app import make_bot
from bot.services.privacy import Keeping
from tests.bot.classroom import Classroom, words


async def test_about_tells_how_answers_are_made_and_what_is_kept(classroom: Classroom) -> None:
    about = await classroom.student.slash(classroom.channel, "about")

    assert about.ephemeral
    assert "There is no language model" in words(about)
    assert "Your name and Discord id are not stored" in words(about)
    assert (
        f"3 documents · version {classroom.answerer.searchers.of(None).library.version}"
        in words(about)
    )
    assert "stored for 180 days; after that, only anonymous counts remain" in words(about)
    assert "`/mydata delete` deletes it immediately" in words(about)


async def test_about_tells_that_there_is_no_time_limit_where_there_is_none(
    classroom: Classroom,
) -> None:
    bot = make_bot(classroom.answerer, classroom.libraries, keeping=Keeping(days=None))
    await classroom.env.restart_bot(bot)

    about = await classroom.student.slash(classroom.channel, "about")

    assert "It is stored until you delete it." in words(about)
