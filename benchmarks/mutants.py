"""Which small faults in the code its tests don't notice.

    python -m benchmarks.mutants [--seed N] [--most N] [--at-once N] [--reached FILE] PATH ...

A path is a module, such as `sources/names.py`, or a folder with all modules in it. Places are drawn
from the seed among those that Cosmic Ray finds, which `uvx` fetches. In a copy of the checkout, one
at a time is changed, and those tests that reach its line are run until one fails, the module's own
first, with properties of the latter. What others wrote is loaded once, and each run is a fork of
that process. Which tests reach which lines is measured first, and kept in FILE.
"""

import argparse
import compileall
import difflib
import importlib
import json
import multiprocessing
import os
import py_compile
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path

import coverage
import pytest
from hypothesis import HealthCheck, Phase, is_hypothesis_test, settings

from .reporting import percent, show

ROOT = Path(__file__).parents[1]
_UVX = shutil.which("uvx") or str(ROOT / ".venv-uv" / "bin" / "uvx")  # where `scripts/test` puts it
_TOOL = (_UVX, "-q", "--from", "cosmic-ray==8.7.0", "python", "-P")
_OURS = frozenset({"benchmarks", "bot", "config", "index", "sources", "tests"})
_TIME_LIMIT_S = 90  # of the processor
_MOST_FILES = 6  # besides those of the module
_MOST_TESTS = 100
_EMPTY = 100  # bytes; shorter modules have nothing to change
_PYTEST = ("-x", "-q", "-p", "no:cacheprovider", "-m", "not opensearch")
_FORKED = ("--hypothesis-profile=mutants", "-W", "ignore::pytest.PytestAssertRewriteWarning")
_OUTPUT = "output.txt"
_GROUP = re.compile(r"@[^\]]*$")  # which pytest-xdist adds to a test's name
_LIST_IMPORTS = """
import sys, pytest
pytest.main(["--collect-only", "-qq", *sys.argv[1:]])
print(*sys.modules)
"""


@dataclass(frozen=True)
class Tried:
    """What became of the faults of one module.

    Attributes:
        possible: How many it may have.
        tried: How many were drawn.
        survived: Those that no test noticed, as differences.
    """

    module: str
    possible: int
    tried: int
    survived: tuple[str, ...]


def main(arguments: Sequence[str] | None = None) -> None:
    """Change, test, print."""
    given = _arguments(arguments)
    modules = [module for path in given.paths for module in _modules(ROOT / path)]
    folders = sorted({Path("tests", Path(module).parts[0]).as_posix() for module in modules})
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "0", "pullquote")
        _copy_checkout(copy)
        reached = given.reached or Path(folder, "reached")
        if not reached.exists():
            _measure(copy, folders, reached)
        with ProcessPoolExecutor(given.at_once, multiprocessing.get_context("spawn")) as pool:
            draw = (str(given.seed), str(given.most))
            attempt = partial(_try_module, copy, reached.resolve(), folders, draw)
            results = [*_told(pool.map(attempt, modules))]
    _show(results, given.seed)


def _modules(path: Path) -> list[str]:
    found = [path] if path.is_file() else sorted(path.rglob("*.py"))
    return [
        module.relative_to(ROOT).as_posix() for module in found if module.stat().st_size > _EMPTY
    ]


def _told(results: Iterator[Tried]) -> Iterator[Tried]:
    for result in results:
        print(f"# {result.module}: {len(result.survived)} of {result.tried} survived")
        print(*result.survived, sep="\n", flush=True)
        yield result


def _show(results: Sequence[Tried], seed: int) -> None:
    """Print a row for each module, each folder, and all."""

    def row(name: str, some: Sequence[Tried]) -> tuple[str, ...]:
        tried = sum(one.tried for one in some)
        noticed = tried - sum(len(one.survived) for one in some)
        possible = sum(one.possible for one in some)
        score = percent(noticed / tried) if tried else "-"
        return name, f"{possible:,}", f"{tried:,}", f"{noticed:,}", score

    def folder(result: Tried) -> str:
        return Path(result.module).parent.as_posix()

    header = ("possible", "tried", "noticed", "%")
    show(
        f"Faults, drawn from seed {seed}",
        ("module", *header),
        [row(r.module, [r]) for r in results],
    )
    parted = groupby(sorted(results, key=folder), folder)
    rows = [row(name, [*some]) for name, some in parted]
    show("By folder", ("folder", *header), [*rows, row("all", results)])


def _copy_checkout(to: Path) -> None:
    command = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout  # noqa: S603  # ours
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, to / name)
    # What is changed is compiled each time, and all else never again.
    checked = py_compile.PycInvalidationMode.CHECKED_HASH
    for package in ("bot", "config", "index", "sources"):
        compileall.compile_dir(to / package, quiet=1, invalidation_mode=checked)
    if (shared := ROOT.parent / "shared").is_dir():
        (to.parent / "shared").symlink_to(shared)


def _measure(copy: Path, folders: Sequence[str], to: Path) -> None:
    command = [sys.executable, "-P", "-m", "pytest", *_PYTEST, "-n", "2", *folders]
    command += ["--cov=sources", "--cov=index", "--cov-context=test", "--cov-report="]
    environment = {**_environment(), "COVERAGE_FILE": str(to.resolve())}
    subprocess.run(command, cwd=copy, env=environment, check=True)  # noqa: S603  # ours


def _environment() -> dict[str, str]:
    without = {"PYTHONPATH", "PYTHONDONTWRITEBYTECODE"}  # the tests find the code of the copy
    return {name: value for name, value in os.environ.items() if name not in without}


def _try_module(
    original: Path, reached: Path, folders: Sequence[str], draw: Sequence[str], module: str
) -> Tried:
    """Try faults of one module, in this process' own copy of the checkout."""
    copy = _own_copy(original, folders)
    command = (*_TOOL, str(ROOT / "benchmarks" / "mutations.py"), *draw, module)
    told = subprocess.run(command, cwd=copy, stdout=subprocess.PIPE, check=True).stdout  # noqa: S603  # ours
    faults = json.loads(told)
    file, own = copy / module, its_tests(copy, module)
    code = file.read_text("utf-8")
    if faults["drawn"] and own and not _passes(copy, own):
        sys.exit(f"They fail without a fault: {own}\n{(copy / _OUTPUT).read_text('utf-8')}")
    contexts = _contexts(reached, module)
    survived = []
    for line, changed in faults["drawn"]:
        files, chosen = _tests_of(contexts, line, own)
        plugin = _Chosen(own, chosen)
        file.write_text(changed, "utf-8")
        passes = _passes(copy, files, plugin)
        ran = (copy / _OUTPUT).read_text("utf-8").splitlines()[-1:]
        file.write_text(code, "utf-8")
        if passes is None:  # endless, or just too slow
            passes = _passes(copy, files, plugin) is None
        if passes:
            shown = difflib.unified_diff(code.splitlines(), changed.splitlines(), lineterm="", n=1)
            survived.append("\n".join([*ran, *[*shown][2:]]))
    return Tried(module, faults["possible"], len(faults["drawn"]), tuple(survived))


_copies: dict[Path, Path] = {}


def _own_copy(original: Path, folders: Sequence[str]) -> Path:
    """Return the copy of this process, which has loaded all that others wrote."""
    if original in _copies:
        return _copies[original]
    copy = original.parents[1] / str(os.getpid()) / original.name
    shutil.copytree(original.parent, copy.parent, symlinks=True)
    kept = _environment()
    os.environ.clear()
    os.environ.update(kept)
    sys.path[:] = [str(copy), *(place for place in sys.path if Path(place) != ROOT)]
    os.chdir(copy)
    command = [sys.executable, "-P", "-c", _LIST_IMPORTS, *folders]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603  # ours
    for name in listed.splitlines()[-1].split():
        if name.partition(".")[0] not in _OURS:
            with suppress(Exception):  # some are made by others as they start
                importlib.import_module(name)
    _copies[original] = copy
    return copy


def its_tests(copy: Path, module: str) -> list[str]:
    """Return the tests of a module: its own first, then those beside them that import it."""
    path = Path(module)
    name = ".".join(path.with_suffix("").parts)
    folder = copy / "tests" / path.parent
    own = folder / f"test_{path.name}"
    others = {test for test in folder.glob("test_*.py") if f"from {name} " in test.read_text()}
    found = [*([own] if own.exists() else ()), *sorted(others - {own})]
    return [test.relative_to(copy).as_posix() for test in found]


def _contexts(reached: Path, module: str) -> dict[int, set[str]]:
    """Return the tests that reach each line; none for lines that run at the import."""
    measured = coverage.CoverageData(str(reached))
    measured.read()
    files = {file for file in measured.measured_files() if file.endswith(f"/{module}")}
    lines = measured.contexts_by_lineno(files.pop()) if files else {}
    return {
        line: {_GROUP.sub("", context.partition("|")[0]) for context in contexts if context}
        for line, contexts in lines.items()
    }


def _tests_of(
    contexts: dict[int, set[str]], line: int, own: Sequence[str]
) -> tuple[list[str], set[str]]:
    """Return files of tests for a line, those of its module first, and those of their tests."""
    while line and line not in contexts:  # a statement counts with its first line
        line -= 1
    tests = contexts.get(line) or set().union(*contexts.values())
    by_file = Counter(test.partition("::")[0] for test in tests)
    others = [file for file, _ in by_file.most_common() if file not in own][:_MOST_FILES]
    chosen = {test for test in tests if test.partition("::")[0] in own}
    further = sorted(test for test in tests if test.partition("::")[0] in others)
    return [*own, *others], chosen | set(further[:: 1 + len(further) // _MOST_TESTS])


class _Chosen:
    """Leaves out all other tests but those of the first file, and properties of the next ones.

    Which lines those reach is not known: a child process may reach them.
    """

    def __init__(self, own: Sequence[str], chosen: Collection[str]) -> None:
        self._own, self._chosen = own, chosen

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [item for item in items if item.nodeid in self._chosen or self._is_open(item)]

    def _is_open(self, item: pytest.Item) -> bool:
        file = item.nodeid.partition("::")[0]
        is_open = file in self._own[:1] or not self._chosen
        return file in self._own and (is_open or is_hypothesis_test(getattr(item, "obj", None)))


def _passes(copy: Path, files: Sequence[str], plugin: _Chosen | None = None) -> bool | None:
    """Run tests in a fork of this process.

    Returns:
        Whether all pass; None if they take too long.
    """
    child = os.fork()
    if not child:
        code = 1
        try:
            code = _run(copy, files, plugin)
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    with suppress(ProcessLookupError):  # what it started
        os.killpg(child, signal.SIGKILL)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) in {signal.SIGXCPU, signal.SIGALRM}:
        return None
    ends = {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}
    return os.WIFEXITED(status) and os.WEXITSTATUS(status) in ends


def _run(copy: Path, files: Sequence[str], plugin: _Chosen | None) -> int:
    os.setsid()
    with (copy / _OUTPUT).open("w") as output:
        os.dup2(output.fileno(), 1)
        os.dup2(output.fileno(), 2)
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime) + _TIME_LIMIT_S
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 5))
    signal.alarm(5 * _TIME_LIMIT_S)
    sys.dont_write_bytecode = True
    for name in [name for name in sys.modules if name.partition(".")[0] in _OURS]:
        del sys.modules[name]
    # The same examples each time, none of an earlier run, and no search for a smaller one.
    settings.register_profile(
        "mutants",
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        max_examples=100 if os.environ.get("CI") == "true" else 20,
    )
    return int(pytest.main([*_PYTEST, *_FORKED, *files], [plugin] if plugin else []))


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+", metavar="PATH")
    parser.add_argument("--most", type=int, default=10, help="faults of each module")
    parser.add_argument("--at-once", type=int, default=2, help="processes")
    parser.add_argument("--reached", type=Path, metavar="FILE", help="made if it is not there")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
