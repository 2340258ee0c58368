"""Installed models: downloaded or taken from a file, checked, and removed."""

import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path, PurePosixPath

from bot.errors import (
    ExtraMissingError,
    ModelFileMissingError,
    ModelWrongError,
)
from bot.storage.files import draft_beside, make_folder, settle_names, sweep
from index import MODELS, Model, ModelFile, digest

FOLDER = "models"
"""The folder of the data folder with a folder for each model."""

Progress = Callable[[int], None]
"""Is given the number of bytes that have come since the last call."""

_BLOCK = 1 << 18  # bytes
_NEEDS = "Search by meaning needs onnxruntime"


class Models:
    """The models of one data folder."""

    def __init__(self, data: Path) -> None:
        """Name the data folder; nothing need be there."""
        self._folder = data / FOLDER

    def path(self, model: Model) -> Path:
        """Return the folder of a model, installed or not."""
        return self._folder / model.model_id

    def installed(self) -> Model | None:
        """Return the model to use: the first one that is there with all its bytes."""
        return next((model for model in MODELS if self.has(model)), None)

    def has(self, model: Model) -> bool:
        """Return whether all files of a model are there, by their sizes."""
        with suppress(OSError):
            return all(
                (self.path(model) / file.name).stat().st_size == file.size for file in model.files
            )
        return False

    def check(self, model: Model) -> None:
        """Compare the files of a model with their hashes.

        Raises:
            ModelWrongError: If one is not what it should be.
            OSError: If one can't be read.
        """
        _check(model, self.path(model))

    async def download(self, model: Model, progress: Progress) -> None:
        """Install a model from the Hugging Face hub.

        Raises:
            ModelNotDownloadedError: If the hub can't be reached, or lacks a file.
            ModelWrongError: If a file is not what it should be.
            OSError: If they can't be written.
        """
        from .hub import fetch  # noqa: PLC0415  # aiohttp is loaded by who downloads

        with self._draft(model) as draft:
            await fetch(model, draft, progress)

    def take(self, model: Model, place: Path) -> None:
        """Install a model from a folder, zip or jar that has its files.

        Raises:
            ModelFileMissingError: If a file is not there.
            ModelWrongError: If a file is not what it should be.
            OSError: If they can't be read or written.
        """
        with self._draft(model) as draft:
            for file in model.files:
                _copy(file, place, draft / file.name)

    def remove(self, model: Model) -> bool:
        """Remove a model; return whether anything of it was there.

        Raises:
            OSError: If it can't be removed.
        """
        there = self.path(model).exists()
        if there:
            shutil.rmtree(self.path(model))
        return there

    @contextmanager
    def _draft(self, model: Model) -> Iterator[Path]:
        """Give a folder for a model's files, which takes its place once they are right."""
        make_folder(self._folder)
        sweep(self._folder)
        draft = draft_beside(self.path(model))
        draft.mkdir(mode=0o700)
        try:
            yield draft
            _check(model, draft)
            self.remove(model)
            draft.rename(self.path(model))
        finally:
            shutil.rmtree(draft, ignore_errors=True)
        settle_names(self._folder)


def check_runtime() -> None:
    """Look whether what runs models is installed.

    Raises:
        ExtraMissingError: If it is not.
    """
    if not has_runtime():
        raise ExtraMissingError(_NEEDS, "model install", "model")


def has_runtime() -> bool:
    """Return whether what runs models is installed."""
    return find_spec("onnxruntime") is not None


def _check(model: Model, folder: Path) -> None:
    for file in model.files:
        if digest(folder / file.name) != file.sha256:
            raise ModelWrongError(file.name, model.title)


def _copy(file: ModelFile, place: Path, to: Path) -> None:
    """Copy a file from a folder or an archive, where it may have another name."""
    names = {file.name, *file.aliases, PurePosixPath(file.path).name}
    if place.is_dir():
        found = next((p for p in sorted(place.rglob("*")) if p.is_file() and p.name in names), None)
        if found is None:
            raise ModelFileMissingError(place, file.name)
        shutil.copyfile(found, to)
        return
    try:
        with zipfile.ZipFile(place) as archive:
            inside = [i for i in archive.infolist() if PurePosixPath(i.filename).name in names]
            # Only one of its size can be it, and nothing larger is unpacked.
            entry = next((i for i in inside if i.file_size == file.size), None)
            if entry is None:
                raise ModelFileMissingError(place, file.name)
            with archive.open(entry) as source, to.open("wb") as target:
                shutil.copyfileobj(source, target, _BLOCK)
    except zipfile.BadZipFile as error:
        raise ModelFileMissingError(place, file.name) from error
