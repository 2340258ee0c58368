"""`/about` says what a student should know before asking."""

from .classroom import Classroom, words


async def test_about_tells_how_answers_are_made_and_what_is_kept(classroom: Classroom) -> None:
    about = await classroom.student.slash(classroom.channel, "about")

    assert about.ephemeral
    assert "There is no language model" in words(about)
    assert "your Discord id are not kept" in words(about)
    assert f"3 documents · version {classroom.answerer.views.of(None).library.version}" in words(
        about
    )
