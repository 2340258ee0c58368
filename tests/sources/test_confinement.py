"""What a reader process can do when its native code has been taken over.

Each claim is measured by system calls that Python's audit hook does not see, first in a process
that is not confined, which shows that they would work.
"""

import errno
import json
import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

from sources.child import child_environment
from sources.confinement import _landlock_version, missing_parts
from sources.system_calls import ARCHITECTURES

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(sys.platform != "linux", reason="measures what Linux does"),
]

SECRET = "planted.secret.token"  # noqa: S105  # planted to be looked for

# Prints the error number of each attempt, 0 if it worked.
ATTEMPTS = """
import ctypes, json, os, socket, struct, sys, threading
folder, victim, step = sys.argv[1], int(sys.argv[2]), sys.argv[3]
libc = ctypes.CDLL(None, use_errno=True)
from sources import confinement, worker
from sources.limits import Limits
if step != "nothing":
    confinement._prctl(confinement._PR_SET_NO_NEW_PRIVS, 1)
if step == "landlock":
    confinement.restrict_by_landlock()
if step == "filter":
    confinement.filter_system_calls()
if step == "everything":
    worker.confine(Limits())

def native(name, *arguments):
    ctypes.set_errno(0)
    return 0 if getattr(libc, name)(*arguments) >= 0 else ctypes.get_errno()

def path(name):
    return os.path.join(folder, name).encode()

def reads(place):
    opened = libc.open(place, 0)
    if opened < 0:
        return ctypes.get_errno()
    buffer = ctypes.create_string_buffer(1)
    return 0 if libc.read(opened, buffer, 1) >= 0 else ctypes.get_errno()

def connects():
    sock = libc.socket(2, 1, 0)
    if sock < 0:
        return ctypes.get_errno()
    address = struct.pack("=HHI8x", 2, socket.htons(9), 0x0100007f)
    return native("connect", sock, address, 16)

def forks():
    child = libc.fork()
    if child == 0:
        os._exit(0)
    return 0 if child > 0 else ctypes.get_errno()

def threads():
    thread = threading.Thread(target=int)
    thread.start()
    thread.join()
    return 0

vector = (ctypes.c_size_t * 2)(ctypes.addressof(ctypes.create_string_buffer(8)), 8)
limit = (ctypes.c_ulong * 2)()
found = {
    "environment": reads(b"/proc/%d/environ" % victim),
    "memory": native("process_vm_readv", victim, vector, 1, vector, 1, 0),
    "signal": native("kill", victim, 0),
    "signal of a thread": native("syscall", {tgkill}, victim, victim, 0),
    "limits": native("prlimit", victim, 7, None, limit),
    "trace": native("ptrace", 0x4206, victim, 0, 0),
    "pipe": native("mkfifo", path("fifo"), 0o600),
    "folder": native("mkdir", path("made"), 0o700),
    "link": native("symlink", b"/", path("link")),
    "file": native("open", path("file"), os.O_CREAT | os.O_WRONLY, 0o600),
    "secret": reads(path("secret")),
    "socket": native("socket", 2, 1, 0),
    "local socket": native("socket", 1, 1, 0),
    "connection": connects(),
    "process": forks(),
    "thread": threads(),
    "own signal": native("kill", os.getpid(), 0),
}
sys.stdout.write(json.dumps(found))
"""

OTHERS = {"environment", "memory", "signal", "signal of a thread", "limits", "trace"}
WRITES = {"pipe", "folder", "link", "file"}
NETWORK = {"socket", "local socket", "connection"}
BY_LANDLOCK = {
    "environment",
    "memory",
    "trace",
    "signal",
    "signal of a thread",
    "pipe",
    "folder",
} | {*("link", "file", "secret", "connection")}
BY_FILTER = (OTHERS - {"environment"}) | WRITES | NETWORK | {"process"}

needs_all = pytest.mark.skipif(bool(missing_parts()), reason="this kernel confines only in part")
needs_landlock = pytest.mark.skipif(_landlock_version() < 6, reason="needs Landlock 6")
needs_filter = pytest.mark.skipif(
    platform.machine() not in ARCHITECTURES, reason="needs a known processor"
)


def refused(tmp_path: Path, step: str) -> dict[str, int]:
    """Try everything in a process after one step of its confinement; what was refused, by errno."""
    (tmp_path / "secret").write_text(SECRET)
    with subprocess.Popen(["sleep", "60"], env={"TOKEN": SECRET}) as victim:  # noqa: S607
        try:
            ended = subprocess.run(
                [
                    *(sys.executable, "-P", "-c", ATTEMPTS.replace("{tgkill}", str(_tgkill()))),
                    *(str(tmp_path), str(victim.pid), step),
                ],
                env=child_environment(),
                capture_output=True,
                timeout=60,
                check=False,
            )
        finally:
            victim.kill()
    assert ended.stdout, ended.stderr.decode()
    found: dict[str, int] = json.loads(ended.stdout)
    # The system let these pass: nobody listens at that port, and nothing is at that address.
    passed = {0, errno.ECONNREFUSED, errno.EFAULT}
    return {name: code for name, code in found.items() if code not in passed}


def _tgkill() -> int:
    return 131 if platform.machine() == "aarch64" else 234


def test_process_that_is_not_confined_can_do_all_of_it(tmp_path: Path) -> None:
    assert refused(tmp_path, "nothing") == {}


@needs_all
def test_reader_process_can_do_none_of_it_and_what_it_needs(tmp_path: Path) -> None:
    found = refused(tmp_path, "everything")

    assert found.keys() == OTHERS | WRITES | NETWORK | {"secret", "process"}
    assert set(found.values()) <= {errno.EPERM, errno.EACCES}


@needs_landlock
def test_landlock_alone_refuses_files_processes_and_connections(tmp_path: Path) -> None:
    assert refused(tmp_path, "landlock").keys() == BY_LANDLOCK


@needs_filter
def test_filter_alone_refuses_processes_writing_and_the_network(tmp_path: Path) -> None:
    assert refused(tmp_path, "filter").keys() == BY_FILTER


SHOW = """
import os, sys
from sources.confinement import erase_variable, protect_process
protect_process()
erase_variable("DISCORD_TOKEN")
print(os.environ.get("DISCORD_TOKEN"), os.environ.get("OTHER"), flush=True)
sys.stdin.read()
"""


def test_token_is_not_in_the_environment_that_the_system_shows() -> None:
    with subprocess.Popen(
        [sys.executable, "-P", "-c", SHOW],
        env=child_environment(DISCORD_TOKEN=SECRET, OTHER="kept"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        shown = Path(f"/proc/{process.pid}/environ")
        owner = shown.stat().st_uid
        environment = shown.read_bytes() if os.geteuid() == 0 else b""
        process.communicate()

    assert said == "None kept\n"
    assert owner == 0  # whoever runs it: no other process of the user can read it
    assert SECRET.encode() not in environment
    assert os.geteuid() != 0 or b"OTHER=kept" in environment


def test_missing_parts_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")

    assert "a seccomp filter for riscv64" in missing_parts()
