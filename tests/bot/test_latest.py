"""What was put in last is kept, and no more than is allowed."""

from hypothesis import given
from hypothesis import strategies as st

from bot.latest import Latest


@given(st.lists(st.integers(0, 20)), st.integers(1, 10))
def test_of_too_many_keys_the_latest_are_kept(keys: list[int], most: int) -> None:
    latest: Latest[int, int] = Latest(most)

    for value, key in enumerate(dict.fromkeys(keys)):
        latest[key] = value

    kept = [*dict.fromkeys(keys)][-most:]
    assert [*latest] == kept
    assert all(latest[key] == [*dict.fromkeys(keys)].index(key) for key in kept)


def test_key_that_is_put_in_again_costs_no_other() -> None:
    latest: Latest[str, int] = Latest(2)
    latest["bees"], latest["wasps"] = 1, 2

    latest["wasps"] = 3

    assert dict(latest) == {"bees": 1, "wasps": 3}
