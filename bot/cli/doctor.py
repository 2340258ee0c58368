"""`pullquote doctor`: what is wrong with this installation, and how to fix it."""

import asyncio
import os
import platform
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from urllib.parse import urlsplit

import click

from bot import __version__
from bot.errors import ClusterUnusableError, KeyUnusableError, PullquoteError, sentence
from bot.health import is_healthy
from bot.libraries.engine import open_cluster
from bot.libraries.models import Models, check_runtime
from bot.services.pseudonyms import Pseudonyms
from bot.storage.backup import DATABASE, KEY_FILE
from bot.storage.database import address, find_damage
from bot.storage.schema import STEPS
from bot.text import count
from config import Settings
from index.opensearch import EngineAwayError

from .findings import Finding
from .model import BY_WORDS
from .options import MISUSED, common_options
from .output import json_line, visible
from .startup import Given, read_current, settings_of

_LEAST_FREE_MB = 500  # a reload writes the index anew beside the current one
_CHECK_S = 20.0  # for the whole database; a larger one is checked as far as that goes


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--offline", is_flag=True, help="Don't connect to Discord.")
@common_options
@click.pass_obj
def doctor(given: Given, *, as_json: bool, offline: bool) -> int | None:
    """Check everything the bot needs, and say how to fix what is wrong.

    The exit status is 2 if something is wrong.
    """
    findings = []
    for finding in find(settings_of(given), offline=offline):
        findings.append(finding)
        if not as_json:
            click.echo(visible(f"{finding.state:8} {finding.part}: {finding.text}"))
    if as_json:
        shown: dict[str, object] = {"findings": [asdict(finding) for finding in findings]}
        click.echo(json_line(shown), nl=False)
    return MISUSED if any(finding.state == "problem" for finding in findings) else None


def find(settings: Settings, *, offline: bool) -> Iterator[Finding]:
    """Check one part after the other, what is quick and near first."""
    yield _versions()
    yield _documents(settings)
    yield _model(settings.data)
    yield from _cluster(settings)
    yield from _data_folder(settings.data)
    yield _database(settings.data / DATABASE)
    yield _keys(settings.data)
    yield _running(settings.data)
    if settings.token is None:
        missing = "DISCORD_TOKEN is not set, so the bot can't connect to Discord."
        yield Finding(
            "token", "problem", f"{missing} docs/discord-setup.md shows where to get one."
        )
    elif not offline:
        from .doctor_discord import ask_discord  # noqa: PLC0415  # discord.py is slow to import

        yield from asyncio.run(ask_discord(settings.token.get_secret_value()))


def _versions() -> Finding:
    python = f"Python {platform.python_version()} on {platform.system()} {platform.machine()}"
    return Finding("version", "ok", f"Pullquote {__version__}, {python}.")


def _documents(settings: Settings) -> Finding:
    try:
        library = read_current(settings).index.library
    except PullquoteError as error:
        return Finding("documents", "problem", sentence(error))
    read = f"{count(len(library.documents), 'document')} in {settings.sources}"
    if not library.documents:
        why = (
            "The bot starts anyway, and moderators can add documents in Discord. To share some "
            "with all servers, add files there; `pullquote sources check` says what can't be read."
        )
        return Finding("documents", "warning", f"{read}. {why}")
    if library.problems:
        unread = count(len(library.problems), "file")
        check = "`pullquote sources check` says what to do."
        return Finding("documents", "warning", f"{read}; {unread} with problems. {check}")
    return Finding("documents", "ok", f"{read}, {count(len(library.passages), 'passage')}.")


def _model(data: Path) -> Finding:
    models = Models(data)
    installed = models.installed()
    if installed is None:
        return Finding("model", "ok", BY_WORDS)
    try:
        models.check(installed)
        check_runtime()
    except (PullquoteError, OSError) as error:
        return Finding("model", "problem", sentence(error))
    return Finding("model", "ok", f"{installed.title} is installed and intact.")


def _cluster(settings: Settings) -> Iterator[Finding]:
    if not settings.opensearch:
        return
    try:
        cluster = open_cluster(settings)
        assert cluster is not None  # noqa: S101  # it is set, see above
        health, indexes = cluster.health(), cluster.aliases()
    except EngineAwayError as error:
        unusable = ClusterUnusableError(error.reason, error.check)
        yield Finding("opensearch", "problem", sentence(unusable))
        return
    except (PullquoteError, OSError) as error:
        yield Finding("opensearch", "problem", sentence(error))
        return
    nodes, lost = count(health["number_of_nodes"], "node"), health["unassigned_shards"]
    found = f"{nodes}, indexes of Pullquote: {len(indexes)}"
    if health["status"] == "red":
        why = "A part of an index is lost: start the nodes that are missing."
        yield Finding("opensearch", "problem", f"{found}. {why}")
    elif lost:
        why = f"Copies of indexes that are missing: {lost}. Is a node down?"
        yield Finding("opensearch", "warning", f"{found}. {why}")
    elif any(map(_is_open, settings.opensearch)):
        why = "Questions and passages cross the network unencrypted: use https:// addresses."
        yield Finding("opensearch", "warning", f"{found}. {why}")
    else:
        yield Finding("opensearch", "ok", f"{found}.")


def _is_open(address: str) -> bool:
    """Return whether others on the network could read along."""
    parts = urlsplit(address)
    return parts.scheme == "http" and parts.hostname not in {"localhost", "127.0.0.1", "::1"}


def _data_folder(data: Path) -> Iterator[Finding]:
    if not data.exists():
        yield Finding("data", "ok", f"{data} doesn't exist yet; the first question makes it.")
        return
    if not os.access(data, os.R_OK | os.W_OK | os.X_OK):
        text = f"{data} can't be read and written by this user. Run as the user who owns it."
        yield Finding("data", "problem", text)
    elif data.stat().st_mode & 0o077:
        text = f"Other users of this machine can look into {data}. Run: chmod 700 {data}"
        yield Finding("data", "warning", text)
    else:
        yield Finding("data", "ok", f"{data} is readable by its owner alone.")
    free = shutil.disk_usage(data).free // 1_000_000
    low = free < _LEAST_FREE_MB
    advice = f" A reload needs up to {_LEAST_FREE_MB} MB: make room." if low else ""
    yield Finding("disk", "warning" if low else "ok", f"{free:,} MB free.{advice}")


def _database(path: Path) -> Finding:
    if not path.exists():
        return Finding("log", "ok", "No question has been asked yet.")
    try:
        damage = find_damage(path, _CHECK_S, threading.Event())
        with closing(sqlite3.connect(address(path), uri=True)) as connection:
            ((version,),) = connection.execute("PRAGMA user_version").fetchall()
    except sqlite3.Error as error:
        damage, version = str(error), 0
    if damage:
        text = f"{path} is damaged ({damage}). Restore a backup; see docs/running.md."
        return Finding("log", "problem", text)
    if version > len(STEPS):
        text = f"{path} was written by a later version of Pullquote. Install that version."
        return Finding("log", "problem", text)
    return Finding("log", "ok", f"{path} is sound, {path.stat().st_size // 1_000_000:,} MB.")


def _keys(data: Path) -> Finding:
    key_file = data / KEY_FILE
    if not key_file.exists():
        if (data / DATABASE).exists():
            text = f"{key_file} is missing. Restore it from a backup, or see docs/running.md."
            return Finding("key", "problem", text)
        return Finding("key", "ok", "It is made with the first question.")
    try:
        Pseudonyms.load(key_file)
    except (KeyUnusableError, OSError) as error:
        return Finding("key", "problem", sentence(error))
    if key_file.stat().st_mode & 0o077:
        text = f"Other users can read {key_file}. Run: chmod 600 {key_file}"
        return Finding("key", "warning", text)
    return Finding("key", "ok", f"{key_file} is readable by its owner alone.")


def _running(data: Path) -> Finding:
    if is_healthy(data / "heartbeat"):
        return Finding("bot", "ok", "It is running and connected to Discord.")
    return Finding("bot", "ok", "It isn't running, or not connected.")
