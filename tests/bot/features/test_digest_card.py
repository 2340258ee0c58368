"""The page of the weekly digest: what a teacher reads, and within Discord's limits."""

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given

from bot.features.digest_card import digest_reply
from bot.services.gaps import Gap
from bot.services.reports import Week
from bot.storage.reviews import Candidate
from bot.storage.statistics import ShownSource, Stats, TopQuestion
from tests.bot.answers import HOSTILE
from tests.bot.features.test_answer_message import components, texts

BEFORE = Stats(20, 14, 3, 3, 6, (), (), (), (), 5.0, 9.0, 0, 0)
TOP = (TopQuestion("When is the exam?", 9, 7),)
NOW = replace(BEFORE, questions=31, found=24, weak=4, askers=12, top_questions=TOP, helpful=8)
WEEK = Week(
    replace(NOW, unhelpful=2),
    BEFORE,
    (ShownSource("bees.md", 11, 4), ShownSource("gone.md", 1, 0)),
    (("Do bees dance?", 3),),
)
TITLES = {"bees.md": "On Bees"}


def _gap(question: str) -> Gap:
    asked = datetime(2026, 9, 30, 12, tzinfo=UTC)
    return Gap((Candidate("abcdefgh", question, "ada", asked, "none", 0),))


def test_page_tells_the_week_and_the_trend_without_milliseconds() -> None:
    head, *_ = texts(digest_reply(WEEK, [], TITLES))

    assert head.splitlines() == [
        "### This week's questions",
        "**31 questions by 12 askers**, 11 more than the week before",
        "Answered: 77% (week before: 70%) · weak: 4 · no answer: 3",
        "**Asked most**",
        "- When is the exam? (7 askers)",
        "**Documents that answered**",
        "- *On Bees*: 11 answers, 4 opened",
        "- *gone.md*: 1 answer, 0 opened",
        "**Found helpful**: 8 of 10 votes",
        "- Do bees dance? (3 votes)",
        "**Not answered**",
        "Nothing: every question was answered or closed.",
    ]


def test_quiet_week_is_told_in_a_line() -> None:
    empty = replace(BEFORE, questions=0)

    assert texts(digest_reply(Week(empty, BEFORE), [], {})) == [
        "### This week's questions\nNo questions."
    ]


@given(HOSTILE)
def test_page_is_within_the_limits(text: str) -> None:
    top = (TopQuestion(text, 9, 7),) * 3
    stats = replace(WEEK.stats, top_questions=top)
    week = Week(stats, BEFORE, (ShownSource(text, 1, 1),) * 3, ((text, 1),) * 3)

    reply = digest_reply(week, [_gap(text)] * 9, {text: text})

    assert len(components(reply)) <= 40
    assert sum(map(len, texts(reply))) <= 4000
