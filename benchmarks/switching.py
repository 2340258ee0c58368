"""Questions during switches: each is to be answered wholly by one version, and none to fail.

    python -m benchmarks.switching [--questions N] [--switches N] [--opensearch]

Each version says one number in two documents, so that a mixture of two would show two numbers.
The way of a question is the real one, from the server's view to the committed row of the log. With
`--opensearch`, a node searches that `scripts/opensearch` starts, and a switch moves its alias, too.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from collections import Counter
from pathlib import Path

from bot.libraries.active import Rules, make_searcher
from bot.libraries.engine import engine_for
from bot.libraries.own_documents import Change
from bot.libraries.reading import read_folder
from bot.libraries.registry import Libraries
from bot.libraries.searchers import SearcherRegistry
from bot.libraries.server import ServerLibrary
from bot.libraries.versions import IndexVersion
from bot.services.answering import Answerer
from bot.services.pseudonyms import Pseudonyms
from bot.storage.lessons import Lessons
from bot.storage.query_log import QueryLog
from index.opensearch import Cluster, Connection
from sources import Limits

from .collections import STARTER
from .nodes import Nodes
from .reporting import show

SERVER, BY = 1, "0" * 32
ASKERS = 32  # at the same time
QUESTION = "Who counted the swallows, and how many swallows were there?"
HITS = 2
_PATIENCE_S = 60.0  # for an answer of a node that shares the machine with other work


async def main(questions: int, switches: int, cluster: Cluster | None = None) -> None:
    """Ask, switch, count and print."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        log = await QueryLog.open(data / "queries.db")
        start = IndexVersion.of(read_folder(STARTER, limits=Limits()))
        engine = engine_for(cluster, None)
        searchers = SearcherRegistry(make_searcher(start, None, Lessons(), engine=engine))
        libraries = await Libraries.open(
            sources=STARTER,
            data=data,
            start=start,
            searchers=searchers,
            limits=Limits(),
            log=log,
            rules=Rules(kept_versions=100),
            cluster=cluster,
        )
        server = libraries.of(SERVER)
        for number in range(2):
            await server.switch((await server.reload(_numbered(number), by=BY)).id, by=BY)
        answerer = Answerer(searchers, log, Pseudonyms.load(data / "key"))
        outcomes, seconds = await _ask_while_switching(answerer, server, questions, switches)
        await answerer.settle()
        await libraries.close()
        await log.close()
    show(
        f"{questions:,} questions during {len(seconds)} switches",
        ("answered by", "questions"),
        [(outcome, f"{number:,}") for outcome, number in sorted(outcomes.items())],
    )
    print(
        f"a switch, ms: median {1000 * statistics.median(seconds):.1f}, "
        f"longest {1000 * max(seconds):.1f}"
    )


async def _ask_while_switching(
    answerer: Answerer, server: ServerLibrary, questions: int, switches: int
) -> tuple[Counter[str], list[float]]:
    outcomes: Counter[str] = Counter()
    seconds: list[float] = []
    left = iter(range(questions))

    async def ask() -> None:
        for _ in left:
            outcomes[await _outcome(answerer)] += 1

    async def switch() -> None:
        pause = questions / switches  # in questions, so that switches are spread over all
        while len(seconds) < switches:
            if outcomes.total() >= len(seconds) * pause:
                started = time.perf_counter()
                await server.rollback(server.history()[1].id, by=BY)
                seconds.append(time.perf_counter() - started)
            await asyncio.sleep(0.001)

    await asyncio.gather(switch(), *(ask() for _ in range(ASKERS)))
    return outcomes, seconds


async def _outcome(answerer: Answerer) -> str:
    try:
        asked = await answerer.ask(
            QUESTION, surface="slash", user_id=1, guild_id=SERVER, channel_id=None
        )
    except Exception as error:  # noqa: BLE001  # counted, whatever it is
        return f"nobody: {type(error).__name__}"
    said = {c for hit in asked.answer.hits[:HITS] for c in hit.passage.text if c.isdigit()}
    own = all(hit.passage.doc_id.startswith("~/") for hit in asked.answer.hits[:HITS])
    return f"version {said.pop()}" if own and len(said) == 1 else "a mixture"


def _numbered(number: int) -> Change:
    first = f"On swallows\n\nAda counted the swallows; there were {number} swallows.\n"
    second = f"On counting\n\nBob counted the swallows too, and of swallows saw {number}.\n"
    return Change(add={"first.txt": first.encode(), "second.txt": second.encode()})


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=10_000)
    parser.add_argument("--switches", type=int, default=100)
    parser.add_argument("--opensearch", action="store_true")
    given = parser.parse_args()
    if given.opensearch:
        with Nodes(1) as nodes:
            connection = Connection(nodes.addresses, answers_s=_PATIENCE_S)
            asyncio.run(main(given.questions, given.switches, Cluster(connection)))
    else:
        asyncio.run(main(given.questions, given.switches))
