"""Repeats and web furniture are left out but reported; works cited are recognised."""

import pytest

from .desk import read

BRIDGE = (
    "On windy days the old bridge hums, and people say that it sings to the river. "
    "The sound comes from the railing, whose hollow tubes were drilled to let the water out. "
    "Nobody knows who drilled them."
)
PITCH = (
    "The pitch rises with the wind, and at fifteen metres a second it becomes a shriek. "
    "The neighbours close their windows then."
)
HUM = (
    "On windy days the old bridge hums, and people say that it sings to the river. "
    "The sound comes from the railing, whose hollow tubes were drilled to let the water out."
)
WORKS = (
    "Lind, Rosa. Sounds of the Valley. Mill Press, 1999. Print.",
    "Stone, Ada. “Arches and Engines.” Journal of Bridges, vol. 3, no. 2, 1910, pp. 40-52.",
)


def test_a_text_that_begins_anew_is_kept_at_its_first_place() -> None:
    twice = read(f"{BRIDGE}\n{PITCH}\n{BRIDGE}\n{PITCH}\n")

    assert twice.shown == [f"{BRIDGE}\n{PITCH}"]
    assert twice.left_out == [f"{BRIDGE}\n{PITCH}"]


def test_wrapped_text_that_begins_anew_in_the_middle_of_a_sentence_is_cut_there() -> None:
    page = (
        "On windy days the old bridge hums, and people say\n"
        "that it sings to the river. The sound\n"
        "comes from the railing, whose hollow tubes were\n"
        "drilled to let the water out. Nobody knows\n"
        "who drilled them, for the papers of the town"
    )

    twice = read(f"{page}\n{page}")

    assert twice.shown == [" ".join(page.split())]
    assert twice.left_out == [page]


def test_a_long_sentence_that_stands_again_is_left_out_and_its_neighbours_stay() -> None:
    first = BRIDGE[: BRIDGE.index(".") + 1]

    twice = read(f"{BRIDGE}\n\n{PITCH}\n\nAs was said before. {first} That is all.\n")

    assert twice.left_out == [first]
    assert "As was said before." in twice.shown[0]
    assert twice.shown[-1] == "That is all."


def test_a_short_sentence_may_stand_again() -> None:
    refrain = read(f"Nobody sleeps. {BRIDGE}\n\nNobody sleeps. {PITCH}\n")

    assert refrain.left_out == []


def test_a_caption_is_kept_once_whatever_its_spaces_and_apostrophes() -> None:
    caption = "The keeper's hut beside the bridge, May 1949"
    again = "The keeper’s hut beside the bridge \u00a0 \u00a0 May 1949"

    page = read(f"{BRIDGE}\n\n{caption}\n\n{again}\n\n{PITCH}\n")

    assert page.headings == []
    assert page.left_out == [again]
    assert page.shown == [f"{BRIDGE}\n{caption}", PITCH]


@pytest.mark.parametrize(
    "line",
    [
        "7 comments for “Why bridges sing",
        "3 Comments",
        "No comments have yet been made",
        "Comments are closed.",
        "Leave a Reply",
        "Share this: Facebook Twitter",
        "Share on Facebook",
        "Print this page",
        "Click to share on Twitter (Opens in new window)",
        "Skip to main content",
        "Home » Blog » Bridges",
        "Home  /  Blog  /  Old bridges  /  Noise",
        "← Previous post: The iron bridge",
        "Related posts",
        "We use cookies to make this site better.",
        "Subscribe to our newsletter!",
        "Tags: bridges, noise",
        "Page 2 of 3",
        "* * *",
    ],
)
def test_a_line_of_the_web_page_is_left_out(line: str) -> None:
    page = read(f"Why bridges sing\n\n{BRIDGE}\n{line}\n{PITCH}\n")

    assert page.left_out == [line]
    assert page.shown == [BRIDGE, PITCH]


@pytest.mark.parametrize(
    "sentence",
    [
        "No comments have come from the mayor, who was in the mountains that week, on the matter.",
        "He had three comments for the council and 12 replies.",
        "Print this out and hang it in the hive.",
        "The next story is about my home and the sea.",
    ],
)
def test_the_same_words_in_a_sentence_stay(sentence: str) -> None:
    page = read(f"Why bridges sing\n\n{BRIDGE} {sentence}\n\n{PITCH}\n")

    assert page.left_out == []
    assert sentence in page.shown[0]


def test_a_path_of_too_many_steps_is_text_however_many_spaces_stand_in_it() -> None:
    line = "home" + "   >   step" * 9  # tried with each share of the spaces, it would take years

    assert read(f"Why bridges sing\n\n{BRIDGE}\n\n{line}\n\n{PITCH}\n").left_out == []


def test_a_network_alone_is_a_button_only_beside_other_buttons() -> None:
    page = read(f"{BRIDGE}\nShare this:\nFacebook\n{PITCH}\n")
    essay = read(f"Our media\n\n{BRIDGE}\n\nFacebook\n\n{PITCH}\n")

    assert page.left_out == ["Share this:", "Facebook"]
    assert essay.headings == ["Facebook"]


def test_a_list_of_works_that_is_empty_is_left_out() -> None:
    page = read(f"Why bridges sing\n\n{BRIDGE}\n\nWorks Cited:\n\nComments are closed.\n")

    assert page.left_out == ["Works Cited:", "Comments are closed."]
    assert [reason.reason for reason in page.document.left_out] == [
        "it is a heading with nothing under it",
        "it belongs to the page around the text",
    ]


@pytest.mark.parametrize(
    "heading",
    ["Works Cited", "Work Citied", "References:", "BIBLIOGRAPHY", "Further reading", "Literatur"],
)
def test_each_work_under_such_a_heading_is_a_reference_of_one_sentence(heading: str) -> None:
    essay = read(f"Why bridges sing\n\n{HUM}\n\n{heading}\n\n{WORKS[0]}\n\n{WORKS[1]}\n")

    assert [(p.kind, p.shown()) for p in essay.passages] == [
        ("text", HUM),
        ("reference", WORKS[0]),
        ("reference", WORKS[1]),
    ]
    assert [len(p.sentences) for p in essay.passages[1:]] == [1, 1]


def test_sources_of_a_river_are_no_works_cited() -> None:
    river = read(f"The river\n\n{HUM}\n\nSources\n\nIt has three springs in the hills.\n")

    assert {passage.kind for passage in river.passages} == {"text"}
    assert river.headings == ["Sources"]


def test_a_citation_block_is_read_and_can_be_found() -> None:
    page = read(
        f"{HUM}\nCitation information\nTitle: “Why bridges sing”\n"
        "Authors: Ada Stone, Rosa Lind\nPublisher: Mill Press\nURL: https://example.org/bridges\n"
        "Date published: October 1, 2019\n"
        "Date accessed: February 02, 2023\nCopyright: Not to be printed without our word.\n"
    )

    document = page.document
    assert (document.title, document.authors) == ("Why bridges sing", ("Ada Stone", "Rosa Lind"))
    assert (document.publisher, document.url) == ("Mill Press", "https://example.org/bridges")
    assert (document.published, document.accessed) == ("2019-10-01", "2023-02-02")
    assert document.licence == "Not to be printed without our word."
    assert page.passages[-1].kind == "about"
    assert page.passages[-1].locator.section == "Citation information"
    assert "Authors: Ada Stone, Rosa Lind\nPublisher: Mill Press" in page.shown[-1]


def test_a_citation_block_is_seen_by_its_lines_where_it_has_no_heading() -> None:
    page = read(f"Author: Ada Stone\nDate: May 2019\nWebsite: Aldra News\n\n{HUM}\n", "song.txt")

    assert (page.document.authors, page.document.published) == (("Ada Stone",), "2019-05")
    assert [passage.kind for passage in page.passages] == ["about", "text"]


def test_one_line_with_a_colon_is_no_citation_block() -> None:
    page = read(f"Why bridges sing\n\n{HUM}\n\nSource: my grandmother\n\n{HUM[:70]}, she said\n")

    assert {passage.kind for passage in page.passages} == {"text"}


def test_the_lines_under_the_title_name_authors_and_day() -> None:
    page = read(f"Why bridges sing\nBy Ada Stone and Rosa Lind, Editor\n3 March 2019\n{HUM}\n")

    assert page.document.title == "Why bridges sing"
    assert page.document.authors == ("Ada Stone", "Rosa Lind")
    assert page.document.published == "2019-03-03"
    assert [passage.kind for passage in page.passages] == ["about", "text"]


def test_an_address_that_is_no_web_page_is_not_linked() -> None:
    page = read(f"Title: A\nAuthor: Ada Stone\nURL: javascript:alert(1)\n\n{HUM}\n")

    assert page.document.url is None


LATE = "Late work loses 10 % a day."


def test_a_heading_that_is_a_sentence_is_quoted_with_the_text_under_it() -> None:
    rules = read(f"# Rules\n\n## {LATE}\n\nAsk for more time before the day.\n", "rules.md")

    assert [passage.text for passage in rules.passages] == [
        f"{LATE}\n\nAsk for more time before the day."
    ]
    assert rules.passages[0].locator.section == LATE
    first, last = rules.passages[0].sentences[0]
    assert rules.passages[0].text[first:last] == LATE


@pytest.mark.parametrize("heading", [f"## {LATE}", f"## {LATE} ##", f"{LATE}\n-----"])
def test_the_marks_of_a_quoted_heading_are_left_out(heading: str) -> None:
    rules = read(f"# Rules\n\n{heading}\n\nAsk for more time.\n", "rules.md")

    assert "\n".join(rules.shown) == f"{LATE}\nAsk for more time."
    assert all(words.strip("#-") == "" for words in rules.left_out)


def test_a_heading_with_nothing_under_it_is_quoted_if_it_says_something() -> None:
    text = "# Rules\n\n## Monday to Friday from nine\n\n## Hours\n\n## Place\n\nIn the old mill.\n"
    rules = read(text, "rules.md")

    assert [passage.text for passage in rules.passages] == [
        "Monday to Friday from nine",
        "In the old mill.",
    ]
    assert [passage.locator.section for passage in rules.passages] == [None, "Place"]
    assert rules.headings == ["Hours", "Place"]


def test_a_heading_above_deeper_ones_names_them_and_is_no_text() -> None:
    text = "# Rules\n\n## What holds for all of us\n\n### Hours\n\nFrom nine to five.\n"

    assert read(text, "rules.md").shown == ["From nine to five."]


def test_a_by_line_with_an_institute_and_a_copyright_names_the_person_and_the_year() -> None:
    page = read(
        "# Why bridges sing\n\nBy: Ada B. Stone (Institute of Steel, Iron and Arch) © 2010 Arch\n\n"
        f"Citation: Stone, A. B. (2010) Why bridges sing. Arches 3(10):12\n\n{HUM}\n",
        "song.md",
    )

    assert (page.document.authors, page.document.published) == (("Ada B. Stone",), "2010")
    assert [passage.kind for passage in page.passages] == ["about", "text"]


def test_a_line_of_words_after_by_that_names_nobody_gives_no_author() -> None:
    page = read(f"# Why bridges sing\n\nBy: all of 7B, with help\n\n{HUM}\n", "song.md")

    assert page.document.authors == ()
