"""The page that `logs serve` opens on: text stays text, and few askers stay unrecognized."""

from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import jinja2
from hypothesis import example, given
from hypothesis import strategies as st

from bot.cli.log_page import Overview, overview_page
from bot.services.reports import Figures
from bot.storage.statistics import Day, Split, Stats, TopQuestion, Unanswered

DAY = date(2026, 9, 30)
FEW = "Shown once at least 5 people have asked"
STATS = Stats(9, 6, 2, 1, 6, (Day(DAY, 9, Split(6, 2, 1, 6)),), (), (), (), 1.0, 2.0, 3, 1)


class Words(HTMLParser):
    """The text of a page, without its style."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep its name."""
        del attrs
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        """Keep it."""
        self.words.append(data)


def _rendered(overview: Overview) -> Words:
    """The page as Datasette serves it."""
    words = Words()
    words.feed(jinja2.Environment(autoescape=True).from_string(overview_page(overview)).render())
    return words


def _overview(stats: Stats, gaps: Unanswered) -> Overview:
    return Overview(Figures(stats, DAY, DAY), stats, replace(STATS, questions=7), gaps)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), min_size=1))
@example("{{ 1 + 1 }}{% endraw %}<script>alert(1)</script>&amp;")
def test_any_question_stands_there_as_it_was_asked(question: str) -> None:
    top = (TopQuestion(question, 9, 6),)
    page = _rendered(_overview(replace(STATS, top_questions=top), Unanswered(((question, 5),), 2)))

    assert "".join(page.words).count(question + " ") >= 2
    assert "script" not in page.tags
    assert "2 open questions asked by fewer than 5 people" in page.words


def test_documents_go_by_their_titles_or_else_by_their_files() -> None:
    stats = replace(STATS, cited=(("week 1/bees.md", 4), ("week 2/ants.pdf", 2)))
    overview = replace(_overview(stats, Unanswered((), 0)), titles={"week 1/bees.md": "On Bees"})

    page = " ".join(_rendered(overview).words)

    assert "On Bees  (4 answers)" in page
    assert "ants.pdf  (2 answers)" in page
    assert "bees.md" not in page


def test_few_askers_are_told_of_in_numbers_alone() -> None:
    few = replace(STATS, askers=4, days=(Day(DAY, 9, None),))
    page = "".join(_rendered(_overview(few, Unanswered((), 3))).words)

    assert page.count(FEW) == 3
    assert "answered" not in page.split("Questions a day")[0]
