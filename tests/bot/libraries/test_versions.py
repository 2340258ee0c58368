"""The versions of a library that are kept: which are shared, and which are gone."""

from pathlib import Path

import pytest

from bot.libraries.versions import IndexVersion, VersionStore
from index import LibraryIndex, SnapshotError
from sources import Library

VERSIONS = ("a" * 12, "b" * 12, "c" * 12)


@pytest.fixture
def versions(tmp_path: Path) -> VersionStore:
    """Three versions."""
    kept = VersionStore(tmp_path)
    for version in VERSIONS:
        kept.add(IndexVersion.of(LibraryIndex.build(Library(version, {}, ()))))
    return kept


def test_version_that_is_at_hand_is_shared_and_another_one_read_from_disk(
    versions: VersionStore,
) -> None:
    before = [versions.load(version) for version in VERSIONS]

    versions.forget(VERSIONS, VERSIONS[:1])

    after = [versions.load(version) for version in VERSIONS]
    assert [a is b for a, b in zip(before, after, strict=True)] == [True, False, False]
    assert [one.version for one in after] == [*VERSIONS]


def test_version_under_the_name_of_another_is_refused_each_time(
    versions: VersionStore, tmp_path: Path
) -> None:
    (tmp_path / VERSIONS[0]).rename(tmp_path / ("d" * 12))

    for _ in range(2):
        with pytest.raises(SnapshotError, match="does not match its name"):
            versions.load("d" * 12)


def test_version_that_is_not_used_is_gone_from_disk_as_well(versions: VersionStore) -> None:
    versions.forget(VERSIONS[:2], ())

    with pytest.raises(SnapshotError, match="not there"):
        versions.load(VERSIONS[2])
    assert versions.load(VERSIONS[1]).version == VERSIONS[1]
