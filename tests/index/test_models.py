"""What is told about a model before it is fetched, and how its files are recognized."""

from hashlib import sha256
from pathlib import Path

import pytest

from index import MODELS, Model, digest


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.model_id)
def test_the_size_of_a_model_is_that_of_its_files_in_whole_megabytes(model: Model) -> None:
    assert abs(1_000_000 * model.megabytes - sum(file.size for file in model.files)) <= 500_000


@pytest.mark.parametrize("size", [0, 1, (1 << 20) + 1])
def test_the_digest_of_a_file_is_that_of_all_its_bytes(tmp_path: Path, size: int) -> None:
    file = tmp_path / "model"
    file.write_bytes(b"ab" * size)

    assert digest(file) == sha256(b"ab" * size).hexdigest()
