"""What a reload would change, as a message."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.answer_changes import effect_of
from bot.features.reload_card import CORRECT, REHEARSAL, rehearsal_reply
from bot.libraries.comparison import ChangedDocument, FileProblem, Rehearsal, Replayed, Shown
from bot.ui.layout import MAX_COMPONENTS, MAX_TEXT
from bot.ui.screen import SCREEN
from index import Status
from sources import Correction, Problem
from tests.bot.answers import HOSTILE

from .test_answer_message import button_ids, components, height, texts

ID = "a" * 16
FOUND = Shown(status="found", doc_id="bees.md", citation="On Bees, par. 2", quote="Bees dance.")
WEAK = FOUND.model_copy(update={"status": "weak"})
NONE = Shown(status="none")


def a_rehearsal(**changes: object) -> Rehearsal:
    """A reload that changes nothing, but for `changes`."""
    fields: dict[str, object] = {
        "id": ID,
        "by": "somebody",
        "at": datetime(2026, 1, 2, tzinfo=UTC),
        "is_switch": True,
        "added": (),
        "removed": (),
        "changed": (),
        "documents": 2,
        "passages": 9,
        "problems": (),
        "golden": 0,
        "recent": 0,
        "replayed": (),
    }
    return Rehearsal.model_validate(fields | changes)


def a_document(title: str = "On Bees", doc_id: str = "bees.md") -> ChangedDocument:
    return ChangedDocument(doc_id=doc_id, title=title)


def replayed(
    before: Shown,
    after: Shown,
    *,
    right: tuple[bool, bool] | None = None,
    unanswerable: bool = False,
) -> Replayed:
    """A question, golden if it is known whether its answers are right."""
    was, is_now = right or (None, None)
    return Replayed(
        question="What do bees do?",
        before=before,
        after=after,
        right_before=was,
        right_after=is_now,
        unanswerable=unanswerable,
    )


def every_block(rehearsal: Rehearsal, pages: int = 9) -> list[str]:
    """What all pages say between head and foot."""
    shown: list[list[str]] = []
    for number in range(1, pages):
        _, *blocks, _ = texts(rehearsal_reply(rehearsal, number))
        shown += [blocks] if blocks not in shown else []
    return [block for blocks in shown for block in blocks]


def test_what_happens_to_answers_comes_first_then_documents_then_what_is_lost() -> None:
    rehearsal = a_rehearsal(
        added=(a_document(), a_document("On Wasps")),
        changed=(a_document("On Ants"),),
        golden=1,
        recent=3,
        replayed=(
            replayed(NONE, FOUND),
            replayed(FOUND, NONE),
            replayed(FOUND, NONE),
            replayed(FOUND, FOUND.model_copy(update={"quote": "Bees fly."}), right=(True, False)),
        ),
    )

    head, first, *_, foot = texts(rehearsal_reply(rehearsal))
    others = every_block(rehearsal)[1:]

    assert head == (
        "### What this update would change\n**3 answers are lost, 1 gets better.**\n"
        "-# 1 checked and 3 recent questions compared\n"
        "2 documents added, 1 changed (2 in all)."
    )
    assert first == (
        "**A checked answer is lost**\n“What do bees do?”\n-# Before: "
        "found · On Bees, par. 2\n> Bees dance.\n\n-# After: found · On Bees, par. 2\n> Bees "
        "fly."
    )
    assert [other.partition("\n")[0] for other in others[:2]] == ["**An answer is lost**"] * 2
    assert [other.partition("\n")[0] for other in others[2:]] == [
        "**On Bees**",
        "**On Wasps**",
        "**On Ants**",
        "**An answer appears**",
    ]
    assert foot == "-# Nothing has changed yet · page 1 of 3"


@pytest.mark.parametrize(
    ("before", "after", "title", "line"),
    [
        (NONE, FOUND, "An answer appears", "1 answer gets better, nothing is lost."),
        (
            NONE,
            WEAK,
            "A possible answer in place of none",
            "1 answer gets better, nothing is lost.",
        ),
        (WEAK, FOUND, "An answer appears", "1 answer gets better, nothing is lost."),
        (FOUND, WEAK, "An answer is lost", "1 answer is lost."),
        (WEAK, NONE, "A possible answer is gone", "1 answer gets worse, nothing is lost."),
    ],
)
def test_only_answers_that_are_found_appear_or_are_lost(
    before: Shown, after: Shown, title: str, line: str
) -> None:
    head, shown, _ = texts(
        rehearsal_reply(a_rehearsal(recent=1, replayed=(replayed(before, after),)))
    )

    assert f"**{line}**" in head
    assert shown.startswith(f"**{title}**\n")


def test_answer_to_a_question_that_has_none_is_told_apart_from_a_lost_one() -> None:
    too_much = replayed(NONE, FOUND, right=(True, False), unanswerable=True)
    no_more = replayed(FOUND, NONE, right=(False, True), unanswerable=True)

    rehearsal = a_rehearsal(golden=2, replayed=(no_more, too_much))

    head = texts(rehearsal_reply(rehearsal))[0]
    first, second = every_block(rehearsal)

    assert "**1 answer gets worse, 1 gets better, nothing is lost.**" in head
    assert first.startswith("**An answer to a question that has none** · checked question\n")
    assert second.startswith("**A wrong answer is no longer given** · checked question\n")


def test_words_that_stay_the_same_are_shown_once() -> None:
    surer = replayed(WEAK, FOUND)

    shown = texts(rehearsal_reply(a_rehearsal(recent=1, replayed=(surer,))))[1]

    assert shown == (
        "**An answer appears**\n“What do bees do?”\n-# Before: possible answer, the same "
        "words\n\n-# After: found · On Bees, par. 2\n> Bees dance."
    )


def test_answers_that_only_moved_come_last_together_without_their_words() -> None:
    moved = replayed(FOUND, FOUND.model_copy(update={"citation": "On Bees, par. 3"}))

    rehearsal = a_rehearsal(recent=5, replayed=(*(moved,) * 4, replayed(FOUND, NONE)))

    head = texts(rehearsal_reply(rehearsal))[0]
    lost, first, second = every_block(rehearsal)

    assert "**1 answer is lost, 4 only move.**" in head
    assert lost.startswith("**An answer is lost**")
    place = "“What do bees do?”\n-# Before: On Bees, par. 2\n-# After: On Bees, par. 3"
    title = "**The same words in another place**"
    assert first == "\n".join((title, *(place,) * 3))
    assert second == f"{title}\n{place}"


def test_same_words_of_another_file_name_the_file_that_had_them() -> None:
    elsewhere = FOUND.model_copy(update={"doc_id": "~/week 4/bees.md"})

    shown = texts(
        rehearsal_reply(
            a_rehearsal(golden=1, replayed=(replayed(elsewhere, FOUND, right=(True, False)),))
        )
    )[1]

    assert "-# Before: found, the same words in week 4/bees.md\n" in shown


def test_of_equal_effects_those_on_answers_come_before_those_on_closest_passages() -> None:
    other = {"quote": "Bees fly."}
    vague = replayed(WEAK, WEAK.model_copy(update=other))
    sure = replayed(FOUND, FOUND.model_copy(update=other))

    first, second = every_block(a_rehearsal(recent=2, replayed=(vague, sure)))

    assert "-# Before: found" in first
    assert "-# Before: possible answer" in second


def test_each_upload_says_how_it_is_cited_and_can_be_corrected() -> None:
    uploaded = ChangedDocument(
        doc_id="~/bees.pdf",
        title="On Bees",
        authors=("Ada Keeper", "Ben Low"),
        published="2019-10-01",
        pages=14,
    )

    reply = rehearsal_reply(a_rehearsal(added=(uploaded, a_document("On Wasps"))))

    head, mine, shared, _ = texts(reply)
    assert head.endswith("2 documents added (2 in all).")  # the other has no pages
    assert mine == "**On Bees**\n-# Ada Keeper, Ben Low · 1 October 2019 · 14 pages"
    assert shared == "**On Wasps**\n-# no author · no date"
    (button,) = [one for one in button_ids(reply) if one.startswith("correct:")]
    assert re.fullmatch(CORRECT, button)
    corrections = {"~/bees.pdf": Correction(title="Of Bees", authors=(), published="2020")}
    again = texts(rehearsal_reply(a_rehearsal(added=(uploaded,)), corrections=corrections))
    assert again[0].endswith("1 document added (2 in all), 14 pages.")
    assert again[1] == "**Of Bees**\n-# no author · 2020 · 14 pages"


def test_what_needs_attention_is_counted_and_comes_first_in_plain_words() -> None:
    fine = ChangedDocument(doc_id="~/a.pdf", title="On Ants", pages=2)
    scan = ChangedDocument(doc_id="~/s.pdf", title="S", is_untitled=True, pages=3)
    problem = FileProblem(source="~/s.pdf", reason="Page 3 is a picture.", is_new=True)

    head, first, below, second, _ = texts(
        rehearsal_reply(a_rehearsal(added=(fine, scan), problems=(problem,)))
    )

    assert head.endswith("2 documents added (2 in all), 5 pages; 1 needs attention.")
    assert first == "**S**\n-# no author · no date · 3 pages"
    assert below == ("- Page 3 is a picture.\n- It has no title, so it is cited by its file name.")
    assert second.startswith("**On Ants**")


def test_upload_that_gave_nothing_is_named_on_top_and_nothing_is_offered() -> None:
    broken = FileProblem(source="~/a.pdf", reason="It is empty.", is_new=True, is_left_out=True)

    reply = rehearsal_reply(a_rehearsal(problems=(broken,), is_switch=False))

    assert texts(reply)[0] == "**Couldn't add**\n- a.pdf: It is empty."
    assert len(texts(reply)) == 2
    assert button_ids(reply) == []


def test_many_documents_without_problems_are_named_in_one_block() -> None:
    many = tuple(ChangedDocument(doc_id=f"{n}.md", title=f"Text {n}") for n in range(30))

    shown = texts(rehearsal_reply(a_rehearsal(added=many)))[1]

    assert shown.startswith("**Added:** *Text 0*, *Text 1*")


def test_documents_of_one_title_are_told_apart_by_their_files() -> None:
    twins = (
        ChangedDocument(doc_id="~/a/one.md", title="Notes"),
        ChangedDocument(doc_id="~/a/two.md", title="Notes"),
        a_document(),
    )

    shown = texts(rehearsal_reply(a_rehearsal(added=twins)))[1:4]

    titles = [one.partition("\n")[0] for one in shown]
    assert titles == ["**Notes (one.md)**", "**Notes (two.md)**", "**On Bees**"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {},
            "No questions have been asked yet, so no answers were compared.",
        ),
        (
            {"recent": 1},
            "**No answer changes.**\n-# 1 recent question compared\n",
        ),
        (
            {"is_switch": False},
            "### Nothing has changed\nNo questions have been asked yet",
        ),
        ({"switched": True}, "### Switched: no answer was lost\n"),
    ],
)
def test_what_there_is_not_is_said(changes: dict[str, object], words: str) -> None:
    assert words in texts(rehearsal_reply(a_rehearsal(**changes)))[0]


@pytest.mark.parametrize("changes", [{"is_switch": False}, {"switched": True}])
def test_nothing_is_left_to_decide_where_nothing_changed_or_is_switched(
    changes: dict[str, object],
) -> None:
    assert button_ids(rehearsal_reply(a_rehearsal(**changes))) == []


def test_new_problems_come_first_and_known_ones_last() -> None:
    problems = (
        FileProblem(source="old.md", reason="It is empty.", is_new=False),
        FileProblem(source="~/week 3/scan.pdf", reason="Page 3 has no text.", is_new=True),
    )

    shown = texts(rehearsal_reply(a_rehearsal(problems=problems, added=(a_document(),))))

    assert shown[1] == "**Problems with files**\n- week 3/scan.pdf: Page 3 has no text."
    assert shown[-2] == "**Existing problems**\n- old.md: It is empty."


def test_files_that_were_refused_are_on_top_of_the_first_page() -> None:
    shown = texts(rehearsal_reply(a_rehearsal(refused=(Problem("a.png", "It is a picture."),))))

    assert shown[0] == "**Couldn't add**\n- a.png: It is a picture."


def test_many_answers_are_on_pages_each_with_the_buttons_to_decide() -> None:
    rehearsal = a_rehearsal(recent=20, replayed=(replayed(FOUND, NONE),) * 20)

    first, last = rehearsal_reply(rehearsal), rehearsal_reply(rehearsal, 99)

    decide = [f"rehearsal:switch:{ID}", f"rehearsal:discard:{ID}"]
    assert button_ids(first) == [*decide, f"rehearsal:2:{ID}"]
    assert texts(first)[-1].endswith(" · page 1 of 10")
    assert button_ids(last) == [*decide, f"rehearsal:9:{ID}"]


def test_first_page_has_the_worst_answer_even_if_its_words_are_long() -> None:
    quote = "Bees dance on the comb so that the others learn where the flowers are today. " * 3
    place = "Soviet aid, advisers and the first Five-Year Plan, 1950 to 1957, par. 12"
    long = FOUND.model_copy(update={"quote": quote, "citation": place})
    lost = Replayed(
        question="What do the bees of one hive do in winter when it is very cold?",
        before=long,
        after=long.model_copy(update={"quote": "Wasps " + quote, "status": "weak"}),
        right_before=True,
        right_after=False,
        unanswerable=False,
    )

    shown = texts(rehearsal_reply(a_rehearsal(golden=60, recent=9, replayed=(lost,) * 2)))

    assert any(text.startswith("**A checked answer is lost**") for text in shown)


def test_each_page_of_a_long_card_fits_on_a_phone() -> None:
    quote = "Bees dance on the comb so that the others learn where the flowers are today. " * 3
    long = FOUND.model_copy(update={"quote": quote, "citation": "A Keeper's Year, p. 12, " * 5})
    change = Replayed(
        question="What do the bees of one hive do in winter when it is cold? " * 3,
        before=long,
        after=long.model_copy(update={"quote": "Wasps " + quote}),
        right_before=True,
        right_after=False,
        unanswerable=False,
    )
    uploads = tuple(
        ChangedDocument(doc_id=f"~/{n}.md", title=f"A Keeper's Year in the Alps, part {n}")
        for n in range(5)
    )
    reasons = (f"{n} of its pages have no readable text. " * 9 for n in range(6))
    problems = tuple(FileProblem(source="~/1.md", reason=one, is_new=True) for one in reasons)
    refused = tuple(Problem(f"a-file-with-a-name-{n}.pdf", "It is empty. " * 15) for n in range(4))
    rehearsal = a_rehearsal(
        added=uploads,
        problems=problems,
        golden=60,
        recent=999,
        replayed=(change,) * 3,
        refused=refused,
    )

    pages = [components(rehearsal_reply(rehearsal, page)) for page in range(1, 12)]

    lines = [sum(16 for part in page if part["type"] == 14) for page in pages]
    assert max(height(page) + line for page, line in zip(pages, lines, strict=True)) <= SCREEN


STATUSES: st.SearchStrategy[Status] = st.sampled_from(["found", "weak", "none"])
SHOWN = st.builds(Shown, status=STATUSES, citation=HOSTILE, quote=st.none() | HOSTILE)
RIGHT = st.none() | st.booleans()
REHEARSALS = st.builds(
    a_rehearsal,
    added=st.lists(
        st.builds(a_document, HOSTILE, st.sampled_from(["a.md", "~/a.md"])), max_size=20
    ),
    removed=st.lists(st.builds(a_document, HOSTILE), max_size=20),
    changed=st.lists(st.builds(a_document, HOSTILE), max_size=20),
    problems=st.lists(
        st.builds(FileProblem, source=HOSTILE, reason=HOSTILE, is_new=st.booleans()), max_size=12
    ),
    golden=st.integers(0, 500),
    recent=st.integers(0, 500),
    replayed=st.lists(
        st.builds(
            Replayed,
            question=HOSTILE,
            before=SHOWN,
            after=SHOWN,
            right_before=RIGHT,
            right_after=RIGHT,
            unanswerable=st.booleans(),
        ).filter(lambda one: effect_of(one) != "same"),
        max_size=12,
    ),
)


@given(
    REHEARSALS,
    st.integers(0, 99),
    st.lists(st.builds(Problem, source=HOSTILE, reason=HOSTILE), max_size=10),
)
def test_any_card_is_within_the_limits(
    rehearsal: Rehearsal, page: int, refused: list[Problem]
) -> None:
    refusing = rehearsal.model_copy(update={"refused": tuple(refused)})

    reply = rehearsal_reply(refusing, page)

    assert len(components(reply)) <= MAX_COMPONENTS
    assert all(texts(reply))
    assert sum(map(len, texts(reply))) <= MAX_TEXT
    "".join(texts(reply)).encode()  # a lone surrogate would be refused
    ids = button_ids(reply)
    assert all(re.fullmatch(f"{REHEARSAL}|{CORRECT.replace('<id>', '<in>')}", one) for one in ids)
