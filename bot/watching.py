"""What an operator's tools watch: log lines as text or JSON, and figures for Prometheus.

Neither holds a word of a question, a name or an id of a person.
"""

import json
import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

from .errors import ExtraMissingError

if TYPE_CHECKING:
    from prometheus_client.core import Metric

_LOOPBACK = "127.0.0.1"
_NEEDS = "The setting metrics_port needs prometheus-client"
_BUCKETS_S = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0)

about_answer: ContextVar[str | None] = ContextVar("about_answer", default=None)
"""The answer that a task is about, from the moment it is made."""


class JsonLines(logging.Formatter):
    """Writes each record as one line of JSON, with the id of the answer that it is about."""

    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def format(self, record: logging.LogRecord) -> str:
        """Return {"time", "level", "logger", "message"}, and "answer" and "error" if there are."""
        line = {
            "time": self.formatTime(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if about := about_answer.get():
            line["answer"] = about
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


@dataclass(eq=False, slots=True)
class Figures:
    """Counts of what happened since the start, and ways to ask what is now.

    Attributes:
        questions: By status and surface.
        reloads: By how they ended.
        errors: Unexpected ones, which were apologized for.
        now: Named gauges; each is called when somebody looks.
    """

    questions: Counter[tuple[str, str]] = field(default_factory=Counter)
    reloads: Counter[str] = field(default_factory=Counter)
    errors: int = 0
    now: dict[str, Callable[[], float]] = field(default_factory=dict)
    _searches: Counter[float] = field(default_factory=Counter)
    _searched_s: float = 0.0
    _lock: Lock = field(default_factory=Lock)  # the exporter looks from a thread of its own

    def answered(self, status: str, surface: str, search_ms: float) -> None:
        """Count an answer, with the time that its search took."""
        seconds = search_ms / 1000
        with self._lock:
            self.questions[status, surface] += 1
            self._searched_s += seconds
            self._searches[
                next((most for most in _BUCKETS_S if seconds <= most), float("inf"))
            ] += 1

    def collect(self) -> Iterator["Metric"]:
        """Yield everything as Prometheus wants it; it calls this at each scrape."""
        from prometheus_client.core import (  # noqa: PLC0415  # an extra
            CounterMetricFamily,
            GaugeMetricFamily,
            HistogramMetricFamily,
        )

        with self._lock:
            questions, searches = dict(self.questions), dict(self._searches)
            searched_s = self._searched_s
        family = CounterMetricFamily(
            "pullquote_questions", "Questions answered", labels=("status", "surface")
        )
        for labels, number in questions.items():
            family.add_metric(labels, number)
        yield family
        reloads = CounterMetricFamily("pullquote_reloads", "Reloads ended", labels=("ended",))
        for ended, number in [*self.reloads.items()]:
            reloads.add_metric((ended,), number)
        yield reloads
        yield CounterMetricFamily("pullquote_errors", "Unexpected errors", value=self.errors)
        below, buckets = 0, []
        for most in (*_BUCKETS_S, float("inf")):
            below += searches.get(most, 0)
            buckets.append(("+Inf" if most == float("inf") else str(most), below))
        yield HistogramMetricFamily(
            "pullquote_search_seconds", "Time of a search", buckets=buckets, sum_value=searched_s
        )
        for name, ask in self.now.items():
            yield GaugeMetricFamily(f"pullquote_{name}", name.replace("_", " "), value=ask())


FIGURES = Figures()
"""Those of this process."""


@contextmanager
def exported(port: int | None) -> Iterator[None]:
    """Serve the figures on the loopback interface, at /metrics; without a port, do nothing.

    Raises:
        ExtraMissingError: If prometheus-client is not installed.
        OSError: If the port is taken.
    """
    if port is None:
        yield
        return
    try:
        from prometheus_client import (  # noqa: PLC0415  # an extra
            CollectorRegistry,
            start_http_server,
        )
    except ImportError:
        raise ExtraMissingError(_NEEDS, "run", "metrics") from None
    registry = CollectorRegistry()
    registry.register(FIGURES)
    server, thread = start_http_server(port, addr=_LOOPBACK, registry=registry)
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
