"""Opening the installed model: questions are encoded here, documents in the background."""

import os
from pathlib import Path

from bot.errors import ModelUnusableError
from index import (
    Encoder,
    EncoderBrokenError,
    EncoderMissingError,
    Encoding,
    Meaning,
    Orders,
)

from .models import Models

VECTORS = "vectors"
"""The folder of the data folder with the vectors of all documents."""


def open_meaning(data: Path, workers: int | None = None) -> Meaning | None:
    """Load the installed model; return None without one.

    Args:
        data: The data folder.
        workers: Processes that encode documents; half as many as there are processors if None.

    Raises:
        ModelUnusableError: If it can't be used; answers then come from words alone.
    """
    models = Models(data)
    model = models.installed()
    if model is None:
        return None
    files, vectors = models.path(model).absolute(), (data / VECTORS).absolute()
    try:
        encoder = Encoder(model, files)
    except EncoderMissingError as error:
        raise ModelUnusableError(model.title, "onnxruntime is missing") from error
    except EncoderBrokenError as error:
        raise ModelUnusableError(model.title, "its files are damaged") from error
    orders = Orders(model=model, files=files, vectors=vectors)
    workers = workers or max(1, (os.cpu_count() or 1) // 2)
    return Meaning(encoder, Encoding(orders, workers))
