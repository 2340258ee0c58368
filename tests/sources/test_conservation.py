"""Every letter that a document lacks is found, and nothing else is reported."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.conservation import NO_PLACE, find_lost, with_lost
from sources.draft import Block, Draft
from sources.second_reading import Piece

TALE = (
    "On windy days the old bridge hums, and people say that it sings to the river. "
    "The sound of the bridge comes from the railing of the bridge, whose tubes are hollow."
).split()
_LETTER = st.characters(categories=["Ll", "Lu", "Nd"], max_codepoint=0xFF)
_WORD = st.text(_LETTER, min_size=1, max_size=8)
_WORDS = st.lists(_WORD, min_size=1, max_size=60)


def _lost(words: str, kept: str) -> list[str]:
    return [lost.around for lost in find_lost([Piece("page 1", words)], [kept])]


@given(_WORDS, st.data())
def test_words_in_any_order_are_all_there(words: list[str], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(words))

    assert find_lost([Piece("", " ".join(words))], ["\n".join(shuffled)]) == []


def test_a_sign_between_words_that_marks_part_is_there() -> None:
    assert _lost("(P.sub[M] .mono[-] ATC)", "(PM - ATC) .sub[ .mono[ ] ]") == []


@given(_WORDS, _WORDS, st.data())
def test_the_number_of_lost_letters_is_exact(
    before: list[str], after: list[str], data: st.DataObject
) -> None:
    lost = data.draw(_WORD)
    file, document = [*before, lost, *after], [*before, *after]

    found = find_lost([Piece("", " ".join(file))], [" ".join(document)])

    assert sum(each.letters for each in found) == len("".join(file)) - len("".join(document))


def test_a_lost_word_is_named_where_it_was_although_others_are_like_it() -> None:
    at = TALE.index("bridge")
    document = [*TALE[:at], *TALE[at + 1 :]]
    pieces = [Piece("page 1", " ".join(TALE[:20])), Piece("page 2", " ".join(TALE[20:]))]

    (lost,) = find_lost(pieces, [" ".join(document)])

    assert (lost.place, lost.letters) == ("page 1", len("bridge"))
    assert lost.words == "bridge"
    assert lost.around == "days the old bridge hums, and people"


@pytest.mark.parametrize(
    ("file", "document"),
    [
        ("the neigh-\nbours came", "the neighbours came"),
        ("the neigh\ufffebours came", "the neighbours came"),
        ("a well\ufffeknown\r\nbridge", "a well-known bridge"),
        ("an eﬃcient bridge of 10² m", "an efficient bridge of 10 2 m"),
        ("in \uf731\uf739\uf731\uf730", "in 1910"),
        ("S P A C E D out", "SPACED out"),
        ("runtogether words", "words run together"),
        ("a note12 and", "a note[12] and"),
        ("\ufeffzero\u200bwidth\u00ad", "zerowidth"),
        ("mar\ufffe4\ngin", "margin\n\n4"),
    ],
)
def test_what_readers_may_change_is_not_lost(file: str, document: str) -> None:
    assert _lost(file, document) == []


@pytest.mark.parametrize(
    ("file", "document", "lost"),
    [
        ("Huffaker sat by the mill", "Hufaker sat by the mill", ["Huffaker sat by the"]),
        ("it is −5 degrees", "it is 5 degrees", ["it is −5 degrees"]),  # noqa: RUF001
        ("a force is F=ma, where", "a force is , where", ["a force is F=ma, where"]),
        ("one two two three", "one two three", ["one two two three"]),
        ("gone entirely", "", ["gone entirely"]),
    ],
)
def test_what_is_lost_is_shown_with_the_words_around_it(
    file: str, document: str, lost: list[str]
) -> None:
    assert _lost(file, document) == lost


def test_text_that_is_withheld_is_accounted_for() -> None:
    assert find_lost([Piece("", "shown hidden")], ["shown", "hidden"]) == []


def test_places_far_apart_are_reported_one_by_one() -> None:
    found = _lost(f"first {' '.join(TALE)} last", " ".join(TALE))

    assert [words.split()[0 if i == 0 else -1] for i, words in enumerate(found)] == [
        "first",
        "last",
    ]


def test_lost_words_are_left_out_and_named_with_their_place() -> None:
    draft = Draft("The mill is old.", (Block(0, 16),))
    pieces = [Piece("page 1", "The mill is"), Piece("page 2", "very old. Nobody knows why.")]

    draft = with_lost(draft, find_lost(pieces, [draft.text]))

    assert [(draft.text[s.start : s.end], s.reason, s.place) for s in draft.left_out] == [
        ("very old. Nobody knows why.", NO_PLACE, "page 2")
    ]
    (problem,) = draft.problems
    assert problem.endswith(": “very old. Nobody knows why.” (page 2).")
