"""Which small faults in the code its tests don't notice, by Cosmic Ray.

    python -m benchmarks.mutants [--seed N] [--most N] [--also TESTS] MODULE ...

A module is a path such as `sources/names.py`. In a copy of the checkout, one place of it at a time
is changed, and its tests are run: its own, those beside them that import it, and those that are
given. Places are drawn from the seed; with CI=true, properties get ten times as many examples.
Cosmic Ray is run by `uvx`, which fetches it.
"""

import argparse
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from .reporting import percent, show

ROOT = Path(__file__).parents[1]
_UVX = shutil.which("uvx") or str(ROOT / ".venv-uv" / "bin" / "uvx")  # where `scripts/test` puts it
_TOOL = (_UVX, "--from", "cosmic-ray==8.7.0", "cosmic-ray")
_TIME_LIMIT_S = 120.0
_CONFIGURATION = """
[cosmic-ray]
module-path = "{module}"
timeout = {seconds}
excluded-modules = []
test-command = "{command}"

[cosmic-ray.distributor]
name = "local"
"""


def main(arguments: Sequence[str] | None = None) -> None:
    """Change, test, print."""
    given = _arguments(arguments)
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "pullquote")
        _copy_checkout(copy)
        if (shared := ROOT.parent / "shared").is_dir():
            Path(folder, "shared").symlink_to(shared)
        for module in given.modules:
            possible, outcomes = mutate(copy, module, given.also, given.most, given.seed)
            tried = sum(outcomes.values())
            score = percent(outcomes["KILLED"] / tried) if tried else "-"
            rows.append((module, f"{possible:,}", str(tried), str(outcomes["KILLED"]), score))
    show(
        f"Mutants, drawn from seed {given.seed}",
        ("module", "possible", "tried", "killed", "killed %"),
        rows,
    )


def mutate(
    copy: Path, module: str, also: Sequence[str], most: int, seed: int
) -> tuple[int, Counter[str]]:
    """Try mutants of a module in a copy of the checkout, and print those that survive.

    Returns:
        How many there may be, and how many of those tried had which outcome.
    """
    tests = [*its_tests(copy, module), *also]
    command = f"{sys.executable} -P -m pytest -x -q -p no:cacheprovider {' '.join(tests)}"
    configuration, session = copy / "mutants.toml", copy / "mutants.sqlite"
    session.unlink(missing_ok=True)
    told = _CONFIGURATION.format(module=module, seconds=_TIME_LIMIT_S, command=command)
    configuration.write_text(told, "utf-8")
    _run(copy, *_TOOL, "baseline", str(configuration))
    _run(copy, *_TOOL, "init", str(configuration), str(session))
    with closing(sqlite3.connect(session, isolation_level=None)) as mutants:
        possible = draw(mutants, most, seed)
        _run(copy, *_TOOL, "exec", str(configuration), str(session))
        outcomes = mutants.execute("SELECT test_outcome, diff FROM work_results").fetchall()
    for outcome, difference in outcomes:
        if outcome == "SURVIVED":
            print(difference, flush=True)
    return possible, Counter(outcome for outcome, _ in outcomes)


def _copy_checkout(to: Path) -> None:
    command = ("git", "ls-files", "-z")
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout  # noqa: S603  # ours
    for name in filter(None, listed.split("\0")):
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, to / name)


def its_tests(copy: Path, module: str) -> list[str]:
    """Return the tests of a module: its own first, then those beside them that import it."""
    path = Path(module)
    name = ".".join(path.with_suffix("").parts)
    folder = copy / "tests" / path.parent
    own = folder / f"test_{path.name}"
    others = {test for test in folder.glob("test_*.py") if f"from {name} " in test.read_text()}
    found = [own, *sorted(others - {own})]
    return [test.relative_to(copy).as_posix() for test in found]


def draw(mutants: sqlite3.Connection, most: int, seed: int) -> int:
    """Leave so many mutants at most of those that are to be tried, and return how many were there.

    Those of `|` are left out: most are in annotations, where any change fails at the import.
    """
    mutants.execute("DELETE FROM mutation_specs WHERE operator_name LIKE '%Operator_BitOr_%'")
    rows = mutants.execute(
        "SELECT job_id FROM mutation_specs ORDER BY start_pos_row, start_pos_col, operator_name, "
        "occurrence"
    ).fetchall()
    chosen = random.Random(seed).sample(rows, min(most, len(rows)))  # noqa: S311  # nothing secret
    mutants.execute("CREATE TEMP TABLE chosen (job_id)")
    mutants.executemany("INSERT INTO chosen VALUES (?)", chosen)
    for table in ("mutation_specs", "work_items"):
        mutants.execute(f"DELETE FROM {table} WHERE job_id NOT IN (SELECT * FROM chosen)")  # noqa: S608  # no input
    return len(rows)


def _run(copy: Path, *command: str) -> None:
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    environment.pop("PYTHONPATH", None)  # or the tests would find the code of the checkout
    subprocess.run(command, cwd=copy, env=environment, check=True)  # noqa: S603  # ours


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("modules", nargs="+", metavar="MODULE")
    parser.add_argument("--also", action="append", default=[], metavar="TESTS", help="a path")
    parser.add_argument("--most", type=int, default=40, help="mutants of each module")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
