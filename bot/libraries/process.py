"""The worker process as the bot sees it: started, listened to, and ended when it must be."""

import asyncio
import os
import sys
from contextlib import suppress

from bot.errors import ReloadFailedError

from .messages import Built, Request, Said
from .rehearsal import Tell

_MODULE = "bot.libraries.worker"
_LONGEST_LINE = 64 * 2**20  # bytes; a result holds some hundred answers
# Neither a token nor a setting: a worker reads what strangers wrote.
_INHERITED = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TEMP", "SYSTEMROOT", "LD_LIBRARY_PATH")
_ENDED = "its process ended early"
_NOT_STARTED = "its process could not be started"


async def rebuild_aside(request: Request, tell: Tell) -> Built:
    """Have a process do what is requested; it is ended whenever this is.

    Raises:
        ReloadFailedError: If it did not get to its end.
    """
    try:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",
            "-m",
            _MODULE,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env=_environment(),
            limit=_LONGEST_LINE,
            start_new_session=True,  # Ctrl-C is for the bot, which ends this as it ends itself
        )
    except OSError as error:
        raise ReloadFailedError(_NOT_STARTED) from error
    try:
        return await _listen(process, request, tell)
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        # Also when cancelled: a process that nobody waited for stays in the system's table.
        await asyncio.shield(process.wait())


async def _listen(process: asyncio.subprocess.Process, request: Request, tell: Tell) -> Built:
    assert process.stdin is not None  # noqa: S101  # both are pipes, see above
    assert process.stdout is not None  # noqa: S101
    with suppress(BrokenPipeError, ConnectionResetError):  # it ended already: seen below
        process.stdin.write(request.model_dump_json().encode() + b"\n")
        await process.stdin.drain()
    async for line in process.stdout:
        said = Said.model_validate_json(line)
        if said.progress:
            tell(said.progress)
        if said.built:
            return said.built
        if said.failed:
            raise ReloadFailedError(said.failed.rstrip("."))
    raise ReloadFailedError(_ENDED)


def _environment() -> dict[str, str]:
    inherited = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    # The modules are found where this process found them, wherever it was started.
    return {
        **inherited,
        "PYTHONPATH": os.pathsep.join(filter(None, map(os.path.abspath, sys.path))),
    }
