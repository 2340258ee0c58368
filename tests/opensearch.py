"""A real OpenSearch node for tests: started once, where Java and Maven are there."""

import base64
import ipaddress
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from index.opensearch import Cluster, Connection

SCRIPT = Path(__file__).parent.parent / "scripts" / "opensearch"
_READY = re.compile(rb"Ready: (\S+)")
USER, PASSWORD = "pullquote", "hunter2-and-more"  # of nobody
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


def certified(folder: Path, host: str = "127.0.0.1") -> Path:
    """Make a key and a certificate for a host, signed by itself: one file with both."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a test's node")])
    now, day = datetime.now(UTC), timedelta(days=1)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - day)
        .not_valid_after(now + day)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(host))]),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    path = folder / f"{made.serial_number}.pem"
    path.write_bytes(made.public_bytes(pem) + key.private_bytes(pem, *private))
    return path


@contextmanager
def secured(node: str, certificate: Path) -> Iterator[str]:
    """A node as it is with OpenSearch's security plugin: by TLS, and for `USER` alone."""
    allowed = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
    address = urlsplit(node).netloc

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def forward(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if self.headers.get("Authorization") != allowed:
                self.answer(401, b"Unauthorized", "text/plain")
                return
            inner = HTTPConnection(address, timeout=_ENOUGH_S)
            kind = {"Content-Type": self.headers.get("Content-Type", "application/json")}
            inner.request(self.command, self.path, body or None, kind)
            answer = inner.getresponse()
            self.answer(answer.status, answer.read(), answer.headers["Content-Type"])
            inner.close()

        def answer(self, status: int, body: bytes, kind: str | None) -> None:
            self.send_response(status)
            if kind:
                self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        do_DELETE = do_GET = do_HEAD = do_POST = do_PUT = forward  # noqa: N815  # its names

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its own name
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """Say nothing of clients that trust no such certificate."""

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with Server(("127.0.0.1", 0), Handler) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"https://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()
