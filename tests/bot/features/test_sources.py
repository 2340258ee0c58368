"""What moderators change in Discord, from the file to the answer and back."""

import asyncio

import pytest
import simcord

from bot.bot import PullquoteBot
from bot.features.versions import NO_HISTORY, NO_VERSION_BEFORE
from bot.libraries.own_documents import Change
from tests.bot.classroom import Classroom, press, words
from tests.bot.entries import select
from tests.bot.staff import buttons, fill, forge, labels, moderator_of, other_class

OWLS = b"# On Owls\n\nOwls hunt mice at night, for they hear each rustle in the leaves.\n"
MOLES = b"# On Moles\n\nMoles dig tunnels in the meadow and store living worms.\n"
PICTURE = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
HUNT = "What do owls hunt at night?"

REFUSED = "Only moderators"


async def send(
    classroom: Classroom,
    teacher: simcord.MemberActor,
    *files: tuple[str, bytes],
    collection: str = "",
) -> simcord.InteractionResult:
    """Send files by the form."""
    form = await teacher.slash(classroom.channel, "sources add", collection=collection)
    assert form.modal is not None
    upload, folder = (field["component"] for field in form.modal["components"])
    assert folder.get("value", "") == collection
    filled = {upload["custom_id"]: [*files], folder["custom_id"]: collection}
    return await teacher.submit_modal(form, filled)


async def switch(
    classroom: Classroom, teacher: simcord.MemberActor, *files: tuple[str, bytes]
) -> None:
    """Put files in place."""
    await press(teacher, await send(classroom, teacher, *files), "Switch")


def on_disk(classroom: Classroom) -> list[str]:
    """The files of moderators that are kept, and what is half written."""
    data = classroom.database.parent / "data"
    return [str(p.relative_to(data)) for p in data.rglob("files/*") if p.is_file()]


async def test_added_file_is_rehearsed_switched_cited_and_taken_back(classroom: Classroom) -> None:
    teacher = moderator_of(classroom)
    assert "find this in the sources" in words(await classroom.ask(HUNT))

    card = await teacher.slash(classroom.channel, "sources add", file=("owls.md", OWLS))
    assert card.ephemeral
    assert "**1 answer gets better, nothing is lost.**" in words(card)
    assert "\n1 document added (" in words(card)
    assert "**On Owls**\n-# no author · no date" in words(card)
    assert labels(card) == ["Correct", "Switch", "Discard"]
    unanswered = await classroom.ask(HUNT)
    assert "find this in the sources" in words(unanswered)
    await press(classroom.student, unanswered, "Notify me")

    await press(teacher, card, "Switch")
    assert "**Your class can ask now.** 4 documents" in words(card)
    closed = "1 open question is answered now and closed. 1 asker will be notified."
    assert closed in words(card)
    assert select(classroom.database, "SELECT decision FROM gap") == ["answered"] * 2
    (told,) = classroom.student.user.dm_channel.history()
    assert "Owls hunt mice at night" in words(told)
    assert "Switch" not in labels(card)
    assert "Owls hunt mice at night" in words(await classroom.ask(HUNT))

    history = await teacher.slash(classroom.channel, "sources history")
    assert "**Documents: 1 added** <t:" in words(history)
    assert "1 file added here · by moderator " in words(history)
    assert str(teacher.id) not in words(history)

    back = await teacher.slash(classroom.channel, "sources rollback")
    assert "### Go back to this version?\n**First version**" in words(back)
    await press(teacher, back, "Go back")
    assert "### Done\nQuestions are now answered from this version:\n**First version**" in words(
        back
    )
    assert "find this in the sources" in words(await classroom.ask(HUNT))


async def test_form_takes_several_files_into_a_collection_and_tells_which_it_refuses(
    classroom: Classroom,
) -> None:
    teacher = moderator_of(classroom)
    bees = (classroom.database.parent / "sources" / "bees.md").read_bytes()

    card = await send(
        classroom,
        teacher,
        ("owls.md", OWLS),
        ("../../moles", MOLES),
        ("owls.png", PICTURE),
        ("again.md", bees),
        collection="Week 3",
    )

    assert "2 documents added (" in words(card)
    assert "**Couldn't add**\n- owls.png: By its name it is a picture" in words(card)
    assert "- Week 3/again.md: It already exists, as “On Bees”." in words(card)
    corrected = await fill(teacher, await press(teacher, card, "Correct"), "Of Moles", "", "")
    assert "**Of Moles**" in words(corrected)
    assert "- owls.png: By its name it is a picture" in words(corrected)
    await press(teacher, card, "Switch")
    offered = await classroom.student.autocomplete(classroom.channel, "ask", "source", "week")
    assert offered[0]["name"] == "Week 3 (collection of 2)"
    asked = await classroom.ask("Who digs tunnels?", source=offered[0]["value"])
    assert "-# Searched only in *Week 3*" in words(asked)
    assert "Moles dig tunnels" in words(asked)
    listed = words(await classroom.student.slash(classroom.channel, "sources list"))
    assert "### Added in this server\n" in listed
    assert "**Of Moles**\n-# in Week 3 · 1 passage · added <t:" in listed


async def test_files_of_which_none_may_come_in_begin_no_reload(classroom: Classroom) -> None:
    teacher = moderator_of(classroom)

    told = await send(classroom, teacher, ("owls.png", PICTURE))

    assert words(told).startswith("**Couldn't add**\n- owls.png: By its name it is a picture")
    assert labels(told) == []
    assert on_disk(classroom) == []


async def test_discarded_files_are_forgotten_and_the_card_can_not_be_decided_again(
    classroom: Classroom,
) -> None:
    teacher = moderator_of(classroom)
    card = await send(classroom, teacher, ("owls.md", OWLS))
    switch_id = buttons(card)[0]["custom_id"]

    await press(teacher, card, "Discard")

    assert "**Discarded.**" in words(card)
    again = await forge(classroom, teacher, classroom.channel, switch_id)
    assert "This preview is out of date" in words(again)
    assert labels(again) == []
    assert "find this in the sources" in words(await classroom.ask(HUNT))


async def test_files_sent_while_others_are_taken_in_come_after_them_and_with_them(
    classroom: Classroom,
) -> None:
    teacher = moderator_of(classroom)
    library = classroom.libraries.of(classroom.env.guild.id)
    first = asyncio.create_task(library.reload(Change(add={"owls.md": OWLS}), by="b" * 32))
    await asyncio.sleep(0)  # it is begun

    card = await send(classroom, teacher, ("moles.md", MOLES))

    assert [document.title for document in (await first).added] == ["On Owls"]
    assert "2 documents added (" in words(card)
    stale = f"rehearsal:switch:{(await first).id}"
    told = await forge(classroom, teacher, classroom.channel, stale)
    assert "This preview is out of date" in words(told)
    await press(teacher, card, "Switch")
    assert "**Your class can ask now.**" in words(card)


async def test_rollback_without_a_version_before_says_how_to_go_on(classroom: Classroom) -> None:
    teacher = moderator_of(classroom)

    told = await teacher.slash(classroom.channel, "sources rollback")
    assert words(told) == NO_HISTORY

    await switch(classroom, teacher, ("owls.md", OWLS))
    back = await teacher.slash(classroom.channel, "sources rollback")
    await press(teacher, back, "Go back")
    told = await teacher.slash(classroom.channel, "sources rollback")
    assert words(told) == NO_VERSION_BEFORE
    offered = await teacher.autocomplete(classroom.channel, "sources rollback", "version", "added")
    again = await teacher.slash(classroom.channel, "sources rollback", version=offered[0]["value"])
    await press(teacher, again, "Go back")
    assert "this version:\n**Documents: 1 added**" in words(again)
    history = await teacher.slash(classroom.channel, "sources history")
    assert "**Rolled back to: 1 added** <t:" in words(history)


async def test_removed_document_is_told_by_the_answers_that_vanish(classroom: Classroom) -> None:
    teacher = moderator_of(classroom)
    await switch(classroom, teacher, ("owls.md", OWLS))
    await classroom.ask(HUNT)
    (own,) = await teacher.autocomplete(classroom.channel, "sources remove", "document", "")

    card = await teacher.slash(classroom.channel, "sources remove", document=own["value"])

    assert own["name"] == "On Owls"
    assert "1 document removed (" in words(card)
    assert "**An answer is lost**\n“What do owls hunt at night?”\n-# Before: found" in words(card)
    assert "-# After: no answer" in words(card)
    await press(teacher, card, "Switch")
    assert "find this in the sources" in words(await classroom.ask(HUNT))


async def test_common_document_cannot_be_removed_from_discord(classroom: Classroom) -> None:
    teacher = moderator_of(classroom)

    told = await teacher.slash(classroom.channel, "sources remove", document="On Bees")

    assert "Only the bot's operator can change it" in words(told)
    assert classroom.env.errors  # the refusal itself


async def test_reload_of_an_unchanged_library_says_so_and_offers_nothing(
    classroom: Classroom,
) -> None:
    card = await moderator_of(classroom).slash(classroom.channel, "sources reload")

    assert words(card).startswith("### Nothing has changed\n")
    assert labels(card) == []


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("sources add", {}),
        ("sources add", {"file": ("owls.md", OWLS)}),
        ("sources remove", {"document": "On Bees"}),
        ("sources reload", {}),
        ("sources rollback", {}),
        ("sources history", {}),
    ],
)
async def test_student_gets_one_private_sentence(
    classroom: Classroom, command: str, options: dict[str, object]
) -> None:
    told = await classroom.student.slash(classroom.channel, command, **options)

    assert told.ephemeral
    assert words(told).startswith(REFUSED)
    assert on_disk(classroom) == []
    assert classroom.env.errors  # the refusal itself


@pytest.mark.parametrize(
    ("command", "option"),
    [
        ("sources add", "collection"),
        ("sources remove", "document"),
        ("sources rollback", "version"),
    ],
)
async def test_student_is_offered_nothing_that_is_for_moderators(
    classroom: Classroom, command: str, option: str
) -> None:
    teacher = moderator_of(classroom)
    (classroom.database.parent / "sources" / "week 1").mkdir()
    await press(
        teacher, await send(classroom, teacher, ("owls.md", OWLS), collection="A"), "Switch"
    )

    assert await classroom.student.autocomplete(classroom.channel, command, option, "") == []
    assert await teacher.autocomplete(classroom.channel, command, option, "") != []


async def test_who_moderates_no_more_cannot_send_the_form_that_is_open(
    classroom: Classroom,
) -> None:
    bot = classroom.env.bot
    assert isinstance(bot, PullquoteBot)
    bot.permissions.role = "Helpers"
    assert classroom.channel.guild is not None
    role = classroom.channel.guild.create_role("Helpers")
    helper = classroom.channel.guild.add_member(classroom.env.create_user("h"), roles=[role])
    form = await helper.slash(classroom.channel, "sources add")
    assert form.modal is not None
    bot.permissions.role = None

    upload = form.modal["components"][0]["component"]["custom_id"]
    told = await helper.submit_modal(form, {upload: [("owls.md", OWLS)]})

    assert words(told).startswith(REFUSED)
    assert on_disk(classroom) == []


async def test_neither_students_nor_moderators_elsewhere_can_use_the_buttons(
    classroom: Classroom,
) -> None:
    teacher = moderator_of(classroom)
    stranger, elsewhere = other_class(classroom)
    await switch(classroom, teacher, ("moles.md", MOLES))
    card = await send(classroom, teacher, ("owls.md", OWLS))
    correct, decide, discard = (button["custom_id"] for button in buttons(card))
    turn = decide.replace("switch", "1")
    begun = classroom.libraries.of(classroom.env.guild.id).history()[-1].id

    for custom_id in (
        correct,
        decide,
        discard,
        turn,
        f"rollback:{begun}",
        "history:1",
        "problems:1",
    ):
        told = await forge(classroom, classroom.student, classroom.channel, custom_id)
        assert words(told).startswith(REFUSED)
    for custom_id in (decide, discard, turn):
        told = await forge(classroom, stranger, elsewhere, custom_id)
        assert "This preview is out of date" in words(told)
    told = await forge(classroom, stranger, elsewhere, f"rollback:{begun}")
    assert "That version isn't available" in words(told)
    seen = await forge(classroom, stranger, elsewhere, "history:1")
    assert NO_HISTORY in words(seen)

    await press(teacher, card, "Switch")
    assert "**Switched.**" in words(card)


async def test_moderator_elsewhere_sees_and_changes_nothing_of_this_server(
    classroom: Classroom,
) -> None:
    teacher = moderator_of(classroom)
    stranger, elsewhere = other_class(classroom)
    await switch(classroom, teacher, ("owls.md", OWLS))
    version = classroom.libraries.of(classroom.env.guild.id).history()[-1].id
    own = await teacher.autocomplete(classroom.channel, "sources remove", "document", "")
    owl = own[0]["value"]

    assert await stranger.autocomplete(elsewhere, "sources remove", "document", "") == []
    assert await stranger.autocomplete(elsewhere, "sources show", "document", "owls") == []
    assert await stranger.autocomplete(elsewhere, "sources rollback", "version", "") == []
    for command, options in (
        ("sources remove", {"document": owl}),
        ("sources remove", {"document": "~/owls.md"}),
        ("sources show", {"document": owl}),
        ("ask", {"question": HUNT, "source": owl}),
    ):
        told = await stranger.slash(elsewhere, command, **options)
        assert "There is no single source called" in words(told)
    told = await stranger.slash(elsewhere, "sources rollback", version=version)
    assert "That version isn't available" in words(told)
    assert "Owls" not in words(await stranger.slash(elsewhere, "sources list"))
    assert "find this in the sources" in words(
        await stranger.slash(elsewhere, "ask", question=HUNT)
    )
    assert "Owls hunt mice" in words(await classroom.ask(HUNT))
    assert classroom.env.errors  # the refusals themselves


async def test_show_tells_what_is_known_and_details_of_problems_to_moderators_only(
    classroom: Classroom,
) -> None:
    await classroom.ask("bees")

    shown = await classroom.student.slash(classroom.channel, "sources show", document="On Bees")

    assert shown.ephemeral
    assert words(shown).startswith("### [On Bees](https://bees.example/dance), Ada Keeper, 2019\n")
    assert "Shared by all servers; the bot's operator manages it." in words(shown)
    assert "Shown in 1 answer in the last 30 days." in words(shown)
    assert "**Headings**\n- The dance\n- The drones" in words(shown)
