"""Real OpenSearch nodes for benchmarks, which may be killed."""

import os
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from .collections import ROOT

_PORT = 9280
_READY = b"Ready: "


class Nodes:
    """One node or three, started by `scripts/opensearch`, in a folder that outlives them.

    Attributes:
        addresses: Of the nodes; empty while they are stopped.
    """

    def __init__(self, count: int, port: int = _PORT, heap: int = 384) -> None:
        """Start nothing yet; `heap` is in megabytes for each."""
        self.addresses: tuple[str, ...] = ()
        self._command = [str(ROOT / "scripts" / "opensearch"), "--nodes", str(count)]
        self._command += ["--port", str(port), "--heap", str(heap)]
        self._folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self._processes: list[subprocess.Popen[bytes]] = []
        self._count = count

    def __enter__(self) -> Self:
        """Start them."""
        self.start()
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        """Stop them, and remove what they kept."""
        self.stop()
        self._folder.cleanup()

    def start(self) -> None:
        """Start all of them, and wait until they have found each other."""
        self.addresses = self._start()

    def stop(self) -> None:
        """Stop all of them, as an operator would."""
        for process in self._processes:
            process.send_signal(signal.SIGTERM)
        for process in self._processes:
            process.wait()
        self._processes = []
        self.addresses = ()

    def kill(self, number: int) -> None:
        """Kill one, counted from 1, as a machine would die."""
        os.kill(self._pid(number), signal.SIGKILL)

    def restart(self, number: int) -> None:
        """Start one again that was killed."""
        self._start("--only", str(number))

    def megabytes(self) -> list[float]:
        """Return the memory of each node that runs, mapped files included."""
        found = []
        for number in range(1, self._count + 1):
            with suppress(OSError):
                status = Path(f"/proc/{self._pid(number)}/status").read_text("utf-8")
                (resident,) = (line for line in status.splitlines() if line.startswith("VmRSS"))
                found.append(int(resident.split()[1]) / 1024)
        return found

    def _start(self, *options: str) -> tuple[str, ...]:
        command = [*self._command, "--data", self._folder.name, *options]
        process = subprocess.Popen(command, stdout=subprocess.PIPE)  # noqa: S603  # our own
        self._processes.append(process)
        if process.stdout is None:
            raise RuntimeError
        for line in process.stdout:
            if _READY in line:
                return tuple(line.partition(_READY)[2].decode().strip().split(","))
        raise SystemExit(process.wait())

    def _pid(self, number: int) -> int:
        return int(Path(self._folder.name, f"node{number}.pid").read_text("utf-8"))
