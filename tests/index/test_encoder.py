"""Text -> vector: the same for the same text, and for all the texts that there are."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Encoder, EncoderBrokenError
from sources import child_environment

from .tiny_model import write_tiny_model

pytest.importorskip("onnxruntime")


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    folder = tmp_path_factory.mktemp("model")
    texts = ["the dog barks at night", "owls fly without a sound"]
    return Encoder(write_tiny_model(folder, texts, [("dog", "canine")]), folder)


def test_words_that_mean_the_same_are_closer_than_others(encoder: Encoder) -> None:
    question = encoder.question("canine")

    assert encoder.text("dog") @ question == pytest.approx(1.0)
    assert encoder.text("owls") @ question < 0.5


@given(st.text(st.characters(codec=None)))
def test_any_text_has_a_vector_of_length_one_or_none(encoder: Encoder, text: str) -> None:
    vector = encoder.text(text)

    length = float(np.linalg.norm(vector))
    assert length == pytest.approx(1.0) or length == 0.0
    assert np.array_equal(vector, encoder.text(text))


def test_only_the_beginning_of_a_long_text_is_read(encoder: Encoder) -> None:
    dogs = "dog " * encoder.model.longest

    assert np.array_equal(encoder.text(dogs), encoder.text(dogs + "owls"))


@pytest.mark.process
def test_the_runtime_leaves_nothing_to_report_to_its_maker(tmp_path: Path) -> None:
    home, model = tmp_path / "home", tmp_path / "model"
    home.mkdir()
    write_tiny_model(model, ["owls"])
    code = (
        "import sys; from pathlib import Path; from dataclasses import replace;"
        "from index import MODELS, Encoder;"
        "print(Encoder(replace(MODELS[0], dimensions=64), Path(sys.argv[1])).question('owls')[0])"
    )
    environment = child_environment(HOME=str(home), XDG_CACHE_HOME=str(home / "cache"))

    subprocess.run([sys.executable, "-c", code, str(model)], env=environment, check=True)

    assert not [*home.rglob("*")]


@pytest.mark.parametrize("damaged", ["model.onnx", "tokenizer.json"])
def test_damaged_file_is_an_error_of_one_kind(tmp_path: Path, damaged: str) -> None:
    model = write_tiny_model(tmp_path, ["owls"])
    (tmp_path / damaged).write_bytes(b"no model")

    with pytest.raises(EncoderBrokenError):
        Encoder(model, tmp_path)
