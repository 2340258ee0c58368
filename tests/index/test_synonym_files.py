"""The lists of synonyms are well formed, and nothing in them is idle or misleads."""

import tomllib
from collections import Counter
from pathlib import Path
from typing import TypedDict

import pytest

from index.analysis import terms, tokens

FOLDER = Path(__file__).parents[2] / "index" / "synonyms"


class Synonyms(TypedDict):
    """A file of synonyms: words for one another, and words that a question's word looks for."""

    groups: list[list[str]]
    rules: dict[str, list[str]]


@pytest.fixture(params=["english.toml", "names.toml"])
def synonyms(request: pytest.FixtureRequest) -> Synonyms:
    parsed = tomllib.loads((FOLDER / request.param).read_text(encoding="utf-8"))
    assert parsed.keys() == {"groups", "rules"}
    return Synonyms(groups=parsed["groups"], rules=parsed["rules"])


def stems(entry: str) -> tuple[str, ...]:
    """An entry as it is compared, its stop words included: `kick out` is not `kick`."""
    return tuple(token.term for token in tokens(entry))


def repeated(entries: list[str]) -> list[tuple[str, ...]]:
    return [stem for stem, count in Counter(map(stems, entries)).items() if count > 1]


def searched(synonyms: Synonyms) -> list[str]:
    """Every entry that is looked for in documents."""
    return [
        entry for words in (*synonyms["groups"], *synonyms["rules"].values()) for entry in words
    ]


def test_entries_are_one_to_four_words_in_lower_case(synonyms: Synonyms) -> None:
    entries = [*searched(synonyms), *synonyms["rules"]]

    wrong = [e for e in entries if e != e.lower().strip() or not 1 <= len(e.split()) <= 4]

    assert wrong == []


def test_groups_have_two_to_eight_entries(synonyms: Synonyms) -> None:
    assert [group for group in synonyms["groups"] if not 2 <= len(group) <= 8] == []


def test_no_two_entries_of_the_groups_have_the_same_stem(synonyms: Synonyms) -> None:
    """Within a group the second would be idle; in two groups it would tie both together."""
    assert repeated([entry for group in synonyms["groups"] for entry in group]) == []


def test_no_two_rules_ask_for_the_same_stem(synonyms: Synonyms) -> None:
    assert repeated(list(synonyms["rules"])) == []


def test_rules_look_for_stems_other_than_their_own_each_once(synonyms: Synonyms) -> None:
    rules = synonyms["rules"].items()

    assert [asked for asked, found in rules if not found or repeated([asked, *found])] == []


def test_no_rule_says_what_a_group_says_already(synonyms: Synonyms) -> None:
    group_of = {stems(e): number for number, g in enumerate(synonyms["groups"]) for e in g}

    implied = [
        (asked, entry)
        for asked, found in synonyms["rules"].items()
        for entry in found
        if group_of.get(stems(asked), "none") == group_of.get(stems(entry))
    ]

    assert implied == []


def test_no_phrase_looked_for_shrinks_to_one_word_without_its_stop_words(
    synonyms: Synonyms,
) -> None:
    """Documents are indexed without stop words, where `pull out` would find every `pull`."""
    misleading = [e for e in searched(synonyms) if len(terms(e)) < min(2, len(tokens(e)))]

    assert misleading == []
