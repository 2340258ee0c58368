"""The command line from outside: real processes, pipes, terminals and signals."""

import json
import os
import pty
import select
import signal
import subprocess
import sys
import termios
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest

from .shelf import environment, pullquote, write_shelf

pytestmark = pytest.mark.process

PROMPT = b"Question:"
MANY = '{"id": 1, "question": "how do bees dance?"}\n' * 2000


@pytest.fixture(autouse=True)
def shelf(tmp_path: Path) -> Path:
    return write_shelf(tmp_path / "shelf")


class Start(Protocol):
    """Starts `pullquote` with `arguments`; by default nothing is on its standard input."""

    def __call__(
        self,
        *arguments: str,
        stdin: int = subprocess.DEVNULL,
        stdout: int = subprocess.PIPE,
        stderr: int = subprocess.PIPE,
        shell_redirection: str = "",
        **variables: str,
    ) -> subprocess.Popen[bytes]:
        """Start it and return at once."""
        ...


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Processes in `tmp_path`; one that a failed test left running is killed."""
    started: list[subprocess.Popen[bytes]] = []

    def start(
        *arguments: str,
        stdin: int = subprocess.DEVNULL,
        stdout: int = subprocess.PIPE,
        stderr: int = subprocess.PIPE,
        shell_redirection: str = "",
        **variables: str,
    ) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-P", "-m", "bot", *arguments]
        if shell_redirection:
            command = ["sh", "-c", f'exec "$@" {shell_redirection}', "sh", *command]
        env = environment(
            TERM="xterm", PROMPT_TOOLKIT_NO_CPR="1", PULLQUOTE_SOURCES="shelf", **variables
        )
        process = subprocess.Popen(
            command, cwd=tmp_path, env=env, stdin=stdin, stdout=stdout, stderr=stderr
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


class Terminal:
    """A terminal with a person before it: what processes write to `end` is read here."""

    def __init__(self) -> None:
        self._ours, self.end = pty.openpty()
        termios.tcsetwinsize(self.end, (24, 80))
        self._unread = b""

    def type(self, keys: bytes) -> None:
        """Press keys."""
        os.write(self._ours, keys)

    def read_until(self, words: bytes) -> bytes:
        """Give what came up to `words`; fail if nothing comes for 30 s."""
        while words not in self._unread:
            ready, _, _ = select.select([self._ours], [], [], 30)
            assert ready, self._unread
            self._unread += os.read(self._ours, 65536)
        seen, found, self._unread = self._unread.partition(words)
        return seen + found

    def close(self) -> None:
        """Go away."""
        os.close(self._ours)
        os.close(self.end)


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    terminal = Terminal()
    yield terminal
    terminal.close()


def test_standard_output_has_answers_only_and_plain_text_when_it_is_no_terminal(
    tmp_path: Path,
) -> None:
    ended = pullquote("ask", "how do bees dance?", "--sources", "shelf", cwd=tmp_path)

    assert ended.returncode == 0
    assert b"\x1b" not in ended.stdout
    assert ended.stderr == b""


def test_no_color_is_honoured_in_a_terminal(start: Start, terminal: Terminal) -> None:
    start("ask", "bees", stdout=terminal.end, NO_COLOR="1")

    seen = terminal.read_until(b"par. ")

    assert b"\x1b[1m" in seen  # bold is no colour
    assert b"\x1b[1;3" not in seen


def test_an_argument_that_is_not_utf8_is_asked_with_its_bad_bytes_replaced(tmp_path: Path) -> None:
    arguments = ("ask", os.fsdecode(b"b\xffes dance"), "--json", "--sources", "shelf")

    ended = pullquote(*arguments, cwd=tmp_path)

    assert json.loads(ended.stdout)["question"] == "b\ufffdes dance"


def test_an_encoding_that_lacks_a_character_costs_no_answer(tmp_path: Path, shelf: Path) -> None:
    (shelf / "owls.txt").write_text("On owls\n\nOwls don’t dance — ever.\n", "utf-8")

    ended = pullquote(
        "ask", "owls dance", "--sources", "shelf", cwd=tmp_path, PYTHONIOENCODING="ascii"
    )

    assert ended.returncode == 0
    assert b"Owls don\\u2019t dance" in ended.stdout


def test_json_is_utf8_in_any_encoding(tmp_path: Path, shelf: Path) -> None:
    (shelf / "owls.txt").write_text("On owls\n\nOwls don’t dance — ever.\n", "utf-8")

    ended = pullquote(
        "ask", "owls dance", "--json", "--sources", "shelf", cwd=tmp_path, PYTHONIOENCODING="ascii"
    )

    assert "Owls don’t dance" in ended.stdout.decode("utf-8")


def test_a_reader_that_has_enough_ends_a_batch_quietly(tmp_path: Path, start: Start) -> None:
    (tmp_path / "many.jsonl").write_text(MANY)
    process = start("answer", "many.jsonl")
    assert process.stdout is not None
    process.stdout.readline()

    process.stdout.close()

    assert process.wait(timeout=60) == 141
    assert process.stderr is not None
    assert process.stderr.read() == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full, which is Linux's")
def test_a_full_disk_behind_standard_output_is_one_line_with_status_2(start: Start) -> None:
    with Path("/dev/full").open("wb") as full:
        process = start("ask", "bees", stdout=full.fileno())
        _, said = process.communicate(timeout=60)

    assert process.returncode == 2
    assert said == b"pullquote: The system refused: no space left on device.\n"


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-"])
def test_a_closed_stream_is_an_empty_one(start: Start, closed: str) -> None:
    process = start("ask", "bees", shell_redirection=closed)

    said, complained = process.communicate(timeout=60)

    assert process.returncode == 0
    assert complained == b""
    assert (b"On bees" in said) == (closed != ">&-")


def test_ctrl_c_between_two_questions_ends_quietly_with_status_130(start: Start) -> None:
    process = start("ask", "--json", stdin=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(b"how do bees dance?\n")
    process.stdin.flush()
    process.stdout.readline()

    process.send_signal(signal.SIGINT)

    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert said.strip() == b""


@pytest.mark.parametrize("leave", [b"\x04", b"half a question\x03"], ids=["Ctrl-D", "Ctrl-C"])
def test_the_prompt_answers_keeps_its_history_and_is_left_by(
    tmp_path: Path, start: Start, terminal: Terminal, leave: bytes
) -> None:
    process = start("ask", stdin=terminal.end, stdout=terminal.end, stderr=terminal.end)
    terminal.read_until(PROMPT)
    terminal.type(b"\rwho decoded the waggle dance?\r")
    answered = terminal.read_until(b"par. ")
    terminal.read_until(PROMPT)

    terminal.type(leave)

    assert process.wait(timeout=60) == 0
    assert b"Karl von Frisch" in answered
    history = tmp_path / "data" / "history"
    assert "+who decoded the waggle dance?\n" in history.read_text()
    assert history.stat().st_mode & 0o777 == 0o600


def test_the_prompt_answers_where_its_history_cannot_be_kept(
    tmp_path: Path, start: Start, terminal: Terminal
) -> None:
    (tmp_path / "data" / "history").mkdir(parents=True)
    process = start("ask", stdin=terminal.end, stdout=terminal.end, stderr=terminal.end)
    terminal.read_until(PROMPT)

    terminal.type(b"who decoded the waggle dance?\r")
    answered = terminal.read_until(b"par. ")
    terminal.read_until(PROMPT)
    terminal.type(b"\x04")

    assert process.wait(timeout=60) == 0
    assert b"Karl von Frisch" in answered
    assert b"Exception" not in answered


def test_at_a_prompt_whose_output_is_redirected_the_file_has_answers_only(
    start: Start, terminal: Terminal
) -> None:
    process = start("ask", "--json", stdin=terminal.end, stderr=terminal.end)
    terminal.read_until(PROMPT)
    terminal.type(b"who decoded the waggle dance?\r\x04")

    answers, _ = process.communicate(timeout=60)

    (line,) = answers.splitlines()
    assert json.loads(line)["question"] == "who decoded the waggle dance?"
