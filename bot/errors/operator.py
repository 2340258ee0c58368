"""What can go wrong for the operator: documents, log, key, model, and the connection."""

# ruff: noqa: D101  # an error's sentence describes it

from pathlib import Path

from .base import PullquoteError, shortened


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


class NothingToCiteError(PullquoteError):
    template = 'Give a quotation, as in cite "All men are created equal".'


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


class ClusterUnusableError(PullquoteError):
    reason: str
    check: str  # "that it runs"
    template = "OpenSearch can't be used ({reason}). Check {check}."


class ExtraMissingError(PullquoteError):
    needs: str  # "The preview needs a simulated Discord"
    command: str
    extra: str

    def __str__(self) -> str:
        if (Path(__file__).parents[2] / "scripts" / "pullquote").exists():
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
