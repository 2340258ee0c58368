"""Every quotation is shown exactly, or says that it is not and brings the exact text."""

import re
from dataclasses import replace

import pytest
from hypothesis import given

from bot.ui.quotation import LEAST_ROOM, cited, quotation, showable
from index import Quote
from sources import Citation, Passage
from tests.bot.answers import CITATION, a_hit, a_passage, a_quote, quoted_passages

from .test_markdown import unescaped

ROOM = 4000
BOLD = re.compile(r"(?<!\\)((?:\\\\)*)\*\*")


def shown_words(block: str) -> str:
    """What a reader sees of a block quote."""
    lines = [line.removeprefix("> ") for line in block.split("\n")]
    return unescaped(BOLD.sub(r"\1", "\n".join(lines)))


@given(quoted_passages())
def test_any_passage_is_shown_exactly_or_its_exact_text_comes_with_it(
    quoted: tuple[Passage, Quote],
) -> None:
    passage, quote = quoted

    shown = quotation(a_hit(passage), quote, ROOM)

    assert len(shown) <= ROOM
    assert all(line.startswith("> ") for line in shown.block.split("\n"))
    if shown.exact is None:
        assert shown_words(shown.block) == passage.displayed()
    else:
        assert shown.exact == passage.text.encode("utf-8", "surrogatepass")
        assert "file below" in shown.source


@given(quoted_passages())
def test_the_words_in_bold_are_those_of_the_quote(quoted: tuple[Passage, Quote]) -> None:
    passage, quote = quoted

    block = quotation(a_hit(passage), quote, ROOM).block

    lines = [line.removeprefix("> ") for line in block.split("\n")]
    bold = [part for line in lines for part in BOLD.sub(r"\1\0", line).split("\0")[1::2]]
    assert "".join(unescaped("".join(bold)).split()) == showable("".join(quote.text.split()))


def test_a_bold_sentence_within_its_passage() -> None:
    passage = a_passage("Bees dance. Wasps\n  do not. They hunt.", breaks=())

    block = quotation(a_hit(passage), a_quote(passage, 12, 27), ROOM).block

    assert block == "> Bees dance. **Wasps do not.** They hunt."


def test_bold_over_two_paragraphs_is_bold_on_both_lines() -> None:
    passage = a_passage("Bees dance.\n\nWasps hunt. Flies fly.", breaks=(13,))

    block = quotation(a_hit(passage), a_quote(passage, 0, 24), ROOM).block

    assert block == "> **Bees dance.**\n> **Wasps hunt.** Flies fly."


def test_a_passage_beyond_the_room_is_shown_by_its_quote_alone() -> None:
    passage = a_passage("Bees dance. " + "Wasps hunt. " * 250)

    shown = quotation(a_hit(passage), a_quote(passage, 0, 11), LEAST_ROOM)

    assert shown.block == "> **Bees dance.**"
    assert shown.exact == passage.text.encode()


def test_the_longest_citations_leave_a_passage_its_least_room() -> None:
    passage = a_passage("Bees dance. " + "Wasps hunt. " * 200)
    longest = Citation(title="*" * 300, url="https://bees.example/" + "a" * 487)
    hit = replace(a_hit(passage), repeats=(longest, longest))

    shown = quotation(hit, a_quote(passage, 0, 11, longest), LEAST_ROOM)

    assert shown.block == "> **Bees dance.**"
    assert shown.source.count("https://bees.example/") == 2
    assert len(shown) <= LEAST_ROOM


def test_the_title_is_the_link_to_the_document() -> None:
    line = cited(replace(CITATION, url="https://bees.example/dance_(waggle)?a=1"))

    assert line.startswith("[On Bees](https://bees.example/dance_%28waggle%29?a=1), Ada Keeper")


@pytest.mark.parametrize(
    "citation",
    [
        replace(CITATION, url=None),
        replace(CITATION, url="javascript:alert(1)"),
        replace(CITATION, url="https://bees.example/" + "a" * 600),
        replace(CITATION, title="On [some] Bees"),
        replace(CITATION, title="\u200b"),
        replace(CITATION, title="https://wasps.example"),
    ],
)
def test_no_link_is_drawn_that_discord_would_not_draw_or_should_not_follow(
    citation: Citation,
) -> None:
    assert "](" not in cited(citation)
