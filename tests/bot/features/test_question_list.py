"""`/logs recent` and `/logs search`, turned by a teacher, and kept from everybody else."""

import pytest
import simcord

from bot.app import make_bot
from bot.errors import BadDateError
from bot.ui.layout import ROWS_PER_PAGE
from bot.ui.screen import SCREEN
from tests.bot.classroom import ANSWER, QUESTION, Classroom, press, words
from tests.bot.staff import buttons, forge, guild_of, labels, moderator_of, other_class, parts_of

from .test_answer_message import height

ASKED = [f"bees question {number}" for number in range(2 * ROWS_PER_PAGE + 1)]


async def _search(classroom: Classroom, **terms: str) -> simcord.InteractionResult:
    return await moderator_of(classroom).slash(classroom.channel, "logs search", **terms)


def _questions(shown: simcord.InteractionResult) -> list[str]:
    return [line.strip("*") for line in words(shown).splitlines() if line.startswith("**")]


async def test_recent_shows_when_who_what_and_the_first_source(classroom: Classroom) -> None:
    await classroom.ask("Who wrote *quantum chromodynamics*?")
    await classroom.ask()

    shown = await moderator_of(classroom).slash(classroom.channel, "logs recent")

    assert shown.ephemeral
    pseudonym = classroom.answerer.pseudonym(classroom.student.id, guild_of(classroom).id)
    _, _, first, told, second, told_second = words(shown).splitlines()
    assert first == f"**{QUESTION}**"
    assert told.startswith("-# <t:")
    assert told.endswith(f":R> · asker {pseudonym[:6]} · answered · *On Bees*")
    assert second == r"**Who wrote \*quantum chromodynamics\*?**"
    assert told_second.endswith(" · no answer")


async def test_pages_turn_both_ways_and_after_a_restart(classroom: Classroom) -> None:
    for question in ASKED:
        await classroom.ask(question)
    teacher = moderator_of(classroom)
    shown = await teacher.slash(classroom.channel, "logs search", text="bees")
    assert _questions(shown) == ASKED[: -ROWS_PER_PAGE - 1 : -1]
    assert labels(shown)[-1] == "Older"

    await press(teacher, shown, "Older")
    await classroom.env.restart_bot(make_bot(classroom.answerer, classroom.libraries))
    await press(teacher, shown, "Older")

    assert _questions(shown) == ASKED[:1]
    assert labels(shown)[-1] == "Newer"
    await press(teacher, shown, "Newer")
    assert _questions(shown) == ASKED[ROWS_PER_PAGE:0:-1]
    assert labels(shown)[-2:] == ["Newer", "Older"]


async def test_long_questions_take_more_pages_and_none_is_left_out(classroom: Classroom) -> None:
    asked = [
        f"Number {number}: how do the bees of one hive keep warm in a winter that is long and cold?"
        for number in range(7)
    ]
    for question in asked:
        await classroom.ask(question)
    teacher = moderator_of(classroom)
    shown = await teacher.slash(classroom.channel, "logs recent")
    older = [[*_questions(shown)]]
    while labels(shown)[-1] == "Older":
        assert height([*parts_of(shown)]) <= SCREEN
        await press(teacher, shown, "Older")
        older.append([*_questions(shown)])
    newer = [older[-1]]
    while "Newer" in labels(shown):
        await press(teacher, shown, "Newer")
        newer.insert(0, [*_questions(shown)])

    assert [one for page in older for one in page] == asked[::-1]
    assert [one for page in newer for one in page] == asked[::-1]
    assert len(older) > 2


async def test_long_search_terms_are_kept_until_a_restart(classroom: Classroom) -> None:
    text = "bees " * 30
    for _ in range(ROWS_PER_PAGE + 1):
        await classroom.ask(text)
    teacher = moderator_of(classroom)
    shown = await teacher.slash(classroom.channel, "logs search", text=text.strip())

    await press(teacher, shown, "Older")
    assert _questions(shown)
    await classroom.env.restart_bot(make_bot(classroom.answerer, classroom.libraries))
    forgotten = await press(teacher, shown, "Newer")

    assert words(forgotten).startswith("This button has expired")


@pytest.mark.parametrize(
    ("terms", "found"),
    [
        ({"text": "WAGGLE  dance?"}, [QUESTION]),
        ({"text": "dance WAGGLE!"}, [QUESTION]),
        ({"text": "dance quantum"}, []),
        ({"text": "%"}, []),
        ({"status": "none"}, ["Who discovered quantum chromodynamics?"]),
        ({"source": "On Wasps"}, ["Do wasps chew wood?"]),
        ({"surface": "mention"}, []),
        ({"from": "2020-01-01", "to": "2020-12-31"}, []),
        (
            {"from": "2020-01-01", "status": "found", "surface": "slash", "text": "dance"},
            [QUESTION],
        ),
    ],
)
async def test_search_finds(classroom: Classroom, terms: dict[str, str], found: list[str]) -> None:
    for question in (QUESTION, "Who discovered quantum chromodynamics?", "Do wasps chew wood?"):
        await classroom.ask(question)

    shown = await _search(classroom, **terms)

    assert _questions(shown) == found


async def test_open_shows_the_answer_as_it_was_sent(classroom: Classroom) -> None:
    await classroom.ask()
    teacher = moderator_of(classroom)
    shown = await teacher.slash(classroom.channel, "logs recent")

    opened = await press(teacher, shown, "Open")

    assert opened.ephemeral
    assert words(opened).startswith(f"### {QUESTION}\n")
    assert ANSWER in words(opened)


async def test_day_that_is_none_is_told(classroom: Classroom) -> None:
    shown = await _search(classroom, **{"from": "*yesterday*"})

    assert words(shown) == str(BadDateError(r"\*yesterday\*"))
    assert classroom.env.errors  # the refusal itself


async def test_nothing_of_another_server_is_listed_or_opened(classroom: Classroom) -> None:
    await classroom.ask()
    shown = await moderator_of(classroom).slash(classroom.channel, "logs recent")
    (opening,) = buttons(shown)
    colleague, channel = other_class(classroom)

    listed = await colleague.slash(channel, "logs recent")
    opened = await forge(classroom, colleague, channel, opening["custom_id"])
    turned = await forge(classroom, colleague, channel, "log:older:99999999999999999.9:")

    assert words(listed) == "### Nothing found\nNobody has asked yet."
    assert words(opened) == "That answer has been deleted."
    assert words(turned) == "### Nothing found\nNobody has asked yet."


async def test_student_who_gets_at_buttons_of_the_log_is_refused(classroom: Classroom) -> None:
    await classroom.ask()
    shown = await moderator_of(classroom).slash(classroom.channel, "logs recent")
    (opening,) = buttons(shown)

    for custom_id in (opening["custom_id"], "log:older:99999999999999999.9:"):
        refused = await forge(classroom, classroom.student, classroom.channel, custom_id)

        assert refused.ephemeral
        assert words(refused).startswith("Only moderators")


@pytest.mark.parametrize("terms", ["nonsense=1", "s=maybe", "f=never", "~abc"])
async def test_page_button_of_another_time_is_told(classroom: Classroom, terms: str) -> None:
    teacher = moderator_of(classroom)

    turned = await forge(classroom, teacher, classroom.channel, f"log:older:1.1:{terms}")

    assert words(turned).startswith("This button has expired")


async def test_only_moderators_are_offered_sources(classroom: Classroom) -> None:
    teacher = moderator_of(classroom)

    offered = await teacher.autocomplete(classroom.channel, "logs search", "source", "wasp")

    assert [choice["name"] for choice in offered] == ["On Wasps"]


@pytest.mark.parametrize("name", ["logs search", "logs export"])
async def test_days_in_the_wrong_order_are_told(classroom: Classroom, name: str) -> None:
    days = {"from": "2026-09-30", "to": "2026-09-01"}

    refused = await moderator_of(classroom).slash(classroom.channel, name, **days)

    assert words(refused).startswith("2026-09-30 is after 2026-09-01")
    assert classroom.env.errors  # the refusal itself


async def test_source_that_is_searched_for_is_told_by_its_title(classroom: Classroom) -> None:
    shown = await _search(classroom, source="On Wasps")

    assert words(shown).endswith("quoting *On Wasps*")
