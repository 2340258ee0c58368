"""A folder becomes one snapshot; what cannot be served is named, and harms nothing else."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from sources import Library, Limits, load_library, problems, read_files
from sources.folder import find_files

TEXT = "On windy days the old bridge hums."


def _reasons(library: Library) -> dict[str, str]:
    return {problem.source: problem.reason for problem in library.problems}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "good.txt").write_text(TEXT)
    return tmp_path


def test_files_of_the_whole_tree_are_served_in_the_order_of_their_paths(folder: Path) -> None:
    for name in ("b/z.md", "a/c/y.TXT", "a.text", "b.markdown"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"{TEXT} {name} is here.")

    library = load_library(folder)

    assert list(library.documents) == ["a.text", "a/c/y.TXT", "b.markdown", "b/z.md", "good.txt"]
    assert [p.doc_id for p in library.passages] == list(library.documents)
    assert library.problems == ()


@pytest.mark.parametrize(
    ("name", "raw", "reason"),
    [
        ("empty.txt", b"", "It is empty"),
        ("blank.txt", b" \n\t\r\n", "It is empty"),
        ("mark.txt", b"\xef\xbb\xbf", "It is empty"),
        ("rules.md", b"***\n\n---\n", "Nothing in it can be quoted"),
        ("title.md", b"# Bees\n", "Nothing in it can be quoted"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x01", "it is a picture"),
        ("noise.txt", bytes(range(256)), "not text"),
        ("large.txt", b"bees " * 300, "0.0 MB, more than the limit"),
        ("essay.tex", b"Bees hum.", "save it as one of"),
        ("essay", b"Bees hum.", "Its format is not understood"),
    ],
)
def test_a_file_that_cannot_be_served_is_named_with_its_reason(
    folder: Path, name: str, raw: bytes, reason: str
) -> None:
    (folder / name).write_bytes(raw)

    library = load_library(folder, limits=Limits(max_file_bytes=1000))

    assert list(library.documents) == ["good.txt"]
    assert list(_reasons(library)) == [name]
    assert reason in _reasons(library)[name]


def test_links_are_followed_to_files_inside_the_folder_only(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "secret.txt"
    outside.write_text("Nobody may read this.")
    (folder / "part").mkdir()
    (folder / "inside.txt").symlink_to("good.txt")
    (folder / "outside.txt").symlink_to(outside)
    (folder / "lost.txt").symlink_to("nowhere.txt")
    (folder / "loop.txt").symlink_to("loop.txt")
    (folder / "parts").symlink_to("part")
    (folder / "up").symlink_to(outside.parent)

    library = load_library(folder)

    assert list(library.documents) == ["good.txt", "inside.txt"]
    reasons = _reasons(library)
    assert list(reasons) == ["loop.txt", "lost.txt", "outside.txt", "parts", "up"]
    assert "a link to a file that is not there" in reasons["lost.txt"]
    assert "a link to a place outside the folder" in reasons["outside.txt"]
    assert "a link to a folder" in reasons["parts"]


def test_a_pipe_is_named_and_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "pipe.txt")

    assert "a device or a pipe" in _reasons(load_library(folder))["pipe.txt"]


@pytest.mark.parametrize("make", [Path.symlink_to, Path.hardlink_to, None])
def test_a_file_that_is_replaced_after_it_was_looked_at_leads_nowhere(
    folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
    make: Callable[[Path, Path], None] | None,
) -> None:
    """A hard link is a file like any other: the system itself guards against those."""
    secret = tmp_path_factory.mktemp("outside") / "secret.txt"
    secret.write_text("Nobody may read this.")
    files, _ = find_files(folder, 10)
    (folder / "good.txt").unlink()
    if make:
        make(folder / "good.txt", secret)

    library = read_files(files)

    assert (list(library.documents) == ["good.txt"]) is (make is Path.hardlink_to)
    if make is not Path.hardlink_to:
        assert _reasons(library) == {"good.txt": problems.MOVED}


def test_a_folder_that_is_replaced_after_it_was_looked_at_leads_nowhere(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "a.txt").write_text("Nobody may read this.")
    (folder / "part").mkdir()
    (folder / "part" / "a.txt").write_text(TEXT)
    files, _ = find_files(folder, 10)
    (folder / "part").rename(folder / "moved")
    (folder / "part").symlink_to(outside)

    library = read_files(files)

    assert list(library.documents) == ["good.txt"]
    assert _reasons(library) == {"part/a.txt": problems.MOVED}


def test_a_pipe_in_the_place_of_a_file_is_not_waited_for(folder: Path) -> None:
    files, _ = find_files(folder, 10)
    (folder / "good.txt").unlink()
    os.mkfifo(folder / "good.txt")

    assert _reasons(read_files(files)) == {"good.txt": problems.NOT_A_FILE}


def test_loops_of_links_are_not_followed(folder: Path) -> None:
    (folder / "part").mkdir()
    (folder / "part" / "up").symlink_to("..")
    (folder / "one.txt").symlink_to("two.txt")
    (folder / "two.txt").symlink_to("one.txt")

    assert _reasons(load_library(folder)) == {
        "one.txt": problems.DANGLING,
        "part/up": problems.LINKED_FOLDER,
        "two.txt": problems.DANGLING,
    }


def test_two_hundred_megabytes_are_refused_unread(folder: Path) -> None:
    with (folder / "huge.txt").open("wb") as file:
        file.truncate(200_000_000)

    assert _reasons(load_library(folder)) == {
        "huge.txt": "It has 200.0 MB, more than the limit of 50.0 MB; split it into several files."
    }


def test_of_too_many_files_the_first_are_read(folder: Path) -> None:
    for name in ("a/1.txt", "a/2.txt", "b.txt", "c/d/e.txt", "a.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(TEXT)

    library = load_library(folder, limits=Limits(max_files=4))

    assert list(library.documents) == ["a.txt", "a/1.txt", "a/2.txt", "b.txt"]
    assert list(_reasons(library)) == ["c/d/e.txt"]
    assert "more than 4 files" in _reasons(library)["c/d/e.txt"]


def test_a_file_of_too_many_passages_or_headings_is_refused(folder: Path) -> None:
    (folder / "headings.md").write_text("# h\n" * 300)
    sections = (f"## {i}\n\nThe bridge hums {i} times.\n" for i in range(300))
    (folder / "lines.md").write_text("\n".join(sections))

    library = load_library(folder, limits=Limits(max_passages=200))

    assert list(library.documents) == ["good.txt"]
    assert _reasons(library) == dict.fromkeys(
        ["headings.md", "lines.md"], problems.too_many_passages(200)
    )


def test_documents_beyond_the_passages_of_a_library_are_named(folder: Path) -> None:
    for name in ("a.md", "b.md", "z.txt"):
        (folder / name).write_text(f"{TEXT}\n\n# More\n\n{TEXT} It does, says {name}.")

    library = load_library(folder, limits=Limits(max_library_passages=3))

    assert list(library.documents) == ["a.md", "good.txt"]
    assert _reasons(library) == dict.fromkeys(["b.md", "z.txt"], problems.library_full(3))


def test_a_name_that_is_not_unicode_is_named(folder: Path) -> None:
    try:
        Path(os.fsdecode(os.fsencode(folder) + b"/b\xffd.txt")).write_text(TEXT)
    except OSError:
        pytest.skip("this file system refuses such names")

    assert _reasons(load_library(folder)) == {
        r"b\udcffd.txt": "Its name is not valid Unicode; rename it with plain letters and digits."
    }


def test_a_readme_is_read_for_it_may_be_a_syllabus(folder: Path) -> None:
    (folder / "README.md").write_text(f"# Syllabus\n\n{TEXT}\n")

    assert load_library(folder).documents["README.md"].title == "Syllabus"


def test_files_about_the_folder_and_hidden_ones_are_passed_over_in_silence(folder: Path) -> None:
    for name in (
        "README",
        "LICENSE",
        "License.md",
        ".notes.txt",
        "~$good.txt",
        "good.txt~",
        "questions.jsonl",
    ):
        (folder / name).write_text("Not a source.")
    (folder / ".git").mkdir()
    (folder / ".git" / "notes.txt").write_text("Not a source.")

    library = load_library(folder)

    assert list(library.documents) == ["good.txt"]
    assert library.problems == ()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_named(folder: Path) -> None:
    (folder / "locked.txt").write_text(TEXT)
    (folder / "locked.txt").chmod(0)
    (folder / "closed").mkdir(mode=0)

    assert [reason[:17] for reason in _reasons(load_library(folder)).values()] == [
        "It cannot be read"
    ] * 2


def test_the_version_is_the_same_for_the_same_files_and_changes_with_any(folder: Path) -> None:
    before = load_library(folder).version

    assert load_library(folder).version == before
    assert load_library(folder, target_chars=500).version != before
    (folder / "new.txt").write_text(TEXT)
    added = load_library(folder).version
    (folder / "new.txt").rename(folder / "renamed.txt")
    renamed = load_library(folder).version
    (folder / "renamed.txt").write_text(f"{TEXT} ")
    assert len({before, added, renamed, load_library(folder).version}) == 4


def test_a_passage_is_cited_with_what_is_known_of_its_document(folder: Path) -> None:
    (folder / "good.txt").unlink()
    (folder / "hive.md").write_text(
        "---\ntitle: Bees\nauthors: [Ann Bell]\nurl: https://example.org\n---\n"
        "## Hives\n\nThey hum.\n"
    )
    library = load_library(folder)

    citation = library.citation(library.passages[0])

    assert (citation.title, citation.authors, citation.url) == (
        "Bees",
        ("Ann Bell",),
        "https://example.org",
    )
    assert (citation.section, citation.paragraph) == ("Hives", 1)


def test_a_folder_that_is_none_and_sizes_below_one_are_refused(folder: Path) -> None:
    with pytest.raises(NotADirectoryError):
        load_library(folder / "good.txt")
    with pytest.raises(ValueError, match="at least 1"):
        load_library(folder, max_chars=0)
