"""What may come in from Discord, and under which name."""

from dataclasses import replace
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services import uploads
from bot.services.uploads import (
    NOT_FETCHED,
    TOGETHER_TOO_LARGE,
    Upload,
    checked_name,
    fetch_uploads,
    safe_folder,
    safe_name,
    without_duplicates,
)
from sources import Document, Problem, problems
from sources.limits import DEFAULT_LIMITS
from sources.readers import UnreadableFileError

PICTURE = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


class FakeAttachment:
    """An attachment that hands over `raw`, whatever it announced."""

    def __init__(
        self, name: str, raw: bytes, *, size: int | None = None, title: str | None = None
    ) -> None:
        self.filename, self.title = name, title
        self.size = len(raw) if size is None else size
        self.fetched = 0
        self._raw = raw

    async def read(self) -> bytes:
        """As discord.py does."""
        self.fetched += 1
        return self._raw


class BrokenAttachment(FakeAttachment):
    """An attachment that Discord does not hand over."""

    async def read(self) -> bytes:
        """Wait in vain."""
        raise TimeoutError


async def fetch(
    *attachments: FakeAttachment, collection: str = ""
) -> tuple[list[Upload], list[Problem]]:
    """Fetch with the usual limits."""
    return await fetch_uploads(
        attachments,  # type: ignore[arg-type]  # the three fields and the method that are used
        collection,
        DEFAULT_LIMITS,
    )


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Übung 3 – Bienen.txt", "Übung 3 – Bienen.txt"),
        ("作業.md", "作業.md"),
        ("../../etc/passwd", "etc passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("/etc/shadow", "etc shadow"),
        ("C:\\notes.txt", "C notes.txt"),
        ("CON", "_CON"),
        ("aux.txt", "_aux.txt"),
        ("console.txt", "console.txt"),
        (".hidden.md", "hidden.md"),
        ("~/own.md", "own.md"),
        ("__init__.txt", "init__.txt"),
        ("ends in dots. . .", "ends in dots"),
        ("a\u202etxt.exe\x00.md", "a txt.exe.md"),
        ("e\u0301tude.txt", "étude.txt"),
        ("...", ""),
        (" ", ""),
    ],
)
def test_name_is_safe_and_keeps_its_letters(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@given(st.text(max_size=300))
def test_any_name_is_one_part_of_a_path_on_every_system(name: str) -> None:
    safe = safe_name(name)

    assert safe == safe_name(safe)
    assert len(safe) <= 81
    assert safe not in {".", ".."}
    assert len(PurePosixPath(safe).parts) <= 1
    assert len(PureWindowsPath(safe).parts) <= 1
    assert not safe.endswith((".", " "))


@given(st.text(max_size=60))
def test_any_collection_stays_inside_the_library(typed: str) -> None:
    path = PurePosixPath(safe_folder(typed))

    assert not path.is_absolute()
    assert ".." not in path.parts
    assert len(str(path)) <= 100


def test_collection_may_be_in_another_one() -> None:
    assert safe_folder(" Unit 1 / Week 3 ") == "Unit 1/Week 3"


def test_long_name_is_cut_before_its_ending() -> None:
    safe = safe_name(f"{'a' * 300}.md")

    assert safe == f"{'a' * 77}.md"


def test_text_without_an_ending_becomes_one() -> None:
    assert checked_name("notes", b"Bees dance.", DEFAULT_LIMITS) == "notes.txt"


@pytest.mark.parametrize(
    ("name", "raw", "reason"),
    [
        ("empty.txt", b"", problems.EMPTY),
        ("bees.md", b"\x00\x01\x02" * 99, problems.NOT_TEXT),
        ("bees.txt", PICTURE, "By its content it is a picture, although its name ends in .txt"),
        ("bees.png", PICTURE, "By its name it is a picture, which is not read"),
        ("bees.csv", b"a,b", "Its format is not understood"),
        ("bees.md", b"MZ\x00\x00", "By its content it is a program"),
    ],
)
def test_what_is_no_document_is_refused_by_its_content(name: str, raw: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFileError) as refused:
        checked_name(name, raw, DEFAULT_LIMITS)

    assert str(refused.value).startswith(reason)


async def test_file_is_taken_in_under_the_name_that_its_owner_gave_it() -> None:
    munged = FakeAttachment("bung_1.txt", b"Bees.", title="Übung 1")

    taken, refused = await fetch(munged, collection="week 3")

    assert taken == [Upload.checked("week 3", "Übung 1.txt", b"Bees.", DEFAULT_LIMITS)]
    assert taken[0].path == "week 3/Übung 1.txt"
    assert refused == []


async def test_too_large_file_is_not_even_fetched() -> None:
    huge = FakeAttachment("huge.txt", b"", size=DEFAULT_LIMITS.max_file_bytes + 1)

    taken, refused = await fetch(huge)

    assert taken == []
    assert refused[0].reason == problems.too_large(huge.size, DEFAULT_LIMITS.max_file_bytes)
    assert huge.fetched == 0


async def test_file_that_is_larger_than_it_was_announced_is_refused() -> None:
    liar = FakeAttachment("liar.txt", b"a" * 2_000, size=5)

    taken, refused = await fetch_uploads(
        [liar],  # type: ignore[list-item]  # as in `fetch`
        "",
        replace(DEFAULT_LIMITS, max_file_bytes=1_000),
    )

    assert taken == []
    assert refused == [Problem("liar.txt", problems.too_large(2_000, 1_000))]


async def test_files_that_are_too_large_together_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES", 8)

    taken, refused = await fetch(
        FakeAttachment("a.txt", b"Bees"),
        FakeAttachment("b.txt", b"Wasps"),
        FakeAttachment("c", b"Ants"),
    )

    assert [upload.path for upload in taken] == ["a.txt", "c.txt"]
    assert refused == [Problem("b.txt", TOGETHER_TOO_LARGE)]


async def test_file_that_discord_does_not_hand_over_costs_no_other() -> None:
    taken, refused = await fetch(BrokenAttachment("a.txt", b"a"), FakeAttachment("b.txt", b"b"))

    assert [upload.path for upload in taken] == ["b.txt"]
    assert refused == [Problem("a.txt", NOT_FETCHED)]


async def test_two_files_of_one_name_are_numbered() -> None:
    taken, _ = await fetch(FakeAttachment("a.txt", b"one"), FakeAttachment("A.txt", b"two"))

    assert [upload.path for upload in taken] == ["a.txt", "A (2).txt"]


def test_file_that_is_there_already_or_twice_is_told_and_left_out() -> None:
    old = Upload.checked("", "old.txt", b"old", DEFAULT_LIMITS)
    new = Upload.checked("", "new.txt", b"new", DEFAULT_LIMITS)
    there = {"x": Document(doc_id="x", title="On Bees", text="", sha256=old.sha256)}

    kept, known = without_duplicates([old, new, replace(new, path="again.txt")], there)

    assert kept == [new]
    assert known == [
        Problem("old.txt", "It already exists, as “On Bees”."),
        Problem("again.txt", "It is identical to new.txt."),
    ]
