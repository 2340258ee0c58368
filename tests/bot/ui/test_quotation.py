"""Every quotation is shown exactly, or says that it is not and brings the exact text."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ui.quotation import LEAST_ROOM, cited, quotation, showable
from bot.ui.screen import LINE, SCREEN, text_height
from index import Quote
from sources import Citation, Passage
from tests.bot.answers import CITATION, a_hit, a_passage, a_quote, quoted_passages

from .test_markdown import unescaped

ROOM = 4000
TALL = 100_000  # for any passage
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

    shown = quotation(a_hit(passage), quote, ROOM, TALL)

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

    block = quotation(a_hit(passage), quote, ROOM, TALL).block

    lines = [line.removeprefix("> ") for line in block.split("\n")]
    bold = [part for line in lines for part in BOLD.sub(r"\1\0", line).split("\0")[1::2]]
    assert "".join(unescaped("".join(bold)).split()) == showable("".join(quote.text.split()))


def test_a_bold_sentence_within_its_passage() -> None:
    passage = a_passage("Bees dance. Wasps\n  do not. They hunt.", breaks=())

    block = quotation(a_hit(passage), a_quote(passage, 12, 27), ROOM, TALL).block

    assert block == "> Bees dance. **Wasps do not.** They hunt."


def test_bold_over_two_paragraphs_is_bold_on_both_lines() -> None:
    passage = a_passage("Bees dance.\n\nWasps hunt. Flies fly.", breaks=(13,))

    block = quotation(a_hit(passage), a_quote(passage, 0, 24), ROOM, TALL).block

    assert block == "> **Bees dance.**\n> **Wasps hunt.** Flies fly."


@given(quoted_passages(), st.integers(LINE, SCREEN))
def test_the_parts_of_a_passage_are_all_of_it_in_order(
    quoted: tuple[Passage, Quote], height: int
) -> None:
    passage, quote = quoted
    first = quotation(a_hit(passage), quote, ROOM, height)

    parts = [
        quotation(a_hit(passage), quote, ROOM, height, part) for part in range(1, first.parts + 1)
    ]

    assert [part.part for part in parts] == [*range(1, first.parts + 1)]
    shown = "".join(shown_words(part.block) for part in parts)
    assert "".join(shown.split()) == "".join(showable(passage.displayed()).split())


def test_parts_end_with_sentences_and_fit() -> None:
    passage = a_passage("Bees dance. " + "Wasps hunt. " * 200)

    shown = [
        quotation(a_hit(passage), a_quote(passage, 0, 11), ROOM, SCREEN, part) for part in (1, 2)
    ]

    assert [part.block[-5:] for part in shown] == ["hunt."] * 2
    assert all(text_height(part.block) + text_height(part.source) <= SCREEN for part in shown)
    assert shown[0].block.startswith("> **Bees dance.** Wasps hunt.")
    assert shown[1].block.startswith("> Wasps hunt.")


def test_the_longest_citations_leave_a_passage_its_least_room() -> None:
    passage = a_passage("Bees dance. " + "Wasps hunt. " * 200)
    longest = Citation(title="*" * 300, url="https://bees.example/" + "a" * 487)
    hit = replace(a_hit(passage), repeats=(longest, longest))

    shown = quotation(hit, a_quote(passage, 0, 11, longest), LEAST_ROOM, SCREEN)

    assert shown.block.startswith("> **Bees dance.**")
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
