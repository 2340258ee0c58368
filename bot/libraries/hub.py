"""Fetching a model's files from the Hugging Face hub."""

from collections.abc import Callable
from pathlib import Path

import aiohttp

from bot.errors import ModelNotDownloadedError, ModelWrongError
from index import Model

_HUB = "https://huggingface.co"
_TIMEOUT = aiohttp.ClientTimeout(total=None, sock_connect=10, sock_read=60)
_BLOCK = 1 << 18  # bytes


async def fetch(model: Model, folder: Path, progress: Callable[[int], None]) -> None:
    """Fetch the files of a model into a folder; `progress` is given the bytes of each block.

    Raises:
        ModelNotDownloadedError: If the hub can't be reached, or lacks a file.
        ModelWrongError: If a file is longer than it should be.
        OSError: If they can't be written.
    """
    try:
        await _fetch(model, folder, progress)
    except (aiohttp.ClientError, TimeoutError) as error:
        raise ModelNotDownloadedError(_reason(error)) from error


async def _fetch(model: Model, folder: Path, progress: Callable[[int], None]) -> None:
    session = aiohttp.ClientSession(timeout=_TIMEOUT, trust_env=True, raise_for_status=True)
    async with session:
        for file in model.files:
            address = f"{_HUB}/{model.repository}/resolve/{model.revision}/{file.path}"
            left = file.size
            with (folder / file.name).open("wb") as target:  # nothing else runs
                async with session.get(address) as response:
                    async for block in response.content.iter_chunked(_BLOCK):
                        left -= len(block)
                        if left < 0:
                            raise ModelWrongError(file.name, model.title)
                        target.write(block)
                        progress(len(block))


def _reason(error: Exception) -> str:
    match error:
        case aiohttp.ClientResponseError():
            return f"it answered {error.status}"
        case TimeoutError():
            return "it did not answer in time"
        case _:
            return "there is no connection"
