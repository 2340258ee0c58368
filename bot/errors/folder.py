"""Errors about what belongs together in the data folder: its one bot, its key, and its backups."""

# ruff: noqa: D101  # an error's sentence describes it

from pathlib import Path

from .base import PullquoteError


class FolderInUseError(PullquoteError):
    folder: Path
    holder: str  # the number of its process
    template = (
        "Another Pullquote (process {holder}) uses the data folder {folder}. Stop it first, or "
        "replace it with `pullquote run --take-over`."
    )


class FolderNotGivenUpError(PullquoteError):
    folder: Path
    holder: str  # the number of its process
    seconds: int
    template = (
        "The Pullquote that uses the data folder {folder} (process {holder}) did not finish within "
        "{seconds} s. Stop that process, then start the bot again."
    )


class OtherPartsError(PullquoteError):
    folder: Path
    there: int  # processes that its data is for
    wanted: int
    template = (
        "The data folder {folder} has data for {there} of the processes that share the servers, "
        "and this one is of {wanted}. Start it with another --part, or choose another folder with "
        "--data; see docs/scaling.md."
    )


class LogInPartsError(PullquoteError):
    folder: Path
    total: int
    template = (
        "The data folder {folder} has {total} parts, and this command works on one of them. Choose "
        "it with the environment variable PULLQUOTE_PART, for example PULLQUOTE_PART=1/{total}."
    )


class KeyLostError(PullquoteError):
    key_file: Path
    template = (
        "The key file {key_file} is missing, but the query log was written with it. Put it back, "
        "or restore a backup with `pullquote restore FILE`. If you have none, run "
        "`pullquote logs new-key`, which says what is lost."
    )


class KeyMismatchError(PullquoteError):
    key_file: Path
    template = (
        "The key file {key_file} isn't the one that the query log was written with. Put the right "
        "one back, or restore a backup with `pullquote restore FILE`. If you have neither, run "
        "`pullquote logs new-key`, which says what is lost."
    )


class NotSpilledError(PullquoteError):
    rows: int
    reason: str
    template = (
        "Questions that could not be written before the end ({reason}) are lost: {rows:,}. "
        "Check the disk of the data folder, then start the bot again."
    )


class BackupUnusableError(PullquoteError):
    path: Path
    reason: str  # a phrase: "it is not a backup of Pullquote"
    template = "The backup {path} can't be used: {reason}. Nothing has changed. Try another one."


class NothingToBackUpError(PullquoteError):
    folder: Path
    template = (
        "There is nothing to back up: {folder} has no query log. Choose another folder with --data."
    )


class FolderNotEmptyError(PullquoteError):
    folder: Path
    found: str  # a file's name
    template = (
        "The data folder {folder} has a {found} already, which restoring would replace. Move it "
        "away first, or choose another folder with --data."
    )
