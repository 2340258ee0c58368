"""What a question can be limited to, and what is meant by what was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UnknownSourceError
from bot.scopes import MOST_CHOICES, Scope, find_scope, matching, scopes_of
from sources import Document


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
