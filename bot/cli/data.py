"""`pullquote backup | restore` and `logs new-key`: what belongs together in the data folder."""

import asyncio
import json
import sys
from pathlib import Path

import click

from bot.errors import NobodyToAskError
from bot.services.keys import accept_key, open_pseudonyms
from bot.storage.backup import DATABASE, KEY_FILE, restore_backup, restore_settings, write_backup
from bot.storage.folder_lock import locked
from bot.storage.query_log import QueryLog
from bot.storage.reviews import audit
from bot.text import count
from config import SETTINGS_FILE, Settings

from .options import common_options, log_path
from .output import visible
from .startup import Given, make_data_folder, settings_of

_BY = "terminal"  # in the audit table; no pseudonym, for these have 32 digits
_NOT_WRITTEN = {"token", "data"}  # a secret, and where the backup is restored


@click.command()
@click.argument("to", type=click.Path(path_type=Path), metavar="FILE")
@common_options
@click.pass_obj
def backup(given: Given, to: Path) -> None:
    """Write a backup into a new FILE: log, key, uploads, settings.

    The token and the folder of documents are not in it. A bot may be running. Whoever has the file
    and a list of Discord ids can find out who asked what: keep it where only you can read it.
    """
    settings = settings_of(given)
    kept = write_backup(settings.data, to, settings_text(settings))
    click.echo(
        visible(
            f"Backed up to {to}, and verified: {count(kept.questions, 'question')}, "
            f"{count(kept.uploads, 'uploaded file')}, key and settings."
        )
    )
    if kept.missing:
        click.echo(
            f"{count(kept.missing, 'uploaded file')} could not be backed up: missing from "
            f"{visible(str(settings.data))}.",
            err=True,
        )


@click.command()
@click.argument("archive", type=click.Path(path_type=Path), metavar="FILE")
@common_options
@click.pass_obj
def restore(given: Given, archive: Path) -> None:
    """Restore a backup FILE into a data folder that has no log yet.

    Settings are written to pullquote.toml unless there is one. Set DISCORD_TOKEN yourself.
    """
    data = settings_of(given).data
    make_data_folder(data)
    with locked(data):
        kept = restore_backup(archive, data)
        asyncio.run(_check(data))
    click.echo(
        visible(
            f"Restored to {data}: {count(kept.questions, 'question')} and "
            f"{count(kept.uploads, 'uploaded file')}."
        )
    )
    if kept.settings:
        file = Path(given.get("config", SETTINGS_FILE))
        why_not = restore_settings(kept.settings, file)
        words = (
            f"The settings were not written to {file}: {why_not}."
            if why_not
            else f"The settings were written to {file}."
        )
        click.echo(visible(words))


@click.command("new-key")
@click.option("--yes", is_flag=True, help="Don't ask for confirmation.")
@common_options
@click.pass_obj
def new_key(given: Given, *, yes: bool) -> None:
    """Continue after the pseudonym key was lost; a last resort, with the bot stopped.

    Questions asked so far stay, but /mydata no longer finds them, and neither can you tell who
    asked them. Members who opted out have to do so again. Requests for notifications are deleted.
    """
    path = log_path(given)
    if path is None:
        return
    if not yes:
        if not sys.stdin.isatty():
            raise NobodyToAskError
        click.confirm(
            "/mydata will no longer find the questions asked so far, members who opted out have to "
            "do so again, and requests for notifications are deleted. Continue without the key?",
            abort=True,
        )
    with locked(path.parent):
        asyncio.run(_accept(path))
    click.echo("The log continues with the key that is in the data folder now. Back it up.")


async def _accept(path: Path) -> None:
    log = await QueryLog.open(path)
    try:
        await accept_key(log, path.parent / KEY_FILE)
        await audit(log, None, _BY, "logs new-key", {})
    finally:
        await log.close()


async def _check(data: Path) -> None:
    """Open the database as the bot would, with its key."""
    log = await QueryLog.open(data / DATABASE)
    try:
        await open_pseudonyms(log, data / KEY_FILE)
    finally:
        await log.close()


def settings_text(settings: Settings) -> str:
    """Return what was set, wherever that was, as a settings file; the token is left out."""
    return "".join(
        f"{name} = {_toml(getattr(settings, name))}\n"
        for name in sorted(settings.model_fields_set - _NOT_WRITTEN)
    )


def _toml(value: object) -> str:
    if isinstance(value, Path):
        value = str(value.absolute())
    # What JSON writes of text, numbers, booleans and lists of text is TOML as well.
    return json.dumps(value).replace("\x7f", "\\u007f")
