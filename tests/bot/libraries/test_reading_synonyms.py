"""A class's own synonyms are read, or refused with the line that is wrong."""

from pathlib import Path

import pytest

from bot.errors import SynonymFileError
from bot.libraries.reading import SYNONYMS, read_synonyms


def test_a_folder_without_the_file_has_no_synonyms(tmp_path: Path) -> None:
    assert read_synonyms(tmp_path) is None


def test_groups_and_rules_are_read(tmp_path: Path) -> None:
    (tmp_path / SYNONYMS).write_text('groups = [["bee", "apis"]]\n[rules]\nhive = ["skep"]\n')

    table = read_synonyms(tmp_path)

    assert table is not None
    assert (table.groups, table.rules) == ([["bee", "apis"]], {"hive": ["skep"]})


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        (b'groups = [\n  ["bee", "apis"],\n  ["alone"],\n]', 3, "two or more words"),
        (b'groups = [["bee", 3]]', 1, "two or more words"),
        (b'[rules]\nhive = ["skep"]\nwasp = "hornet"\n', 3, "a rule is a word"),
        (b'# ours\nsynonyms = ["bee"]\n', 2, "'synonyms' is not known"),
        (b'groups = [\n["bee" "apis"]]', 2, "not TOML"),
        (b"# caf\xe9\n", 1, "not UTF-8"),
        (b"\n" * 1_000_001, 1, "more than 1,000,000 bytes"),
    ],
)
def test_a_wrong_file_is_refused_with_line_and_reason(
    tmp_path: Path, content: bytes, line: int, reason: str
) -> None:
    (tmp_path / SYNONYMS).write_bytes(content)

    with pytest.raises(SynonymFileError) as caught:
        read_synonyms(tmp_path)

    assert caught.value.line == line
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_folder_of_that_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / SYNONYMS).mkdir()

    with pytest.raises(SynonymFileError, match="directory"):
        read_synonyms(tmp_path)
