"""Front matter names title, authors and date, in every form that people write it."""

import pytest

from sources.readers.front_matter import FrontMatter, split_front_matter

TEXT = "\nBees dance.\n"
YAML = """---
title: "Bees: a short life"
authors: [Ann Bell, "Dow, Carl"]
publisher: Mill Press
published: 2021-05-04
url: https://example.org/bees
licence: CC0-1.0
---
"""
TOML = """+++
title = "Bees: a short life"
date = 2021-05-04T10:00:00Z
authors = ["Ann Bell"]
[params]
  link = "https://example.org/bees"
+++
"""
PANDOC = "% Bees: a short life\n% Ann Bell; Carl Dow\n% 4 May 2021\n"


def _read(fields: str) -> FrontMatter:
    return split_front_matter(f"---\n{fields}\n---\n{TEXT}")


def test_yaml_names_everything_that_is_cited() -> None:
    front = split_front_matter(YAML + TEXT)

    assert front.end == len(YAML)
    assert front.metadata.title == "Bees: a short life"
    assert (front.metadata.publisher, front.metadata.published) == ("Mill Press", "2021-05-04")
    assert front.metadata.url == "https://example.org/bees"
    assert front.metadata.licence == "CC0-1.0"
    assert front.problems == ()


def test_toml_is_read_too() -> None:
    front = split_front_matter(TOML + TEXT)

    assert front.end == len(TOML)
    assert front.metadata.title == "Bees: a short life"
    assert front.metadata.authors == ("Ann Bell",)
    assert (front.metadata.published or "").startswith("2021-05-04")
    assert front.metadata.url == "https://example.org/bees"


def test_the_title_block_of_pandoc_is_read_too() -> None:
    front = split_front_matter(PANDOC + TEXT)

    assert front.end == len(PANDOC)
    assert front.metadata.title == "Bees: a short life"
    assert front.metadata.authors == ("Ann Bell", "Carl Dow")
    assert front.metadata.published == "2021-05-04"


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("authors: Ann Bell and Carl Dow", ("Ann Bell", "Carl Dow")),
        ("author: Ann Bell", ("Ann Bell",)),
        ("Authors: [Ann Bell]", ("Ann Bell",)),
        ("authors:", ()),
        ("authors: {name: Ann Bell}", ("Ann Bell",)),
        ('authors: ["Bell, Ann", Carl Dow and Eve Fox]', ("Ann Bell", "Carl Dow and Eve Fox")),
        ("author:\n  - name: Ann Bell\n    affiliation: Hill\n  - C. Dow", ("Ann Bell", "C. Dow")),
        ("author:\n  - name:\n      given: Ann\n      family: Bell", ("Ann Bell",)),
        ("author:\n  - name: {literal: Hill School}", ("Hill School",)),
        ("author: {affiliation: Hill School}", ()),
        ("author:\n  - [Ann]\n  - affiliation: Hill School", ()),
    ],
)  # fmt: skip
def test_authors_may_be_written_in_several_ways(written: str, names: tuple[str, ...]) -> None:
    assert _read(written).metadata.authors == names


def test_a_comma_within_an_entry_of_a_list_belongs_to_one_name() -> None:
    assert len(_read('authors: [Ann Bell, "Dow, Carl"]').metadata.authors) == 2


@pytest.mark.parametrize(
    ("written", "kept"),
    [("2019", "2019"), ("2019-10", "2019-10"), ("October 1, 2019", "2019-10-01")],
)
def test_a_date_is_as_precise_as_it_was_written(written: str, kept: str) -> None:
    assert _read(f"date: {written}").metadata.published == kept


def test_a_title_with_a_colon_is_read_although_it_is_not_valid_yaml() -> None:
    front = _read("title: Week 1: Soil\nauthor: Ann Bell\ndate: Spring 2023")

    assert (front.metadata.title, front.metadata.authors) == ("Week 1: Soil", ("Ann Bell",))
    assert front.metadata.published == "Spring 2023"
    assert front.problems == ()


@pytest.mark.parametrize("wrong", ["a: " + "[" * 3000, "title: [A: B", "\ttitle: A"])
def test_front_matter_that_is_not_yaml_is_reported_with_its_place(wrong: str) -> None:
    front = _read(wrong)

    assert front.end
    assert len(front.problems) == 1
    assert "front matter is not valid YAML" in front.problems[0]


def test_the_line_that_is_wrong_is_counted_from_the_one_below_the_fence() -> None:
    assert "not valid YAML at line 2," in _read("? a\n? ]").problems[0]


@pytest.mark.parametrize("odd", ["date: 2019-13-45", "date: !expr Sys.Date()", "a: &x [*x]"])
def test_an_impossible_value_costs_no_other_field(odd: str) -> None:
    front = _read(f"{odd}\ntitle: Bees")

    assert front.metadata.title == "Bees"
    assert front.problems == ()


@pytest.mark.parametrize("odd", ["a: !!int ''", "b: !!python/object:x.y {}", "- !!binary x"])
def test_a_tag_for_a_type_is_reported(odd: str) -> None:
    (problem,) = _read(f"title: Bees\na:\n  {odd}").problems

    assert "not valid YAML" in problem


def test_front_matter_without_an_end_is_reported() -> None:
    (problem,) = split_front_matter(f"---\ntitle: Bees\n{TEXT}").problems

    assert "no end" in problem


@pytest.mark.parametrize(
    "text", ["---\n\nBees hum.\n\n---\n", "---\nBees hum. They fly.", "Bees hum.", "", "% of bees"]
)
def test_a_rule_above_a_text_is_no_front_matter(text: str) -> None:
    front = split_front_matter(text)

    assert (front.end, front.problems) == (0, ())


@pytest.mark.parametrize(("written", "meant"), [("authro", "author"), ("Titel", "title")])
def test_a_misspelled_field_is_reported_with_the_one_that_is_meant(
    written: str, meant: str
) -> None:
    (problem,) = _read(f"{written}: Bell").problems

    assert f'"{written}"' in problem
    assert f'"{meant}"' in problem


def test_a_field_of_other_programs_is_no_mistake() -> None:
    assert _read("tags: [bees]\nlayout: post\nsubtitle: Hum\nupdated: 2020").problems == ()
