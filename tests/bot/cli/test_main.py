"""The command line from within: what each command prints, and what it says to mistakes."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import bot
from bot.errors import LogDamagedError
from bot.services.pseudonyms import Pseudonyms
from tests.bot.shelf import run
from tests.bot.storage.test_migration import LOGS

pytestmark = pytest.mark.usefixtures("shelf")


def _logged(data: str = "data") -> list[Any]:
    connection = sqlite3.connect(Path(data, "queries.db"))
    try:
        query = "SELECT answer_id, question, surface, guild_id, status FROM question ORDER BY id"
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def test_ask_prints_the_passage_with_its_citation_and_logs_the_question() -> None:
    result = run("ask", "who decoded the waggle dance?")

    assert result.exit_code == 0
    assert result.stderr == ""
    assert "Karl von Frisch decoded the waggle dance in Austria." in " ".join(result.stdout.split())
    assert "— On bees" in result.stdout
    ((_, question, surface, guild_id, status),) = _logged()
    assert (question, surface, guild_id) == ("who decoded the waggle dance?", "terminal", None)
    assert status in {"found", "weak"}


@pytest.mark.parametrize("dump", LOGS, ids=lambda dump: dump.stem)
def test_question_is_logged_even_if_the_log_lacked_columns(dump: Path) -> None:
    _make_log(dump.read_text("utf-8"))
    Pseudonyms.load(Path("data/pseudonyms.key"))  # as every version has made it

    result = run("ask", "who decoded the waggle dance?")

    assert result.exit_code == 0
    assert _logged()[-1][1] == "who decoded the waggle dance?"


def test_log_that_cannot_take_questions_ends_ask_with_one_sentence_and_a_status() -> None:
    run("ask", "owls")
    _make_log("ALTER TABLE question DROP COLUMN latency_ms")

    result = run("ask", "who decoded the waggle dance?")

    assert result.exit_code not in {0, 1}  # 1 says that nothing was found
    (line,) = result.stderr.splitlines()
    reason = "table question has no column latency_ms"
    assert line == f"pullquote: {LogDamagedError(Path('data/queries.db'), reason)}"


def _make_log(script: str) -> None:
    Path("data").mkdir(exist_ok=True)
    with closing(sqlite3.connect("data/queries.db")) as connection:
        connection.executescript(script)


def test_ask_as_typed_reads_no_word_as_another() -> None:
    mended = run("ask", "wagle danse", "--json")
    as_typed = run("ask", "wagle danse", "--json", "--as-typed")

    assert [c["to"] for c in json.loads(mended.stdout)["corrections"]] == ["waggle", "dance"]
    assert json.loads(as_typed.stdout)["corrections"] == []
    assert as_typed.exit_code == 1


def test_the_data_folder_is_made_for_its_owner_alone() -> None:
    run("ask", "owls")

    assert Path("data").stat().st_mode & 0o777 == 0o700


def test_synonyms_beside_the_documents_are_used(shelf: Path) -> None:
    (shelf / "synonyms.toml").write_text('[rules]\nzzyx = ["waggle dance"]\n')

    result = run("ask", "zzyx")

    assert "waggle dance" in result.stdout
    assert result.stderr == ""


def test_wrong_synonyms_are_told_in_one_line_and_cost_no_answer(shelf: Path) -> None:
    (shelf / "synonyms.toml").write_text('groups = [["alone"]]\n')

    result = run("ask", "who decoded the waggle dance?")

    assert result.exit_code == 0
    assert "synonyms.toml, line 1: a group is a list of two or more words" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_ask_takes_words_without_quotation_marks_as_one_question() -> None:
    result = run("ask", "who", "decoded", "the", "dance")

    assert result.exit_code == 0
    assert [row[1] for row in _logged()] == ["who decoded the dance"]


def test_ask_json_is_the_contract_s_object_with_the_id_of_the_log() -> None:
    result = run("ask", "who decoded the waggle dance?", "--json", "--limit", "1")

    shown = json.loads(result.stdout)
    assert [row[0] for row in _logged()] == [shown["id"]]
    assert [passage["source"] for passage in shown["passages"]] == ["bees.txt"]


def test_ask_exits_with_1_and_says_so_when_nothing_is_found() -> None:
    result = run("ask", "xylophone")

    assert result.exit_code == 1
    assert result.stdout.startswith("Not found in the sources\n")
    assert [row[4] for row in _logged()] == ["none"]


def test_ask_without_a_question_answers_and_logs_each_line_of_standard_input() -> None:
    result = run("ask", "--json", asked="how do bees dance?\n\n  \nxylophone\n")

    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [answer["question"] for answer in answers] == ["how do bees dance?", "xylophone"]
    assert [row[0] for row in _logged()] == [answer["id"] for answer in answers]
    assert result.exit_code == 0


@pytest.mark.parametrize(("asked", "status"), [("xylophone\n", 1), ("", 0)])
def test_ask_exits_with_1_only_if_there_were_questions_and_none_found_anything(
    asked: str, status: int
) -> None:
    assert run("ask", asked=asked).exit_code == status


def test_ask_replaces_what_is_not_utf8_on_standard_input() -> None:
    result = run("ask", "--json", asked=b"b\xffes dance\n")

    assert json.loads(result.stdout)["question"] == "b\ufffdes dance"


@pytest.mark.parametrize(
    "arguments",
    [
        ("--data", "elsewhere", "ask", "owls"),
        ("ask", "--data", "elsewhere", "owls"),
        ("--data", "overruled", "ask", "owls", "--data", "elsewhere"),
    ],
    ids=["before the command", "after it", "both, the later wins"],
)
def test_common_options_stand_before_or_after_the_command(arguments: tuple[str, ...]) -> None:
    result = run(*arguments)

    assert result.exit_code == 0
    assert len(_logged("elsewhere")) == 1
    assert not Path("overruled").exists()


def test_common_options_stand_within_a_group_of_commands_too(shelf: Path) -> None:
    shelf.rename("elsewhere")

    result = run("sources", "--sources", "elsewhere", "list")

    assert "bees.txt" in result.stdout


def test_a_settings_file_is_taken_from_the_option_config() -> None:
    Path("class.toml").write_text('data = "from-file"')

    result = run("ask", "owls", "--config", "class.toml")

    assert result.exit_code == 0
    assert len(_logged("from-file")) == 1


def test_answer_writes_a_line_for_each_question_in_order_and_logs_nothing() -> None:
    Path("q.jsonl").write_text('{"id": "b", "question": "owls"}\n{"id": 1, "question": "bees"}\n')

    result = run("answer", "q.jsonl", "--limit", "1")

    assert result.exit_code == 0
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(a["id"], a["question"], len(a["passages"])) for a in answers] == [
        ("b", "owls", 1),
        (1, "bees", 1),
    ]
    assert not Path("data").exists()


def test_answer_reads_standard_input_when_the_file_is_a_dash() -> None:
    result = run("answer", "-", asked='{"id": 1, "question": "owls"}')

    assert json.loads(result.stdout)["id"] == 1


def test_answer_answers_nothing_when_a_later_line_is_bad() -> None:
    result = run("answer", "-", asked='{"id": 1, "question": "owls"}\nbees?\n')

    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("pullquote: standard input, line 2: it is not JSON")


def test_a_file_that_cannot_be_read_is_noted_and_the_others_answer(shelf: Path) -> None:
    (shelf / "broken.txt").write_bytes(b"\x00\x01\x02" * 100)

    result = run("ask", "owls")

    assert result.exit_code == 0
    assert "Barn owls" in result.stdout
    assert result.stderr == "Files with problems: 1; see `pullquote sources check`.\n"


def test_without_a_command_the_commands_are_listed() -> None:
    result = run()

    assert result.exit_code == 0
    assert {"ask", "answer", "run", "sources", "evaluate"} <= set(result.stdout.split())


def test_the_version_is_the_project_s() -> None:
    assert run("--version").stdout.split()[-1] == bot.__version__


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("frobnicate",), "frobnicate"),
        (("ask", "owls", "--limt", "3"), "--limit"),
        (("ask", "owls", "--limit", "0"), "--limit"),
        (("ask", "owls", "--limit", "many"), "many"),
        (("ask", "owls", "--sources"), "--sources"),
        (("ask", ""), "question is empty"),
        (("ask", "  ", ""), "question is empty"),
        (("ask", "owls", "--sources", "nowhere"), "no folder nowhere"),
        (("ask", "owls", "--sources", "shelf/bees.txt"), "is a file"),
        (("ask", "owls", "--sources", "empty"), "no documents in empty"),
        (("ask", "owls", "--sources", ""), "--sources"),
        (("ask", "owls", "--data", "shelf/bees.txt"), "data folder"),
        (("ask", "owls", "--data", "shelf/bees.txt/data"), "data folder"),
        (("ask", "owls", "--config", "nowhere.toml"), "nowhere.toml"),
        (("ask", "owls", "--config", "shelf"), "shelf"),
        (("answer",), "QUESTIONS.jsonl"),
        (("answer", "nowhere.jsonl"), "nowhere.jsonl"),
        (("answer", "shelf"), "shelf"),
        (("answer", "shelf/bees.txt"), "line 1"),
        (("evaluate", "nowhere.jsonl"), "nowhere.jsonl"),
        (("evaluate", "shelf"), "shelf"),
        (("evaluate", "shelf/bees.txt"), "line 1"),
        (("sources", "chekc"), "chekc"),
        (("run",), "DISCORD_TOKEN"),
    ],
    ids=" ".join,
)
def test_a_mistake_is_one_line_on_standard_error_with_status_2(
    arguments: tuple[str, ...], words: str
) -> None:
    Path("empty").mkdir()

    result = run(*arguments)

    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("pullquote: ")
    assert result.stderr.count("\n") == 1
    assert words in result.stderr


def test_a_misspelt_setting_is_one_line_with_status_2() -> None:
    Path("pullquote.toml").write_text('sorces = "shelf"')

    result = run("ask", "owls")

    assert result.exit_code == 2
    assert result.stderr == (
        'pullquote: "sorces" in pullquote.toml is not a setting. Did you mean "sources"?\n'
    )


def test_sources_diff_shows_what_a_reload_would_change_with_the_questions_asked_before(
    shelf: Path,
) -> None:
    run("ask", "what do owls hunt at night?")
    (shelf / "owls.txt").unlink()
    (shelf / "ants.txt").write_text("On ants\n\nAnts keep herds of aphids.\n", "utf-8")
    (shelf / "torn.pdf").write_text("no pdf", "utf-8")

    result = run("sources", "diff")

    assert result.exit_code == 0
    for words in ("added", "ants.txt", "removed", "owls.txt", "torn.pdf", "vanishes", "hunt mice"):
        assert words in result.stdout
    assert "0 checked questions, 1 from the log" in " ".join(result.stdout.split())


def test_sources_diff_json_has_documents_problems_and_answers_before_and_after(
    shelf: Path,
) -> None:
    run("ask", "what do owls hunt at night?")
    golden = {"id": 1, "question": "Who decoded the waggle dance?"}
    golden["answers"] = [{"source": "bees.txt", "quote": "Karl von Frisch"}]
    (shelf / "questions.jsonl").write_text(json.dumps(golden))
    (shelf / "bees.txt").write_text("On bees\n\nBees sleep in winter.\n", "utf-8")

    found = json.loads(run("sources", "diff", "--json").stdout)

    assert [one["doc_id"] for one in found["changed"]] == ["bees.txt"]
    assert (found["golden"], found["recent"]) == (1, 1)
    (one,) = found["replayed"]
    assert (one["effect"], one["right_before"], one["right_after"]) == ("vanishes", True, False)
    assert one["before"]["doc_id"] == "bees.txt"


def test_sources_diff_without_anything_served_before_says_so_and_shows_the_rest() -> None:
    result = run("sources", "diff")

    assert result.exit_code == 0
    assert "Nothing from this folder has been served yet: everything is new." in result.stdout
    assert "2 documents, 2 passages: 2 added." in result.stdout
    assert "there are no checked questions" in result.stdout


def test_a_folder_that_did_not_change_is_not_read_again(shelf: Path) -> None:
    first = json.loads(run("ask", "owls", "--json").stdout)
    saved = [path.stat().st_mtime_ns for path in Path("data/cache").rglob("*.json")]

    second = json.loads(run("ask", "owls", "--json").stdout)

    assert saved
    assert saved == [path.stat().st_mtime_ns for path in Path("data/cache").rglob("*.json")]
    assert second["library_version"] == first["library_version"]
    assert second["passages"] == first["passages"]
    (shelf / "owls.txt").write_text("On owls\n\nOwls sleep by day.\n", "utf-8")
    assert json.loads(run("ask", "owls", "--json").stdout)["passages"] != first["passages"]
