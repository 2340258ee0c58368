"""A disk that takes its time: each `fsync` of a process waits as long as a file is there."""

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

WAITS_MS = 400

_SOURCE = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>

static void wait_a_little(void) {
    const char *sign = getenv("SLOW_DISK");
    if (sign && access(sign, F_OK) == 0) usleep(WAITS_MS * 1000);
}

int fsync(int file) {
    int (*real)(int) = dlsym(RTLD_NEXT, "fsync");
    wait_a_little();
    return real(file);
}

int fdatasync(int file) {
    int (*real)(int) = dlsym(RTLD_NEXT, "fdatasync");
    wait_a_little();
    return real(file);
}
"""


def slow_disk(folder: Path, sign: Path) -> Mapping[str, str] | None:
    """Return what to set in the environment of a process whose disk is slow while `sign` is there.

    Returns:
        None where there is no C compiler.
    """
    compiler = shutil.which("cc")
    if compiler is None:
        return None
    source, made = folder / "slow_disk.c", folder / "slow_disk.so"
    source.write_text(_SOURCE)
    flags = ("-shared", "-fPIC", f"-DWAITS_MS={WAITS_MS}")
    subprocess.run(  # noqa: S603  # our own text
        [compiler, *flags, "-o", str(made), str(source), "-ldl"], check=True
    )
    return {"LD_PRELOAD": str(made), "SLOW_DISK": str(sign)}
