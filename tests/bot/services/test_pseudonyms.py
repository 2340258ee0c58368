"""Pseudonyms: stable, unlinkable between guilds, and of no use without the key."""

import hmac
import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import KeyUnusableError
from bot.services import pseudonyms as key_file
from bot.services.pseudonyms import Keys, Pseudonyms, TermKey

USER_IDS = st.integers(0, 2**63 - 1)
PEOPLE = st.tuples(USER_IDS, st.none() | USER_IDS)
KEYS = Keys(standing=b"s" * 32, terms=(TermKey(since=date(2026, 1, 1), key=b"k" * 32),))


@dataclass
class Calendar:
    """A day that tests may change."""

    day: date

    def today(self) -> date:
        """What is taken for today."""
        return self.day


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
    pseudonyms = Pseudonyms(Path("key"), KEYS)

    assert (pseudonyms.of(*one) == pseudonyms.of(*other)) == (one == other)


def test_processes_that_start_together_agree_on_one_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    all_found_no_key = threading.Barrier(8, timeout=10)
    draw = key_file.new_key
    first = threading.local()

    def draw_together() -> bytes:
        if not hasattr(first, "drawn"):
            first.drawn = True
            all_found_no_key.wait()
        return draw()

    monkeypatch.setattr(key_file, "new_key", draw_together)
    with ThreadPoolExecutor(8) as starters:
        loaded = list(starters.map(Pseudonyms.load, [tmp_path / "key"] * 8))

    assert len({pseudonyms.of(7, 1) for pseudonyms in loaded}) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["key"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"ab12\n",
        b"not a key",
        b"\xff" * 32,
        b"{}",
        b'{"standing": "' + b"ab" * 32 + b'", "terms": []}',
        b'{"standing": "' + b"ab" * 31 + b'", "terms": [{"since": "2026-01-01", "key": "00"}]}',
    ],
)
def test_a_file_without_keys_in_it_is_refused_and_kept(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "key"
    path.write_bytes(content)

    with pytest.raises(KeyUnusableError) as refused:
        Pseudonyms.load(path)

    assert (refused.value.key_file, refused.value.cause) == (path, "it is damaged")
    assert path.read_bytes() == content


def test_the_one_key_of_an_older_version_names_as_it_did(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_text("6b" * 32 + "\n", "ascii")

    old, again = (Pseudonyms.load(path) for _ in range(2))

    assert old.of(7, 1) == hmac.new(b"k" * 32, b"1/7", "sha256").hexdigest()[:32]
    assert old.opted_out(7, 1) == again.opted_out(7, 1)


@pytest.mark.parametrize("old_file", [True, False])
def test_a_new_term_names_anew_and_whoever_asked_before_is_still_found(
    tmp_path: Path, *, old_file: bool
) -> None:
    path, calendar = tmp_path / "key", Calendar(date(2026, 3, 1))
    if old_file:
        path.write_text("6b" * 32 + "\n", "ascii")
    pseudonyms = Pseudonyms.load(path, calendar.today)
    spring, opted_out, sealed = pseudonyms.of(7, 1), pseudonyms.opted_out(7, 1), pseudonyms.seal(7)
    other_process = Pseudonyms.load(path, calendar.today)

    calendar.day = date(2026, 9, 1)
    assert pseudonyms.rotate(date(2026, 9, 1))
    other_process.refresh()

    autumn = pseudonyms.of(7, 1)
    assert autumn != spring
    assert autumn == other_process.of(7, 1)
    assert set(pseudonyms.all_of(7, 1)) == {spring, autumn}
    assert pseudonyms.opted_out(7, 1) == opted_out
    assert other_process.unseal(sealed) == 7
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_term_begins_once_and_on_its_day(tmp_path: Path) -> None:
    calendar = Calendar(date(2026, 8, 30))
    pseudonyms = Pseudonyms.load(tmp_path / "key", calendar.today)
    summer = pseudonyms.of(7, 1)

    rotated = [pseudonyms.rotate(date(2026, 9, 1)) for _ in range(2)]
    before = pseudonyms.of(7, 1)
    calendar.day = date(2026, 9, 1)

    assert rotated == [True, False]
    assert before == summer
    assert pseudonyms.of(7, 1) != summer


def test_a_term_that_begins_late_begins_today(tmp_path: Path) -> None:
    calendar = Calendar(date(2026, 3, 1))
    pseudonyms = Pseudonyms.load(tmp_path / "key", calendar.today)
    calendar.day = date(2026, 9, 3)

    rotated = [pseudonyms.rotate(date(2026, 9, 1)) for _ in range(2)]

    assert rotated == [True, False]


def test_the_key_of_a_term_is_dropped_once_no_row_can_have_its_names(tmp_path: Path) -> None:
    calendar = Calendar(date(2026, 3, 1))
    pseudonyms = Pseudonyms.load(tmp_path / "key", calendar.today)
    spring = pseudonyms.of(7, 1)
    calendar.day = date(2026, 9, 1)
    pseudonyms.rotate(calendar.day)

    pseudonyms.forget_before(date(2026, 9, 2))
    still = pseudonyms.all_of(7, 1)
    pseudonyms.forget_before(date(2026, 9, 3))

    assert spring in still
    assert Pseudonyms.load(tmp_path / "key", calendar.today).all_of(7, 1) == (pseudonyms.of(7, 1),)


def test_a_file_that_cannot_be_replaced_leaves_the_names_as_they_are(tmp_path: Path) -> None:
    calendar = Calendar(date(2026, 3, 1))
    folder = tmp_path / "secrets"
    pseudonyms = Pseudonyms.load(folder / "key", calendar.today)
    spring = pseudonyms.of(7, 1)
    folder.rename(tmp_path / "away")

    with pytest.raises(KeyUnusableError):
        pseudonyms.rotate(date(2026, 9, 1))

    assert pseudonyms.all_of(7, 1) == (spring,)


@given(USER_IDS)
def test_what_is_sealed_differs_each_time_and_is_unsealed_with_the_same_keys_only(
    user_id: int,
) -> None:
    pseudonyms = Pseudonyms(Path("key"), KEYS)
    others = Pseudonyms(Path("key"), KEYS.model_copy(update={"standing": b"x" * 32}))

    sealed = pseudonyms.seal(user_id)

    assert pseudonyms.unseal(sealed) == user_id
    assert sealed != pseudonyms.seal(user_id)
    for wrong in (
        others.unseal,
        lambda _: pseudonyms.unseal(sealed[:-1] + bytes([sealed[-1] ^ 1])),
    ):
        with pytest.raises(KeyUnusableError):
            wrong(sealed)


@given(PEOPLE)
def test_an_opt_out_cannot_be_linked_to_a_pseudonym(person: tuple[int, int | None]) -> None:
    pseudonyms = Pseudonyms(Path("key"), KEYS)

    assert pseudonyms.opted_out(*person) not in pseudonyms.all_of(*person)


def test_a_folder_that_cannot_be_made_is_named_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "taken").touch()

    with pytest.raises(KeyUnusableError, match="taken/key can't be used") as refused:
        Pseudonyms.load(tmp_path / "taken" / "key")

    assert "\n" not in str(refused.value)
