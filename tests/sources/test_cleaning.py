"""What stands twice or belongs to a web page is left out, told, and never lost."""

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
