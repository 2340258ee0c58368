"""The one place that turns errors into sentences."""

import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click
import pytest

from bot.errors import (
    MENDABLE,
    AlreadyTaughtError,
    BadDateError,
    CommonDocumentError,
    DataFolderError,
    DaysReversedError,
    DecidedGapError,
    DigestChannelError,
    DiscordUnreachableError,
    EmptyQuestionError,
    ExtraMissingError,
    FileThereError,
    ForgottenError,
    KeyUnusableError,
    LibraryFullError,
    LogUnusableError,
    MissingFolderError,
    MissingTokenError,
    NewerLogError,
    NobodyToAskError,
    NoDocumentsError,
    NoOwnDocumentError,
    NoReceiptError,
    NotDrawnError,
    NothingTaughtError,
    NotModeratorError,
    NotPngError,
    NotWrittenError,
    NoVersionError,
    PassageGoneError,
    PullquoteError,
    QuestionLineError,
    ReaderNotStartedError,
    RehearsalGoneError,
    ReloadFailedError,
    ReloadRunningError,
    SynonymFileError,
    TokenRefusedError,
    TooMuchTaughtError,
    UnclearPurgeError,
    UnknownSourceError,
    UnusableWordsError,
    sentence,
)
from config import (
    SecretInFileError,
    SettingsError,
    UnknownSettingError,
    UnreadableSettingsError,
    UnusableValueError,
)

SHELF = Path("shelf")


CASES: list[tuple[Exception, str, str]] = [
    (MissingFolderError(SHELF), "no folder shelf", "--sources"),
    (MissingFolderError(Path(__file__)), "is a file", "--sources"),
    (NoDocumentsError(SHELF, 0), "no document in shelf", "Markdown (.md)"),
    (NoDocumentsError(SHELF, 2), "No file in shelf", "sources check --sources shelf"),
    (ReaderNotStartedError("Traceback\nMemoryError"), "(MemoryError)", "has memory left"),
    (DataFolderError(SHELF, "read-only"), "shelf cannot be used (read-only)", "--data"),
    (QuestionLineError("q.jsonl", 3, "it is not JSON"), "q.jsonl, line 3", '{"id": "q1"'),
    (
        LogUnusableError(Path("q.db"), OSError(30, "Read-only")),
        "q.db cannot be used (Read",
        "--data",
    ),
    (LogUnusableError(Path("q.db"), ValueError("no log")), "cannot be used (no log)", "--data"),
    (NewerLogError(Path("q.db"), 3, 2), "version 3, this one knows 2", "update Pullquote"),
    (
        KeyUnusableError(Path("key"), "it is damaged"),
        "key, cannot be used (it is damaged)",
        "backup",
    ),
    (SynonymFileError(SHELF, 7, "it is torn"), "line 7: it is torn", "groups = ["),
    (EmptyQuestionError(), "question is empty", "quotation marks"),
    (NotModeratorError(None), "for moderators", "Manage Server here"),
    (NotModeratorError("Teachers"), "for moderators", "role Teachers here"),
    (CommonDocumentError(), "one of the common documents", "ask them"),
    (NoReceiptError("abc"), "no receipt “abc”", "under an answer"),
    (UnknownSourceError("Bes", ("On Bees",)), "called “Bes”", "such as “On Bees”"),
    (ReloadFailedError("it was stopped"), "(it was stopped)", "try again"),
    (ReloadRunningError(), "under way", "wait"),
    (RehearsalGoneError(), "no longer be decided", "/sources reload"),
    (NoVersionError(), "no such version", "/sources history"),
    (NoOwnDocumentError("b.pdf"), "called “b.pdf”", "/sources list"),
    (NotWrittenError("no space left"), "(no space left)", "ask the operator"),
    (LibraryFullError(1000, 500), "1,000 documents of 500 MB", "/sources remove"),
    (TokenRefusedError(), "refuses the token", "Reset Token"),
    (DiscordUnreachableError("no route"), "reached (no route)", "network"),
    (
        ExtraMissingError("The preview needs a simulated Discord", "preview", "preview"),
        "not installed",
        "scripts/pullquote preview",
    ),
    (MissingTokenError(), "needs a token", "Reset Token"),
    (UnreadableSettingsError(SHELF, "it is not UTF-8"), "file shelf", "not UTF-8"),
    (UnknownSettingError("dta", "p.toml", "data", ()), '"dta" in p.toml', 'mean "data"?'),
    (UnknownSettingError("x", "p.toml", None, ("a", "b")), '"x" in p.toml', "a, b"),
    (UnusableValueError("data", "p.toml", 5, "a path"), '"data" in p.toml is 5', "be a path"),
    (SecretInFileError("token", SHELF, "TOKEN"), '"token" from shelf', "variable TOKEN"),
    (AlreadyTaughtError(), "already", "/synonyms list"),
    (TooMuchTaughtError(500), "500 of this kind", "/synonyms remove"),
    (UnusableWordsError("both are the same"), "cannot stand for", "both are the same"),
    (NothingTaughtError(), "no such thing", "offered while you type"),
    (DecidedGapError(), "decided already", "/logs gaps"),
    (ForgottenError(), "restarted since", "run the command again"),
    (PassageGoneError(), "no longer have this passage", "search for it again"),
    (BadDateError("soon"), "“soon” is no date", "as in 2026-09-30"),
    (DigestChannelError(open=True), "Everyone can see that channel", "only moderators"),
    (DigestChannelError(open=False), "may not write there", "Send Messages"),
    (
        DaysReversedError(date(2026, 9, 2), date(2026, 9, 1)),
        "no day from 2026-09-02 to 2026-09-01",
        "first is after the last",
    ),
    (FileThereError(SHELF), "shelf is there already", "--force"),
    (NotPngError(Path("log.db")), "is a picture", "name it log.png"),
    (NotDrawnError(), "could not be drawn", "try again"),
    (UnclearPurgeError(), "Say what is to go", "--before DATE"),
    (NobodyToAskError(), "Nobody is at the terminal", "--yes"),
    (FileNotFoundError(2, "No such file", "q.jsonl"), "q.jsonl cannot", "no such file"),
    (OSError(28, "No space left on device"), "system refused", "no space left"),
    (sqlite3.OperationalError("disk I/O error"), "disk I/O error", "--data"),
    (click.ClickException("Two\nlines."), "Two lines.", ""),
]


@pytest.mark.parametrize(
    ("error", "what", "how"),
    CASES,
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_a_sentence_says_what_is_wrong_and_how_to_mend_it(
    error: Exception, what: str, how: str
) -> None:
    words = sentence(error)

    assert isinstance(error, MENDABLE)
    assert what in words
    assert how in words
    assert "\n" not in words


def test_an_error_reads_as_its_sentence_in_a_log() -> None:
    error = MissingTokenError()

    assert str(error) == sentence(error)


def test_a_long_value_is_shortened() -> None:
    words = sentence(UnusableValueError("data", "p.toml", "x" * 5000, "a path"))

    assert len(words) < 200


def test_every_error_of_the_two_trees_has_words_of_its_own() -> None:
    """A new error without a sentence would fall back to `str`, which is empty or a bare tuple."""
    worded = {type(error) for error, _, _ in CASES}
    ours = {error for base in (PullquoteError, SettingsError) for error in _leaves(base)}

    assert ours <= worded


def _leaves(error: type[Exception]) -> Iterator[type[Exception]]:
    """Those at the ends of a tree of errors: the ones between are never raised themselves."""
    below = [e for e in error.__subclasses__() if e.__module__.startswith(("bot.", "config."))]
    for one in below:
        yield from _leaves(one)
    if not below:
        yield error
