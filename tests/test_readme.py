"""README and docs say what is so: commands, options, settings, links and the example's answer."""

import re
import sqlite3
import textwrap
from collections.abc import Iterator
from contextlib import closing
from itertools import chain
from pathlib import Path

import click
import discord
import pytest
from click.testing import CliRunner

from bot.__main__ import main
from bot.storage.schema import STEPS
from config import Settings
from index import load_questions, parse_synonyms
from sources import load_library, read_corrections

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]
TERMINAL = re.search(r"^## In the terminal\n(.*?)^## ", README, re.DOTALL | re.MULTILINE)
SETTINGS = re.search(r"^## Settings\n(.*?)^## ", README, re.DOTALL | re.MULTILINE)
STORED = re.search(r"^## What is stored.*?\n(.*?)^## ", README, re.DOTALL | re.MULTILINE)
WORDED = {
    "question asked_as": "each question",
    "id answer_id question_id number fix version_id": "with an id",
    "asked_at at": "the time",
    "guild_id channel_id": "the server and channel",
    "surface": "by command, mention, menu, direct message, forum post or terminal",
    "added": "which words a follow-up took from the question before",
    "as_typed": "whether spelling was corrected",
    "scope": "what it was limited to",
    "private": "whether the answer was private",
    "asker": "the asker's pseudonym",
    "status confidence": "the status and confidence",
    "passage_id source start end rank": "which passages",
    "library_version document": "which version of the documents",
    "score": "scores",
    "quoted text breaks citation quote_start quote_end hash last_shown": "text and citation",
    "latency_ms": "how long the search took",
    "helpful reason voter": "votes on answers with their reason, by pseudonym",
    "sealed told_at": "encrypted under a key outside the database until the notification is sent",
    "decision": "what moderators decided about gaps",
    "actor action details": "everything they did, by pseudonym, with its details",
    "kind content": "what they taught the bot",
    "sent_at": "when it was last sent",
    "name sha256 size added_at": "who added which file and when",
    "version common own_version restores folder": "the versions of its documents",
    "seen undecided summary": "what was rehearsed",
    "since": "since when",
    "day found weak none unkept askers questions unhelpful": "daily counts",
    "opened": "how often an answer was opened (read on, cited, shared), but not by whom",
    "value": "a check value of that key",
    "ms answers": "latencies, and how often each source was shown",
}
SPOKEN = re.compile(r"(?:scripts/pullquote|docker run --rm pullquote) +([^`\n#]+)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_and_option_that_is_spoken_of_exists(page: Path) -> None:
    for line in SPOKEN.findall(page.read_text("utf-8")):
        words = line.split()
        command, known = _find(words)
        assert command is not main or words[0].startswith("-") or words[0] == "...", line
        assert {word for word in words if word.startswith("--")} <= known, line


def test_the_table_of_commands_is_complete() -> None:
    assert TERMINAL is not None
    first_cells = re.findall(r"^\| (`[^|]+) \|", TERMINAL[1], re.MULTILINE)[1:]
    spoken = [line for cell in first_cells for line in re.findall(r"`([^`]+)`", cell)]

    assert {" ".join(_command_words(line)) for line in spoken} == set(_commands(main))


def test_the_table_of_settings_is_the_settings() -> None:
    assert SETTINGS is not None
    rows = [
        re.findall(r"`(\w+)`", row)[:2]
        for row in re.findall(r"^\|.*", SETTINGS[1], re.MULTILINE)[2:]
    ]
    environment = [
        str(field.validation_alias or f"PULLQUOTE_{name.upper()}")
        for name, field in Settings.model_fields.items()
    ]

    assert [row[-1] for row in rows] == environment


def test_all_that_the_log_stores_is_told() -> None:
    assert STORED is not None
    told = " ".join(STORED[1].split())
    with closing(sqlite3.connect(":memory:")) as log:
        for statement in chain.from_iterable(STEPS):
            log.execute(statement)
        columns = log.execute(
            "SELECT c.name FROM pragma_table_list AS t, pragma_table_info(t.name) AS c"
            " WHERE t.schema = 'main' AND t.name NOT LIKE 'sqlite%'"
        ).fetchall()

    assert {name for (name,) in columns} == {column for names in WORDED for column in names.split()}
    assert [words for words in WORDED.values() if words not in told] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)", page.read_text("utf-8"))

    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_front_matter_that_readme_shows_is_what_gets_cited(tmp_path: Path) -> None:
    (tmp_path / "bern.md").write_text(f"{_block('markdown')}\nThe view is good.\n", "utf-8")

    library = load_library(tmp_path)

    document = library.documents["bern.md"]
    assert (document.title, document.authors) == ("The view from Bern", ("A. Teacher",))
    assert (document.published, document.licence) == ("2024-05", "CC BY 4.0")
    assert library.problems == ()


def test_the_synonyms_that_readme_shows_are_understood() -> None:
    assert parse_synonyms(next(block for block in _blocks("toml") if "groups" in block))


def test_the_corrections_that_readme_shows_are_understood() -> None:
    shown = next(block for block in _blocks("toml") if "authors" in block)

    corrections, problems = read_corrections(shown.encode())

    assert [correction.title for correction in corrections.values()] == ["On bees"]
    assert problems == []


def test_the_known_question_that_readme_shows_is_understood(tmp_path: Path) -> None:
    (tmp_path / "questions.jsonl").write_text(_block("json"), "utf-8")

    (question,) = load_questions(tmp_path / "questions.jsonl")

    assert question.answers[0].quote == "Ada wrote"


def test_the_example_gives_the_answer_that_readme_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    example = re.search(r"\$ scripts/pullquote (ask) \"(.*)\"\n(.*?)\n\.\.\.\n", README, re.DOTALL)
    assert example is not None
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")

    ran = CliRunner().invoke(main, example.groups()[:2])

    assert ran.exit_code == 0
    assert ran.stdout.startswith(example[3])


def test_the_invitation_asks_for_the_permissions_that_are_listed_and_no_others() -> None:
    page = (ROOT / "docs" / "discord-setup.md").read_text("utf-8")
    (asked_for,) = re.findall(r"permissions=(\d+)", page)
    table = page.partition("| Permission |")[2].partition("\n\n")[0]

    listed = {_snake(name) for name in re.findall(r"^\| (\w.*?) \|", table, re.MULTILINE)}

    asked = {name for name, allowed in discord.Permissions(int(asked_for)) if allowed}
    assert asked == listed - {"view_channels"} | {"read_messages"}  # discord.py's name for it


def _block(language: str) -> str:
    """Return README's only code block in a language."""
    (block,) = _blocks(language)
    return block


def _blocks(language: str) -> list[str]:
    """Return README's code blocks in a language, without the indentation of its list."""
    blocks = re.findall(rf"^   ```{language}\n(.*?)\n   ```$", README, re.DOTALL | re.MULTILINE)
    return [textwrap.dedent(block) for block in blocks]


def _find(words: list[str]) -> tuple[click.Command, set[str]]:
    """The command that the words call, and the options that it takes."""
    command: click.Command = main
    known = set(_options(main))
    for word in words:
        if not isinstance(command, click.Group) or word not in command.commands:
            break
        command = command.commands[word]
        known.update(_options(command))
    return command, known | {"--help"}


def _options(command: click.Command) -> Iterator[str]:
    for parameter in command.params:
        yield from parameter.opts


def _commands(group: click.Group, before: str = "") -> Iterator[str]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from _commands(command, f"{before}{name} ")
        elif not command.hidden:
            yield f"{before}{name}"


def _command_words(line: str) -> list[str]:
    return [word for word in line.split() if re.fullmatch("[a-z][a-z-]*", word)]


def _snake(name: str) -> str:
    return name.lower().replace(" ", "_")
