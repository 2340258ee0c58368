"""`pullquote model`: from nothing installed to answers by meaning, and back."""

import json
from pathlib import Path

import pytest

from bot.cli import model as command
from bot.libraries import models as module
from index import Model
from tests.bot.shelf import run
from tests.index.tiny_model import write_tiny_model

pytest.importorskip("onnxruntime")
pytestmark = [pytest.mark.usefixtures("shelf"), pytest.mark.process]


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Model:
    """A tiny model, known to Pullquote, with its files in the folder "files"."""
    made = write_tiny_model(tmp_path / "files", ["who decoded the waggle dance"])
    for place in (module, command):
        monkeypatch.setattr(place, "MODELS", (made,))
    return made


def test_installed_model_is_used_until_it_is_removed(model: Model, tmp_path: Path) -> None:
    question = ("ask", "who decoded the waggle dance?", "--json")
    assert json.loads(run(*question).stdout)["meaning"] == "off"

    installed = run("model", "install", "--file", str(tmp_path / "files"))

    assert installed.exit_code == 0, installed.stderr
    assert model.title in installed.stdout
    assert "intact" in run("model", "status").stdout
    assert json.loads(run(*question).stdout)["meaning"] == "compared"
    assert run("model", "remove").exit_code == 0
    assert json.loads(run(*question).stdout)["meaning"] == "off"
    assert not [*Path("data").rglob("*.npy")]


def test_without_a_model_the_commands_say_how_to_get_one(model: Model) -> None:
    for name in ("status", "remove"):
        assert "pullquote model install" in run("model", name).stdout
    listed = run("model", "list").stdout
    assert "not installed" in listed
    assert model.files[0].sha256 in listed


def test_wrong_file_is_one_sentence(model: Model, tmp_path: Path) -> None:
    (tmp_path / "files" / model.files[0].name).write_bytes(b"")

    result = run("model", "install", "--file", str(tmp_path / "files"))

    assert result.exit_code == 2
    [line] = result.stderr.splitlines()
    assert "SHA-256" in line


def test_model_that_is_damaged_later_leaves_answers_by_words(model: Model, tmp_path: Path) -> None:
    run("model", "install", "--file", str(tmp_path / "files"))
    path = Path("data", "models", model.model_id, "model.onnx")
    path.write_bytes(bytes(model.files[0].size))

    result = run("ask", "who decoded the waggle dance?")

    assert result.exit_code == 0
    assert "pullquote model install" in result.stderr
    assert "Karl von Frisch" in result.stdout
