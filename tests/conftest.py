"""What holds for every test: how many examples a property gets, and which tests share a worker."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, is_hypothesis_test, settings

from sources import library
from tests.readers import KeptPool

pytest_plugins = ("tests.opensearch",)

_LONGEST_NAME = 40  # bytes of a parameter that are shown in a test's name

# How long an example takes depends on the machine and its other work, never on the code alone.
_UNTIMED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("quick", _UNTIMED, max_examples=10)
settings.register_profile("thorough", _UNTIMED, max_examples=100, derandomize=True)
settings.load_profile("thorough" if os.environ.get("CI") == "true" else "quick")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Let two more run than there are processors: many wait for a process, a disk, a timer."""
    return (os.cpu_count() or 1) + 2


@pytest.hookimpl(tryfirst=True)  # pytest-xdist looks for groups in the same hook
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let those tests of a file that start or kill processes run one at a time, in one worker.

    So do all that share a node of OpenSearch.

    What is covered is what examples reach that somebody wrote down: a property takes half as long
    when its hundred examples are not traced.
    """
    for item in items:
        if item.get_closest_marker("process"):
            item.add_marker(pytest.mark.xdist_group(f"processes of {item.path.stem}"))
        if item.get_closest_marker("opensearch"):
            item.add_marker(pytest.mark.xdist_group("OpenSearch"))
        if is_hypothesis_test(getattr(item, "obj", None)):
            item.add_marker(pytest.mark.no_cover)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name a case of a whole file by its number: archives hold the time when they were made.

    Workers of pytest-xdist must agree on the names of the tests.
    """
    return argname if isinstance(val, bytes) and len(val) > _LONGEST_NAME else None


@pytest.fixture(scope="session", autouse=True)
def _kept_readers() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(library, "Pool", KeptPool)
        yield
    KeptPool.end_all()
