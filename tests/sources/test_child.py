"""A child process gets what it needs to start, and no secret."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sources import Limits, child_command, child_environment
from sources.protocol import READY, Orders, read_frame, write_frame

_ORDERS = Orders(max_chars=1000, target_chars=500, limits=Limits()).model_dump_json().encode()


def test_a_child_finds_our_modules_and_neither_token_nor_settings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "secret")
    monkeypatch.setenv("PULLQUOTE_DATA", "elsewhere")

    environment = child_environment(MORE="this")

    assert environment["MORE"] == "this"
    assert not {"DISCORD_TOKEN", "PULLQUOTE_DATA"} & environment.keys()
    code = "import sources, os, json; print(json.dumps(sorted(os.environ)))"
    command = [*child_command("sources")[:-2], "-c", code]
    ran = subprocess.run(command, env=environment, capture_output=True, check=True)
    assert "DISCORD_TOKEN" not in json.loads(ran.stdout)


@pytest.mark.process
@pytest.mark.skipif(not Path("/proc/self/oom_score_adj").exists(), reason="only Linux has it")
@pytest.mark.parametrize(
    "module", ["sources.worker", "bot.libraries.worker", "index.encode_worker"]
)
def test_where_memory_runs_out_a_child_ends_before_the_bot(module: str) -> None:
    with subprocess.Popen(
        child_command(module),
        env=child_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as child:
        assert child.stdin
        write_frame(child.stdin, _ORDERS)  # the others wait for a whole line
        chosen = Path(f"/proc/{child.pid}/oom_score_adj")
        until = time.monotonic() + 60
        while time.monotonic() < until and chosen.read_text() != "1000\n":
            time.sleep(0.01)

        assert chosen.read_text() == "1000\n"
        child.kill()


@pytest.mark.process
def test_a_reader_whose_bot_is_killed_while_it_reads_ends_without_a_traceback() -> None:
    with subprocess.Popen(
        child_command("sources.worker"),
        env=child_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as reader:
        assert reader.stdin
        assert reader.stdout
        assert reader.stderr
        write_frame(reader.stdin, _ORDERS)
        assert read_frame(reader.stdout, 100) == READY
        reader.stdout.close()
        write_frame(reader.stdin, b"bees.txt")
        write_frame(reader.stdin, b"Bees dance.")

        assert reader.stderr.read() == b""
        assert reader.wait() == 1


@pytest.mark.process
def test_a_reload_whose_bot_is_killed_ends_without_a_traceback() -> None:
    code = (
        "import os\n"
        "from bot.libraries.reload import Said\n"
        "from bot.libraries.worker import _say\n"
        "read, write = os.pipe()\n"
        "os.close(read)\n"
        "_say(os.fdopen(write, 'wb'), Said(failed='of no interest'))\n"
    )
    command = [*child_command("sources")[:-2], "-c", code]

    ended = subprocess.run(command, env=child_environment(), capture_output=True, check=False)

    assert (ended.returncode, ended.stderr) == (1, b"")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux enforces it")
def test_limit_on_memory_counts_what_a_process_makes_and_not_the_files_it_maps(
    tmp_path: Path,
) -> None:
    large = tmp_path / "large"
    with large.open("wb") as file:
        file.truncate(100_000_000)
    program = (
        "import mmap, pathlib, re\n"
        "from sources import limit_memory\n"
        "status = pathlib.Path('/proc/self/status').read_text()\n"
        "limit_memory(1024 * int(re.search(r'VmData:\\s+(\\d+)', status)[1]) + 50_000_000)\n"
        f"with open({str(large)!r}, 'rb') as file:\n"
        "    mapped = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)\n"
        "    print(len(mapped), mapped[-1])\n"
        "print(len(bytearray(20_000_000)))\n"
        "try:\n"
        "    bytearray(60_000_000)\n"
        "except MemoryError:\n"
        "    print('no more')\n"
    )

    done = subprocess.run(
        [sys.executable, "-P", "-c", program],
        env=child_environment(),
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.splitlines() == ["100000000 0", "20000000", "no more"]
