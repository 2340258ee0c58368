"""What a question can be limited to, and what is meant by what was typed."""

import gc
import weakref
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz, process, utils

from bot.errors import UnknownSourceError
from bot.libraries.scopes import MOST_CHOICES, Scope, Scopes, _Known, path_of, scopes_of
from bot.services.answering import Answerer, Viewer
from sources import Document, Library
from tests.bot.asking import BEES, USER_ID, WASPS, ask, make_library
from tests.bot.entries import questions, select


def library_of(**titles: str) -> Library:
    """Documents by id; a double underscore stands for a slash, and "own__" for "~/"."""
    ids = {name.replace("own__", "~/").replace("__", "/"): title for name, title in titles.items()}
    documents = {
        doc_id: Document(doc_id=doc_id, title=title, text="", sha256="")
        for doc_id, title in ids.items()
    }
    return Library("0" * 12, documents, ())


HIVE_LIBRARY = library_of(
    week1__bees="On Bees",
    week1__more__wasps="On Wasps",
    ants="On Ants",
    own__week1__own="Our Hive",
)
HIVE = scopes_of(HIVE_LIBRARY)


def test_collections_hold_common_and_own_documents_with_those_of_inner_folders() -> None:
    named = {scope.name: scope.doc_ids for scope in HIVE.every}

    assert named["week1"] == {"week1/bees", "week1/more/wasps", "~/week1/own"}
    assert named["week1/more"] == {"week1/more/wasps"}
    assert [scope.name for scope in HIVE.every] == [
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
        ("~/week1/own", "Our Hive"),
    ],
)
def test_name_key_or_the_only_name_with_these_letters_is_found(typed: str, name: str) -> None:
    assert HIVE.find(typed).name == name


def test_file_is_found_by_its_name_and_offered_for_its_beginning() -> None:
    assert HIVE.find("OWN").name == "Our Hive"
    assert HIVE.matching("own")[0].name == "Our Hive"


def test_collection_is_meant_rather_than_documents_called_the_same() -> None:
    scopes = scopes_of(library_of(bees__a="Bees", bees__b="Bees"))

    assert scopes.find("bees").is_collection


def test_title_of_two_documents_is_refused_and_told_apart_by_their_files() -> None:
    scopes = scopes_of(library_of(minutes="Notes", monday="Notes"))

    with pytest.raises(UnknownSourceError) as refused:
        scopes.find("notes")

    assert refused.value.near == ("Notes (minutes)", "Notes (monday)")


@pytest.mark.parametrize("typed", ["on", "quantum", "", "#000000000000", "~/../ants"])
def test_what_means_none_or_several_is_refused(typed: str) -> None:
    with pytest.raises(UnknownSourceError):
        HIVE.find(typed)


def test_refusal_names_what_is_alike_in_one_sentence() -> None:
    with pytest.raises(UnknownSourceError) as refused:
        HIVE.find("On Beess")

    assert refused.value.near[0] == "On Bees"
    assert "“On Beess”" in str(refused.value)
    assert "such as “On Bees”" in str(refused.value)


def test_two_documents_of_one_title_are_told_apart_by_their_files() -> None:
    scopes = scopes_of(library_of(a__notes="Notes", b__minutes="Notes"))

    assert [scope.about for scope in scopes.every if scope.name == "Notes"] == ["notes", "minutes"]


def test_two_files_of_one_name_are_told_apart_by_their_folders_and_one_may_be_typed() -> None:
    scopes = scopes_of(library_of(week__notes="Notes", notes="Notes"))

    assert [scope.about for scope in scopes.every if scope.name == "Notes"] == [
        "notes",
        "week/notes",
    ]
    assert scopes.find("week/notes").key == "week/notes"


def test_beginning_of_a_word_is_enough_to_be_offered_a_title() -> None:
    assert [scope.name for scope in HIVE.matching("wasp")] == ["On Wasps"]


def test_nothing_typed_offers_the_first_ones_within_discords_limit() -> None:
    many = scopes_of(library_of(**{f"d{number}": f"T{number:03}" for number in range(99)}))

    offered = many.matching(" ")

    assert [scope.name for scope in offered] == [f"T{number:03}" for number in range(MOST_CHOICES)]


@given(st.text())
def test_any_choice_leads_back_to_its_scope_and_fits_discord(key: str) -> None:
    scope = Scope(key.encode("utf-8", "replace").decode(), "A", "", frozenset({"a"}))

    assert Scopes([scope]).find(scope.choice) is scope
    assert len(scope.choice) <= 100


@given(st.text())
def test_any_text_offers_at_most_what_discord_takes(typed: str) -> None:
    assert len(HIVE.matching(typed)) <= MOST_CHOICES


NAMES = st.lists(st.sampled_from(["on", "bees", "Bees", "wasps", "a", "ß", "."]), max_size=3)
KEYS = st.text("ab./~", min_size=1, max_size=6)
SCOPES = st.lists(
    st.builds(
        Scope,
        key=KEYS,
        name=NAMES.map(" ".join),
        about=st.sampled_from(["", "Ada", "bees"]),
        doc_ids=st.just(frozenset({"a"})),
    ),
    max_size=6,
)


@given(SCOPES, st.one_of(st.text(), KEYS, NAMES.map(" ".join), st.integers(0, 5)))
def test_looking_up_finds_what_looking_through_all_would(
    scopes: list[Scope], typed: str | int
) -> None:
    if isinstance(typed, int):  # as Discord sends what was chosen
        typed = scopes[typed].choice if typed < len(scopes) else ""

    assert Scopes(scopes).matching(typed) == matching_by_looking_through(scopes, typed)
    assert outcome(Scopes(scopes).find, typed) == outcome(
        partial(find_by_looking_through, scopes), typed
    )


def outcome(find: Callable[[str], Scope], typed: str) -> Scope | tuple[str, ...]:
    try:
        return find(typed)
    except UnknownSourceError as error:
        return error.near


def matching_by_looking_through(scopes: Sequence[Scope], typed: str) -> list[Scope]:
    if not typed.strip():
        return [*scopes[:MOST_CHOICES]]
    return alike_by_looking_through(scopes, typed, MOST_CHOICES)


def find_by_looking_through(scopes: Sequence[Scope], typed: str) -> Scope:
    words = typed.strip().casefold()
    chosen = [scope for scope in scopes if typed in {scope.choice, scope.key}]
    named = [scope for scope in scopes if scope.name.casefold() == words]
    collections = [scope for scope in named if scope.is_collection]
    placed = [scope for scope in scopes if str(path_of(scope.key)).casefold() == words]
    filed = [scope for scope in scopes if path_of(scope.key).name.casefold() == words]
    partly = [scope for scope in scopes if words and words in scope.name.casefold()]
    found = chosen or collections or named or placed or filed or partly
    if len(found) == 1:
        return found[0]
    alike = (found or alike_by_looking_through(scopes, typed, 3))[:3]
    times = Counter(scope.name for scope in found or alike)
    near = (f"{s.name} ({s.about})" if times[s.name] > 1 else s.name for s in alike)
    raise UnknownSourceError(typed, tuple(near))


def alike_by_looking_through(scopes: Sequence[Scope], typed: str, limit: int) -> list[Scope]:
    names = [f"{scope.name} {scope.about}" for scope in scopes]
    files = [str(path_of(scope.key)) for scope in scopes]
    found = process.extract(
        typed,
        [*names, *files],
        scorer=fuzz.WRatio,
        processor=utils.default_process,
        limit=2 * limit,
        score_cutoff=60.0,
    )
    numbers = dict.fromkeys(number % len(scopes) for _, _, number in found)
    return [scopes[number] for number in [*numbers][:limit]]


def test_documents_alone_are_chosen_from_without_the_collections() -> None:
    assert [scope.name for scope in HIVE.documents.every] == [
        "On Ants",
        "On Bees",
        "On Wasps",
        "Our Hive",
    ]
    assert HIVE.documents is HIVE.documents


def test_scopes_of_a_library_are_worked_out_once() -> None:
    assert scopes_of(HIVE_LIBRARY) is HIVE


def test_library_of_the_same_version_with_other_titles_has_scopes_of_its_own() -> None:
    renamed = replace(HIVE_LIBRARY, documents=library_of(ants="On Hornets").documents)

    assert [scope.name for scope in scopes_of(renamed).every] == ["On Hornets"]
    assert scopes_of(HIVE_LIBRARY) is HIVE


def test_the_longest_unused_scopes_go_when_there_are_too_many() -> None:
    first, second = library_of(a="A", b="B"), library_of(c="C")
    known = _Known(most=2)

    of_first = known.of(first)
    assert known.of(first) is of_first
    of_second = known.of(second)

    assert known.of(second) is of_second
    assert known.of(first) is not of_first


def test_a_library_that_nobody_searches_is_not_kept_in_memory() -> None:
    library = library_of(a="A")
    scopes_of(library)
    gone = weakref.ref(library)

    del library
    gc.collect()

    assert gone() is None


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
