"""Which mutants are tried depends on the seed alone, and none is tried with the tests of others."""

from pathlib import Path

from benchmarks.mutants import its_tests
from benchmarks.mutations import draw


def test_a_seed_draws_the_same_places() -> None:
    places = [*range(50)]

    drawn = draw(places, 10, seed=1)

    assert len({*drawn}) == 10
    assert draw(places, 10, seed=1) == drawn == sorted(drawn)
    assert draw(places, 10, seed=2) != drawn
    assert draw(places, 100, seed=1) == places


def test_a_module_is_tried_with_its_own_tests_first_and_those_beside_them_that_import_it(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "tests" / "index"
    folder.mkdir(parents=True)
    (folder / "test_bm25.py").write_text("from index.bm25 import top\n")
    (folder / "test_about_others.py").write_text("from index.bm25_more import top\n")
    (folder / "test_a_user.py").write_text("from index.bm25 import top\n")

    found = its_tests(tmp_path, "index/bm25.py")

    assert found == ["tests/index/test_bm25.py", "tests/index/test_a_user.py"]
