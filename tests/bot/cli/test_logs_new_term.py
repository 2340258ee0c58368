"""`logs new-term` names people anew, once a day at most, and says so."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.services.pseudonyms import Pseudonyms
from bot.storage.backup import KEY_FILE
from tests.bot.shelf import run

pytestmark = pytest.mark.usefixtures("shelf")
KEYS = Path("data", KEY_FILE)


def _begin(days_ago: int) -> Pseudonyms:
    """Keys that were made some days ago."""
    KEYS.parent.mkdir()
    day: date = datetime.now(UTC).date() - timedelta(days=days_ago)
    return Pseudonyms.load(KEYS, lambda: day)


def test_new_term_gives_other_pseudonyms_and_keeps_the_way_to_the_earlier_ones() -> None:
    before = _begin(days_ago=90).of(7, 11)

    result = run("logs", "new-term")

    after = Pseudonyms.load(KEYS)
    assert result.exit_code == 0
    assert "everyone gets a new pseudonym" in result.stdout
    assert after.of(7, 11) != before
    assert before in after.all_of(7, 11)


def test_second_new_term_of_a_day_changes_nothing() -> None:
    _begin(days_ago=0)

    result = run("logs", "new-term")

    assert "Nothing to do: the last term began on or after" in result.stdout
    assert len(json.loads(KEYS.read_text())["terms"]) == 1


def test_new_term_before_the_first_question_makes_no_key() -> None:
    result = run("logs", "new-term")

    assert (result.exit_code, result.stdout) == (0, "")
    assert "Nobody has a pseudonym yet" in result.stderr
    assert not KEYS.exists()
