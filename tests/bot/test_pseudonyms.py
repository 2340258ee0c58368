"""Pseudonyms: stable, unlinkable between guilds, and of no use without the key."""

import secrets
import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import KeyUnusableError
from bot.pseudonyms import Pseudonyms

USER_IDS = st.integers(0, 2**63 - 1)
PEOPLE = st.tuples(USER_IDS, st.none() | USER_IDS)


def test_first_use_makes_a_key_file_that_only_its_owner_can_read(tmp_path: Path) -> None:
    Pseudonyms.load(tmp_path / "secrets" / "asker.key")

    (made,) = (tmp_path / "secrets").iterdir()
    assert made.name == "asker.key"
    assert stat.S_IMODE(made.stat().st_mode) == 0o600


def test_a_person_keeps_the_pseudonym_after_a_restart(tmp_path: Path) -> None:
    first, second = (Pseudonyms.load(tmp_path / "key") for _ in range(2))

    assert first.of(7, 1) == second.of(7, 1)


def test_another_key_gives_another_pseudonym(tmp_path: Path) -> None:
    first, second = (Pseudonyms.load(tmp_path / name) for name in ("one", "two"))

    assert first.of(7, 1) != second.of(7, 1)


@given(PEOPLE, PEOPLE)
def test_two_people_or_two_guilds_never_share_a_pseudonym(
    one: tuple[int, int | None], other: tuple[int, int | None]
) -> None:
    pseudonyms = Pseudonyms(b"k" * 32)

    assert (pseudonyms.of(*one) == pseudonyms.of(*other)) == (one == other)


def test_processes_that_start_together_agree_on_one_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    all_found_no_key = threading.Barrier(8, timeout=10)
    draw = secrets.token_hex

    def draw_together(size: int) -> str:
        all_found_no_key.wait()
        return draw(size)

    monkeypatch.setattr(secrets, "token_hex", draw_together)
    with ThreadPoolExecutor(8) as starters:
        loaded = list(starters.map(Pseudonyms.load, [tmp_path / "key"] * 8))

    assert len({pseudonyms.of(7, 1) for pseudonyms in loaded}) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["key"]


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        (b"", "it has 0 bytes instead of 32"),
        (b"ab12\n", "it has 2 bytes instead of 32"),
        (b"not a key", "it is damaged"),
        (b"\xff" * 32, "it is damaged"),
    ],
)
def test_a_file_without_a_key_in_it_is_refused_and_kept(
    tmp_path: Path, content: bytes, cause: str
) -> None:
    key_file = tmp_path / "key"
    key_file.write_bytes(content)

    with pytest.raises(KeyUnusableError) as refused:
        Pseudonyms.load(key_file)

    assert (refused.value.key_file, refused.value.cause) == (key_file, cause)
    assert key_file.read_bytes() == content


def test_a_folder_that_cannot_be_made_is_named_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "taken").touch()

    with pytest.raises(KeyUnusableError, match="taken/key, cannot be used") as refused:
        Pseudonyms.load(tmp_path / "taken" / "key")

    assert "\n" not in str(refused.value)
