"""Every error that a person can fix, each with its sentence.

`PullquoteError` is for the operator; `RefusedError` is a request on Discord that is refused, and
the asker sees its sentence. A sentence says what is wrong and how to fix it, never a secret.
"""

# ruff: noqa: D101  # an error's sentence describes it

import sqlite3
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import ClassVar, dataclass_transform


@dataclass_transform(eq_default=False)
class PullquoteError(Exception):
    """Base class. Fields carry the facts; `template` puts them into one sentence."""

    template: ClassVar[str]

    def __init_subclass__(cls) -> None:
        """Make each error a data class."""
        dataclass(eq=False)(cls)

    def __str__(self) -> str:
        facts = vars(self).items()
        return self.template.format_map(
            {name: shortened(fact) if isinstance(fact, str) else fact for name, fact in facts}
        )


def shortened(words: str, most: int = 60) -> str:
    """Return the words on one line, cut to `most` characters with an ellipsis."""
    line = " ".join(words.split())
    return line if len(line) <= most else f"{line[:most]}…"


def sentence(error: BaseException) -> str:
    """Return one line that says what is wrong and how to fix it, for each error of `MENDABLE`."""
    match error:
        case OSError(filename=None):
            words = f"The system refused: {(error.strerror or str(error)).lower()}."
        case OSError():
            words = f"{error.filename} can't be used: {(error.strerror or str(error)).lower()}."
        case sqlite3.Error():
            words = f"The database can't be used ({error}). Choose another folder with --data."
        case _:
            words = str(error)
    line = " ".join(words.split())
    return line if line.endswith((".", "?", "!")) else f"{line}."


class MissingFolderError(PullquoteError):
    folder: Path

    def __str__(self) -> str:
        if self.folder.exists():
            return f"{self.folder} is a file. Choose the folder that contains it with --sources."
        return (
            f"There is no folder {self.folder}. Choose your documents' folder with --sources, or "
            "as `sources` in pullquote.toml."
        )


class NoDocumentsError(PullquoteError):
    folder: Path
    unread: int  # files that can't be read; 0 if there are none at all

    def __str__(self) -> str:
        if self.unread:
            return (
                f"No file in {self.folder} can be read. For the reasons, run "
                f"`pullquote sources check --sources {self.folder}`."
            )
        return (
            f"There are no documents in {self.folder}. Add PDF, Word, Markdown or text files, or "
            "choose another folder with --sources."
        )


class ReaderNotStartedError(PullquoteError):
    reason: str

    def __str__(self) -> str:
        return (
            f"Can't start a process to read documents ({shortened(self.reason.splitlines()[-1])}). "
            "Check that the machine has memory left and that Pullquote is fully installed."
        )


class DataFolderError(PullquoteError):
    folder: Path
    reason: str
    template = (
        "The data folder {folder} can't be used ({reason}). Make it writable, or choose another "
        "one with --data."
    )


class LogUnusableError(PullquoteError):
    path: Path
    cause: Exception

    def __str__(self) -> str:
        reason = str(getattr(self.cause, "strerror", None) or self.cause)
        return (
            f"The query log {self.path} can't be used ({reason}). Make its folder writable, or "
            "choose another one with --data."
        )


class NewerLogError(PullquoteError):
    path: Path
    found: int
    known: int
    template = (
        "The query log {path} is from a newer version of Pullquote (schema {found}; this version "
        "knows {known}). Update Pullquote, or choose another folder with --data."
    )


class LogDamagedError(PullquoteError):
    path: Path
    reason: str  # a phrase: "table question has no column answer_id"
    template = "The query log {path} is damaged ({reason}). Restore it, or choose another --data."


class ImportFailedError(PullquoteError):
    path: Path
    reason: str
    template = "{path}, of an older version, can't be imported ({reason}). Restore or delete it."


class KeyUnusableError(PullquoteError):
    key_file: Path
    cause: str
    template = (
        "The pseudonym key file {key_file} can't be used ({cause}). Restore it from a backup. If "
        "you have none, move it away and run `pullquote logs new-key`, which says what is lost."
    )


class QuestionLineError(PullquoteError):
    file: str
    line: int
    reason: str  # a phrase: "it is not JSON"
    template = (
        "{file}, line {line}: {reason}, so nothing was answered. A line looks like "
        '{{"id": "q1", "question": "Who was Ada?"}}.'
    )


class SynonymFileError(PullquoteError):
    path: Path
    line: int
    reason: str
    template = (
        "{path}, line {line}: {reason}, so these synonyms are not used. A file looks like "
        'groups = [["ussr", "soviet union"]].'
    )


class EmptyQuestionError(PullquoteError):
    template = 'The question is empty. Put it in quotation marks: ask "Who was Ada?".'


class NothingToVerifyError(PullquoteError):
    template = (
        'Give a quotation, as in verify "All men are created equal", or an essay with --file, not '
        "both."
    )


class EssayUnreadableError(PullquoteError):
    name: str
    reason: str
    template = "{name} can't be read: {reason}"


_DEVELOPER_PORTAL = (
    "In the Discord Developer Portal (discord.com/developers/applications), open your application, "
    "choose Bot, then Reset Token, and set DISCORD_TOKEN to the new token."
)


class MissingTokenError(PullquoteError):
    template = f"The bot needs a token. {_DEVELOPER_PORTAL}"


class TokenRefusedError(PullquoteError):
    template = f"Discord rejected the token in DISCORD_TOKEN. {_DEVELOPER_PORTAL}"


class DiscordUnreachableError(PullquoteError):
    cause: str
    template = (
        "Discord can't be reached ({cause}). Check this machine's network and discordstatus.com, "
        "then start the bot again."
    )


class ExtraMissingError(PullquoteError):
    needs: str  # "The preview needs a simulated Discord"
    command: str
    extra: str

    def __str__(self) -> str:
        if (Path(__file__).parent.parent / "scripts" / "pullquote").exists():
            remedy = f"Run scripts/pullquote {self.command}, which installs it."
        else:  # from a wheel
            remedy = f"Install Pullquote again with the extra {self.extra!r}, or with 'all'."
        return f"{self.needs}, which isn't installed. {remedy}"


class ModelNotDownloadedError(PullquoteError):
    reason: str  # "there is no connection"
    template = (
        "The model can't be downloaded from huggingface.co ({reason}). Check the internet "
        "connection, or download it elsewhere and run `pullquote model install --file FILE`."
    )


class ModelFileMissingError(PullquoteError):
    place: Path
    name: str

    def __str__(self) -> str:
        if not self.place.exists():
            return f"There is no {self.place}. Give the folder, zip or jar with the model's files."
        return (
            f"{self.place} has no {self.name} of the model. `pullquote model list` shows which "
            "files it needs; give the folder, zip or jar that has them."
        )


class ModelWrongError(PullquoteError):
    name: str
    model: str
    template = (
        "{name} is not the file that belongs to {model}: its SHA-256 differs. Nothing was "
        "installed; download it again."
    )


class ModelUnusableError(PullquoteError):
    model: str
    reason: str
    template = (
        "The model {model} can't be used ({reason}), so answers come from words alone. Run "
        "`pullquote model install` again."
    )


class FileThereError(PullquoteError):
    path: Path
    template = "{path} already exists. Choose another file or use --force."


class NotPngError(PullquoteError):
    path: Path

    def __str__(self) -> str:
        return f"A chart is a PNG picture. Name the file {self.path.with_suffix('.png')}."


class NotDrawnError(PullquoteError):
    template = "The chart couldn't be drawn. Try again when the machine is less busy."


class UnclearPurgeError(PullquoteError):
    template = "Specify either --older-than DAYS or --before DATE."


class NobodyToAskError(PullquoteError):
    template = "There is no terminal to ask for confirmation. Add --yes to delete without asking."


class RefusedError(PullquoteError):
    """Base class of what is refused on Discord."""


class PlaceGoneError(RefusedError):
    template = (
        "That version of the source is no longer stored. Please ask again to see what the source "
        "says now."
    )


class NotModeratorError(RefusedError):
    role: str | None  # that the operator lets moderate

    def __str__(self) -> str:
        role = f" or the role {self.role}" if self.role else ""
        return (
            f"Only moderators can do this: members with the permission Manage Server{role}. "
            "Please ask one of them."
        )


class UnknownSourceError(RefusedError):
    typed: str
    near: tuple[str, ...]  # similar names, best first

    def __str__(self) -> str:
        similar = "; ".join(f"“{shortened(name)}”" for name in self.near)
        return (
            f"There is no single source called “{shortened(self.typed)}”. Choose one from the list "
            + (f"as you type, such as {similar}." if similar else "as you type.")
        )


class CommonDocumentError(RefusedError):
    template = "All servers share this document. Only the bot's operator can change it: ask them."


class NoReceiptError(RefusedError):
    typed: str
    template = "There is no receipt “{typed}” that you can see. Choose a question from the list."


class ReloadFailedError(RefusedError):
    reason: str
    template = "The reload did not finish ({reason}). Nothing has changed. Please try again."


class ReloadRunningError(RefusedError):
    template = "A reload is already running. Please wait for its result."


class NotWrittenError(RefusedError):
    reason: str
    template = (
        "This couldn't be saved on the bot's disk ({reason}), so nothing has changed. Please ask "
        "the operator to check the disk, then try again."
    )


class RehearsalGoneError(RefusedError):
    template = "This preview is out of date. Run /sources reload for a new one."


class NoVersionError(RefusedError):
    template = "That version isn't available. /sources history lists those that are."


class NoOwnDocumentError(RefusedError):
    name: str
    template = "No document called “{name}” was added here. /sources list shows those that were."


class LibraryFullError(RefusedError):
    documents: int
    megabytes: int
    template = (
        "A server can add up to {documents:,} documents of {megabytes:,} MB in total, and this "
        "would be more. Remove some with /sources remove."
    )


class AllLibrariesFullError(RefusedError):
    template = (
        "The documents that were added in all servers fill the bot's memory. Remove some with "
        "/sources remove, or ask the operator for a larger machine."
    )


class UploadsRunningError(RefusedError):
    template = "Other documents are being added right now. Please try again in a minute."


class AlreadyTaughtError(RefusedError):
    template = "These words are synonyms already. /synonyms list shows all of them."


class TooMuchTaughtError(RefusedError):
    most: int
    template = (
        "This server has {most:,} of these, which is the limit. Remove some with /synonyms remove, "
        "/pin remove or /out-of-scope remove."
    )


class UnusableWordsError(RefusedError):
    reason: str
    template = "These words can't be synonyms: {reason}."


class NothingTaughtError(RefusedError):
    template = "There is no such entry. Choose one from the list as you type."


class NoCheckedAnswerError(RefusedError):
    template = (
        "No clear answer is found to this question now, so there is nothing to check. Choose its "
        "passage with /pin add first."
    )


class NoAnswerHereError(RefusedError):
    template = "This isn't one of my answers, or it has been deleted. Ask the question again."


class ChannelUnreadableError(RefusedError):
    template = "You and I both need View Channel and Read Message History in that channel."


class NoTextsError(RefusedError):
    template = (
        "Discord doesn't show me the text of these messages. Ask the operator to turn on Message "
        "Content Intent for me, or use Add to sources in the menu of each message."
    )


class NothingToAddError(RefusedError):
    template = "There is no text or file to add. Choose another message or channel."


class BotMessageError(RefusedError):
    template = "A bot wrote this message. Choose one of a member of the class."


class CannotAskWriterError(RefusedError):
    template = (
        "I can't ask the writer: I need Send Messages and Read Message History in that channel."
    )


class NotManagerError(RefusedError):
    template = "Only members with the permission Manage Server can change this. Ask one of them."


class NoChannelError(RefusedError):
    template = "That isn't a text channel of this server. Choose another one."


class DecidedGapError(RefusedError):
    template = "This question is no longer open. /logs gaps lists those that are."


class ForgottenError(RefusedError):
    template = "This button has expired. Please run the command again."


class PassageGoneError(RefusedError):
    template = "This passage is no longer in the sources. Please search for it again."


class NoAnswerTextError(RefusedError):
    most: int
    template = "An answer needs some text, and at most {most:,} characters."


class NoLinkError(RefusedError):
    template = "The link must begin with https:// and lead to a page. You can also leave it empty."


class AnswerOfMemberError(RefusedError):
    template = (
        "A member of the class wrote this answer, so nobody else can change its words. Remove it "
        "with /answers remove."
    )


class ProposalGoneError(RefusedError):
    template = "This request is out of date or for somebody else. Ask a moderator to send it again."


class BadDateError(RefusedError):
    typed: str
    template = "“{typed}” isn't a date. Write it like 2026-09-30."


class DaysReversedError(RefusedError):
    first: date
    last: date
    template = "{first} is after {last}. Swap the two dates."


class DigestChannelError(RefusedError):
    seen_by: str | None  # besides moderators; None: the bot lacks permission

    def __str__(self) -> str:
        if self.seen_by:
            return (
                f"That channel isn't for moderators only: {shortened(self.seen_by, 130)} can see "
                "it. Hide it from them, or choose another one."
            )
        return "I can't post there. Give me View Channel and Send Messages in that channel."


class TooManyQuestionsError(RefusedError):
    seconds: int

    def __str__(self) -> str:
        return f"That was a lot of questions. I can take your next one in {_wait(self.seconds)}."


class BusyChannelError(RefusedError):
    seconds: int

    def __str__(self) -> str:
        return (
            "This channel is asking a lot just now. I can take the next question here in "
            f"{_wait(self.seconds)}."
        )


class NotAskerError(RefusedError):
    template = "Only the person who asked this, or a moderator, can do that."


class AlreadySharedError(RefusedError):
    template = "This answer is in the channel already."


class ForgottenAnswerError(RefusedError):
    template = "That answer is no longer available. Please ask again."


def _wait(seconds: int) -> str:
    return "a second" if seconds == 1 else f"{seconds} seconds"


MENDABLE = (PullquoteError, OSError, sqlite3.Error)  # any other exception is a bug
