"""What the system can take from a process for good: files, network, signals, other processes.

Python's audit hook, in `sources.worker`, sees what Python code does. Native code bypasses it, so on
Linux the kernel confines the process as well, without privileges, by three means:

- no new privileges, and not dumpable: other processes of the user can neither trace it nor read
  `/proc/PID/environ` or its memory;
- Landlock (Linux 5.13; the network from 6.7, signals from 6.12): reads only the code it needs, and
  reaches no process outside;
- a seccomp filter (x86-64 and ARM64): refuses system calls that no reader needs.

See landlock(7), seccomp(2) and prctl(2). What a kernel lacks is left out; `missing_parts` names it.
"""

import ctypes
import os
import platform
import struct
import sys
from collections.abc import Iterator
from contextlib import suppress
from itertools import count, takewhile
from pathlib import Path

from .system_calls import (
    ARCHITECTURES,
    FIRST_UNKNOWN,
    LANDLOCK_ADD_RULE,
    LANDLOCK_CREATE_RULESET,
    LANDLOCK_RESTRICT_SELF,
    Architecture,
)

_PR_SET_DUMPABLE, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 4, 22, 38
_SECCOMP_MODE_FILTER = 2
_OWN_PACKAGES = {"site-packages", "dist-packages"}
_SYSTEM_PLACES = (
    *("/usr/lib", "/usr/lib64", "/usr/local/lib", "/lib", "/lib64", "/usr/share/zoneinfo"),
    *("/etc/ld.so.cache", "/etc/localtime", "/dev/null", "/dev/urandom"),
)


def protect_process() -> None:
    """Let no other process of the same user trace this one, or read its memory or environment.

    Only root still can. Does nothing where there is no such switch, as on macOS.
    """
    if sys.platform == "linux":
        _prctl(_PR_SET_DUMPABLE, 0)


def erase_variable(name: str) -> None:
    """Remove an environment variable, also from the memory in which the system shows it.

    `/proc/PID/environ` and `ps -E` show what a process was started with, even after `unsetenv`.
    """
    if name in os.environ and os.name == "posix":
        start = f"{name}=".encode()
        with suppress(AttributeError, ValueError, OSError):  # a C library without `environ`
            places = ctypes.POINTER(ctypes.c_size_t).in_dll(ctypes.CDLL(None), "environ")
            for place in takewhile(bool, (places[number] for number in count())):
                value = ctypes.string_at(place)
                if value.startswith(start):
                    ctypes.memset(place + len(start), 0, len(value) - len(start))
    os.environ.pop(name, None)


def missing_parts() -> tuple[str, ...]:
    """Return what this system lacks to confine a reader process, as phrases; empty if nothing."""
    if sys.platform != "linux":
        return ("Landlock and seccomp, which only Linux has",)
    missing = []
    version = _landlock_version()
    if version < _LANDLOCK_WITH_SIGNALS:
        missing.append(
            f"Landlock {_LANDLOCK_WITH_SIGNALS} of Linux 6.12 (here: {version or 'none'})"
        )
    if platform.machine() not in ARCHITECTURES:
        missing.append(f"a seccomp filter for {platform.machine()}")
    return tuple(missing)


def confine_natively() -> None:
    """Take from this process, for good, what no reader needs; whatever the kernel offers of it."""
    if sys.platform != "linux":
        return
    _prctl(_PR_SET_DUMPABLE, 0)
    if not _prctl(_PR_SET_NO_NEW_PRIVS, 1):
        return  # Linux before 3.5, which refuses the other two without it
    restrict_by_landlock()
    filter_system_calls()


def _prctl(option: int, value: int, address: int = 0) -> bool:
    prctl = ctypes.CDLL(None).prctl
    prctl.argtypes = [ctypes.c_int, *[ctypes.c_ulong] * 4]
    return bool(prctl(option, value, address, 0, 0) == 0)


def _system_call(number: int, *arguments: int | bytes | None) -> int:
    """Return what the kernel returns, or -1 for an error."""
    call = ctypes.CDLL(None).syscall
    call.restype = ctypes.c_long
    whole = (ctypes.c_long(one) if isinstance(one, int) else one for one in arguments)
    return int(call(ctypes.c_long(number), *whole))


# Landlock

_LANDLOCK_WITH_SIGNALS = 6
_VERSION_FLAG = 1
_PATH_BENEATH = 1
_READ_FILE, _READ_FOLDER = 1 << 2, 1 << 3
# Rights over files by version: all that this kernel knows are refused unless a rule allows them.
_FILE_RIGHTS = {1: 0x1FFF, 2: 0x3FFF, 3: 0x7FFF, 5: 0xFFFF}
_NETWORK_SINCE, _NETWORK = 4, 0b11  # bind and connect by TCP
_SCOPES_SINCE, _SCOPES = 6, 0b11  # abstract sockets and signals: only within the process's domain
_FILES_ONLY_SIZE, _NETWORK_SIZE, _WHOLE_SIZE = 8, 16, 24


def _landlock_version() -> int:
    return max(0, _system_call(LANDLOCK_CREATE_RULESET, None, 0, _VERSION_FLAG))


def restrict_by_landlock() -> None:
    """Let this thread, and what it starts, read only the code it needs, and reach no process."""
    version = _landlock_version()
    if not version:
        return
    rights = max(value for since, value in _FILE_RIGHTS.items() if since <= version)
    network = _NETWORK if version >= _NETWORK_SINCE else 0
    scopes = _SCOPES if version >= _SCOPES_SINCE else 0
    size = _WHOLE_SIZE if scopes else _NETWORK_SIZE if network else _FILES_ONLY_SIZE
    attributes = struct.pack("=QQQ", rights, network, scopes)
    rules = _system_call(LANDLOCK_CREATE_RULESET, attributes, size, 0)
    if rules < 0:
        return
    try:
        for place in _readable_places():
            _allow_reading(rules, place)
        _system_call(LANDLOCK_RESTRICT_SELF, rules, 0)
    finally:
        os.close(rules)


def _allow_reading(rules: int, place: Path) -> None:
    try:
        opened = os.open(place, os.O_PATH | os.O_CLOEXEC)
    except OSError:  # not on this machine
        return
    try:
        rights = _READ_FILE | _READ_FOLDER if place.is_dir() else _READ_FILE
        rule = struct.pack("=Qi", rights, opened)
        _system_call(LANDLOCK_ADD_RULE, rules, _PATH_BENEATH, rule, 0)
    finally:
        os.close(opened)


def _readable_places() -> Iterator[Path]:
    """Yield what code is loaded from; of a checkout, which may hold data, this package alone."""
    yield from map(Path, (*_SYSTEM_PLACES, sys.prefix, sys.base_prefix))
    package = Path(__file__).resolve().parent
    for entry in sys.path:
        place = Path(entry).resolve()
        own = place == package.parent and place.name not in _OWN_PACKAGES
        yield package if own else place


# Seccomp: a program of the classic Berkeley Packet Filter, over `struct seccomp_data`.

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER_AT, _ARCHITECTURE_AT, _ARGUMENTS_AT = 0, 4, 16
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000
_EPERM, _ENOSYS = 1, 38
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_TRUNC
_CLONE_THREAD = 0x00010000

_Step = tuple[int, int, int, int]  # code, jump if true, jump if false, operand


def filter_system_calls() -> None:
    """Refuse this process the system calls that no reader needs."""
    architecture = ARCHITECTURES.get(platform.machine())
    if architecture is None:
        return
    steps = [*_program(architecture, os.getpid())]
    code = b"".join(struct.pack("=HBBI", *step) for step in steps)
    buffer = ctypes.create_string_buffer(code, len(code))
    head = ctypes.create_string_buffer(struct.pack("@HP", len(steps), ctypes.addressof(buffer)))
    _prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.addressof(head))


def _program(architecture: Architecture, own: int) -> Iterator[_Step]:
    refused = _RETURN, 0, 0, _REFUSE | _EPERM
    unknown = _RETURN, 0, 0, _REFUSE | _ENOSYS
    allowed = _RETURN, 0, 0, _ALLOW
    yield _LOAD, 0, 0, _ARCHITECTURE_AT
    yield _EQUAL, 1, 0, architecture.audit
    yield refused
    yield _LOAD, 0, 0, _NUMBER_AT
    # Later than what this knows, or of x86's other set of numbers.
    yield _AT_LEAST, 0, 1, FIRST_UNKNOWN
    yield unknown
    for number in architecture.refused:
        yield _EQUAL, 0, 1, number
        yield refused
    for number in architecture.unknown:
        yield _EQUAL, 0, 1, number
        yield unknown
    for number in architecture.own_process_only:
        yield _EQUAL, 0, 5, number
        yield _LOAD, 0, 0, _ARGUMENTS_AT
        yield _EQUAL, 2, 0, own
        yield _EQUAL, 1, 0, 0 if number in architecture.zero_is_own else own
        yield refused
        yield allowed
    for number, argument in architecture.opens:
        yield _EQUAL, 0, 4, number
        yield _LOAD, 0, 0, _ARGUMENTS_AT + 8 * argument
        yield _ANY_BIT, 0, 1, _WRITING
        yield refused
        yield allowed
    yield _EQUAL, 0, 4, architecture.clone
    yield _LOAD, 0, 0, _ARGUMENTS_AT
    yield _ANY_BIT, 1, 0, _CLONE_THREAD
    yield refused
    yield allowed
    yield allowed
