"""Words that buttons lead to are kept for one server, and not for ever."""

import pytest

from bot.errors import ForgottenError
from bot.features.question_list import TokenCache


def test_words_are_kept_for_their_server_alone() -> None:
    kept = TokenCache()
    key = kept.keep(11, "bees")

    assert kept.get(11, key) == "bees"
    with pytest.raises(ForgottenError):
        kept.get(12, key)


def test_of_too_many_words_those_not_used_for_longest_are_forgotten() -> None:
    kept = TokenCache(most=2)
    bees, wasps = kept.keep(11, "bees"), kept.keep(11, "wasps")
    kept.get(11, bees)

    hornets = kept.keep(11, "hornets")

    assert [kept.get(11, key) for key in (bees, hornets)] == ["bees", "hornets"]
    with pytest.raises(ForgottenError):
        kept.get(11, wasps)
