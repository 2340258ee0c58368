"""A real OpenSearch node for tests: started once, where Java and Maven are there."""

import os
import re
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from index.opensearch import Cluster, Connection

SCRIPT = Path(__file__).parent.parent / "scripts" / "opensearch"
_READY = re.compile(rb"Ready: (\S+)")
_ENOUGH_S = 60.0  # for an answer, on a machine that runs other tests, too
_numbers = count(1)


@pytest.fixture(scope="session")
def search_node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a node that all tests share; each has a prefix of its own."""
    if missing := [name for name in ("java", "mvn") if shutil.which(name) is None]:
        pytest.skip(f"OpenSearch needs Java 17 and Maven, and there is no {missing[0]}")
    folder = tmp_path_factory.mktemp("node")
    command = [str(SCRIPT), "--quick-start", "--data", str(folder), "--port", str(_free_port())]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        assert process.stdout
        said = b""
        for line in process.stdout:
            said += line
            if ready := _READY.search(line):
                yield ready[1].decode()
                break
        else:
            reason = said.decode(errors="replace")
            if "Maven could not fetch" in reason:
                pytest.skip("OpenSearch needs Java 17 and Maven, which could not fetch its parts")
            pytest.fail(reason)
        process.send_signal(signal.SIGTERM)
    assert process.returncode == 0


def connection(node: str) -> Connection:
    """A connection that waits as long as a busy machine takes."""
    return Connection([node], answers_s=_ENOUGH_S, pause_s=0.01)


@pytest.fixture
def cluster(search_node: str) -> Cluster:
    """A cluster without any index, for one test."""
    return Cluster(connection(search_node), f"test-{os.getpid()}-{next(_numbers)}")


def _free_port() -> int:
    """Return a port that is free, and so is the one for other nodes, 100 above."""
    while True:
        with socket.socket() as one, socket.socket() as other:
            one.bind(("127.0.0.1", 0))
            port: int = one.getsockname()[1]
            try:
                other.bind(("127.0.0.1", port + 100))
            except OSError:
                continue
            return port
