"""Reader processes that outlive the library they were started for."""

import threading
from typing import ClassVar

from sources import pool
from sources.pool import Pool, ReaderProcess
from sources.protocol import Orders


class KeptPool(Pool):
    """A pool that hands its idle processes to the next pool that would start the same.

    Starting them takes most of the time of a test that reads a few small files.
    """

    _kept: ClassVar[dict[str, list[ReaderProcess]]] = {}
    _keeping: ClassVar[threading.Lock] = threading.Lock()

    def __init__(self, orders: Orders) -> None:
        """Take over what is kept."""
        super().__init__(orders)
        self._key = f"{pool._MODULE} {orders.model_dump_json()}"  # noqa: SLF001  # tests replace it
        with self._keeping:
            self._idle = self._kept.pop(self._key, [])
        self._all = set(self._idle)

    def __exit__(self, *error: object) -> None:
        """Keep the idle processes, and end those that still read."""
        with self._lock:
            idle, self._idle = self._idle, []
            self._all.difference_update(idle)
        with self._keeping:
            self._kept.setdefault(self._key, []).extend(idle)
        super().__exit__(*error)

    @classmethod
    def end_all(cls) -> None:
        """End what is kept."""
        with cls._keeping:
            ending = [process for kept in cls._kept.values() for process in kept]
            cls._kept.clear()
        for process in ending:
            process.end()
