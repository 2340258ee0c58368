"""Each benchmark runs on a small collection and prints its table; no figure is judged here."""

import json
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from benchmarks import (
    ablation,
    building,
    confidence,
    follow_ups,
    quality,
    retrieval,
    same_questions,
    speed,
    starting,
)
from benchmarks.collections import load_collection, load_question_set
from benchmarks.larger import grown, grown_aside
from benchmarks.metrics import ndcg
from benchmarks.reporting import share
from benchmarks.switches import COMPONENTS
from benchmarks.typos import with_typos
from index import Searcher
from index.confidence import FOUND

TEXTS = {
    "Bees": (
        "Honey bees dance to tell the others where flowers are. The dance was read by Frisch.",
        "A queen lays two thousand eggs a day in spring. Workers feed her because she cannot.",
    ),
    "Rivers": (
        "The Danube rises in the Black Forest. It reaches the sea after 2850 kilometres.",
        "Barges carried grain and timber down to Vienna. Rapids wrecked many of them.",
    ),
    "Clocks": (
        "Huygens built the first pendulum clock in 1656. It lost a quarter of a minute a day.",
        "Ships needed a clock that kept time at sea. Harrison made one after forty years.",
    ),
}
QUERIES = (
    ("Who read the dance of the honey bees?", "Bees 0"),
    ("How many eggs does a queen lay?", "Bees 1"),
    ("Where does the Danube rise?", "Rivers 0"),
    ("What did barges carry to Vienna?", "Rivers 1"),
    ("When was the first pendulum clock built?", "Clocks 0"),
    ("Who made a clock that kept time at sea?", "Clocks 1"),
)
HOPELESS = ("Who painted the Danube at Vienna?", "How heavy was the pendulum?")


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    """A folder laid out like ../shared, with texts of our own."""
    for name in ("squad2", "cran", "med"):
        _write_collection(tmp_path / "retrieval" / name)
    (tmp_path / "sources").mkdir()
    for title, paragraphs in TEXTS.items():
        text = "\n\n".join((title, *paragraphs))
        (tmp_path / "sources" / f"{title}.txt").write_text(text, "utf-8")
    asked = [_asked(text, answer) for text, answer in QUERIES]
    asked += [{"id": text, "question": text, "kind": "near-topic"} for text in HOPELESS]
    _write_lines(tmp_path / "questions" / "dev.jsonl", asked)
    return tmp_path


def test_quality_judges_the_starter_documents_and_the_shared_ones(
    shared: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    quality.main(["--shared", str(shared)])

    printed = capsys.readouterr().out
    assert "starter: 40 questions" in printed
    assert "dev: 6 questions that 3 passages answer, 2 that they do not" in printed
    assert printed.count("rank_bm25 Plus, our terms") == 3
    assert "near topic found" in printed
    assert "near-topic" in printed
    assert printed.count("Not verbatim: 0 of ") == 3


def test_quality_holds_its_figures_against_those_of_an_independent_script(
    shared: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = shared / "questions" / "score.py"
    script.write_text(
        "import json, sys\n"
        "lines = open(sys.argv[2]).read().splitlines()\n"
        "right = sum('Black Forest' in json.loads(line)['passages'][0]['passage']"
        " for line in lines)\n"
        "print(json.dumps(dict.fromkeys(('S@1', 'S@3', 'quote@1', 'confidence_auroc',"
        " 'answerable_said_found', 'unanswerable_said_found'), right)))\n",
        "utf-8",
    )
    _write_lines(shared / "one.jsonl", [_asked("Where does the Danube rise?", "Rivers 0")])

    sources, questions = str(shared / "sources"), str(shared / "one.jsonl")
    quality.main(["--sources", sources, "--questions", questions, "--shared", str(shared)])

    assert "score.py on the same answers: agrees on all 6 figures." in capsys.readouterr().out


def test_quality_wants_documents_and_questions_together(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        quality.main(["--sources", "documents"])

    assert "given together" in capsys.readouterr().err


def test_retrieval_ranks_beside_the_others_and_again_with_typos(
    shared: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    retrieval.main(["--collections", str(shared / "retrieval"), "--queries", "3"])

    printed = capsys.readouterr().out
    assert "squad2: 3 queries on 6 texts" in printed
    assert "squad2 with one typo in 30 % of the longer words: 3 queries" in printed
    assert "med: 3 queries on 6 texts" in printed
    assert printed.count("SQLite FTS5 porter") == 4


def test_a_searcher_or_a_collection_that_is_missing_is_named_and_left_out(
    shared: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "tantivy", None)  # as if it were not installed

    retrieval.main(["--collections", str(shared / "retrieval"), "--only", "med"])
    retrieval.main(["--collections", str(shared / "elsewhere"), "--only", "cran"])

    printed = capsys.readouterr().out
    assert "tantivy en_stem: left out, for tantivy is not installed" in printed
    assert f"cran: left out, for {shared / 'elsewhere' / 'cran'} is not there." in printed


def test_ablation_switches_every_part_off_in_turn(
    shared: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    small = load_question_set("dev", shared / "sources", shared / "questions" / "dev.jsonl")
    monkeypatch.setattr(ablation, "load_question_sets", lambda _shared: [small])

    ablation.main(["--shared", str(shared), "--queries", "2"])

    printed = capsys.readouterr().out
    assert [c.name for c in COMPONENTS if f"- {c.name}  " not in printed] == []


def test_a_part_is_off_only_while_it_is_switched_off(shared: Path) -> None:
    library = load_collection(shared / "retrieval" / "squad2").library
    (spelling,) = (component for component in COMPONENTS if component.name == "spelling")

    with spelling.switched_off():
        without = Searcher(library).answer("Where does the danubbe rise?").corrections
    again = Searcher(library).answer("Where does the danubbe rise?").corrections

    assert without == ()
    assert [correction.original for correction in again] == ["danubbe"]


def test_speed_times_the_whole_answer_its_stages_and_rank_bm25(
    shared: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    queries = [{"id": str(n), "text": f"{QUERIES[n % 6][0]} {n}"} for n in range(30)]
    folder = shared / "retrieval" / "squad2"
    _write_lines(folder / "queries.jsonl", queries)
    (folder / "qrels.tsv").write_text("".join(f"{n}\tBees 0\t1\n" for n in range(30)), "utf-8")

    speed.main(["--collections", str(shared / "retrieval"), "--sizes", "40", "--questions", "5"])

    printed = capsys.readouterr().out
    assert "40 passages: index built in" in printed
    assert "5 questions on 40 passages" in printed
    assert "rank_bm25, our terms: get_top_n" in printed
    assert "kinds of answer" in printed


def test_speed_falls_back_to_the_starter_documents(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    speed.main(["--collections", str(tmp_path), "--sizes", "20", "--questions", "2"])

    printed = capsys.readouterr().out
    assert "the starter documents take its place" in printed
    assert "2 questions on 20 passages" in printed


def test_starting_times_a_start_from_disk_and_what_a_change_costs(
    shared: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    few = ["--documents", "8", "--passages", "40"]
    starting.main(["--collections", str(shared / "retrieval"), *few])

    printed = capsys.readouterr().out
    assert "8 documents, 40 passages" in printed
    for step in ("built from nothing", "read from the disk", "others waited", "first answer"):
        assert step in printed


def test_building_tells_what_a_build_and_a_start_take(
    shared: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    building.main(["--collections", str(shared / "retrieval"), "--passages", "40"])

    printed = capsys.readouterr().out
    assert "40 passages" in printed
    for step in ("of two whole processors", "memory of all processes", "second start"):
        assert step in printed


def test_same_questions_shows_what_is_recognised_by_where_the_line_is_drawn(
    shared: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    same_questions.main(["--shared", str(shared)])

    printed = capsys.readouterr().out
    assert "dev: 8 questions, recognised when asked again" in printed
    assert "0.75 (shipped)" in printed
    assert "10000 questions, 8 different: 6 groups" in printed


def test_follow_ups_counts_right_answers_and_questions_completed_for_nothing(
    shared: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    small = load_question_set("dev", shared / "sources", shared / "questions" / "dev.jsonl")
    pairs = shared / "pairs.jsonl"
    pair = {"previous": "Who built a pendulum clock?", "words": "when was that?"}
    asked = small.questions[4]
    _write_lines(pairs, [{"set": "dev", **pair, "answered_as": asked.id}])
    monkeypatch.setattr(follow_ups, "load_question_sets", lambda _shared: [small])
    monkeypatch.setattr(follow_ups, "PAIRS", pairs)

    follow_ups.main(["--shared", str(shared)])

    printed = capsys.readouterr().out
    assert re.search(r"dev +1 +0 +1 +1", printed)
    assert re.search(r"dev +8 +0", printed)


def test_confidence_fits_weights_and_shows_what_they_are_worth(
    shared: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    confidence.main(["--shared", str(shared)])

    printed = capsys.readouterr().out
    assert "fitted now" in printed
    assert "Reliability, held out" in printed
    assert f"Called found from {share(FOUND)}, shipped" in printed
    assert "SQuAD 2" in printed


def test_confidence_cannot_hold_out_the_only_set(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="Nothing can be held out"):
        confidence.main(["--shared", str(tmp_path)])


def test_ndcg_is_1_for_all_relevant_first_and_less_the_later_they_come() -> None:
    relevant = frozenset("ab")

    values = [ndcg(run, relevant) for run in ("abcd", "acbd", "cdab", "cdef")]

    assert values[0] == 1
    assert values == sorted(values, reverse=True)
    assert values[-1] == 0


def test_typos_are_the_same_each_time_and_touch_about_a_third_of_the_longer_words() -> None:
    question = " ".join(["pendulum of"] * 1000)

    written = with_typos(question)

    changed = sum(word not in {"pendulum", "of"} for word in written.split())
    assert written == with_typos(question)
    assert 250 < changed < 350
    assert written.count("of") >= 1000


def test_a_grown_library_has_the_first_passages_as_they_were_and_new_words_among_the_others(
    shared: Path,
) -> None:
    library = load_collection(shared / "retrieval" / "squad2").library

    larger = grown(library, 20)

    texts = [passage.text for passage in larger.passages]
    assert len(texts) == 20
    assert texts[:6] == [passage.text for passage in library.passages]
    words = set(" ".join(texts[:6]).split())
    assert set(" ".join(texts[6:]).split()) - words
    assert Searcher(larger).rank(QUERIES[0][0])[0] == 0


def test_a_library_grown_aside_is_the_same(shared: Path, tmp_path: Path) -> None:
    library = load_collection(shared / "retrieval" / "squad2").library

    aside, larger = grown_aside(library, 20, tmp_path / "aside"), grown(library, 20)

    assert (aside.documents, aside.passages) == (larger.documents, larger.passages)


def _write_collection(folder: Path) -> None:
    corpus = [
        {"id": f"{title} {number}", "title": title, "text": text}
        for title, paragraphs in TEXTS.items()
        for number, text in enumerate(paragraphs)
    ]
    _write_lines(folder / "corpus.jsonl", corpus)
    queries = [
        {"id": str(number), "text": text, "answers": [_sentence(answer)]}
        for number, (text, answer) in enumerate(QUERIES)
    ]
    _write_lines(folder / "queries.jsonl", queries)
    _write_lines(folder / "unanswerable.jsonl", [{"text": text} for text in HOPELESS])
    qrels = "".join(f"{number}\t{answer}\t1\n" for number, (_, answer) in enumerate(QUERIES))
    (folder / "qrels.tsv").write_text(qrels, "utf-8")


def _asked(question: str, answer: str) -> dict[str, object]:
    gold = {"source": f"{answer.split(maxsplit=1)[0]}.txt", "quote": _sentence(answer)}
    return {"id": question, "question": question, "kind": "factual", "answers": [gold]}


def _sentence(answer: str) -> str:
    """The first sentence of a paragraph, given as its title and number."""
    title, number = answer.split()
    return TEXTS[title][int(number)].split(". ")[0]


def _write_lines(path: Path, rows: Sequence[Mapping[str, object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
