"""What is escaped is shown as it stands, by Discord's rules and by CommonMark's."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.ui.quotation import clip, escape, showable
from tests.bot.answers import HOSTILE

_ESCAPED = re.compile(r"\\([^0-9A-Za-z\s])")  # Discord's own rule for a backslash
_CONSTRUCTS = (
    r"[*_`]|~~|\|\|",
    r"<[@#:/a-z]|@everyone|@here",
    r"\]\(|\w://|:\w+:",
    r"(?m)^(#{1,3} |-# |>|[-+*] |[0-9]+[.)])",
)


def unescaped(markdown: str) -> str:
    """What Discord shows of Markdown that has nothing but escapes."""
    return _ESCAPED.sub(r"\1", markdown)


@given(HOSTILE)
def test_escaped_text_is_shown_as_it_stands(text: str) -> None:
    assert unescaped(escape(text)) == text


@given(HOSTILE)
def test_escaped_text_has_nothing_that_discord_reads_as_markdown(text: str) -> None:
    rest = _ESCAPED.sub("x", escape(text))

    assert [c for c in _CONSTRUCTS if re.search(c, rest)] == []


@given(st.text(st.sampled_from(list("\\*_~|`<>[]()#-+=.:@!/ 19ab")), max_size=60))
def test_escaped_line_is_plain_text_to_commonmark_too(text: str) -> None:
    """An independent reading: CommonMark knows the same escapes and most of the constructs."""
    line = " ".join(text.split())
    markdown = MarkdownIt("commonmark").enable(["strikethrough", "table"])

    shown = markdown.render(escape(line))

    expected = line.replace("<", "&lt;").replace(">", "&gt;")
    assert shown == (f"<p>{expected}</p>\n" if line else "")


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ('In 1957: the well-known speech (a "secret" one), no. 3.', None),
        ("at 10:30, a ratio of 3:1, and: no more", None),
        ("1949. The year", r"1949\. The year"),
        ("- a point", r"\- a point"),
        ("see https://bees.example/a_b", r"see https\://bees.example/a\_b"),
        ("so :smile: he said", r"so \:smile: he said"),
    ],
)
def test_only_what_could_be_markdown_is_escaped(text: str, markdown: str | None) -> None:
    assert escape(text) == (markdown or text)


@given(HOSTILE)
def test_showable_text_can_be_sent_and_shows_itself(text: str) -> None:
    shown = showable(text)

    shown.encode()  # a lone surrogate would be refused
    assert showable(shown) == shown
    assert not set(shown) & set("\x00\u202e\u200b\ue000\t")


@pytest.mark.parametrize(
    "text",
    [
        "Mao\N{RIGHT SINGLE QUOTATION MARK}s 毛泽东",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 👩\u200d🏫",
    ],
)
def test_ordinary_text_of_any_script_is_showable_as_it_is(text: str) -> None:
    assert showable(text) == text


def test_showable_marks_what_is_lost_and_drops_what_nobody_sees() -> None:
    assert showable("a\x00b\u200bc\u202ed") == "a\N{REPLACEMENT CHARACTER}bcd"


@given(HOSTILE, st.integers(1, 50))
def test_clipped_text_is_one_line_within_its_limit(text: str, limit: int) -> None:
    clipped = clip(text, limit)

    assert len(clipped) <= limit
    assert "\n" not in clipped
