"""The desk of `/logs gaps`: one message, from question to question, as a teacher presses it."""

import simcord

from bot.app import make_bot
from bot.storage.lessons import Lessons
from bot.ui.screen import LINE, SCREEN
from tests.bot.classroom import Classroom, press, words
from tests.bot.entries import select
from tests.bot.staff import (
    fill,
    forge,
    labels,
    moderator_of,
    other_class,
    parts_of,
    students,
)

from .test_answer_message import height

QUESTION = "How does the apiarist calm the swarm?"
CALM = "> The keeper who looks into the hive moves slowly."
NO_GAPS = "### No gaps\nEvery question of all time was answered or closed."
DECISIONS = "SELECT decision FROM gap"


async def _desk(classroom: Classroom, teacher: simcord.MemberActor) -> simcord.InteractionResult:
    """The desk of a class in which two students asked the same."""
    for student in students(classroom, "ada", "ben"):
        await student.slash(classroom.channel, "ask", question=QUESTION)
    return await teacher.slash(classroom.channel, "logs gaps")


def _lessons(classroom: Classroom) -> Lessons:
    assert classroom.channel.guild is not None
    return classroom.libraries.of(classroom.channel.guild.id).lessons


async def _choose(
    who: simcord.MemberActor, shown: simcord.InteractionResult, quoted: str
) -> simcord.InteractionResult:
    """Press *1 answers it* or the like, for the passage that begins with these words."""
    assert shown.response is not None
    rows = [line for line in words(shown).splitlines() if line.startswith("> ")]
    place = next(n for n, line in enumerate(rows) if line.startswith(quoted))
    return await press(who, shown, f"{place + 1} answers it")


async def test_desk_shows_the_most_asked_gap_with_the_closest_passages_and_their_places(
    classroom: Classroom,
) -> None:
    teacher = moderator_of(classroom)
    ada, ben = students(classroom, "ada", "ben")
    for student in (ada, ben, ben):
        asked = await student.slash(classroom.channel, "ask", question=QUESTION)
    await press(ben, asked, "Notify me")
    await ada.slash(classroom.channel, "ask", question="how does an APIARIST calm swarms")
    await ben.slash(classroom.channel, "ask", question="What are vespids made of?")

    shown = await teacher.slash(classroom.channel, "logs gaps")

    assert shown.ephemeral
    head, told, also, first, *_ = words(shown).splitlines()
    assert head == f"### {QUESTION}"
    assert told.startswith("-# Gap 1 of 2 · 2 askers · asked 4 times · weak answer · <t:")
    assert told.endswith(" · **1 waiting for an answer**")
    assert also == "-# Also asked as “how does an APIARIST calm swarms”"
    assert first.startswith("-# **1** · On Bees, par. ")
    assert CALM in words(shown)
    assert labels(shown) == [
        *("Search", "1 answers it", "2 answers it", "Skip"),
        *("Answer", "Synonym", "Out of scope", "Not a question"),
    ]
    beside = LINE  # the words beside *Search* take no room of their own
    assert height([*parts_of(shown)]) - beside <= SCREEN


async def test_class_without_gaps_is_told_so(classroom: Classroom) -> None:
    await classroom.ask()

    assert words(await moderator_of(classroom).slash(classroom.channel, "logs gaps")) == NO_GAPS


async def test_ten_gaps_take_fifteen_presses_at_most_and_one_message(
    classroom: Classroom,
) -> None:
    things = (
        *("zeppelin", "yurt", "xylophone", "walrus", "violin"),
        *("ukulele", "tractor", "sextant", "rickshaw", "quasar"),
    )
    for thing in things:
        await classroom.ask(f"Who repairs the {thing}?")
    teacher = moderator_of(classroom)
    shown = await teacher.slash(classroom.channel, "logs gaps")
    assert shown.response is not None
    message, presses = shown.response.id, 0

    for number in range(len(things)):
        assert f"Gap 1 of {len(things) - number}" in words(shown)
        match number % 5:
            case 0 | 1 if "1 answers it" in labels(shown):
                shown, more = await press(teacher, shown, "1 answers it"), 1
            case 2:
                shown, more = await press(teacher, shown, "Out of scope"), 2
                shown = await fill(teacher, shown, "Please ask in class.")
            case 3:
                shown, more = await press(teacher, shown, "Answer"), 2
                shown = await fill(teacher, shown, "Ask the caretaker.", "The office", "")
            case _:
                shown, more = await press(teacher, shown, "Not a question"), 1
        presses += more
        assert shown.response is not None
        assert shown.response.id == message

    assert words(shown).endswith(NO_GAPS)
    assert presses <= 15


async def test_passage_answers_a_gap_and_the_next_one_comes(classroom: Classroom) -> None:
    teacher = moderator_of(classroom)
    shown = await _desk(classroom, teacher)
    await classroom.ask("What are vespids made of?")

    after = await _choose(teacher, shown, CALM)

    said, first, *_ = words(after).splitlines()
    assert said == f"**Answered** with a passage: “{QUESTION}”"
    assert first == "### What are vespids made of?"
    assert "Smoke calms the bees" in words(await classroom.ask("how does an apiarist calm swarms?"))
    assert select(classroom.database, DECISIONS) == ["pin"] * 2
    (golden,) = _lessons(classroom).golden
    assert (golden.question, golden.source) == (QUESTION, "bees.md")


async def test_other_words_find_other_passages(classroom: Classroom) -> None:
    teacher = moderator_of(classroom)
    form = await press(teacher, await _desk(classroom, teacher), "Search")

    shown = await fill(teacher, form, "royal jelly")
    after = await press(teacher, shown, "1 answers it")

    assert words(after).endswith(NO_GAPS)
    assert "royal jelly" in words(await classroom.ask(QUESTION))


async def test_answer_in_the_teachers_words_is_quoted_and_cited(classroom: Classroom) -> None:
    teacher = moderator_of(classroom)
    form = await press(teacher, await _desk(classroom, teacher), "Answer")

    after = await fill(teacher, form, "With smoke, as we saw in May.", "Ms Keeper", "")

    assert words(after).startswith(f"**Answered** in your own words: “{QUESTION}”")
    answered = words(await classroom.ask(QUESTION))
    assert "With smoke, as we saw in May." in answered
    assert "Ms Keeper" in answered
    assert select(classroom.database, DECISIONS) == ["answer"] * 2


async def test_synonym_that_changes_no_other_answer_is_added_at_once(classroom: Classroom) -> None:
    teacher = moderator_of(classroom)
    form = await press(teacher, await _desk(classroom, teacher), "Synonym")
    assert form.modal is not None
    asked, meant = (field["component"] for field in form.modal["components"])
    assert asked["value"] == "apiarist"
    assert "value" not in meant
    assert "keeper" in form.modal["components"][1]["description"]

    after = await fill(teacher, form, "apiarist", "keeper")

    assert words(after).startswith(f"**Answered** with a synonym: “{QUESTION}”")
    assert "Smoke calms the bees" in words(await classroom.ask(QUESTION))
    assert select(classroom.database, DECISIONS) == ["synonym"] * 2


async def test_synonym_shows_first_what_it_changes_in_other_answers(classroom: Classroom) -> None:
    teacher = moderator_of(classroom)
    await classroom.ask("What does the apiarist look into?")
    shown = await _desk(classroom, teacher)
    form = await press(teacher, shown, "Synonym")

    preview = await fill(teacher, form, "apiarist", "keeper")

    assert words(preview).startswith(
        "### This synonym changes other answers\n**1 answer gets better, nothing is lost.**"
    )
    assert "“What does the apiarist look into?”" in words(preview)
    assert _lessons(classroom).synonyms == ()
    after = await press(teacher, preview, "Add it")
    said = words(after).splitlines()[:2]
    assert said[1] == "-# 1 other question closed with it."
    assert sorted(select(classroom.database, DECISIONS)) == ["answered", "synonym", "synonym"]


async def test_synonym_that_does_not_help_leaves_the_gap_open(classroom: Classroom) -> None:
    teacher = moderator_of(classroom)
    form = await press(teacher, await _desk(classroom, teacher), "Synonym")

    after = await fill(teacher, form, "apiarist", "dragonfly")

    assert words(after).startswith("The synonym was added, but doesn't answer this question yet.")
    assert f"### {QUESTION}" in words(after)
    assert _lessons(classroom).golden == ()
    assert select(classroom.database, "SELECT * FROM gap") == []


async def test_question_out_of_scope_says_so_from_then_on(classroom: Classroom) -> None:
    teacher = moderator_of(classroom)
    form = await press(teacher, await _desk(classroom, teacher), "Out of scope")

    after = await fill(teacher, form, "This comes *next* term.")

    assert words(after).startswith(f"**Out of scope** from now on: “{QUESTION}”")
    assert r"This comes \*next\* term." in words(await classroom.ask(QUESTION))


async def test_desk_names_answered_questions_that_a_fix_applies_to(classroom: Classroom) -> None:
    teacher = moderator_of(classroom)
    form = await press(classroom.student, await classroom.ask(), "Not helpful")
    await fill(classroom.student, form, "wrong dance")
    paraphrase = "what does a waggle dance tell other bees"
    await classroom.ask(paraphrase)

    shown = words(await teacher.slash(classroom.channel, "logs gaps"))

    assert "-# Marked not helpful: “wrong dance”" in shown
    told = "-# A passage you choose, or *Out of scope*, also applies to"
    assert f"{told} “{paraphrase}”" in shown


async def test_what_is_no_question_closes_until_it_is_asked_again(classroom: Classroom) -> None:
    teacher = moderator_of(classroom)

    done = await press(teacher, await _desk(classroom, teacher), "Not a question")

    assert words(done).startswith(f"**Closed** as not a question: “{QUESTION}”")
    assert select(classroom.database, DECISIONS) == ["not_a_question"] * 2
    await classroom.ask(QUESTION)
    assert "1 asker" in words(await teacher.slash(classroom.channel, "logs gaps"))


async def test_skipped_gaps_stay_and_can_be_started_again(classroom: Classroom) -> None:
    teacher = moderator_of(classroom)
    shown = await _desk(classroom, teacher)
    first = words(shown)

    end = await press(teacher, shown, "Skip")
    assert words(end) == "### That was the last one\nYou skipped 1 gap."
    again = await press(teacher, end, "Start again")

    assert words(again) == first


async def test_undo_takes_the_last_fix_back_with_what_closed_with_it(classroom: Classroom) -> None:
    teacher = moderator_of(classroom)
    await classroom.ask("What does the apiarist look into?")
    form = await press(teacher, await _desk(classroom, teacher), "Synonym")
    preview = await fill(teacher, form, "apiarist", "keeper")
    fixed = await press(teacher, preview, "Add it")

    undone = await press(teacher, fixed, "Undo")

    said, first, told, *_ = words(undone).splitlines()
    assert said == "**Undone.** The question is open again."
    assert first == f"### {QUESTION}"
    assert "Gap 1 of 2 · 2 askers" in told
    assert _lessons(classroom) == Lessons()
    assert "Undo" not in labels(undone)


async def test_what_is_audited_of_a_fix_holds_no_words_of_a_student(classroom: Classroom) -> None:
    teacher = moderator_of(classroom)
    await _choose(teacher, await _desk(classroom, teacher), CALM)
    await teacher.slash(classroom.channel, "pin remove", pin=QUESTION)

    details = select(classroom.database, "SELECT details FROM audit")

    assert len(details) == 4  # the pin, the golden question, the decision, and that it is no more
    assert [one for one in details if "apiarist" in one] == []


async def test_gap_that_somebody_else_decided_meanwhile_is_told(classroom: Classroom) -> None:
    teacher, colleague = moderator_of(classroom), moderator_of(classroom, "colleague")
    form = await press(teacher, await _desk(classroom, teacher), "Synonym")
    theirs = await colleague.slash(classroom.channel, "logs gaps")
    await press(colleague, theirs, "Not a question")

    late = await fill(teacher, form, "apiarist", "keeper")

    assert words(late).startswith("This question is no longer open")
    assert _lessons(classroom).synonyms == ()


async def test_desk_works_for_a_bot_that_was_restarted(classroom: Classroom) -> None:
    teacher = moderator_of(classroom)
    shown = await _desk(classroom, teacher)
    await classroom.env.restart_bot(make_bot(classroom.answerer, classroom.libraries))

    fixed = await _choose(teacher, shown, CALM)
    await classroom.env.restart_bot(make_bot(classroom.answerer, classroom.libraries))
    undone = await press(teacher, fixed, "Undo")

    assert words(undone).startswith("**Undone.**")


async def test_no_button_reaches_into_another_server(classroom: Classroom) -> None:
    await _desk(classroom, moderator_of(classroom))
    key = select(classroom.database, "SELECT answer_id FROM question ORDER BY id")[0]
    colleague, channel = other_class(classroom)
    acts = ("show", "synonym", "set-aside", "undo")

    for custom_id in (
        f"gap:open:{key}",
        *(f"desk:{act}:all:0:{key}" for act in acts),
        f"desk:pin:all:0:{key}:0123456789ab",
    ):
        forged = await forge(classroom, colleague, channel, custom_id)
        assert words(forged).startswith("This question is no longer open")

    assert select(classroom.database, "SELECT * FROM gap") == []
