"""Whatever a file does to the process that reads it, it costs that file alone.

Files that end in `.run` are programs, which the process runs: see `hostile`.
"""

import os
import subprocess
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources import ChildNotStartedError, Limits, Progress, library, load_library, pool, problems
from sources.limits import DEFAULT_LIMITS
from sources.pipeline import read_document
from sources.pool import Pool
from sources.problems import NotServedError
from sources.protocol import READY, Orders, read_frame, write_frame
from sources.readers import READERS, Reader
from tests.sources import hostile

pytestmark = pytest.mark.process

TEXT = "On windy days the old bridge hums."
ORDERS = Orders(limits=DEFAULT_LIMITS, max_chars=1000, target_chars=700)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Good files around those that a test adds, read by processes that know `.run`."""
    monkeypatch.setattr(library, "Pool", Pool)
    monkeypatch.setattr(pool, "_MODULE", hostile.__name__)
    monkeypatch.setitem(cast("dict[str, Reader]", READERS), hostile.ENDING, hostile.run)
    for name in ("a.txt", "z.md"):
        (tmp_path / name).write_text(f"{TEXT} {name} is here.")
    return tmp_path


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """The processes that are started, as they come."""
    processes: list[subprocess.Popen[bytes]] = []
    start = pool._start_process  # noqa: SLF001  # whether one is left is seen nowhere else

    def start_process() -> subprocess.Popen[bytes]:
        processes.append(start())
        return processes[-1]

    monkeypatch.setattr(pool, "_start_process", start_process)
    return processes


def _load_with(
    folder: Path, programs: Iterable[str], limits: Limits = DEFAULT_LIMITS
) -> dict[str, str]:
    """Run each program in a file of its own; what is said of it, by the program."""
    names = {f"bad{number}.run": program for number, program in enumerate(programs)}
    for name, program in names.items():
        (folder / name).write_text(program)
    library = load_library(folder, limits=limits, workers=2)
    assert list(library.documents) == ["a.txt", "z.md"]
    return {names[problem.source]: problem.reason for problem in library.problems}


def test_a_file_that_takes_its_process_down_costs_only_itself(folder: Path) -> None:
    programs = {
        "import os; os.abort()": "crashed the reader",
        "import ctypes; ctypes.string_at(0)": "crashed the reader",
        "raise SystemExit(0)": "crashed the reader",
        "import os\nfor pipe in range(3, 9): os.write(pipe, b'x' * 99)": "crashed the reader",
        "kept = [bytearray(10**7) for _ in iter(int, 1)]": "more than 400 MB of memory",
        "import signal; signal.raise_signal(signal.SIGKILL)": "more than 400 MB of memory",
        "import signal; signal.raise_signal(signal.SIGXCPU)": "longer than 60 s",
        "def f(): f()\nf()": "a bug in Pullquote",
        "text = '\\ud800 is half a letter.'": "a bug in Pullquote",
    }

    reasons = _load_with(folder, programs, Limits(memory_bytes=400_000_000))

    assert {program: reasons[program].find(programs[program]) > 0 for program in programs} == (
        dict.fromkeys(programs, True)
    )


def test_a_file_that_is_never_done_is_given_up_when_its_time_is_over(
    folder: Path, started: list[subprocess.Popen[bytes]]
) -> None:
    (folder / "bad.run").write_text("while True: pass")
    # No program, but a real file that takes half a minute: 400,000 paragraphs of one letter.
    (folder / "slow.txt").write_text("a\n\n" * 400_000)

    library = load_library(folder, limits=Limits(seconds=2), workers=2)

    assert list(library.documents) == ["a.txt", "z.md"]
    reasons = {problem.source: problem.reason for problem in library.problems}
    assert list(reasons) == ["bad.run", "slow.txt"]
    assert all(reason.startswith("It took longer than 2 s") for reason in reasons.values())
    assert all(process.returncode is not None for process in started)


def test_a_reader_cannot_reach_the_network_start_a_process_or_change_a_file(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "kept").write_text("as it was")
    names = {"made": outside / "made", "kept": outside / "kept", "port": 9}
    programs = [
        "import socket; socket.create_connection(('127.0.0.1', {port}))",
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1:{port}')",
        "import subprocess; subprocess.run(['touch', '{made}'])",
        "import os; os.system('touch {made}')",
        "import os; os.fork() or open('{made}', 'w')",
        "open('{made}', 'w')",
        "open('{kept}', 'r+')",
        "import os; os.open('{made}', os.O_CREAT | os.O_WRONLY)",
        "import os; os.remove('{kept}')",
        "import os; os.rename('{kept}', '{made}')",
        "import pathlib; pathlib.Path('{made}').mkdir()",
        "import tempfile; tempfile.TemporaryFile()",
    ]

    reasons = _load_with(folder, [program.format(**names) for program in programs])

    assert list(reasons.values()) == [problems.OUR_FAULT] * len(programs)
    assert [(path.name, path.read_text()) for path in outside.iterdir()] == [("kept", "as it was")]


def test_a_fault_is_told_in_the_log(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    (folder / "bad.run").write_text("import os; os.remove('nothing')")

    load_library(folder, workers=1)

    assert "cannot read bad.run" in caplog.text
    assert "PermissionError: a reader may not do this: os.remove" in caplog.text


def test_a_library_that_prints_harms_nothing(folder: Path) -> None:
    (folder / "loud.run").write_text(f"print('loud ' * 99999)\ntext = {TEXT!r}")

    library = load_library(folder, workers=1)

    assert library.documents["loud.run"].text == TEXT
    assert library.problems == ()


def test_a_reader_sees_no_secret_and_its_process_is_limited(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "very-secret")
    monkeypatch.setenv("PULLQUOTE_DATA", str(folder))
    (folder / "told.run").write_text(
        "import os, resource\n"
        "told = [resource.getrlimit(x)[0] for x in (resource.RLIMIT_CORE, resource.RLIMIT_AS)]\n"
        "nice = os.getpriority(os.PRIO_PROCESS, 0)\n"
        "text = f'Limits are {told}, niceness is {nice}. {dict(os.environ)} is all.'"
    )

    text = load_library(folder).documents["told.run"].text

    assert text.startswith("Limits are [0, 1000000000], niceness is 1")
    assert "PYTHONPATH" in text
    assert "very-secret" not in text
    assert "PULLQUOTE" not in text


def test_files_are_read_wherever_the_parent_was_started(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "sources").mkdir()
    (elsewhere / "sources" / "__init__.py").write_text("raise SystemExit('the wrong package')")
    monkeypatch.chdir(elsewhere)

    assert list(load_library(folder).documents) == ["a.txt", "z.md"]


def test_what_a_process_suffered_before_is_not_blamed_on_the_next_file(folder: Path) -> None:
    """The second file finds most of the memory taken, and is read in another process."""
    hoard = "import builtins; builtins.kept = bytearray({}); text = 'It has {} bytes.'"
    (folder / "b.run").write_text(hoard.format(250_000_000, 250_000_000))
    (folder / "c.run").write_text(hoard.format(240_000_000, 240_000_000).replace("kept", "more"))

    library = load_library(folder, limits=Limits(memory_bytes=400_000_000), workers=1)

    assert list(library.documents) == ["a.txt", "b.run", "c.run", "z.md"]
    assert library.problems == ()


def test_breaking_off_ends_every_process_and_waits_for_none(
    folder: Path, started: list[subprocess.Popen[bytes]]
) -> None:
    for number in range(3):  # before all others, so that no file is ever done
        (folder / f"Bad{number}.run").write_text("while True: pass")

    def interrupt(to: Progress) -> None:
        assert to == Progress(0, 5, "")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load_library(folder, workers=2, progress=interrupt)
    assert started
    assert all(process.returncode is not None for process in started)
    assert not [thread for thread in threading.enumerate() if "Pool" in thread.name]


@pytest.mark.parametrize("module", ["sources.no_such_module", "this"])
def test_without_a_process_nothing_is_said_about_any_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch, module: str
) -> None:
    """All documents would be gone otherwise, on account of a machine that is short of memory."""
    monkeypatch.setattr(pool, "_MODULE", module)

    with pytest.raises(ChildNotStartedError, match="no process to read files"):
        load_library(folder)


def test_a_machine_that_starts_no_process_is_told_from_a_bad_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.executable", os.fspath(folder / "no-python"))

    with pytest.raises(ChildNotStartedError, match="No such file"):
        load_library(folder)


@pytest.fixture(scope="module")
def readers() -> Iterator[Pool]:
    with Pool(ORDERS) as readers:
        yield readers


@given(text=st.text(), ending=st.sampled_from([".txt", ".md"]))
def test_any_text_comes_back_from_the_process_as_it_would_be_read_here(
    readers: Pool, text: str, ending: str
) -> None:
    name, raw = f"week 3/bees{ending}", f"{TEXT}\n\n{text}".encode()
    try:
        read = read_document(name, raw, max_chars=1000, target_chars=700)
    except NotServedError as error:
        with pytest.raises(NotServedError, match=r"\A" + str(error)[:20]):
            readers.read(name, raw)
        return

    served = readers.read(name, raw)

    assert (served.document, list(served.passages), served.notes) == read


def test_what_is_put_for_a_picture_comes_back_from_the_process(readers: Pool) -> None:
    served = readers.read("a.md", f"{TEXT} ![A mill](mill.png) It hums.".encode())

    marks = [p.text[start:end] for p in served.passages for start, end in p.marks]
    assert marks == ["[image: A mill]"]


def test_a_process_whose_parent_is_gone_ends_by_itself() -> None:
    with pool._start_process() as process:  # noqa: SLF001  # as a parent would
        assert process.stdin
        assert process.stdout
        write_frame(process.stdin, ORDERS.model_dump_json().encode())
        ready = read_frame(process.stdout, 99)
        write_frame(process.stdin, b"bees.txt")

        process.stdin.close()

        assert (ready, process.wait(60)) == (READY, 0)
