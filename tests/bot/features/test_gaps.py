"""From a question that the sources do not answer to its fix, as students and a teacher see it."""

import simcord

from bot.app import make_bot
from bot.storage.lessons import Lessons
from tests.bot.classroom import Classroom, press, words
from tests.bot.entries import select
from tests.bot.staff import buttons, fill, forge, labels, moderator_of, other_class, students

QUESTION = "How does the apiarist calm the swarm?"
KEEPER = "> The keeper who looks into the hive moves slowly. Smoke calms the bees."


async def _opened(classroom: Classroom, teacher: simcord.MemberActor) -> simcord.InteractionResult:
    """A gap that two students made, opened by a teacher."""
    for student in students(classroom, "ada", "ben"):
        await student.slash(classroom.channel, "ask", question=QUESTION)
    listed = await teacher.slash(classroom.channel, "logs gaps")
    return await press(teacher, listed, "Fix")


async def test_gaps_are_grouped_and_list_askers(classroom: Classroom) -> None:
    teacher = moderator_of(classroom)
    ada, ben = students(classroom, "ada", "ben")
    for student in (ada, ben, ben):
        await student.slash(classroom.channel, "ask", question=QUESTION)
    await ada.slash(classroom.channel, "ask", question="how does an APIARIST calm swarms")
    await ben.slash(classroom.channel, "ask", question="What are vespids made of?")

    listed = await teacher.slash(classroom.channel, "logs gaps")

    assert listed.ephemeral
    head, _, first, told, second, _ = words(listed).splitlines()
    assert head == "### 2 gaps of all time"
    assert first == f"**{QUESTION}**"
    assert told.startswith("-# 2 askers · asked 4 times · weak answer · <t:")
    assert second == "**What are vespids made of?**"


async def test_answered_questions_are_no_gaps(classroom: Classroom) -> None:
    await classroom.ask()

    listed = await moderator_of(classroom).slash(classroom.channel, "logs gaps")

    assert words(listed).startswith("### No gaps\n")


async def test_gap_tells_what_is_answered_now_and_what_can_be_done(classroom: Classroom) -> None:
    opened = await _opened(classroom, moderator_of(classroom))

    assert opened.ephemeral
    assert (
        "**Now:** weak answer, in *On Bees*. No passage contains “apiarist” or “swarm”."
        in words(opened)
    )
    assert labels(opened) == [
        "Add a synonym",
        "Pin a passage",
        "Add a source",
        "Out of scope",
        "Done",
    ]


async def test_synonym_answers_a_gap_and_is_kept_as_golden_question(classroom: Classroom) -> None:
    teacher = moderator_of(classroom)
    form = await press(teacher, await _opened(classroom, teacher), "Add a synonym")
    assert form.modal is not None
    asked, meant = (field["component"] for field in form.modal["components"])
    assert asked["value"] == "apiarist"
    assert "value" not in meant
    assert "keeper" in form.modal["components"][1]["description"]

    fixed = await fill(teacher, form, "apiarist", "keeper")

    assert words(fixed).startswith("### Done\n")
    assert words(fixed).index("**Before:** weak answer") < words(fixed).index(KEEPER)
    asked_again = await classroom.ask(QUESTION)
    assert "Smoke calms the bees" in words(asked_again)
    (golden,) = _lessons(classroom).golden
    assert (golden.question, golden.source) == (QUESTION, "bees.md")
    assert golden.quote in KEEPER
    assert select(classroom.database, "SELECT decision FROM gap") == ["synonym"] * 2
    assert "gap decide" in select(classroom.database, "SELECT action FROM audit")
    listed = await teacher.slash(classroom.channel, "logs gaps")
    assert words(listed).startswith("### No gaps\n")


async def test_synonym_that_does_not_help_leaves_the_gap_open(classroom: Classroom) -> None:
    teacher = moderator_of(classroom)
    form = await press(teacher, await _opened(classroom, teacher), "Add a synonym")

    fixed = await fill(teacher, form, "apiarist", "dragonfly")

    assert words(fixed).startswith("### No better answer yet\n")
    assert "Pin a passage" in labels(fixed)
    assert _lessons(classroom).golden == ()
    assert select(classroom.database, "SELECT * FROM gap") == []


async def test_pinned_passage_answers_a_gap_and_its_paraphrases(classroom: Classroom) -> None:
    teacher = moderator_of(classroom)
    shown = await press(teacher, await _opened(classroom, teacher), "Pin a passage")
    assert KEEPER in words(shown)

    search = await press(teacher, shown, "Search with other words")
    found = await fill(teacher, search, "royal jelly")
    assert "Nurse bees feed her with royal jelly" in words(found)
    fixed = await press(teacher, found, "Pin")

    assert "**Now:** pinned by a moderator, in *On Bees*" in words(fixed)
    again = await classroom.ask("how does an apiarist calm swarms?")
    assert "royal jelly" in words(again)
    assert select(classroom.database, "SELECT decision FROM gap") == ["pin"] * 2


async def test_what_is_audited_of_a_fix_holds_no_words_of_a_student(classroom: Classroom) -> None:
    teacher = moderator_of(classroom)
    shown = await press(teacher, await _opened(classroom, teacher), "Pin a passage")

    await press(teacher, shown, "Pin")
    await teacher.slash(classroom.channel, "pin remove", pin=QUESTION)

    details = select(classroom.database, "SELECT details FROM audit")
    assert len(details) == 4  # the pin, the golden question, the decision, and that it is no more
    assert [one for one in details if "apiarist" in one] == []


async def test_source_that_was_added_closes_a_gap_when_asked_again(classroom: Classroom) -> None:
    teacher = moderator_of(classroom)
    how = await press(teacher, await _opened(classroom, teacher), "Add a source")
    assert "/sources add" in words(how)

    in_vain = await press(teacher, how, "Ask again")
    assert words(in_vain).startswith("### No better answer yet\n")
    await teacher.slash(classroom.channel, "synonyms add", word="apiarist", means="keeper")
    closed = await press(teacher, how, "Ask again")

    assert words(closed).startswith("### Done\n")
    assert select(classroom.database, "SELECT decision FROM gap") == ["source"] * 2


async def test_gap_that_has_an_answer_by_now_is_closed_in_one_press(classroom: Classroom) -> None:
    await classroom.ask(QUESTION)
    teacher = moderator_of(classroom)
    await teacher.slash(classroom.channel, "synonyms add", word="apiarist", means="keeper")

    opened = await press(teacher, await teacher.slash(classroom.channel, "logs gaps"), "Fix")
    closed = await press(teacher, opened, "Keep this answer")

    assert "-# *Keep this answer* closes the gap and checks the answer at each reload." in words(
        opened
    )
    assert words(closed).startswith("### Done\n")
    assert [golden.question for golden in _lessons(classroom).golden] == [QUESTION]
    assert select(classroom.database, "SELECT decision FROM gap") == ["source"]


async def test_answer_that_a_synonym_leaves_as_it_was_is_shown_once(classroom: Classroom) -> None:
    teacher = moderator_of(classroom)
    form = await press(teacher, await _opened(classroom, teacher), "Add a synonym")

    useless = await fill(teacher, form, "apiarist", "dragonfly")

    assert "**Before:**" not in words(useless)
    assert words(useless).count("**Now:**") == 1


async def test_answer_that_did_not_help_is_no_fix_by_itself(classroom: Classroom) -> None:
    teacher = moderator_of(classroom)
    form = await press(classroom.student, await classroom.ask(), "Not helpful")
    await fill(classroom.student, form, "")
    opened = await press(teacher, await teacher.slash(classroom.channel, "logs gaps"), "Fix")

    how = await press(teacher, opened, "Add a source")
    in_vain = await press(teacher, how, "Ask again")
    form = await press(teacher, opened, "Add a synonym")
    useless = await fill(teacher, form, "dance", "dragonfly")

    for shown in (in_vain, useless):
        assert words(shown).startswith("### No better answer yet\n")
    assert select(classroom.database, "SELECT * FROM gap") == []


async def test_question_out_of_scope_says_so_from_then_on(classroom: Classroom) -> None:
    teacher = moderator_of(classroom)
    form = await press(teacher, await _opened(classroom, teacher), "Out of scope")

    fixed = await fill(teacher, form, "This comes *next* term.")

    assert r"**Now:** out of scope: “This comes \*next\* term.”" in words(fixed)
    assert r"This comes \*next\* term." in words(await classroom.ask(QUESTION))
    assert words(await teacher.slash(classroom.channel, "logs gaps")).startswith("### No gaps\n")


async def test_gap_that_is_done_comes_back_when_it_is_asked_again(classroom: Classroom) -> None:
    teacher = moderator_of(classroom)

    done = await press(teacher, await _opened(classroom, teacher), "Done")

    assert "The gap is closed" in words(done)
    assert words(await teacher.slash(classroom.channel, "logs gaps")).startswith("### No gaps\n")
    await classroom.ask(QUESTION)
    assert "1 asker" in words(await teacher.slash(classroom.channel, "logs gaps"))


async def test_undone_fix_is_forgotten_with_its_golden_question(classroom: Classroom) -> None:
    teacher = moderator_of(classroom)
    form = await press(teacher, await _opened(classroom, teacher), "Out of scope")
    fixed = await fill(teacher, form, "This comes next term.")

    undone = await press(teacher, fixed, "Undo")

    assert words(undone).startswith("Undone: the fix was removed, and the question is open again.")
    assert _lessons(classroom) == type(_lessons(classroom))()
    assert "2 askers" in words(await press(teacher, undone, "Open it"))


async def test_gap_that_somebody_else_decided_meanwhile_is_told(classroom: Classroom) -> None:
    teacher, colleague = moderator_of(classroom), moderator_of(classroom, "colleague")
    opened = await _opened(classroom, teacher)
    form = await press(teacher, opened, "Add a synonym")
    listed = await colleague.slash(classroom.channel, "logs gaps")
    await press(colleague, await press(colleague, listed, "Fix"), "Done")

    late = await fill(teacher, form, "apiarist", "keeper")

    assert words(late).startswith("This question is no longer open")
    assert _lessons(classroom).synonyms == ()


async def test_buttons_of_a_gap_work_for_a_bot_that_was_restarted(classroom: Classroom) -> None:
    teacher = moderator_of(classroom)
    opened = await _opened(classroom, teacher)
    await classroom.env.restart_bot(make_bot(classroom.answerer, classroom.libraries))

    shown = await press(teacher, opened, "Pin a passage")
    await classroom.env.restart_bot(make_bot(classroom.answerer, classroom.libraries))
    pin = next(button for button in buttons(shown) if button["label"] == "Pin")
    assert shown.response is not None
    fixed = await teacher.click(shown.response, custom_id=pin["custom_id"])

    assert "pinned by a moderator" in words(fixed)


async def test_no_button_reaches_into_another_server(classroom: Classroom) -> None:
    await _opened(classroom, moderator_of(classroom))
    answer_id = select(classroom.database, "SELECT answer_id FROM question ORDER BY id")[0]
    colleague, channel = other_class(classroom)

    for act in ("open", "synonym", "pin", "source", "again", "outside", "done", "undo"):
        forged = await forge(classroom, colleague, channel, f"gap:{act}:{answer_id}")
        assert words(forged).startswith("This question is no longer open")
    forged = await forge(classroom, colleague, channel, f"pin:{answer_id}:0123456789ab")

    assert words(forged).startswith("This question is no longer open")
    assert select(classroom.database, "SELECT * FROM gap") == []


def _lessons(classroom: Classroom) -> Lessons:
    assert classroom.channel.guild is not None
    return classroom.libraries.of(classroom.channel.guild.id).lessons
