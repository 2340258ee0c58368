"""Messages stay within Discord's limits, whatever the sources and the students write."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.answer_buttons import (
    AS_TYPED,
    CLOSEST,
    FOLLOW_UP,
    MORE_PASSAGES,
    PREFER,
    REMOVE,
    SHARE,
    WISH,
)
from bot.features.answer_message import PASSAGES_PER_PAGE, answer_reply, more_reply
from bot.features.citing import CITE
from bot.features.reader import CONTEXT
from bot.features.receipts import PROOF
from bot.features.why import WHY as WHY_THIS
from bot.services.answering import Answered
from bot.ui.layout import MAX_COMPONENTS, MAX_TEXT, Reply
from bot.ui.screen import FRAME, MENU, SCREEN, buttons_height, text_height
from index import Correction, Searcher, Status
from index.confidence import LIKELY, SURE
from sources import Citation, Library
from tests.bot.answers import ANSWER_ID, HOSTILE, an_answer

FIRST = [f"context:{ANSWER_ID}:1:0:5", f"cite:{ANSWER_ID}:1:0:5", f"more:{ANSWER_ID}:1"]
"""Under an answer that shows five characters."""
FOLLOW = f"follow:{ANSWER_ID}"
ALWAYS = [f"proof:{ANSWER_ID}", f"remove:{ANSWER_ID}", "prefer:private"]
WHY = f"why:{ANSWER_ID}"
VOTES = [WHY, f"vote:up:{ANSWER_ID}", f"vote:down:{ANSWER_ID}"]
LONGEST = st.text("*", min_size=500, max_size=500)
"""Twice as long once it is escaped."""


def components(reply: Reply) -> list[dict[str, Any]]:
    """All components of a message, nested ones included."""

    def walk(level: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        for component in level:
            yield component
            yield from walk(component.get("components", []))
            yield from walk([component["accessory"]] if "accessory" in component else [])

    return list(walk(reply.view.to_components()))  # type: ignore[no-untyped-call]  # in discord.py


def texts(reply: Reply) -> list[str]:
    """What the text displays of a message hold."""
    return [component["content"] for component in components(reply) if component["type"] == 10]


def button_ids(reply: Reply) -> list[str]:
    """The custom ids of a message's buttons."""
    return [component["custom_id"] for component in components(reply) if component["type"] == 2]


def option_ids(reply: Reply) -> list[str]:
    """The custom ids that a message's menu offers."""
    return [o["value"] for component in components(reply) for o in component.get("options", ())]


def height(parts: list[dict[str, Any]]) -> int:
    """The height of a message's components on a phone, as `bot.ui.screen` estimates it."""
    labels = [str(part["label"]) for part in parts if part["type"] == 2]
    menus = sum(1 for part in parts if part["type"] == 3)
    said = sum(text_height(str(part["content"])) for part in parts if part["type"] == 10)
    return FRAME + said + buttons_height(labels) + menus * MENU


def assert_within_limits(reply: Reply) -> None:
    """Fail on a message that Discord would refuse."""
    assert len(set(option_ids(reply))) == len(option_ids(reply))
    assert len(components(reply)) <= MAX_COMPONENTS
    assert all(texts(reply))
    assert sum(map(len, texts(reply))) <= MAX_TEXT
    "".join(texts(reply)).encode()  # a lone surrogate would be refused
    votes = r"vote:(up|down):[a-z0-9]{1,64}"
    known = (
        CONTEXT,
        CITE,
        MORE_PASSAGES,
        CLOSEST,
        AS_TYPED,
        votes,
        WISH,
        PROOF,
        SHARE,
        FOLLOW_UP,
        REMOVE,
        PREFER,
    )
    offered = button_ids(reply) + option_ids(reply)
    assert all(
        any(re.fullmatch(kind, own) for kind in (*known, CONTEXT, CITE, WHY_THIS))
        for own in offered
    )
    shown_files = [c["file"]["url"] for c in components(reply) if c["type"] == 13]
    assert shown_files == [f"attachment://{file.filename}" for file in reply.files()]


@st.composite
def hostile_answers(draw: st.DrawFn) -> Answered:
    """Any answer, with everything that may be told beside its passages."""
    status = draw(st.sampled_from(get_args(Status)))
    words = draw(st.lists(HOSTILE | LONGEST, max_size=5))
    answered = an_answer(
        *([] if status == "none" else draw(st.lists(HOSTILE, min_size=1, max_size=6))),
        question=draw(HOSTILE | LONGEST),
        reason=draw(HOSTILE | LONGEST),
        corrections=[Correction(word, word) for word in words],
        status=status,
    )
    elsewhere = Citation(draw(HOSTILE | LONGEST), url=f"https://bees.example/{'a' * 487}")
    answer = answered.answer
    answer = replace(
        answer,
        suggestions=tuple(words),
        titles=tuple(words),
        hits=tuple(replace(hit, repeats=(elsewhere,)) for hit in answer.hits),
        quotes=tuple(replace(quote, citation=elsewhere) for quote in answer.quotes),
    )
    return replace(answered, answer=answer)


@given(hostile_answers(), st.booleans())
def test_any_answer_is_within_the_limits(answered: Answered, with_question: bool) -> None:  # noqa: FBT001  # drawn
    reply = answer_reply(answered, with_question=with_question)

    assert_within_limits(reply)
    assert height(components(reply)) <= SCREEN


@given(hostile_answers())
def test_the_button_leads_through_all_passages_within_the_limits(answered: Answered) -> None:
    reply = answer_reply(answered, with_question=True)
    shown: list[str] = []

    while match := next(
        filter(None, (re.fullmatch(MORE_PASSAGES, own) for own in button_ids(reply))), None
    ):
        reply = more_reply(answered, int(match["rank"]), int(match["part"] or 1))
        assert_within_limits(reply)
        assert height(components(reply)) <= SCREEN
        shown += (text.partition(",")[0] for text in texts(reply)[::3])

    total = len(answered.answer.hits)
    assert [*dict.fromkeys(shown)] == [f"-# {rank} of {total}" for rank in range(1, total + 1)]


def test_found_answer_shows_question_verdict_passage_and_source() -> None:
    assert texts(answer_reply(an_answer("Bees dance."), with_question=True)) == [
        "### What do bees do?\n**Very likely answer**",
        "> “Bees dance.”",
        "-# [On Bees](https://bees.example/dance), Ada Keeper, par. 3",
    ]


@pytest.mark.parametrize(
    ("status", "confidence", "words"),
    [
        ("found", SURE, "**Very likely answer**"),
        ("found", LIKELY, "**Likely answer**"),
        ("weak", LIKELY - 0.1, "**Possible answer**\n-# It lacks “fly”."),
    ],
)
def test_confidence_is_told_in_words(status: Status, confidence: float, words: str) -> None:
    answered = an_answer("Bees.", status=status, confidence=confidence, reason="It lacks “fly”.")

    assert texts(answer_reply(answered, with_question=False))[0] == words


def test_no_answer_says_what_to_try() -> None:
    answered = an_answer(status="none", reason="No passage has any of the question's words.")

    (text,) = texts(answer_reply(answered, with_question=False))

    assert text.startswith("**I couldn't find this in the sources.**\n-# Try other words")


def test_without_any_source_the_answer_says_who_adds_them() -> None:
    found = Searcher(Library("empty", {}, ())).answer("bees")

    (text,) = texts(
        answer_reply(an_answer(status=found.status, reason=found.reason), with_question=False)
    )

    assert "no sources yet" in text
    assert "/sources add" in text


def test_correction_is_told() -> None:
    answered = an_answer("Bees.", corrections=[Correction("dacne", "dance")])

    (head, *_) = texts(answer_reply(answered, with_question=False))

    assert head.endswith("\n-# Searched for *dance* instead of *dacne*")


def test_single_passage_has_no_next_ones() -> None:
    reply = answer_reply(an_answer("Bees."), with_question=True)

    assert button_ids(reply) == [*FIRST, FOLLOW]
    assert option_ids(reply) == [*VOTES, *ALWAYS]


def test_more_passages_come_a_few_at_a_time() -> None:
    reply = more_reply(an_answer(*["Bees dance."] * 9), 2)

    assert texts(reply)[::3] == ["-# 2 of 9", "-# 3 of 9", "-# 4 of 9"]
    assert button_ids(reply) == [f"more:abcdefgh23456722:{2 + PASSAGES_PER_PAGE}"]


def test_no_more_passages_come_than_fit_on_a_phone() -> None:
    reply = more_reply(an_answer(*["Bees dance for their sisters in the hive. " * 12] * 9), 2)

    assert texts(reply)[::3] == ["-# 2 of 9"]
    assert button_ids(reply) == ["more:abcdefgh23456722:3"]


def test_a_passage_longer_than_a_phone_is_shown_in_parts() -> None:
    sentences = [f"Bee number {number} dances for its sisters. " for number in range(40)]
    answered = an_answer("".join(sentences).strip(), "Wasps hunt.")

    first, second = more_reply(answered, 1), more_reply(answered, 1, 2)

    assert texts(first)[0] == "-# 1 of 2, part 1 of 3"
    assert button_ids(first) == [f"more:{ANSWER_ID}:1:2"]
    assert texts(second)[0] == "-# 1 of 2, part 2 of 3"
    assert button_ids(more_reply(answered, 1, 3)) == [f"more:{ANSWER_ID}:2"]


def test_rank_beyond_the_last_passage_is_told_in_a_sentence() -> None:
    assert texts(more_reply(an_answer("Bees."), 2)) == [
        "There are no more passages for this question."
    ]


def test_words_read_as_others_may_be_searched_as_typed() -> None:
    corrected = an_answer("Bees.", corrections=[Correction("beez", "bees")])

    as_typed = [*FIRST, f"typed:{ANSWER_ID}"]
    assert button_ids(answer_reply(corrected, with_question=False)) == as_typed
    assert button_ids(answer_reply(an_answer("Bees."), with_question=False)) == FIRST


@pytest.mark.parametrize(("status", "votes"), [("found", VOTES), ("weak", VOTES), ("none", [])])
def test_readers_vote_on_what_is_quoted_and_wish_for_what_is_not_found(
    status: Status, votes: list[str]
) -> None:
    texts_quoted = [] if status == "none" else ["Bees."]
    reply = answer_reply(an_answer(*texts_quoted, status=status), with_question=True)

    wish = [] if status == "found" else [f"wish:{ANSWER_ID}"]
    assert option_ids(reply) == [*votes, *ALWAYS]
    shown = FIRST if votes else [f"closest:{ANSWER_ID}:1"]
    assert button_ids(reply) == [*shown, *wish, *([FOLLOW] if votes else [])]


def test_follow_up_is_in_the_menu_where_five_buttons_are_taken() -> None:
    weak = an_answer("Bees.", status="weak", corrections=[Correction("beez", "bees")])

    reply = answer_reply(weak, with_question=True)

    assert len(button_ids(reply)) == 5
    assert option_ids(reply)[0] == FOLLOW


def test_question_out_of_scope_shows_the_moderators_sentence_and_no_button() -> None:
    answered = an_answer(status="none", reason="This comes *next* term.")
    outside = replace(answered, answer=replace(answered.answer, out_of_scope=True))

    reply = answer_reply(outside, with_question=False)

    assert texts(reply)[0] == r"**Out of scope.** This comes \*next\* term."
    assert button_ids(reply) == []


def test_pinned_passage_is_marked() -> None:
    answered = an_answer("Bees.")
    pinned = replace(answered.answer, hits=(replace(answered.answer.hits[0], pinned=True),))

    reply = answer_reply(replace(answered, answer=pinned), with_question=False)

    assert "\n".join(texts(reply)).count("Pinned by a moderator") == 1


def test_words_that_look_alike_are_offered_where_nothing_is_found() -> None:
    answered = an_answer(status="none")
    answer = replace(answered.answer, suggestions=("hornet", "honey"))

    (head, *_) = texts(answer_reply(replace(answered, answer=answer), with_question=False))

    assert head.endswith("-# Did you mean *hornet* or *honey*?")


def test_a_passage_that_stands_twice_names_its_other_place() -> None:
    answered = an_answer("Bees dance.")
    hit = replace(answered.answer.hits[0], repeats=(Citation(title="On Hives", paragraph=9),))
    answer = replace(answered.answer, hits=(hit,))

    shown = texts(more_reply(replace(answered, answer=answer), 1))

    assert shown[-1].endswith("\n-# Also in On Hives, par. 9")


def test_answer_says_what_it_was_limited_to() -> None:
    answered = replace(an_answer("Bees."), scope="Week *3*")

    (head, *_) = texts(answer_reply(answered, with_question=False))

    assert "-# Searched only in *Week \\*3\\**" in head


def test_passage_that_moderators_chose_is_marked() -> None:
    answered = an_answer("Bees.")
    hit = replace(answered.answer.hits[0], pinned=True)
    answer = replace(answered.answer, hits=(hit,))

    shown = texts(answer_reply(replace(answered, answer=answer), with_question=False))

    assert shown[2].startswith("-# Pinned by a moderator\n-# [On Bees]")
