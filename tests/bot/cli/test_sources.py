"""What the library holds and leaves out, and how well it answers, as the command line tells it."""

import json
from pathlib import Path

import pytest

from tests.bot.shelf import run

pytestmark = pytest.mark.usefixtures("shelf")


def test_sources_list_names_each_document_with_its_passages_and_title() -> None:
    result = run("sources", "list")

    words = [line.split() for line in result.stdout.splitlines()]
    assert [line[1:] for line in words] == [
        ["bees.txt", "On", "bees"],
        ["owls.txt", "On", "owls"],
    ]
    assert all(int(line[0]) > 0 for line in words)


def test_sources_check_names_files_not_served_first_then_what_is_left_out(shelf: Path) -> None:
    (shelf / "broken.txt").write_bytes(b"\x00\x01\x02" * 100)
    (shelf / "blog.txt").write_text(
        "On wasps\n\nWasps build paper nests in the eaves of barns.\n\nComments are closed.\n"
    )

    result = run("sources", "check")

    assert result.exit_code == 2
    lines = result.stdout.splitlines()
    assert lines[0] == "Not served:"
    assert lines[1].startswith("  broken.txt: ")
    assert lines[-2].startswith("  blog.txt: ")
    assert lines[-2].endswith('(at line 5: "Comments are closed.")')
    assert "3 documents served" in result.stdout


def test_sources_check_tells_what_is_wrong_with_the_synonyms(shelf: Path) -> None:
    (shelf / "synonyms.toml").write_text('groups = [["alone"]]\n')

    result = run("sources", "check")

    assert result.exit_code == 2
    assert "synonyms.toml, line 1: a group is a list of two or more words" in result.stderr
    assert "2 documents served" in result.stdout


def test_sources_check_tells_why_nothing_at_all_is_served(shelf: Path) -> None:
    for document in shelf.iterdir():
        document.write_bytes(b"\x00\x01\x02" * 100)

    result = run("sources", "check")

    assert result.exit_code == 2
    assert "bees.txt: " in result.stdout
    assert "0 documents served" in result.stdout


def test_sources_check_of_good_documents_ends_with_0() -> None:
    assert run("sources", "check").exit_code == 0


def test_file_name_cannot_change_what_the_terminal_shows(shelf: Path) -> None:
    (shelf / "a\u202efdp\nNot served: bees.txt\x1b[2J.exe.txt").write_bytes(b"\x00\x01" * 100)

    shown = run("sources", "check").stdout

    assert "  a�fdp␊Not served: bees.txt␛[2J.exe.txt" in shown.splitlines()


KNOWN = (
    '{"id": "k1", "question": "who decoded the waggle dance?", "answers": '
    '[{"source": "bees.txt", "quote": "Karl von Frisch decoded the waggle dance in Austria."}]}\n'
    '{"id": "k2", "question": "how do owls hunt?", "answers": '
    '[{"source": "bees.txt", "quote": "no such words"}]}\n'
    '{"id": "k3", "question": "xylophone"}\n'
)


def test_evaluate_gives_the_figures_and_names_the_misses() -> None:
    Path("known.jsonl").write_text(KNOWN)

    result = run("evaluate", "known.jsonl")

    assert result.exit_code == 0
    assert ["S@1", "0.500"] in [line.split() for line in result.stdout.splitlines()]
    assert "missed k2: how do owls hunt?\n    instead: owls.txt: " in result.stdout
    assert not Path("data").exists()


def test_evaluate_json_is_one_object() -> None:
    Path("known.jsonl").write_text(KNOWN)

    result = run("evaluate", "known.jsonl", "--json")

    shown = json.loads(result.stdout)
    assert (shown["S@1"], shown["S@3"], shown["quote@1"]) == (0.5, 0.5, 0.5)
    assert (shown["questions"], shown["missed"]) == (3, ["k2"])
