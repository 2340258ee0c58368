"""Markdown's marks are structure; its words are quoted without them."""

from collections import Counter

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sources.problems import PRIVATE_REMARKS, NotServedError
from tests.sources.desk import read, sentences

TEXT = "Bees are insects, says the page. They fly."
MARKED = "Bees are **insects**, says [the page](https://example.org). They fly."
FRONT = "---\ntitle: A short life\n---\n"


def test_front_matter_is_the_citation_and_no_passage() -> None:
    notes = read(f"{FRONT}# Notes on *bees*\n\n{TEXT}\n", "notes.md")

    assert notes.document.title == "A short life"
    assert notes.headings == ["Notes on bees"]
    assert notes.shown == [TEXT]
    assert notes.left_out == [FRONT.strip()]


def test_the_title_in_the_front_matter_may_stand_in_the_text_as_well() -> None:
    notes = read(f"{FRONT}# A *short* life\n\n{TEXT}\n", "notes.md")

    assert notes.headings == []
    assert notes.passages[0].locator.section is None


def test_marks_are_no_words_and_where_a_link_leads_is_reported() -> None:
    notes = read(f"# Bees\n\n{MARKED}\n", "notes.md")

    assert notes.shown == [TEXT]
    assert notes.left_out == ["](https://example.org)"]


def test_a_text_without_marks_has_the_offsets_of_the_file() -> None:
    text = f"{FRONT}\n# Bees\n\n{TEXT}\n\n- one\n- two\n\n## Wax\n\n{TEXT[:20]}.\n"

    notes = read(text, "notes.md")

    for passage in notes.passages:
        assert text[passage.locator.start : passage.locator.end] == passage.text


@pytest.mark.parametrize(
    "start", ["", "![](badge.svg)\n\n", "A line above.\n\n", "<!-- made by x -->\n\n(bees)=\n"]
)
def test_the_only_heading_of_level_one_near_the_top_is_the_title(start: str) -> None:
    notes = read(f"{start}# Notes on *bees* #\n\nHives\n-----\n\n{TEXT}\n", "a.md")

    assert notes.document.title == "Notes on bees"
    assert notes.headings == ["Hives"]
    assert notes.passages[-1].locator.section == "Hives"


def test_several_headings_of_level_one_are_sections() -> None:
    notes = read(f"{TEXT}\n\n# Hives\n\n{TEXT[:20]}.\n\n# Wax\n\nIt melts.\n", "a.md")

    assert notes.headings == ["Hives", "Wax"]


def test_a_bold_line_alone_is_a_heading_and_a_bold_word_is_none() -> None:
    notes = read(f"**The hive**\n\n{TEXT}\n\n**Bees** hum.\n\n- **Wax**\n", "a.md")

    assert notes.headings == ["The hive"]
    assert "Bees hum." in notes.shown[0]


def test_list_entries_are_entries_with_their_wrapped_lines() -> None:
    notes = read("- one\n  goes on\n- *two*\n   1. nested\n\nThe end.\n", "a.md")

    assert notes.shown == ["- one goes on\n- two\n1. nested\nThe end."]
    assert len(notes.passages[0].sentences) == 4


def test_a_task_list_says_what_is_done() -> None:
    assert read("- [ ] read\n- [x] write\n", "a.md").shown == ["- [ ] read\n- [x] write"]


def test_a_quotation_keeps_its_lead_in_its_lines_and_its_name() -> None:
    quotation = "A keeper said:\n\n> The bees are *calm* today,\n> and so am I.\n>\n> — Old Tom\n"

    notes = read(f"{TEXT}\n\n{quotation}", "a.md", target=60)

    assert notes.shown == [
        TEXT,
        "A keeper said:\nThe bees are calm today,\nand so am I.\n— Old Tom",
    ]


def test_a_quotation_that_was_wrapped_is_one_paragraph() -> None:
    long = "The bees are calm today, and so am I, who have kept them all my life\n> in this garden."

    (shown,) = read(f"> {long}\n", "a.md").shown

    assert shown == long.replace("\n>", "")


def test_hard_breaks_are_lines_and_soft_ones_are_spaces() -> None:
    poem = read("# Roses\n\nRoses are red,  \nviolets are blue,\\\nbees\nlike both.\n", "a.md")

    assert poem.shown == ["Roses are red,\nviolets are blue,\nbees like both."]


def test_a_run_of_spaces_that_ends_no_line_is_one_space_however_long() -> None:
    spaces = " " * 1_000_000  # looked at from each of them, they would take hours

    page = read(f"# Bees\n\nBees dance{spaces}on the comb.\n", "bees.md")

    assert page.shown[-1].endswith("on the comb.")


def test_tables_keep_their_rows_and_cells_and_code_its_lines() -> None:
    notes = read(
        "| a | *b* |\n|---|---|\n| 1 \\| 2 | [x](y) |\n\n```py\nx = 1\n*y* = 2\n```\n", "a.md"
    )

    assert notes.shown == ["a   b\n1 | 2   x\nx = 1\n*y* = 2"]
    assert notes.left_out == ["```py", "](y)"]


def test_equal_rows_of_two_tables_are_no_repeats() -> None:
    row = "| Monday | Latin grammar and reading | Room twelve on the second floor | Mrs Hill |\n"
    table = f"| Day | Lesson | Room | Teacher |\n|---|---|---|---|\n{row}"

    notes = read(f"# Plan\n\n## Class A\n\n{table}\n## Class B\n\n{table}", "a.md")

    assert [p.locator.section for p in notes.passages] == ["Class A", "Class B"]
    assert notes.left_out == []


@pytest.mark.parametrize("mark", ["***", "- - -", "___"])
def test_a_rule_parts_passages_and_a_comment_or_a_tag_does_not(mark: str) -> None:
    assert len(read(f"# B\n\n{TEXT}\n\n{mark}\n\n{TEXT[:20]}.\n", "a.md").passages) == 2
    assert len(read(f"# B\n\n{TEXT}\n\n<!-- {mark} -->\n\n<br>\n\nHum.\n", "a.md").passages) == 1


def test_comments_and_link_definitions_are_left_out() -> None:
    notes = read(f"{TEXT}\n\n<!-- to do -->\n\n[x]: https://example.org\n", "a.md")

    assert notes.shown == [TEXT]
    assert sorted(notes.left_out) == ["<!-- to do -->", "[x]: https://example.org"]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("<div>\nBees <b>hum</b>.\n</div>\n", "Bees hum."),
        ("<p>Bees hum.<br>They fly.</p>\n", "Bees hum.\nThey fly."),
        ("<table><tr><td>a</td><td>b</td></tr></table>\n", "a   b"),
        ("<table>\n<tr>\n<td>a</td>\n<td>b</td>\n</tr>\n</table>\n", "a   b"),
        ("<script>\nlet bees = 1\n</script>\n\nBees hum.\n", "Bees hum."),
        ("<details>\n<summary>More</summary>\n\n*Bees* hum.\n\n</details>\n", "More\nBees hum."),
        ("# A\n\nBees<sup>2</sup> weigh 10<sup>2</sup> mg &amp; hum<br>loud.\n",
         "Bees[2] weigh 10² mg & hum\nloud."),
    ],
)  # fmt: skip
def test_words_in_html_are_text_and_its_tags_are_not(written: str, shown: str) -> None:
    assert read(written, "a.md").shown == [shown]


def test_a_heading_in_html_is_a_heading() -> None:
    notes = read(f'<h1 align="center">On <i>bees</i></h1>\n\n{TEXT}\n', "a.md")

    assert notes.document.title == "On bees"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("A ***b*** _c_ `d_e` ``f`g`` h.", "A b c d_e f`g h."),
        ('A [*b* c](<d e> "f") g [h][i] [i].', "A b c g h i."),
        ("A <https://b.c/d_e_f> g.", "A https://b.c/d_e_f g."),
        ("A \\*b\\* &copy; c.", "A *b* © c."),
        ("A ~~b~~ c_d_e 2 * 3 * 4.", "A ~~b~~ c_d_e 2 * 3 * 4."),
        ("A ![b *c*](d.png) e ![](f.png).", "A [image: b c] e [image]."),
        ("[![a](b)](c) d.", "[image: a] d."),
        ("A [b](c_(d)_e) f [g] (h).", "A b f [g] (h)."),
        ("It costs $5 or $10 and $a_1 * b_2 * c$.", "It costs $5 or $10 and $a_1 * b_2 * c$."),
        ("$$\na_1\n- b *c*\n$$", "$$ a_1 - b *c* $$"),
    ],
)  # fmt: skip
def test_words_are_shown_as_a_reader_sees_them(written: str, shown: str) -> None:
    assert read(f"# Bees\n\n{written}\n\n[i]: j\n", "a.md").shown == [shown]


def test_white_space_of_other_kinds_at_the_end_belongs_to_no_block() -> None:
    notes = read("Bees [hum](x).\n> They fly.\x85", "a.md")

    assert notes.shown == ["Bees hum.\nThey fly."]
    assert notes.left_out == ["](x)"]


def test_a_picture_without_a_description_is_no_text() -> None:
    assert read(f"# Bees\n\n![](a.png)\n\n{TEXT}\n", "a.md").shown == [TEXT]


def test_definitions_are_lines_under_their_term() -> None:
    notes = read("# Words\n\nWax\n: What *combs* are made of.\n: A polish.\n", "a.md")

    assert notes.shown == ["Wax\nWhat combs are made of.\nA polish."]


def test_a_footnote_is_a_passage_of_its_own() -> None:
    notes = read(f"# Bees\n\n{TEXT[:-1]}[^a].\n\n[^a]: Not all.\n    Some walk.\n\nEnd.\n", "a.md")

    assert notes.shown == [f"{TEXT[:-1]}[a].", "[a] Not all. Some walk.", "End."]


def test_works_cited_and_web_furniture_are_seen_in_markdown_too() -> None:
    notes = read(
        f"{TEXT}\n\nShare this page\n\n## Further reading\n\n1. Bell, *Bees* (1999).\n", "a.md"
    )

    assert notes.left_out == ["Share this page"]
    assert [(p.kind, p.shown()) for p in notes.passages] == [
        ("text", TEXT),
        ("reference", "1. Bell, Bees (1999)."),
    ]


@pytest.mark.parametrize("title", ["", "# Bees\n\n"])
def test_long_lines_without_blank_ones_between_are_paragraphs_as_in_plain_text(title: str) -> None:
    winter = "The bees hang together in a ball around the queen and shiver, and it stays warm. " * 3
    spring = "On the first warm day they fly out to clean themselves, and the snow is yellow. " * 3

    notes = read(f"{title}{winter}\nThe spring flight\n{spring}\n", "bees.md")

    assert notes.document.title == "Bees"
    assert notes.headings == ["The spring flight"]
    assert [p.locator.section for p in notes.passages] == [None, "The spring flight"]


def test_a_text_without_any_mark_is_read_as_plain_text() -> None:
    notes = read("Bees in Winter\n\nThey *hang* together.\n\nRIV - the union\n", "notes.md")

    assert notes.document.title == "Bees in Winter"
    assert notes.shown == ["They hang together.\nRIV - the union"]


_PIECES = st.sampled_from(
    [
        *(
            "bee",
            "The keeper hums.",
            "A1",
            "\n",
            "\n\n",
            "    ",
            "  \n",
            "\t",
            " ",
            ": ",
            ":w: x\n",
        ),
        *("# ", "## ", "> ", ">", "- ", "1. ", "---\n", "***\n", "```\n", "```{note} B\n", ":::\n"),
        *("| a | b |\n", "|---|---|\n", "$", "$$", "`", "**", "_", "*", "==", "%%", "~~", "\\"),
        *("[a](b)", "[c]: d\n", "[c]", "![e](f)", "[[g|h]]", "[[i]]", "![[j.png]]", "[^k]"),
        *("[^k]: ", "&amp;", "<b>", "</b>", "<br>", "<!--", "-->", "<div>\n", "</div>\n", "</sup>"),
        *(
            "<sup>",
            "<x@y.z>",
            "{#l .m}",
            "{: .n}",
            "{o}`p<q>`",
            "(r)=\n",
            "+++\n",
            "> [!s] t\n",
            "{% u %}",
        ),
        *("{{< v >}}", '::: {.y title="Z"}\n', "#| echo: false\n", "```{r}\n", '!!! note "C"\n'),
    ]
)


@given(st.lists(_PIECES, max_size=40).map("".join))
def test_no_letter_of_any_markdown_is_lost(text: str) -> None:
    try:
        notes = read(text, "a.md", max_chars=200, target=100)
    except NotServedError:
        return

    def letters(words: str) -> Counter[str]:
        return Counter(filter(str.isalnum, words))

    assume(PRIVATE_REMARKS not in notes.notes)  # these are stored nowhere
    assert letters(text) <= letters(notes.document.text)


@given(st.lists(_PIECES, max_size=40).map("".join))
def test_the_letters_of_a_passage_are_in_the_file_in_order(text: str) -> None:
    try:
        notes = read(text, "a.md", max_chars=200, target=100)
    except NotServedError:
        return

    for passage in notes.passages:
        for sentence in sentences(passage):
            rest = iter(text)
            words = sentence.replace("[image", "").replace("[image: ", "")
            assert all(letter in rest for letter in words if letter.isalnum())
