"""What a question can be limited to, and what is meant by what was typed."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UnknownSourceError
from bot.libraries.scopes import MOST_CHOICES, Scope, find_scope, matching, scopes_of
from bot.services.answering import Answerer, Viewer
from sources import Document, Library
from tests.bot.asking import BEES, USER_ID, WASPS, ask, make_library
from tests.bot.entries import questions, select


def documents(**titles: str) -> dict[str, Document]:
    """Documents by id; a double underscore stands for a slash."""
    ids = {name.replace("__", "/"): title for name, title in titles.items()}
    return {
        doc_id: Document(doc_id=doc_id, title=title, text="", sha256="")
        for doc_id, title in ids.items()
    }


OWN = Document(doc_id="~/week1/own.pdf", title="Our Hive", text="", sha256="")
HIVE = scopes_of(
    documents(week1__bees="On Bees", week1__more__wasps="On Wasps", ants="On Ants")
    | {OWN.doc_id: OWN}
)


def test_collections_hold_common_and_own_documents_with_those_of_inner_folders() -> None:
    named = {scope.name: scope.doc_ids for scope in HIVE}

    assert named["week1"] == {"week1/bees", "week1/more/wasps", "~/week1/own.pdf"}
    assert named["week1/more"] == {"week1/more/wasps"}
    assert [scope.name for scope in HIVE] == [
        "week1",
        "week1/more",
        "On Ants",
        "On Bees",
        "On Wasps",
        "Our Hive",
    ]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("on bees", "On Bees"),
        ("  ON BEES ", "On Bees"),
        ("wasps", "On Wasps"),
        ("week1", "week1"),
        ("week1/", "week1"),
        ("~/week1/own.pdf", "Our Hive"),
    ],
)
def test_name_key_or_the_only_name_with_these_letters_is_found(typed: str, name: str) -> None:
    assert find_scope(HIVE, typed).name == name


def test_file_is_found_by_its_name_and_offered_for_its_beginning() -> None:
    assert find_scope(HIVE, "OWN.pdf").name == "Our Hive"
    assert matching(HIVE, "own.p")[0].name == "Our Hive"


def test_collection_is_meant_rather_than_documents_called_the_same() -> None:
    scopes = scopes_of(documents(bees__a="Bees", bees__b="Bees"))

    assert find_scope(scopes, "bees").is_collection


def test_title_of_two_documents_is_refused_and_told_apart_by_their_files() -> None:
    scopes = scopes_of(documents(minutes="Notes", monday="Notes"))

    with pytest.raises(UnknownSourceError) as refused:
        find_scope(scopes, "notes")

    assert refused.value.near == ("Notes (minutes)", "Notes (monday)")


@pytest.mark.parametrize("typed", ["on", "quantum", "", "#000000000000", "~/../ants"])
def test_what_means_none_or_several_is_refused(typed: str) -> None:
    with pytest.raises(UnknownSourceError):
        find_scope(HIVE, typed)


def test_refusal_names_what_is_alike_in_one_sentence() -> None:
    with pytest.raises(UnknownSourceError) as refused:
        find_scope(HIVE, "On Beess")

    assert refused.value.near[0] == "On Bees"
    assert "“On Beess”" in str(refused.value)
    assert "such as “On Bees”" in str(refused.value)


def test_two_documents_of_one_title_are_told_apart_by_their_files() -> None:
    scopes = scopes_of(documents(a__notes="Notes", b__minutes="Notes"))

    assert [scope.about for scope in scopes if scope.name == "Notes"] == ["notes", "minutes"]


def test_two_files_of_one_name_are_told_apart_by_their_folders_and_one_may_be_typed() -> None:
    scopes = scopes_of(documents(week__notes="Notes", notes="Notes"))

    assert [scope.about for scope in scopes if scope.name == "Notes"] == ["notes", "week/notes"]
    assert find_scope(scopes, "week/notes").key == "week/notes"


def test_beginning_of_a_word_is_enough_to_be_offered_a_title() -> None:
    assert [scope.name for scope in matching(HIVE, "wasp")] == ["On Wasps"]


def test_nothing_typed_offers_the_first_ones_within_discords_limit() -> None:
    many = scopes_of(documents(**{f"d{number}": f"T{number:03}" for number in range(99)}))

    offered = matching(many, " ")

    assert [scope.name for scope in offered] == [f"T{number:03}" for number in range(MOST_CHOICES)]


@given(st.text())
def test_any_choice_leads_back_to_its_scope_and_fits_discord(key: str) -> None:
    scope = Scope(key.encode("utf-8", "replace").decode(), "A", "", frozenset({"a"}))

    assert find_scope([scope], scope.choice) is scope
    assert len(scope.choice) <= 100


@given(st.text())
def test_any_text_offers_at_most_what_discord_takes(typed: str) -> None:
    assert len(matching(HIVE, typed)) <= MOST_CHOICES


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return make_library(tmp_path / "documents", bees=BEES, wasps=WASPS)


async def test_question_limited_to_a_document_is_answered_and_logged_so(
    answerer: Answerer, path: Path
) -> None:
    everywhere = await ask(answerer, "Who dances?")
    limited = await ask(answerer, "Who dances?", source="on WASPS")

    assert {hit.passage.doc_id for hit in everywhere.answer.hits} > {"wasps.txt"}
    assert {hit.passage.doc_id for hit in limited.answer.hits} == {"wasps.txt"}
    assert limited.scope == "On wasps"
    assert select(path, "SELECT scope FROM question ORDER BY id") == [None, "wasps.txt"]


async def test_question_asked_again_as_typed_keeps_its_limit_and_is_private(
    answerer: Answerer, path: Path
) -> None:
    limited = await ask(answerer, "Who dances?", source="On wasps")

    again = await answerer.ask_as_typed(limited.answer_id, Viewer(USER_ID, 11), channel_id=22)

    assert again is not None
    assert again.scope == "On wasps"
    assert select(path, "SELECT scope, private FROM question ORDER BY id") == [
        ("wasps.txt", 0),
        ("wasps.txt", 1),
    ]


async def test_question_limited_to_what_is_not_there_is_refused_and_not_logged(
    answerer: Answerer, path: Path
) -> None:
    with pytest.raises(UnknownSourceError):
        await ask(answerer, "Who dances?", source="On hornets")

    assert questions(path) == []
