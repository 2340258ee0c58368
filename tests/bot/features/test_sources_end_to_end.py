"""The library in the real process, which rebuilds it in another one."""

import pytest

from tests.bot.school import School

pytestmark = pytest.mark.process

OWLS = b"On owls\n\nOwls hunt mice at night, for they hear each rustle in the leaves.\n"


async def test_added_file_is_cited_once_it_is_switched_to_and_no_more_once_it_is_taken_back(
    school: School,
) -> None:
    await school.open()
    teacher = school.discord.add_member(school.guild, "grace", permissions="manage_guild")

    async def hunt() -> str:
        asked = await school.discord.slash(
            school.student, school.channel, "ask", question="What do owls hunt at night?"
        )
        return str(asked.text)

    form = await school.discord.slash(teacher, school.channel, "sources add")
    upload, folder = (field["component"]["custom_id"] for field in form.modal["components"])
    card = await school.discord.submit_modal(
        form, {upload: [("owls.txt", OWLS)], folder: "Week 3"}, wait=False
    )
    await school.discord.until(lambda: "1 document added" in card.text)
    assert card.ephemeral
    assert "find this in the sources" in await hunt()

    await school.discord.click(teacher, card.original, label="Switch")
    found = await hunt()
    assert "Owls hunt mice at night" in found
    assert "On owls, par. 1" in found

    asked = await school.discord.slash(teacher, school.channel, "sources rollback")
    await school.discord.click(teacher, asked.original, label="Go back")
    assert "find this in the sources" in await hunt()
