"""A cluster gives the answers that the embedded engine gives."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import sources
from index import Answer, LibraryIndex, Searcher, View, load_questions
from index.analysis import terms
from index.embedded import Embedded
from index.first_stage import FirstStage
from index.opensearch import Cluster
from sources import Library, load_library
from tests.index.shelf import BEES, ISLAND, library, whole_shelf
from tests.index.test_view import QUESTIONS, parted

pytestmark = pytest.mark.opensearch

STARTER = Path(sources.__file__).parent / "starter"
SHARED = Path(__file__).parents[4] / "shared"
ASKED = (
    "who led the Comintern's mission to China?",
    "Stalin and Chiang Kai-shek in 1927",
    "what did the treaty of 1950 promise, and who signed it?",
    "why did China enter the korean war",
    "Chinese Eastern Railway",
    "peopels republick of china",
    "bananas",
)


def engines(cluster: Cluster, *parts: Library, server: str = "") -> tuple[FirstStage, FirstStage]:
    """The embedded engine, and the cluster's for the same."""
    indexes = [LibraryIndex.build(part) for part in parts]
    return Embedded(indexes), cluster.first_stage(indexes, server)


def searchers(cluster: Cluster, *parts: Library, server: str = "") -> tuple[Searcher, Searcher]:
    """One that answers in this process, and one that asks the cluster."""
    indexes = [LibraryIndex.build(part) for part in parts]
    remote = View(indexes, engine=lambda some: cluster.first_stage(some, server))
    return Searcher(View(indexes)), Searcher(remote)


def differing(
    asked: tuple[str, ...], one: Searcher, other: Searcher
) -> list[tuple[Answer, Answer]]:
    """Return the answers that are not the same to the last digit."""
    pairs = ((one.answer(question), other.answer(question)) for question in asked)
    return [pair for pair in pairs if pair[0] != pair[1]]


def test_answers_from_the_starter_documents_are_the_same(cluster: Cluster) -> None:
    assert differing(ASKED, *searchers(cluster, load_library(STARTER))) == []


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared questions are not beside this checkout")
def test_answers_to_the_shared_questions_are_the_same(cluster: Cluster) -> None:
    asked = tuple(q.question for q in load_questions(SHARED / "questions" / "dev.jsonl"))

    assert differing(asked, *searchers(cluster, load_library(SHARED / "sources"))) == []


def test_answers_from_documents_of_everybody_and_of_a_server_are_the_same(cluster: Cluster) -> None:
    parts = parted(whole_shelf(), {"2.txt", "4.txt"})

    assert differing(QUESTIONS, *searchers(cluster, *parts, server="7")) == []


def test_answers_limited_to_some_documents_are_the_same(cluster: Cluster) -> None:
    one, other = searchers(cluster, *parted(whole_shelf(), {"4.txt"}), server="7")
    chosen = ("1.txt", "4.txt")

    assert differing(QUESTIONS, one.within(chosen), other.within(chosen)) == []


def test_phrases_are_counted_and_found_within_a_sentence_only(cluster: Cluster) -> None:
    shelf = library("Red boat sank. Green boat swam.\n\nSank green things.", "A red boat.")
    one, other = engines(cluster, shelf)
    names = ["red boat", "boat sank", "sank green", "boat", "boat swam green", "zebra", "red zebra"]

    assert other.frequencies(names) == one.frequencies(names)
    for name in names:
        assert other.having(name).tolist() == one.having(name).tolist()


def test_terms_that_a_cluster_would_cut_split_or_refuse_are_kept_whole(cluster: Cluster) -> None:
    strange = f"{'x' * 300} said \ud800\udfff and half\u2028way to the c# bridge."
    one, other = engines(cluster, library(strange, strange.replace("xxx", "xx")))
    everything = list(one.beginning(""))

    assert other.frequencies(everything) == one.frequencies(everything)
    ours, theirs = one.tokens([0, 1], everything), other.tokens([0, 1], everything)
    assert theirs.terms.tolist() == ours.terms.tolist()
    assert theirs.places.tolist() == ours.places.tolist()
    assert theirs.part_starts.tolist() == ours.part_starts.tolist()
    assert theirs.passage_starts.tolist() == ours.passage_starts.tolist()


def test_windows_around_any_passages_score_the_same(cluster: Cluster) -> None:
    one, other = searchers(cluster, whole_shelf())
    wanted = one.ranker.matcher.wanted(one.ranker.reader.read("the boats of Torvik and the bees"))
    numbers = [5, 0, 3, 5]

    ours, theirs = (s.view.matcher.engine.around(wanted, numbers) for s in (one, other))

    np.testing.assert_array_equal(theirs, ours)


def test_a_library_without_passages_finds_nothing(cluster: Cluster) -> None:
    _, stage = engines(cluster, replace(library(""), passages=()))

    assert stage.frequencies(["bee", "queen bee"]) == [0, 0]
    assert not len(stage.having("queen bee"))
    assert stage.candidates([], 5).numbers == []


def test_limited_to_no_document_nothing_is_found_or_counted(cluster: Cluster) -> None:
    """Not even what other libraries have in the same cluster."""
    _, other = searchers(cluster, library(BEES))
    nowhere = other.within(["elsewhere.txt"])

    assert nowhere.view.matcher.engine.frequencies(["honey bee"]) == [0]
    assert nowhere.answer("Where do honey bees dance?").hits == ()


def test_a_server_sees_nothing_of_another_one(cluster: Cluster) -> None:
    """Even if it knew the name of what the other one has."""
    common, own = (LibraryIndex.build(part) for part in parted(library(BEES, ISLAND), {"2.txt"}))
    theirs = cluster.first_stage([common, own], "1")
    stranger = cluster.first_stage([common, own], "2")
    stranger._segments = theirs._segments  # type: ignore[attr-defined]  # noqa: SLF001  # a break-in
    stranger._wall[1] = theirs._wall[1]  # type: ignore[attr-defined]  # noqa: SLF001  # the other half

    phrase = " ".join(terms("fishing guild"))

    assert len(theirs.having(phrase))
    assert not len(stranger.having(phrase))
    assert theirs.frequencies([phrase]) == [1]
    assert stranger.frequencies([phrase]) == [0]
