"""Which mutants are tried depends on the seed alone, and none is tried with the tests of others."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks.mutants import draw, its_tests


@pytest.fixture
def mutants() -> Iterator[sqlite3.Connection]:
    """As Cosmic Ray lists them, in an order of its own."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE work_items (job_id)")
        connection.execute(
            "CREATE TABLE mutation_specs (job_id, operator_name, start_pos_row, start_pos_col, "
            "occurrence)"
        )
        yield connection


def _chosen(mutants: sqlite3.Connection, order: list[int], most: int, seed: int) -> set[int]:
    mutants.execute("DROP TABLE IF EXISTS chosen")
    for table in ("work_items", "mutation_specs"):
        mutants.execute(f"DELETE FROM {table}")  # noqa: S608  # no input
    for row in order:
        mutants.execute("INSERT INTO work_items VALUES (?)", (f"job {order.index(row)}",))
        mutants.execute(
            "INSERT INTO mutation_specs VALUES (?, 'core/AddNot', ?, 0, 0)",
            (f"job {order.index(row)}", row),
        )
    assert draw(mutants, most, seed) == len(order)
    left = mutants.execute("SELECT job_id, start_pos_row FROM mutation_specs").fetchall()
    assert {job for job, _ in left} == {
        job for (job,) in mutants.execute("SELECT job_id FROM work_items")
    }
    return {row for _, row in left}


def test_a_seed_draws_the_same_places_in_whatever_order_they_are_listed(
    mutants: sqlite3.Connection,
) -> None:
    rows = [*range(50)]

    drawn = _chosen(mutants, rows, 10, seed=1)

    assert len(drawn) == 10
    assert _chosen(mutants, rows[::-1], 10, seed=1) == drawn
    assert _chosen(mutants, rows, 10, seed=2) != drawn
    assert len(_chosen(mutants, rows, 100, seed=1)) == 50


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
