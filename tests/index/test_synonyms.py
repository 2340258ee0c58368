"""Other names: groups stand for each other, rules one way, and wrong tables are refused."""

import json
import tomllib
from collections import Counter
from pathlib import Path
from typing import TypedDict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import SynonymsError, SynonymTable, parse_synonyms
from index.analysis import terms, tokens
from index.synonyms import Synonyms, gather, learn_abbreviations, shipped_synonyms

from .shelf import HOSTILE

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20)
TABLES = st.builds(
    SynonymTable,
    groups=st.lists(st.lists(WORDS, min_size=2, max_size=4), max_size=4),
    rules=st.dictionaries(WORDS, st.lists(WORDS, min_size=1, max_size=3), max_size=4),
)


def stands_for(synonyms: Synonyms, asked: str) -> tuple[str, ...]:
    """What the words may stand for, as terms."""
    return synonyms.others.get(tuple(token.term for token in tokens(asked)), ())


def refusal(toml: str) -> SynonymsError | None:
    """Why a text is no table; None if it is one."""
    try:
        parse_synonyms(toml)
    except SynonymsError as error:
        return error
    return None


def test_each_word_of_a_group_stands_for_the_others() -> None:
    synonyms = gather([SynonymTable(groups=[["guild", "union", "league"]])])

    assert stands_for(synonyms, "union") == ("guild", "leagu")
    assert stands_for(synonyms, "Leagues") == ("guild", "union")


def test_a_rule_holds_one_way() -> None:
    synonyms = gather([SynonymTable(rules={"boss": ["chancellor"]})])

    assert stands_for(synonyms, "boss") == ("chancellor",)
    assert stands_for(synonyms, "chancellor") == ()


def test_tables_add_to_each_other_and_say_nothing_twice() -> None:
    table = SynonymTable(groups=[["guild", "union"]], rules={"guild": ["league", "union"]})

    synonyms = gather([table, table])

    assert stands_for(synonyms, "guild") == ("union", "leagu")


def test_a_table_adds_to_what_is_known_already_and_leaves_it_as_it_was() -> None:
    known = gather([SynonymTable(groups=[["guild", "union"], ["port", "harbour"]])])

    synonyms = gather([SynonymTable(groups=[["guild", "league"]])], known)

    assert stands_for(synonyms, "guild") == ("union", "leagu")
    assert stands_for(synonyms, "harbour") == ("port",)
    assert stands_for(known, "guild") == ("union",)


def test_a_phrase_is_asked_with_its_stop_words_and_sought_without() -> None:
    synonyms = gather([SynonymTable(groups=[["fell out", "quarrelled over"]])])

    assert stands_for(synonyms, "fell out") == ("quarrel",)
    assert stands_for(synonyms, "fell") == ()


def test_names_of_stop_words_only_are_never_sought() -> None:
    synonyms = gather([SynonymTable(groups=[["the", "guild", "of it"]])])

    assert stands_for(synonyms, "guild") == ()
    assert stands_for(synonyms, "the") == ("guild",)


def test_of_two_names_that_begin_a_question_the_longer_one_is_met() -> None:
    synonyms = gather([SynonymTable(groups=[["port", "harbour"], ["port anselm", "capital"]])])

    assert synonyms.longest(["port", "anselm", "flood"], 0) == ("port", "anselm")
    assert synonyms.longest(["port", "flood"], 0) == ("port",)
    assert synonyms.longest(["flood", "port"], 0) is None


@given(st.lists(TABLES, max_size=3))
def test_what_a_name_stands_for_is_terms_each_once(tables: list[SynonymTable]) -> None:
    for name, others in gather(tables).others.items():
        assert name
        assert others
        assert len(set(others)) == len(others)
        assert all(term for other in others for term in other.split(" "))


def test_the_shipped_tables_know_common_other_names() -> None:
    synonyms = gather(shipped_synonyms())

    assert "ussr" in stands_for(synonyms, "Soviet Union")
    assert "soviet union" in stands_for(synonyms, "U.S.S.R.")


@given(TABLES)
def test_a_table_written_as_toml_is_read_as_it_was(table: SynonymTable) -> None:
    def listed(words: list[str]) -> str:
        return json.dumps(words, ensure_ascii=False)  # JSON's strings are TOML's as well

    groups = ", ".join(map(listed, table.groups))
    rules = (f"{listed([word])[1:-1]} = {listed(meant)}" for word, meant in table.rules.items())
    toml = "\n".join((f"groups = [{groups}]", "[rules]", *rules))

    assert parse_synonyms(toml) == table


def test_a_table_may_be_empty() -> None:
    assert parse_synonyms("") == SynonymTable()


@pytest.mark.parametrize(
    ("toml", "line", "reason"),
    [
        ("groups = [\n  ['bee', 'drone'],\n  ['wasp'],\n]", 3, "two or more words"),
        ("\ngroups = [['bee', 'drone'], ['wasp']]", 2, "two or more words"),
        ("groups = [\n  ['bee', 4],\n]", 2, "two or more words"),
        ("groups = ['bee', 'drone']", 1, "two or more words"),
        ("\ngroups = 3", 2, "two or more words"),
        ("[[groups]]\nbee = 'drone'", 1, "two or more words"),
        ("# bee\n[rules]\nbee = 'drone'", 3, "list of words"),
        ("[rules]\nwasp = ['bee']\nbee = []", 3, "list of words"),
        ('[rules]\n"honey bee" = [1]', 2, "list of words"),
        ("groups = [\n  ['bee', 'drone'],\n]\n[rules]\nbee = ['']", 5, "list of words"),
        ("\nrules = 3", 2, "list of words"),
        ("\n\ngroup = [['bee', 'drone']]", 3, "'group' is not known"),
        ("groups = [['bee', 'drone']", 1, "not TOML"),
        ("\n[rules]\nbee = ['drone'", 3, "not TOML"),
        ("\nbee", 2, "not TOML"),
        ("\x00", 1, "not TOML"),
        ("groups = " + "[" * 10_000, 1, "not TOML"),
        ("bee = " + "9" * 5000, 1, "not TOML"),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) else None,
)
def test_a_wrong_table_is_refused_with_line_and_reason(toml: str, line: int, reason: str) -> None:
    error = refusal(toml)

    assert error is not None
    assert error.line == line
    assert reason in error.reason


def test_a_wrong_table_of_a_million_spaces_is_refused_at_its_line() -> None:
    error = refusal("#\n" + " " * 1_000_000 + "\nrule = 1")  # in steps of n * n, it takes hours

    assert error is not None
    assert error.line == 3


@given(
    HOSTILE | st.text("[]{}='\"\n.#abgroupsrules ", max_size=60).map(lambda text: f"groups={text}")
)
def test_any_text_is_a_table_or_is_refused_with_a_line_it_has(text: str) -> None:
    error = refusal(text)

    assert error is None or 1 <= error.line <= text.count("\n") + 1


FOLDER = Path(__file__).parents[2] / "index" / "synonyms"


class SynonymFile(TypedDict):
    """A file of synonyms: words for one another, and words that a question's word looks for."""

    groups: list[list[str]]
    rules: dict[str, list[str]]


def read(path: Path) -> SynonymFile:
    parsed = tomllib.loads(path.read_text(encoding="utf-8"))
    assert parsed
    assert parsed.keys() <= {"groups", "rules"}
    return SynonymFile(groups=parsed.get("groups", []), rules=parsed.get("rules", {}))


def english() -> SynonymFile:
    """All that is not names, which several files share by subject."""
    files = [read(path) for path in sorted(FOLDER.glob("*.toml")) if path.stem != "names"]
    return SynonymFile(
        groups=[group for file in files for group in file["groups"]],
        rules={asked: found for file in files for asked, found in file["rules"].items()},
    )


@pytest.fixture(params=["english", "names"])
def synonyms(request: pytest.FixtureRequest) -> SynonymFile:
    return english() if request.param == "english" else read(FOLDER / "names.toml")


def test_no_two_files_have_a_rule_for_the_same_words() -> None:
    """Else `english` would hide one of them from the tests below."""
    files = [read(path) for path in FOLDER.glob("*.toml")]

    assert repeated([asked for file in files for asked in file["rules"]]) == []


def stems(entry: str) -> tuple[str, ...]:
    """An entry as it is compared, its stop words included: `kick out` is not `kick`."""
    return tuple(token.term for token in tokens(entry))


def repeated(entries: list[str]) -> list[tuple[str, ...]]:
    return [stem for stem, count in Counter(map(stems, entries)).items() if count > 1]


def searched(synonyms: SynonymFile) -> list[str]:
    """Every entry that is looked for in documents."""
    return [
        entry for words in (*synonyms["groups"], *synonyms["rules"].values()) for entry in words
    ]


def test_entries_are_one_to_four_words_in_lower_case(synonyms: SynonymFile) -> None:
    entries = [*searched(synonyms), *synonyms["rules"]]

    wrong = [e for e in entries if e != e.lower().strip() or not 1 <= len(e.split()) <= 4]

    assert wrong == []


def test_groups_have_two_to_eight_entries(synonyms: SynonymFile) -> None:
    assert [group for group in synonyms["groups"] if not 2 <= len(group) <= 8] == []


def test_no_two_entries_of_the_groups_have_the_same_stem(synonyms: SynonymFile) -> None:
    """Within a group the second would be idle; in two groups it would tie both together."""
    assert repeated([entry for group in synonyms["groups"] for entry in group]) == []


def test_no_two_rules_ask_for_the_same_stem(synonyms: SynonymFile) -> None:
    assert repeated(list(synonyms["rules"])) == []


def test_rules_look_for_stems_other_than_their_own_each_once(synonyms: SynonymFile) -> None:
    rules = synonyms["rules"].items()

    assert [asked for asked, found in rules if not found or repeated([asked, *found])] == []


def test_no_rule_says_what_a_group_says_already(synonyms: SynonymFile) -> None:
    group_of = {stems(e): number for number, g in enumerate(synonyms["groups"]) for e in g}

    implied = [
        (asked, entry)
        for asked, found in synonyms["rules"].items()
        for entry in found
        if group_of.get(stems(asked), "none") == group_of.get(stems(entry))
    ]

    assert implied == []


def test_no_phrase_looked_for_shrinks_to_one_word_without_its_stop_words(
    synonyms: SynonymFile,
) -> None:
    """Documents are indexed without stop words, where `pull out` would find every `pull`."""
    misleading = [e for e in searched(synonyms) if len(terms(e)) < min(2, len(tokens(e)))]

    assert misleading == []


@pytest.mark.parametrize(
    ("text", "learnt"),
    [
        ("The Valdoran Fishing Guild (VFG) mended nets.", ("VFG", "Valdoran Fishing Guild")),
        ("the Valdoran\nFishing Guild (V.F.G.)", ("V.F.G.", "Valdoran Fishing Guild")),
        ("the Bridge of the Four Winds (the BFW)", ("BFW", "Bridge of the Four Winds")),
        ("Free Port-Anselm Traders (FPATs)", ("FPAT", "Free Port-Anselm Traders")),
        ("VFG - Valdoran Fishing Guild", ("VFG", "Valdoran Fishing Guild")),
        ("VFG-Valdoran Fishing Guild", ("VFG", "Valdoran Fishing Guild")),
        ("Words\n\n  • VFG = the guild of fishermen \nnext", ("VFG", "the guild of fishermen")),
        ("VFG: Valdoran Fishing Guild", ("VFG", "Valdoran Fishing Guild")),
        ("VFG – Fishing Guild of Valdora", ("VFG", "Fishing Guild of Valdora")),
        ("the VFG (Valdoran Fishing Guild) mended", ("VFG", "Valdoran Fishing Guild")),
        ("WHO (the World Health Organization)", ("WHO", "World Health Organization")),
        ("G6PD (glucose-6-phosphate dehydrogenase)", ("G6PD", "glucose-6-phosphate dehydrogenase")),
    ],
)
def test_an_abbreviation_is_learnt_with_its_name(text: str, learnt: tuple[str, str]) -> None:
    assert list(learn_abbreviations([text])) == [learnt]


@pytest.mark.parametrize(
    "text",
    [
        "the treaty (1605) held",
        "the guild (see below) mended nets",
        "the guild (VFG) mended nets",
        "the VFG (which mended nets)",
        "The Brothers of Salt (VFG)",
        "Valdoran Fishing Guild (page 4)",
        "Valdoran Fishing Guild. (VFG)",
        "(VFG)",
        "the VFG - a guild of fishermen - mended nets",
        "1605 - the guild is founded",
        "KING: Come here at once",
        "KING - He comes.",
        "",
    ],
)
def test_nothing_is_learnt_from_what_explains_no_abbreviation(text: str) -> None:
    assert list(learn_abbreviations([text])) == []


def test_abbreviations_of_all_texts_are_learnt() -> None:
    texts = ["Valdoran Fishing Guild (VFG)", "Free Port Traders (FPT)"]

    assert [short for short, _ in learn_abbreviations(texts)] == ["VFG", "FPT"]


@given(HOSTILE)
def test_any_text_explains_abbreviations_by_words_or_none(text: str) -> None:
    for short, name in learn_abbreviations([f"Valdoran Fishing Guild (VFG)\n{text}"]):
        assert short.strip()
        assert name.strip()


def test_an_abbreviation_is_learnt_from_the_eight_words_before_its_bracket() -> None:
    long = "x" * 40
    texts = [
        "a b c d e f World Health Organization (WHO)",
        f"{long} World Health Organization (WHO)",
    ]

    assert [*learn_abbreviations(texts)] == [("WHO", "World Health Organization")] * 2
