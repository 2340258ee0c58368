"""A section's name says of what it is, also where the heading alone does not."""

import pytest

from tests.sources.desk import Read, read, read_raw


def _sections(found: Read) -> list[str | None]:
    return [passage.locator.section for passage in found.passages]


def _deck(slides: str) -> Read:
    area = f'<textarea id="source">{slides}</textarea><script>remark.create()</script>'
    return read_raw(f"<html><body>{area}</body></html>".encode(), "tides.html")


@pytest.mark.parametrize("vague", ["Definition", "Examples?", "Key concepts", "Version 2"])
def test_a_heading_that_could_be_about_anything_is_named_with_the_one_above(vague: str) -> None:
    notes = read(f"# The sea\n\n## Tides\n\nThey come.\n\n### {vague}\n\nThe moon.\n", "sea.md")

    assert _sections(notes) == ["Tides", f"Tides: {vague}"]


@pytest.mark.parametrize("telling", ["The moon", "Causes of tides", "References"])
def test_a_heading_that_says_enough_is_named_alone(telling: str) -> None:
    notes = read(f"# The sea\n\n## Tides\n\nThey come.\n\n### {telling}\n\nIt is.\n", "sea.md")

    assert _sections(notes) == ["Tides", telling]


def test_the_title_is_not_named_with_its_headings() -> None:
    assert _sections(read("# Tides\n\n## Causes\n\nThe moon.\n", "sea.md")) == ["Causes"]


def test_a_heading_below_many_others_is_named_with_each() -> None:
    kinds = ("Eels", "Bees", "Terns")
    parts = "".join(f"## {kind}\n\n### Food\n\nThe {kind} eat.\n\n" for kind in kinds)

    assert _sections(read(f"# Animals\n\n{parts}", "a.md")) == [f"{kind}: Food" for kind in kinds]


def test_a_heading_on_a_slide_is_named_with_the_slides_title() -> None:
    deck = _deck(
        "# The sea\n---\n# Tides\n\nThey come.\n\n## The moon\n\nIt pulls.\n\n### Examples\n\n"
        "Spring tides.\n---\n## Wind\n\nIt blows.\n"
    )

    assert _sections(deck) == ["Tides", "Tides: The moon", "Tides: The moon: Examples", "Wind"]


def test_a_slide_without_a_heading_belongs_to_the_title_of_the_one_before() -> None:
    deck = _deck("# The sea\n---\n# Tides\n\n## Cause\n\nThe moon.\n---\nA picture.\n---\nAnother.")

    assert _sections(deck) == ["Tides: Cause", "Tides", "Tides"]


def test_a_long_title_of_a_slide_is_text_only_if_nothing_is_under_it() -> None:
    deck = _deck(
        "# Sea\n---\n# Why do tides come twice\n\n## Cause\n\nThe moon.\n---\n# What is next"
    )

    assert deck.shown == ["The moon."]
    assert deck.passages[0].locator.section == "Why do tides come twice: Cause"


@pytest.mark.parametrize("heading", ["Learning Objectives", "Chapter goals"])
def test_what_follows_a_list_of_objectives_is_in_the_section_above(heading: str) -> None:
    aims = (
        "When you have read this, you will be able to:\n\n- Know the tides.\n- Name their cause.\n"
    )

    notes = read(f"# Sea\n\n## Tides\n\n### {heading}\n\n{aims}\nThey *come*.\n", "sea.md")

    assert _sections(notes) == [heading, "Tides"]


def test_a_name_that_would_be_too_long_is_the_headings_own() -> None:
    above = "How the moon and the sun together raise the waters of all the seas " * 2

    notes = read(f"# Sea\n\n## {above}\n\n### Example\n\nThe moon.\n", "sea.md")

    assert _sections(notes) == ["Example"]
