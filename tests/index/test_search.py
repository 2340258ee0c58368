"""A question's whole way, on small libraries of our own."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Searcher, SynonymTable
from index.analysis import terms
from sources import Library, PassageKind, load_library
from tests.bot.shelf import write_shelf

from .shelf import assert_sound, first, library, of_kind, whole_shelf

QUESTIONS = (
    "who settled the island of Valdora?",
    "when was the VFG founded and why did it stop selling herring",
    "lighthuose",
    "how many eggs does a queen lay a day",
    "what do pupils grow in the garden",
    "zebra",
    "",
)


@pytest.fixture(scope="module")
def searcher() -> Searcher:
    return Searcher(whole_shelf())


@pytest.mark.parametrize(
    ("question", "status", "begins", "bold"),
    [
        ("Who settled Valdora?", "found", "Fishermen", "settled the island"),
        ("when was the fishing guild founded", "found", "The Valdoran", "1605"),
        ("why did they stop selling herring?", "found", "The VFG", "because the merchants"),
        ("what did Brandt say about the lighthouse", "found", "Chancellor", "a candle"),
        ("who rebuilt the harbour from granite", "found", "A flood", "Teodor Quillfeather"),
        ("how do bees stay warm in winter?", "found", "In winter", "brood warm"),
        ("pupils water beds morning", "found", "Pupils water", "before eight"),
    ],
)
def test_a_question_gets_its_passage_with_the_answering_words_in_bold(
    searcher: Searcher, question: str, status: str, begins: str, bold: str
) -> None:
    answer = searcher.answer(question)

    assert answer.status == status
    assert first(answer).startswith(begins)
    assert bold in " ".join(answer.quotes[0].text.split())


@pytest.mark.parametrize(
    "question",
    [
        "",
        " \n",
        "?!…",
        "🐝🏽",
        "who was that?",
        "what is it about",
        "\u202e\u200b",
        "\x00",
        "\ud83d",
    ],
)
def test_a_question_without_a_subject_has_no_answer_and_a_reason(
    searcher: Searcher, question: str
) -> None:
    answer = assert_sound(searcher, question)

    assert (answer.status, answer.confidence, answer.hits) == ("none", 0, ())


@pytest.mark.parametrize("question", ["quantum chromodynamics", "zebra", "Квагга 斑馬", "12345"])
def test_a_question_of_unknown_words_only_has_no_answer(searcher: Searcher, question: str) -> None:
    answer = assert_sound(searcher, question)

    assert (answer.status, answer.hits) == ("none", ())


def test_an_unknown_name_beside_a_known_word_is_not_found_and_named(searcher: Searcher) -> None:
    answer = searcher.answer("did Zebulon Quagga keep bees?")

    assert answer.status != "found"
    assert "Quagga" in answer.reason


def test_what_looks_like_an_unknown_name_is_suggested(searcher: Searcher) -> None:
    answer = searcher.answer("kwilfeather")

    assert answer.status == "none"
    assert "quillfeather" in answer.suggestions


def test_nothing_is_suggested_when_the_passage_is_found(searcher: Searcher) -> None:
    answer = searcher.answer("what did the flood of 1711 destroy, the harbour or a kwilfeather")

    assert (answer.status, answer.suggestions, answer.titles) == ("found", (), ())


def test_no_word_is_suggested_for_what_is_only_chat() -> None:
    searcher = Searcher(library("The loyal guild met at the harbour."))

    assert searcher.answer("what is zorblat lol").suggestions == ()


def test_where_nothing_is_found_the_titles_of_all_documents_are_told(searcher: Searcher) -> None:
    answer = searcher.answer("xylophones")

    assert answer.status == "none"
    assert answer.titles == tuple(d.title for d in searcher.library.documents.values())


def test_a_misspelled_question_is_answered_and_says_how_it_was_read(searcher: Searcher) -> None:
    answer = searcher.answer("who is oderick brandtt, and the lighthuose?")

    assert first(answer).startswith("Chancellor")
    assert [(c.original, c.corrected) for c in answer.corrections] == [
        ("oderick", "oderic"),
        ("brandtt", "brandt"),
        ("lighthuose", "lighthouse"),
    ]


def test_a_misspelled_question_can_be_asked_as_it_is(searcher: Searcher) -> None:
    answer = searcher.answer("lighthuose", correct=False)

    assert (answer.status, answer.corrections) == ("none", ())


def test_matched_and_missing_words_are_told_as_the_student_wrote_them(searcher: Searcher) -> None:
    hit = searcher.answer("Why did PORTANSELM’s founder marack keep zebras?").hits[0]

    assert {"PORTANSELM’s", "marack"} <= set(hit.matched)
    assert "zebras" in hit.unmatched
    assert "Why" not in (*hit.matched, *hit.unmatched)


def test_words_of_chat_are_never_told_as_missing(searcher: Searcher) -> None:
    answer = searcher.answer("hey can someone pls explain why the zebras of Port Anselm left?")

    assert answer.hits[0].unmatched == ("zebras", "left")
    assert not any(f"“{word}”" in answer.reason for word in ("hey", "someone", "pls", "explain"))


def test_of_words_run_together_both_must_be_there_to_match() -> None:
    searcher = Searcher(library("Port Anselm burnt.", "The port slept.", "Anselm sang."))

    hits = searcher.answer("portanselm").hits

    assert [hit.matched for hit in hits] == [("portanselm",), (), ()]
    assert [hit.unmatched for hit in hits] == [(), ("portanselm",), ("portanselm",)]


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("Why did the Valdoran Fishing Guild stop selling herring?", "The VFG"),
        ("did the V.F.G. look after widows", "The Valdoran"),
    ],
)
def test_an_abbreviation_learnt_from_a_document_works_both_ways(
    searcher: Searcher, question: str, begins: str
) -> None:
    assert first(searcher.answer(question)).startswith(begins)


@pytest.mark.parametrize("limit", [1, 2, 3, 30])
def test_there_are_no_more_passages_than_asked_for(searcher: Searcher, limit: int) -> None:
    assert_sound(searcher, "guild harbour island queen bees bridge beds", limit=limit)


def test_the_first_passages_are_the_same_whatever_the_limit(searcher: Searcher) -> None:
    question = "guild harbour island queen bees bridge beds"

    few, many = (searcher.answer(question, limit=limit) for limit in (2, 8))

    assert few.hits == many.hits[:2]
    assert few.confidence == many.confidence


@pytest.mark.parametrize("question", [q for q in QUESTIONS if " and " not in q])
def test_scores_fall_from_passage_to_passage(searcher: Searcher, question: str) -> None:
    scores = [hit.score for hit in searcher.answer(question).hits]

    assert scores == sorted(scores, reverse=True)


def test_a_question_of_two_questions_gets_a_passage_for_each(searcher: Searcher) -> None:
    answer = searcher.answer("Who decided on the lighthouse, and how many eggs does a queen lay?")

    texts = [hit.passage.text for hit in answer.hits[:2]]
    assert any("lighthouse" in text for text in texts)
    assert any("eggs" in text for text in texts)


def test_what_two_documents_say_in_the_same_words_is_one_passage_with_both_places() -> None:
    said = "A flood destroyed the old harbour in 1711, and granite walls were built."
    shelf = library(said, said)

    (hit,) = Searcher(shelf).answer("which flood destroyed the harbour?").hits

    assert hit.passage.doc_id == "1.txt"
    assert hit.repeats == (shelf.citation(shelf.passages[1]),)


@pytest.mark.parametrize("kind", ["reference", "about"])
def test_a_list_of_works_cited_answers_only_questions_about_sources(
    kind: PassageKind,
) -> None:
    shelf = library("Marrack, “Floods”.\n\nMarrack met floods.")
    searcher = Searcher(of_kind(shelf, 0, kind))

    assert first(searcher.answer("Marrack and the floods")) == "Marrack met floods."
    assert first(searcher.answer("Marrack, which book on floods?")).startswith("Marrack, “")


def test_an_empty_library_answers_none_to_everything() -> None:
    searcher = Searcher(Library("0123456789ab", {}, ()))

    for question in QUESTIONS:
        assert assert_sound(searcher, question).status == "none"


def test_a_library_of_one_passage_finds_it() -> None:
    searcher = Searcher(library("A flood destroyed the harbour in 1711."))

    assert assert_sound(searcher, "which flood destroyed the harbour?").status == "found"
    assert assert_sound(searcher, "zebra").status == "none"


def test_a_word_that_every_document_has_finds_them_all() -> None:
    searcher = Searcher(library("The flood came.", "The flood left."))

    assert len(assert_sound(searcher, "flood").hits) == 2


def test_files_of_a_folder_are_answered_from_with_their_citation(tmp_path: Path) -> None:
    searcher = Searcher(load_library(write_shelf(tmp_path)))

    answer = assert_sound(searcher, "Who decoded the waggle dance?")

    assert answer.hits[0].passage.doc_id == "bees.txt"
    assert "Karl von Frisch" in answer.quotes[0].text
    assert answer.quotes[0].citation.title == "On bees"


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_library_built_again_answers_the_same(searcher: Searcher, question: str) -> None:
    assert Searcher(whole_shelf()).answer(question) == searcher.answer(question)


def test_many_threads_get_the_answers_that_one_gets(searcher: Searcher) -> None:
    expected = [searcher.answer(question) for question in QUESTIONS]
    fresh = Searcher(whole_shelf())

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(fresh.answer, QUESTIONS * 20))

    assert answers == expected * 20


def test_a_scope_answers_from_its_documents_alone(searcher: Searcher) -> None:
    scope = searcher.within(["2.txt", "9.txt"])

    answer = assert_sound(scope, "how many eggs does a queen lay in the harbour")

    assert {hit.passage.doc_id for hit in answer.hits} == {"2.txt"}
    assert answer.library_version == searcher.library.version
    assert "harbour" in answer.hits[0].unmatched
    assert assert_sound(scope, "who settled Valdora?").status == "none"
    assert list(scope.library.documents) == ["2.txt"]


def test_a_word_outside_a_scope_is_unknown_within_it(searcher: Searcher) -> None:
    scope = searcher.within(["2.txt"])

    assert scope.answer("lighthuose").corrections == ()
    assert searcher.answer("lighthuose").corrections != ()


def test_an_abbreviation_explained_outside_a_scope_works_within_it() -> None:
    shelf = library("The Valdoran Fishing Guild (VFG) met.", "The Valdoran Fishing Guild sang.")

    scope = Searcher(shelf).within(["2.txt"])

    assert first(scope.answer("what did the VFG do?")).endswith("sang.")


def test_the_class_s_own_synonyms_hold_within_a_scope() -> None:
    table = SynonymTable(groups=[["singing", "choir"]])
    searcher = Searcher(library("The choir met.", "Bees dance."), table)

    assert first(searcher.within(["1.txt"]).answer("singing")) == "The choir met."


def test_a_scope_of_nothing_answers_none_and_one_of_everything_is_the_whole(
    searcher: Searcher,
) -> None:
    assert assert_sound(searcher.within([]), "queen of the bees").status == "none"
    assert searcher.within(searcher.library.documents) is searcher


def test_the_scopes_asked_for_last_are_kept_ready(searcher: Searcher) -> None:
    first_scope, second = searcher.within(["1.txt"]), searcher.within(["2.txt"])
    for others in (["3.txt"], ["4.txt"], ["1.txt"], ["1.txt", "2.txt"]):
        searcher.within(others)

    assert searcher.within(["1.txt"]) is first_scope
    assert searcher.within(["2.txt"]) is not second


def test_many_threads_may_ask_for_scopes_at_once(searcher: Searcher) -> None:
    scopes = [[f"{n % 4 + 1}.txt", f"{n % 3 + 1}.txt"] for n in range(60)]
    expected = [Searcher(whole_shelf()).within(scope).answer("queen bee") for scope in scopes]

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda s: searcher.within(s).answer("queen bee"), scopes))

    assert answers == expected


def test_a_view_is_not_analysed_again_for_other_synonyms(searcher: Searcher) -> None:
    table = SynonymTable(groups=[["skyscraper", "lighthouse"]])

    with patch("index.search.LibraryIndex.build", side_effect=AssertionError):
        taught = Searcher(searcher.view, table)

    assert taught.view is searcher.view
    assert first(taught.answer("skyscraper")).startswith("Chancellor")
    assert searcher.answer("skyscraper").status == "none"


WORDS = st.sampled_from(
    "guild Port Anselm's harbours flood U.S.S.R. 1,000 détente won’t Quillfeather (VFG)".split()
)
SENTENCES = st.lists(WORDS, min_size=1, max_size=90).map(lambda words: " ".join(words) + ".")
TEXTS = st.lists(SENTENCES, min_size=1, max_size=8).map("\n\n".join)


@given(st.lists(TEXTS, min_size=1, max_size=3), st.lists(WORDS, min_size=1, max_size=4))
def test_every_quotation_from_any_folder_is_word_for_word(
    texts: list[str], words: list[str]
) -> None:
    with TemporaryDirectory() as folder:
        for number, text in enumerate(texts):
            Path(folder, f"{number}.txt").write_text(text, "utf-8")
        searcher = Searcher(load_library(Path(folder)))

    answer = assert_sound(searcher, " ".join(words))

    for hit, quote in zip(answer.hits, answer.quotes, strict=True):
        starts = [start for start, _ in hit.passage.sentences]
        ends = [end for _, end in hit.passage.sentences]
        assert quote.start in starts
        assert quote.end in ends or quote.start + 400 < ends[starts.index(quote.start)]


@given(st.lists(TEXTS, min_size=1, max_size=3), st.data())
def test_a_word_as_it_stands_in_a_passage_finds_it(texts: list[str], data: st.DataObject) -> None:
    shelf = library(*texts)
    wanted = data.draw(st.sampled_from(shelf.passages))
    word = data.draw(st.sampled_from(wanted.text.split()).filter(terms))

    hits = Searcher(shelf).answer(word, limit=len(shelf.passages)).hits

    place = wanted.locator
    shown = [hit.passage.locator for hit in hits if hit.passage.doc_id == wanted.doc_id]
    is_shown = any(one.start < place.end and place.start < one.end for one in shown)
    assert is_shown or shelf.citation(wanted) in [c for hit in hits for c in hit.repeats]


def test_one_word_of_a_name_does_not_count_as_the_name() -> None:
    shelf = library("The foreign ships came.", "The harbour minister spoke.")
    table = SynonymTable(groups=[["foreign minister", "secretary of state"]])

    hits = Searcher(shelf, table).answer("which foreign minister came by ship?").hits

    assert all("foreign minister" in hit.unmatched for hit in hits)
    assert hits


def test_words_in_quotation_marks_that_a_passage_has_are_found_there_first() -> None:
    guild = "The guild sold herring. " * 3
    words = "herring rotted beside empty barrels"
    shelf = library(f"{guild}Salt {words}.", "Who sold it? The salt was not dear.")

    answer = Searcher(shelf).answer(f"who says “{words}” in the guild and sold salt")

    assert (answer.status, answer.is_sure) == ("found", True)
    assert words in answer.hits[0].passage.text


def test_words_in_quotation_marks_that_no_passage_has_change_nothing() -> None:
    shelf = library("The guild sold herring.", "Salt was dear.")

    quoted = Searcher(shelf).answer("who says “herring guild dear salt”")

    assert quoted.status == Searcher(shelf).answer("who says herring guild dear salt").status
