"""Markdown's marks are structure; its words are quoted as they were written."""

import pytest

from tests.sources.desk import read

FRONT = """---
title: "Bees: a short life"
authors: [Ann Bell, "Dow, Carl"]
publisher: Mill Press
published: 2021-05-04
url: https://example.org/bees
licence: CC0-1.0
---
"""
TEXT = "Bees are **insects**, says [the page](https://example.org). They fly."


def test_front_matter_is_the_citation_and_no_passage() -> None:
    notes = read(f"{FRONT}# Notes on *bees*\n\n{TEXT}\n", "notes.md")

    document = notes.document
    assert (document.title, document.authors) == ("Bees: a short life", ("Ann Bell", "Dow, Carl"))
    assert (document.publisher, document.published) == ("Mill Press", "2021-05-04")
    assert (document.url, document.licence) == ("https://example.org/bees", "CC0-1.0")
    assert notes.shown == [TEXT]
    assert notes.left_out == [FRONT.strip()]


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("authors: Ann Bell and Carl Dow", ("Ann Bell", "Carl Dow")),
        ("author: Ann Bell", ("Ann Bell",)),
        ("Authors: [Ann Bell]", ("Ann Bell",)),
        ("authors:", ()),
        ("authors: {name: Ann}", ()),
    ],
)
def test_authors_may_be_written_in_several_ways(written: str, names: tuple[str, ...]) -> None:
    assert read(f"---\n{written}\n---\n{TEXT}", "notes.md").document.authors == names


@pytest.mark.parametrize(
    ("written", "kept"),
    [("2019", "2019"), ("2019-10", "2019-10"), ("October 1, 2019", "2019-10-01"), ("soon", "soon")],
)
def test_a_date_is_as_precise_as_it_was_written(written: str, kept: str) -> None:
    assert read(f"---\ndate: {written}\n---\n{TEXT}", "notes.md").document.published == kept


@pytest.mark.parametrize(
    "wrong", ["title: A: B", "date: 2019-13-45", "a: !!int ''", "a: " + "[" * 3000]
)
def test_front_matter_that_is_not_yaml_is_told_and_the_text_is_served(wrong: str) -> None:
    notes = read(f"---\n{wrong}\n---\n{TEXT}", "notes.md")

    assert notes.shown == [TEXT]
    assert len(notes.notes) == 1
    assert "front matter is not valid YAML" in notes.notes[0]


@pytest.mark.parametrize(
    ("start", "shown"),
    [
        ("---\n\nBees hum.\n\n---\n\n", ["Bees hum.", TEXT]),
        ("---\nBees hum. ", [f"Bees hum. {TEXT}"]),
    ],
)
def test_a_rule_at_the_beginning_is_no_front_matter(start: str, shown: list[str]) -> None:
    assert read(start + TEXT, "notes.md").shown == shown


def test_front_matter_without_an_end_is_told() -> None:
    (note,) = read(f"---\ntitle: Bees\n\n{TEXT}", "notes.md").notes

    assert "no end" in note


def test_one_rule_above_a_text_is_no_mistake() -> None:
    assert read(f"---\n{TEXT}", "notes.md").notes == ()


@pytest.mark.parametrize(("written", "meant"), [("authro", "author"), ("Titel", "title")])
def test_a_misspelled_field_is_told_with_the_one_that_is_meant(written: str, meant: str) -> None:
    (note,) = read(f"---\n{written}: Bell\n---\n{TEXT}", "notes.md").notes

    assert f'"{written}"' in note
    assert f'"{meant}"' in note


def test_a_field_of_other_programs_is_no_mistake() -> None:
    fields = "tags: [bees]\nlayout: post\nsubtitle: Hum\nupdated: 2020\nDate: 2019\n"

    assert read(f"---\n{fields}---\n{TEXT}", "notes.md").notes == ()


def test_the_first_heading_of_level_one_is_the_title() -> None:
    notes = read(
        f"# Notes on *bees* #\n\nHives\n-----\n\n{TEXT}\n\n### After **1950**\n\nMore.\n", "a.md"
    )

    assert notes.document.title == "Notes on bees"
    assert notes.headings == ["Hives", "After 1950"]
    assert [p.locator.section for p in notes.passages] == ["Hives", "After 1950"]


def test_a_bold_line_alone_is_a_heading_and_a_bold_word_is_none() -> None:
    notes = read(f"**The hive**\n\n{TEXT}\n\n**Bees** hum.\n\n- **Wax**\n", "a.md")

    assert notes.headings == ["The hive"]


def test_list_entries_are_entries_with_their_wrapped_lines() -> None:
    notes = read("- one\n  goes on\n- two\n   1. nested\n\nThe end.\n", "a.md")

    assert notes.shown == ["- one goes on\n- two\n1. nested\nThe end."]
    assert len(notes.passages[0].sentences) == 4


def test_a_quotation_keeps_its_lead_in_its_lines_and_its_name() -> None:
    quotation = "A keeper said:\n> The bees are calm today,\n> and so am I.\n>\n> — Old Tom"

    notes = read(f"{TEXT}\n\n" + quotation.replace("said:", "said:\n"), "a.md", target=60)

    assert notes.shown == [TEXT, quotation]


def test_hard_breaks_are_lines_and_soft_ones_are_spaces() -> None:
    poem = read("# Roses\n\nRoses are red,  \nviolets are blue,\\\nbees\nlike both.\n", "a.md")

    assert poem.shown == ["Roses are red,\nviolets are blue,\\\nbees like both."]


def test_a_run_of_spaces_that_ends_no_line_is_one_space_however_long() -> None:
    spaces = " " * 1_000_000  # looked at from each of them, they would take hours

    page = read(f"# Bees\n\nBees dance{spaces}on the comb.\n", "bees.md")

    assert page.shown[-1].endswith("on the comb.")


def test_tables_and_code_keep_their_lines() -> None:
    notes = read("| a | b |\n|---|---|\n| 1 | 2 |\n\n```py\nx = 1\ny = 2\n```\n", "a.md")

    assert notes.shown == ["| a | b |\n|---|---|\n| 1 | 2 |", "x = 1\ny = 2"]
    assert notes.left_out == ["```py", "```"]


def test_comments_rules_and_link_definitions_are_left_out() -> None:
    notes = read(f"{TEXT}\n\n<!-- to do -->\n\n***\n\n[x]: https://example.org\n", "a.md")

    assert notes.shown == [TEXT]
    assert notes.left_out == ["<!-- to do -->\n\n***\n\n[x]: https://example.org"]


def test_words_in_html_are_text() -> None:
    assert read("<div>\nBees hum.\n</div>\n", "a.md").shown == ["<div>\nBees hum.\n</div>"]


def test_works_cited_and_web_furniture_are_seen_in_markdown_too() -> None:
    notes = read(
        f"{TEXT}\n\nShare this page\n\n## Further reading\n\n1. Bell, *Bees* (1999).\n", "a.md"
    )

    assert notes.left_out == ["Share this page"]
    assert [(p.kind, p.shown()) for p in notes.passages] == [
        ("text", TEXT),
        ("reference", "1. Bell, *Bees* (1999)."),
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
    notes = read("Bees in Winter\n\nThey hang together.\n\nRIV - the union\n", "notes.md")

    assert notes.document.title == "Bees in Winter"
