"""What a person sees in a terminal."""

import io
import logging
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.text import Text

from bot.cli.output import draw, visible, visible_line
from bot.cli.terminal_log import VisibleFilter
from index import Answer, Correction, Hit, Quote, Status
from sources import Citation, Locator, Passage

BEES = "Bees dance. They tell\nwhere flowers are. Owls do not."


def _answer(  # noqa: PLR0913  # each test sets the one or two that it is about
    text: str = BEES,
    bold: str = "They tell\nwhere flowers are.",
    *,
    status: Status = "found",
    unmatched: tuple[str, ...] = (),
    breaks: tuple[int, ...] = (),
    corrections: tuple[Correction, ...] = (),
) -> Answer:
    start, end = text.index(bold), text.index(bold) + len(bold)
    place = Locator(0, len(text), section="Dances", paragraph=2)
    passage = Passage("bees.txt", place, text, ((0, len(text)),), breaks)
    citation = Citation("On bees", section="Dances", paragraph=2)
    hits = (Hit(passage, 1.0, 1, ("dance",), unmatched),)
    quotes = (Quote(bold, start, end, Locator(start, end), citation),)
    nothing = status == "none"
    return Answer(
        question="?",
        status=status,
        confidence=0.6,
        reason="No passage has all words.",
        hits=() if nothing else hits,
        quotes=() if nothing else quotes,
        corrections=corrections,
        library_version="v",
    )


def _drawn(answer: Answer, *, width: int = 80, colour: bool = False) -> str:
    console = Console(
        file=io.StringIO(),
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        no_color=False,
        legacy_windows=False,
    )
    return draw(answer, console)


def _bold(drawn: str) -> str:
    """The words that an ANSI terminal shows in bold, below the headline."""
    text = Text.from_ansi(drawn)
    spans = [span for span in text.spans if getattr(span.style, "bold", False)]
    return " ".join(" ".join(text.plain[span.start : span.end] for span in spans[1:]).split())


def test_an_answer_is_drawn_line_by_line() -> None:
    assert _drawn(_answer(unmatched=("winter", "snow")), width=40) == (
        "Likely answer\n\n 1. Bees dance. They tell where flowers\n    are. Owls do not.\n   "
        " — On bees, section “Dances”, par. 2\n    Not mentioned here: winter, snow\n"
    )


@pytest.mark.parametrize(
    ("status", "headline"),
    [
        ("found", "Likely answer\n"),
        ("weak", "Closest passages; possibly no answer\nNo passage has all words.\n"),
        ("none", "Not found in the sources\nNo passage has all words.\n"),
    ],
)
def test_the_headline_says_how_sure_it_is_and_why_it_is_not(status: Status, headline: str) -> None:
    assert _drawn(_answer(status=status)).startswith(headline)


def test_an_answer_that_is_found_but_hardly_sure_says_so_and_what_is_lacking() -> None:
    answer = replace(_answer(), confidence=0.4)

    assert _drawn(answer).startswith("Possible answer\nNo passage has all words.\n")


def test_with_status_none_nothing_is_quoted() -> None:
    assert len(_drawn(_answer(status="none")).splitlines()) == 2


def test_a_greeting_gets_a_line_and_no_verdict() -> None:
    hello = replace(_answer(status="none"), kind="small talk", reason="I'm Pullquote.")

    assert _drawn(hello).split() == ["I'm", "Pullquote."]


def test_a_word_that_was_read_as_another_is_told() -> None:
    answer = _answer(corrections=(Correction("danse", "dance"),))

    assert (
        'Searched for "dance" instead of "danse". Use --as-typed to keep your spelling.'
        in _drawn(answer)
    )


def test_words_that_look_alike_are_offered() -> None:
    answer = replace(_answer(status="none"), suggestions=("dance", "danger"))

    assert "Similar words in the sources: dance, danger." in _drawn(answer)


def test_with_status_none_the_titles_of_the_sources_are_told() -> None:
    answer = replace(_answer(status="none"), titles=("Bees", "Owls", "Ants", "Wasps"))

    assert "The sources are “Bees”, “Owls”, “Ants” and 1 more." in _drawn(answer)


def test_a_passage_that_stands_twice_names_its_other_place() -> None:
    answer = _answer()
    hit = replace(answer.hits[0], repeats=(Citation(title="On hives", paragraph=9),))

    assert "— Also in On hives, par. 9" in _drawn(replace(answer, hits=(hit,)))


@pytest.mark.parametrize("width", [20, 40, 120])
def test_the_quotation_is_in_bold_and_nothing_else_of_the_passage(width: int) -> None:
    drawn = _drawn(_answer(), width=width, colour=True)

    assert _bold(drawn) == "They tell where flowers are."


def test_the_second_of_two_equal_sentences_is_in_bold_where_it_stands() -> None:
    text = "No. Bees dance. No. Owls hunt."
    answer = _answer(text, "No. Owls hunt.")

    assert _bold(_drawn(answer, colour=True)) == "No. Owls hunt."


def test_a_new_paragraph_of_the_passage_begins_a_new_line() -> None:
    text = "Bees:\n- dance\n- sting"

    drawn = _drawn(_answer(text, "- sting", breaks=(6, 14)))

    assert " 1. Bees:\n    - dance\n    - sting\n" in drawn


def test_markup_of_the_source_is_shown_and_never_obeyed() -> None:
    text = "[bold]Bees[/bold] [link=https://example.org]dance[/link] :bee:."

    drawn = _drawn(_answer(text, "dance"), colour=True)

    assert text in Text.from_ansi(drawn).plain


def test_escape_sequences_of_the_source_have_no_power_over_the_terminal() -> None:
    assert visible("\x1b[2J\x07\x9b31m\r\x7f") == "␛[2J␇�31m␍␡"
    assert visible("tab\tline\n") == "tab\tline\n"
    assert visible("a\u202efdp.exe\u2066\u2028") == "a�fdp.exe��"
    assert visible_line("one\ntwo\tthree") == "one␊two␉three"


def test_lines_are_no_longer_than_a_narrow_terminal() -> None:
    drawn = _drawn(_answer("Bees dance " * 60, "dance"), width=40)

    assert max(map(len, drawn.splitlines())) <= 40


def test_lines_are_not_longer_than_a_person_reads_in_a_wide_terminal() -> None:
    drawn = _drawn(_answer("Bees dance " * 60, "dance"), width=300)

    assert max(map(len, drawn.splitlines())) <= 88


@given(st.text(min_size=1).filter(lambda text: text.strip()), st.integers(1, 100))
def test_every_word_of_any_passage_is_shown_at_any_width(text: str, width: int) -> None:
    answer = _answer(text, text)

    drawn = _drawn(answer, width=width)

    words = visible(answer.hits[0].passage.displayed()).split()
    assert "".join(words) in "".join(drawn.split())


def test_log_record_with_a_strangers_file_name_is_one_visible_line() -> None:
    record = logging.makeLogRecord({"msg": "cannot read %s", "args": ("a\u202e\n\x1b[2J.txt",)})

    VisibleFilter().filter(record)

    assert record.getMessage() == "cannot read a�␊␛[2J.txt"
