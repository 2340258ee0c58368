"""A cluster that is away, slow or in part: nothing hangs, nothing is half, no secret is told."""

import json
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from opensearchpy import OpenSearch

from index.opensearch import Cluster, Connection, EngineAwayError

PASSWORD = "hunter2-and-more"  # noqa: S105  # of nobody
HIT = {"_id": "x:w1", "_source": {"at": 1}}
WHOLE = {"hits": {"hits": [HIT]}, "timed_out": False, "_shards": {"failed": 0}}


class FakeNode:
    """A node that gives one answer to everything."""

    def __init__(self, status: int, answer: dict[str, Any]) -> None:
        self.status = status
        self.answer = answer
        self.asked = 0
        self.slow = threading.Event()  # set when it may answer
        self.slow.set()
        self.address = ""


@contextmanager
def running(status: int = 200, answer: dict[str, Any] | None = None) -> Iterator[FakeNode]:
    """A fake node on a port of this machine."""
    node = FakeNode(status, WHOLE if answer is None else answer)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            node.asked += 1
            self.rfile.read(int(self.headers["Content-Length"]))
            node.slow.wait(10)
            body = json.dumps(node.answer).encode()
            self.send_response(node.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its own name
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    node.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield node
    finally:
        node.slow.set()
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_node_that_cannot_answer_is_made_up_for_by_another_one() -> None:
    with running(503) as one, running() as other:
        connection = Connection([one.address, other.address])

        found = [connection.search(["x"], {}, 1) for _ in range(4)]

    assert found == [[HIT]] * 4
    assert one.asked > 0


def test_a_question_is_tried_twice_and_no_more() -> None:
    with running(503) as node:
        with pytest.raises(EngineAwayError):
            Connection([node.address]).search(["x"], {}, 1)

        assert node.asked == 2


def test_a_node_that_does_not_answer_in_time_is_given_up() -> None:
    with running() as node:
        node.slow.clear()
        with pytest.raises(EngineAwayError, match="in time"):
            Connection([node.address], answers_s=0.05).search(["x"], {}, 1)


def test_a_cluster_that_was_away_a_moment_ago_is_not_asked_but_later_is_again() -> None:
    with running(503) as node:
        connection = Connection([node.address], pause_s=30)
        for _ in range(3):
            with pytest.raises(EngineAwayError):
                connection.search(["x"], {}, 1)
        assert node.asked == 2

        connection = Connection([node.address], pause_s=0)
        with pytest.raises(EngineAwayError):
            connection.search(["x"], {}, 1)
        node.status = 200
        assert connection.search(["x"], {}, 1) == [HIT]


@pytest.mark.parametrize(
    "part",
    [
        {"error": {}, "status": 503},
        {**WHOLE, "_shards": {"failed": 1}},
        {**WHOLE, "timed_out": True},
    ],
)
def test_counts_of_a_part_of_the_documents_are_no_counts(part: dict[str, Any]) -> None:
    with (
        running(answer={"responses": [part]}) as node,
        pytest.raises(EngineAwayError, match="a part of an index"),
    ):
        Connection([node.address]).counts(["x"], [{"match_all": {}}])


def test_what_is_loaded_is_sent_again_until_a_node_takes_it() -> None:
    with running(503) as node:
        connection = Connection([node.address], pause_s=0)

        def send(client: OpenSearch, how: dict[str, Any]) -> object:
            if node.asked >= 3:
                node.status = 200
            return client.bulk(body="{}\n", params=how)

        assert connection.load(send) == WHOLE


def test_the_operator_is_told_what_the_cluster_calls_it() -> None:
    why = {"error": {"type": "circuit_breaking_exception", "reason": "secretly"}, "status": 429}
    with (
        running(429, why) as node,
        pytest.raises(EngineAwayError, match=r"answered 429 \(circuit_breaking_exception\)$"),
    ):
        Connection([node.address]).search(["x"], {}, 1)


def test_what_one_document_of_many_was_refused_for_is_told() -> None:
    items = [
        {"delete": {"status": 404, "result": "not_found"}},
        {"delete": {"status": 429, "error": {"type": "rejected_execution_exception"}}},
    ]
    with (
        running(answer={**WHOLE, "errors": True, "items": items}) as node,
        pytest.raises(EngineAwayError, match=r"answered 429 \(rejected_execution_exception\)$"),
    ):
        Cluster(Connection([node.address], pause_s=0), "x").forget_own("7", [])


@pytest.mark.parametrize("status", [401, 403, 404, 500])
def test_neither_the_password_nor_the_question_is_in_an_error_or_the_log(
    status: int, caplog: pytest.LogCaptureFixture
) -> None:
    question = {"query": {"term": {"words": "secretly"}}}
    with caplog.at_level(logging.DEBUG), running(status, {"error": "secretly"}) as node:
        connection = Connection([node.address], user="bot", password=PASSWORD)
        with pytest.raises(EngineAwayError) as caught:
            connection.search(["x"], question, 1)

    said = f"{caught.value!r} {caught.value} {caplog.text}"
    assert PASSWORD not in said
    assert "secretly" not in said


def test_without_any_node_the_cluster_is_away() -> None:
    with running() as node:
        address = node.address
    with pytest.raises(EngineAwayError, match="no node"):
        Connection([address]).search(["x"], {}, 1)


def test_a_file_of_certificates_that_is_not_there_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Connection(["https://127.0.0.1:1"], authorities=tmp_path / "ca.pem")
