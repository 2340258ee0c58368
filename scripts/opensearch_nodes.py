"""Run OpenSearch nodes on this machine until told to stop: scripts/opensearch.

Maven fetches the node's parts, as scripts/search_node/pom.xml lists them. The list of their files
is kept in .opensearch, so later starts need no Maven.
"""

import argparse
import json
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path

_LEAST_JAVA = 17
_STARTS_S = 180.0  # at most; ten seconds where nothing else runs
_ENDS_S = 30.0
_MUCH = 1024  # megabytes of heap, from which on a node collects garbage as OpenSearch would
# What serves little memory best lets garbage fill a large heap, and the node then refuses to load.
_COLLECTS = "-XX:+UseG1GC -XX:G1ReservePercent=25 -XX:InitiatingHeapOccupancyPercent=30".split()
_NO_PROXY = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def main(root: Path, given: Sequence[str]) -> None:
    """Start the nodes, say where they are, and wait."""
    options = _options(given)
    java = _java()
    parts = _parts(root)
    numbers = [options.only] if options.only else range(1, options.nodes + 1)
    for number in numbers:
        _check_free(options.port + number - 1)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    kept = options.data.absolute() if options.data else None
    folder = kept or Path(tempfile.mkdtemp(prefix="pullquote-opensearch-"))
    folder.mkdir(parents=True, exist_ok=True)
    nodes: list[subprocess.Popen[bytes]] = []
    try:
        nodes.extend(_start(root, java, parts, folder, number, options) for number in numbers)
        _wait(nodes, options, folder)
        addresses = (f"http://127.0.0.1:{options.port + n}" for n in range(options.nodes))
        print("Ready:", ",".join(addresses), flush=True)
        for node in nodes:
            node.wait()
    except KeyboardInterrupt:
        pass
    finally:
        _stop(nodes)
        if not kept:
            shutil.rmtree(folder, ignore_errors=True)


def _options(given: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="scripts/opensearch", description="Start OpenSearch on this machine; Ctrl-C stops it."
    )
    parser.add_argument("--nodes", type=int, choices=(1, 3), default=1, help="how many (1)")
    parser.add_argument(
        "--only", type=int, metavar="N", help="start this one again, not the others"
    )
    parser.add_argument("--data", type=Path, help="their folder (a new one, removed at the end)")
    parser.add_argument("--port", type=int, default=9200, help="of the first; others follow (9200)")
    parser.add_argument("--heap", type=int, default=384, help="megabytes for each (384)")
    parser.add_argument(
        "--quick-start", action="store_true", help="start in half the time, and search slower"
    )
    return parser.parse_args(given)


def _check_free(port: int) -> None:
    """End with a sentence if something listens there: it would be taken for the new node."""
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            sys.exit(f"pullquote: port {port} is in use. Choose others with --port.")


def _java() -> str:
    """Return the path of a Java that is new enough, or end with a sentence."""
    java = shutil.which("java")
    needed = "Install a JDK 17 or later, such as Debian's openjdk-17-jdk-headless."
    if java is None:
        sys.exit(f"pullquote: OpenSearch needs Java, and there is none. {needed}")
    shown = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', shown)
    if found is None or int(found[1]) < _LEAST_JAVA:
        which = found[1] if found else "unknown"
        sys.exit(f"pullquote: OpenSearch needs Java 17, and {java} is Java {which}. {needed}")
    return java


def _parts(root: Path) -> str:
    """Return the class path of a node; Maven fetches what is missing."""
    pom = root / "scripts" / "search_node" / "pom.xml"
    listed = root / ".opensearch" / "classpath"
    if not _is_current(listed, pom):
        maven = shutil.which("mvn")
        if maven is None:
            sys.exit(
                "pullquote: OpenSearch's parts come by Maven, and there is none. Install Maven, "
                "such as Debian's package maven."
            )
        listed.parent.mkdir(exist_ok=True)
        command = (maven, "-q", "-B", "-f", pom, "dependency:build-classpath")
        fetched = subprocess.run(
            [*command, f"-Dmdep.outputFile={listed}"],
            check=False,
            stdout=subprocess.PIPE,
            text=True,
        )
        if fetched.returncode:
            listed.unlink(missing_ok=True)
            sys.exit(
                f"{fetched.stdout}\npullquote: Maven could not fetch OpenSearch's parts: see above."
            )
    return listed.read_text("utf-8").strip()


def _is_current(listed: Path, pom: Path) -> bool:
    if not listed.exists() or listed.stat().st_mtime < pom.stat().st_mtime:
        return False
    return all(Path(part).exists() for part in listed.read_text("utf-8").strip().split(":"))


def _start(  # noqa: PLR0913, PLR0917  # what a node is started with
    root: Path, java: str, parts: str, folder: Path, number: int, options: argparse.Namespace
) -> "subprocess.Popen[bytes]":
    source = root / "scripts" / "search_node" / "SearchNode.java"
    heap = [f"-Xms{options.heap}m", f"-Xmx{options.heap}m"]
    heap += _COLLECTS if options.heap >= _MUCH else ["-XX:+UseSerialGC"]
    if options.quick_start:
        heap.append("-XX:TieredStopAtLevel=1")
    what = map(str, (source, folder, number, options.nodes, options.port))
    with (folder / f"node{number}.log").open("wb") as log:
        node = subprocess.Popen(
            [java, *heap, "-cp", parts, *what],
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C is for this script, which stops them
        )
    (folder / f"node{number}.pid").write_text(str(node.pid), "utf-8")
    return node


def _wait(
    nodes: "Sequence[subprocess.Popen[bytes]]", options: argparse.Namespace, folder: Path
) -> None:
    """Wait until all nodes have found each other."""
    ends = time.monotonic() + _STARTS_S
    first = options.only or 1
    while time.monotonic() < ends:
        for number, node in enumerate(nodes, start=first):
            if node.poll() is not None:
                log = (folder / f"node{number}.log").read_text("utf-8", "replace")
                sys.exit(f"{log[-3000:]}\npullquote: node {number} has ended: see above.")
        if _found(options.port + first - 1) == options.nodes:
            return
        time.sleep(0.2)
    sys.exit(f"pullquote: OpenSearch did not get ready in {_STARTS_S:.0f} seconds; see {folder}.")


def _found(port: int) -> int:
    """Return how many nodes the cluster has; 0 if it does not answer."""
    try:
        with _NO_PROXY.open(f"http://127.0.0.1:{port}/_cluster/health", timeout=5) as answer:
            return int(json.load(answer)["number_of_nodes"])
    except (OSError, ValueError, KeyError):
        return 0


def _stop(nodes: "Sequence[subprocess.Popen[bytes]]") -> None:
    for node in nodes:
        node.terminate()
    for node in nodes:
        try:
            node.wait(_ENDS_S)
        except subprocess.TimeoutExpired:
            node.kill()
            node.wait()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
