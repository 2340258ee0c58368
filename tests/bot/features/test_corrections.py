"""A moderator corrects how a document is cited, before a switch and after it."""

from tests.bot.classroom import Classroom, press, words
from tests.bot.staff import buttons, fill, forge, labels, moderator_of, other_class

from .test_sources import HUNT, OWLS, switch

TEACHER_ADDRESS = "ada@school.example"


async def test_correction_on_the_card_is_what_answers_cite(classroom: Classroom) -> None:
    teacher = moderator_of(classroom)
    card = await teacher.slash(classroom.channel, "sources add", file=("owls.md", OWLS))

    form = await press(teacher, card, "Correct")
    changed = await fill(teacher, form, "Of Owls", f"Ada Keeper; {TEACHER_ADDRESS}", "1 Oct 2019")

    assert "**Of Owls**\n-# Ada Keeper, \\[e-mail\\] · 1 October 2019" in words(changed)
    assert labels(changed) == ["Correct", "Switch", "Discard"]
    await press(teacher, changed, "Switch")
    asked = words(await classroom.ask(HUNT))
    assert "Of Owls, Ada Keeper and \\[e-mail\\], 1 October 2019" in asked
    assert TEACHER_ADDRESS.encode() not in classroom.database.read_bytes()


async def test_correction_stays_on_the_page_of_its_document(classroom: Classroom) -> None:
    teacher = moderator_of(classroom)
    words_of = "A bird that is not easily seen hunts in the valley. "
    files = [(f"{n}.md", f"# Bird {n}\n\n{words_of}\n".encode()) for n in range(6)]
    form = await teacher.slash(classroom.channel, "sources add")
    assert form.modal is not None
    upload = next(c["component"] for c in form.modal["components"] if c["component"]["type"] == 19)
    card = await teacher.submit_modal(form, {upload["custom_id"]: files})
    assert labels(card)[-1] == "Next page"
    await press(teacher, card, "Next page")

    changed = await fill(teacher, await press(teacher, card, "Correct"), "Owl", "", "2020")

    assert "**Owl**\n-# no author · 2020" in words(changed)
    assert "page 2 of" in words(changed)


async def test_correction_of_a_shown_document_is_taken_back_by_empty_fields(
    classroom: Classroom,
) -> None:
    teacher = moderator_of(classroom)
    await switch(classroom, teacher, ("owls.md", OWLS))
    shown = await teacher.slash(classroom.channel, "sources show", document="On Owls")
    assert labels(shown) == ["Correct"]

    changed = await fill(teacher, await press(teacher, shown, "Correct"), "Of Owls", "", "2020")
    assert words(changed).startswith("### Of Owls, 2020\n")

    back = await fill(teacher, await press(teacher, changed, "Correct"), "", "", "")
    assert words(back).startswith("### On Owls\n")


async def test_nobody_corrects_shared_documents_or_those_of_another_server(
    classroom: Classroom,
) -> None:
    teacher = moderator_of(classroom)
    await switch(classroom, teacher, ("owls.md", OWLS))
    shown = await teacher.slash(classroom.channel, "sources show", document="On Owls")
    (button,) = buttons(shown)
    for_student = await classroom.student.slash(
        classroom.channel, "sources show", document="On Owls"
    )
    assert labels(for_student) == []
    shared = await teacher.slash(classroom.channel, "sources show", document="On Bees")
    assert labels(shared) == []

    colleague, channel = other_class(classroom)
    refused = await forge(classroom, colleague, channel, button["custom_id"])

    assert words(refused).startswith("This preview is out of date")
