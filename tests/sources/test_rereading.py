"""What is known already is not read again, and the library is the same as if it were."""

from collections.abc import Callable, Mapping
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Self

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources import (
    ChildNotStartedError,
    Library,
    Limits,
    Problem,
    Progress,
    SourceFile,
    find_changes,
    load_library,
    pool,
    problems,
    read_files,
)
from sources import library as library_module
from sources.pipeline import read_document
from sources.protocol import Orders, Served

TEXT = "On windy days the old bridge hums."
NAMES = st.sampled_from(["a.txt", "b.md", "~/week 3/c.txt", "d.xyz"])
CONTENTS = st.sampled_from([TEXT, f"# Bees\n\n{TEXT}", "", "# Bees", "---\ntitel: X\n---\nHm."])
FOLDERS = st.dictionaries(NAMES, CONTENTS)


class InProcess:
    """Reads without a process, which is what this module is not about; counts the files."""

    read_files = 0

    def __init__(self, orders: Orders) -> None:
        self._orders = orders

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing was started."""

    def read(self, doc_id: str, raw: bytes) -> Served:
        """Read as a child would."""
        InProcess.read_files += 1
        document, passages, notes = read_document(doc_id, raw, max_chars=1000, target_chars=700)
        return Served(document=document, passages=tuple(passages), notes=notes)


def _files(contents: Mapping[str, str]) -> list[SourceFile]:
    return [SourceFile(name, partial(BytesIO, text.encode())) for name, text in contents.items()]


@pytest.fixture
def no_process(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Called, no process can be started any more."""
    return lambda: monkeypatch.setattr(pool, "_MODULE", "sources.no_such_module")


@given(before=FOLDERS, after=FOLDERS)
def test_a_library_is_the_same_whether_a_previous_one_is_given_or_not(
    before: Mapping[str, str], after: Mapping[str, str]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(library_module, "Pool", InProcess)
        fresh = read_files(_files(after))
        previous = read_files(_files(before))
        InProcess.read_files = 0

        library = read_files(_files(after), previous=previous)

    assert library == fresh
    assert list(library.documents) == sorted(library.documents)
    new = {name for name in after if after[name] != before.get(name) and name != "d.xyz"}
    assert InProcess.read_files == len(new)
    changes = find_changes(previous, library)
    assert set(changes.added) == library.documents.keys() - previous.documents.keys()
    assert set(changes.removed) == previous.documents.keys() - library.documents.keys()
    assert {x for x in changes.changed if before[x] == after[x]} == set()


def test_an_unchanged_folder_needs_no_process(
    tmp_path: Path, no_process: Callable[[], None]
) -> None:
    (tmp_path / "good.txt").write_text(TEXT)
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "odd.md").write_text(f"---\ntitel: Bridges\n---\n\n{TEXT}")
    (tmp_path / "what.xyz").write_text(TEXT)
    previous = load_library(tmp_path)
    no_process()

    library = load_library(tmp_path, previous=previous)

    assert library == previous
    assert [problem.source for problem in library.problems] == ["empty.txt", "odd.md", "what.xyz"]
    assert library.documents["good.txt"] is previous.documents["good.txt"]
    (tmp_path / "good.txt").write_text(f"{TEXT} It does.")
    with pytest.raises(ChildNotStartedError):
        load_library(tmp_path, previous=previous)


def test_under_other_limits_or_sizes_everything_is_read_anew(
    tmp_path: Path, no_process: Callable[[], None]
) -> None:
    (tmp_path / "good.txt").write_text(TEXT)
    previous = load_library(tmp_path)
    no_process()

    with pytest.raises(ChildNotStartedError):
        load_library(tmp_path, previous=previous, target_chars=500)
    with pytest.raises(ChildNotStartedError):
        load_library(tmp_path, previous=previous, max_chars=500)
    with pytest.raises(ChildNotStartedError):
        load_library(tmp_path, previous=previous, limits=Limits(max_pages=10))


def test_a_thousand_files_are_read_in_order_with_progress_after_each(tmp_path: Path) -> None:
    for number in range(1000):
        (tmp_path / f"{number:03}.txt").write_text(f"{TEXT} It is number {number}.")
    seen: list[Progress] = []

    library = load_library(tmp_path, progress=seen.append)

    assert list(library.documents) == [f"{number:03}.txt" for number in range(1000)]
    assert [passage.doc_id for passage in library.passages] == list(library.documents)
    assert sorted({(one.done, one.total) for one in seen} - {(0, 1000)}) == [
        (number + 1, 1000) for number in range(1000)
    ]
    assert {one.source for one in seen} - {""} == library.documents.keys()


def test_documents_need_no_folder_and_keep_the_names_they_are_given() -> None:
    library = read_files(_files({"~/week 3/b.txt": TEXT, "~/a.md": f"# Bridges\n\n{TEXT}"}))

    assert list(library.documents) == ["~/a.md", "~/week 3/b.txt"]
    assert library.documents["~/a.md"].title == "Bridges"


def test_a_file_that_cannot_be_opened_or_has_no_reader_costs_only_itself(tmp_path: Path) -> None:
    (tmp_path / "shut" / "a.txt").mkdir(parents=True)
    files = [
        SourceFile.inside(tmp_path, Path("gone.txt"), "gone.txt"),
        SourceFile.inside(tmp_path, Path("shut/a.txt"), "shut.txt"),
        *_files({"what.xyz": TEXT, "good.txt": TEXT}),
    ]

    library = read_files(files)

    assert list(library.documents) == ["good.txt"]
    reasons = [(problem.source, problem.reason[:27]) for problem in library.problems]
    assert reasons == [
        ("gone.txt", "It was moved or replaced wh"),
        ("shut.txt", "It is a device or a pipe, n"),
        ("what.xyz", "Its format is not understoo"),
    ]


def test_two_files_of_one_name_and_less_than_one_worker_are_refused() -> None:
    with pytest.raises(ValueError, match="same doc_id"):
        read_files([*_files({"a.txt": TEXT}), *_files({"a.txt": ""})])
    with pytest.raises(ValueError, match="at least 1"):
        read_files([], workers=0)


def test_what_changed_is_told_of_documents_and_of_problems() -> None:
    old = read_files(_files({"a.txt": TEXT, "b.txt": TEXT, "c.txt": TEXT, "e.txt": ""}))
    new = read_files(
        _files({"b.txt": TEXT, "c.txt": f"{TEXT} Yes.", "d.txt": TEXT, "f.txt": ""}), previous=old
    )

    changes = find_changes(old, new)

    assert (changes.added, changes.removed, changes.changed) == (("d.txt",), ("a.txt",), ("c.txt",))
    assert [problem.source for problem in changes.problems] == ["f.txt"]
    assert [problem.source for problem in changes.mended] == ["e.txt"]
    assert not find_changes(old, old)
    assert changes


def test_a_library_without_files_is_empty() -> None:
    library = read_files([])

    assert library == Library(library.version, {}, ())


def test_a_problem_that_may_be_gone_next_time_is_looked_into_again(tmp_path: Path) -> None:
    file = SourceFile.inside(tmp_path, Path("a.txt"), "~/b.txt")
    previous = read_files([file])
    assert previous.problems == (Problem("~/b.txt", problems.MOVED),)
    (tmp_path / "a.txt").write_text(TEXT)

    assert list(read_files([file], previous=previous).documents) == ["~/b.txt"]
