"""The one place that turns errors into sentences."""

import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.errors import (
    MENDABLE,
    AllLibrariesFullError,
    AlreadySharedError,
    AlreadyTaughtError,
    AnswerOfMemberError,
    BackupUnusableError,
    BadDateError,
    BotMessageError,
    BusyChannelError,
    CannotAskWriterError,
    ChannelUnreadableError,
    ClusterUnusableError,
    CommonDocumentError,
    CrowdedError,
    DataFolderError,
    DaysReversedError,
    DecidedGapError,
    DigestChannelError,
    DiscordUnreachableError,
    EmptyQuestionError,
    EssayUnreadableError,
    ExtraMissingError,
    FileThereError,
    FolderInUseError,
    FolderNotEmptyError,
    FolderNotGivenUpError,
    ForgottenAnswerError,
    ForgottenError,
    ImportFailedError,
    KeyLostError,
    KeyMismatchError,
    KeyUnusableError,
    LibraryFullError,
    LogDamagedError,
    LogInPartsError,
    LogUnusableError,
    MissingFolderError,
    MissingTokenError,
    ModelFileMissingError,
    ModelNotDownloadedError,
    ModelUnusableError,
    ModelWrongError,
    NewerLogError,
    NoAnswerHereError,
    NoAnswerTextError,
    NobodyToAskError,
    NoChannelError,
    NoCheckedAnswerError,
    NoDocumentsError,
    NoLinkError,
    NoOwnDocumentError,
    NoReceiptError,
    NotAskerError,
    NotDrawnError,
    NoTextsError,
    NothingTaughtError,
    NothingToAddError,
    NothingToBackUpError,
    NothingToCiteError,
    NothingToVerifyError,
    NotManagerError,
    NotMemberError,
    NotModeratorError,
    NotPngError,
    NotSpilledError,
    NotWrittenError,
    NoVersionError,
    OtherPartsError,
    PassageGoneError,
    PlaceGoneError,
    ProposalGoneError,
    PullquoteError,
    QuestionLineError,
    ReaderNotStartedError,
    RehearsalGoneError,
    ReloadFailedError,
    ReloadRunningError,
    ReloadTooLargeError,
    SynonymFileError,
    TokenRefusedError,
    TooManyQuestionsError,
    TooMuchTaughtError,
    UnclearPurgeError,
    UnknownPlaceError,
    UnknownSourceError,
    UnusableWordsError,
    UploadsRunningError,
    sentence,
)
from config import (
    HeadingError,
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
    (NoDocumentsError(SHELF, 0), "no documents in shelf", "--sources"),
    (NoDocumentsError(SHELF, 2), "No file in shelf", "sources check --sources shelf"),
    (ReaderNotStartedError("Traceback\nMemoryError"), "(MemoryError)", "has memory left"),
    (DataFolderError(SHELF, "read-only"), "shelf can't be used (read-only)", "--data"),
    (QuestionLineError("q.jsonl", 3, "it is not JSON"), "q.jsonl, line 3", '{"id": "q1"'),
    (
        LogUnusableError(Path("q.db"), OSError(30, "Read-only")),
        "q.db can't be used (Read",
        "--data",
    ),
    (LogUnusableError(Path("q.db"), ValueError("no log")), "can't be used (no log)", "--data"),
    (LogDamagedError(Path("q.db"), "no table"), "q.db is damaged (no table)", "Restore it"),
    (ImportFailedError(Path("state.json"), "cut"), "can't be imported (cut)", "Restore or delete"),
    (NewerLogError(Path("q.db"), 3, 2), "schema 3; this version knows 2", "Update Pullquote"),
    (
        KeyUnusableError(Path("key"), "it is damaged"),
        "key can't be used (it is damaged)",
        "backup",
    ),
    (OtherPartsError(SHELF, 2, 1), "shelf has data for 2 of the processes", "another --part"),
    (LogInPartsError(SHELF, 2), "shelf has 2 parts", "PULLQUOTE_PART=1/2"),
    (FolderInUseError(SHELF, "12"), "(process 12) uses the data folder shelf", "--take-over"),
    (FolderNotGivenUpError(SHELF, "12", 30), "(process 12) did not finish within 30 s", "Stop"),
    (KeyLostError(Path("key")), "key is missing", "logs new-key"),
    (KeyMismatchError(Path("key")), "key isn't the one", "logs new-key"),
    (NotSpilledError(3, "no space left"), "are lost: 3", "Check the disk"),
    (BackupUnusableError(Path("b.zip"), "it is damaged"), "b.zip can't be used: it", "another one"),
    (NothingToBackUpError(SHELF), "shelf has no query log", "--data"),
    (FolderNotEmptyError(SHELF, "queries.db"), "shelf has a queries.db", "Move it away"),
    (SynonymFileError(SHELF, 7, "it is torn"), "line 7: it is torn", "groups = ["),
    (EmptyQuestionError(), "question is empty", "quotation marks"),
    (NothingToCiteError(), "Give a quotation", "cite"),
    (NothingToVerifyError(), "not both", "--file"),
    (EssayUnreadableError("essay.png", "It is a picture. Use a PDF."), "can't be read", "PDF"),
    (NotMemberError(), "no longer a member", "that server"),
    (NotModeratorError(None), "Only moderators", "Manage Server."),
    (NotModeratorError("Teachers"), "Only moderators", "role Teachers."),
    (PlaceGoneError(), "no longer stored", "ask again"),
    (CommonDocumentError(), "All servers share", "ask them"),
    (NoReceiptError("abc"), "no receipt “abc”", "from the list"),
    (UnknownPlaceError("p. 99"), "no page or section “p. 99”", "Choose one from the list"),
    (UnknownSourceError("Bes", ("On Bees",)), "called “Bes”", "such as “On Bees”"),
    (ReloadFailedError("it was stopped"), "(it was stopped)", "try again"),
    (ReloadRunningError(), "already running", "wait"),
    (ReloadTooLargeError(3000), "more than 3,000 MB of memory", "add fewer documents"),
    (RehearsalGoneError(), "out of date", "/sources reload"),
    (NoVersionError(), "isn't available", "/sources history"),
    (NoOwnDocumentError("b.pdf"), "called “b.pdf”", "/sources list"),
    (NotWrittenError("no space left"), "(no space left)", "ask the operator"),
    (LibraryFullError(1000, 500), "1,000 documents of 500 MB", "/sources remove"),
    (AllLibrariesFullError(), "no room for more documents", "/sources remove"),
    (UploadsRunningError(), "being added right now", "try again"),
    (TokenRefusedError(), "rejected the token", "Reset Token"),
    (DiscordUnreachableError("no route"), "reached (no route)", "network"),
    (
        ClusterUnusableError("no node of OpenSearch answers", "that it runs"),
        "no node of OpenSearch answers",
        "Check that it runs",
    ),
    (
        ExtraMissingError("The preview needs a simulated Discord", "preview", "preview"),
        "isn't installed",
        "scripts/pullquote preview",
    ),
    (MissingTokenError(), "needs a token", "Reset Token"),
    (UnreadableSettingsError(SHELF, "it is not UTF-8"), "file shelf", "not UTF-8"),
    (UnknownSettingError("dta", "p.toml", "data", ()), '"dta" in p.toml', 'mean "data"?'),
    (UnknownSettingError("x", "p.toml", None, ("a", "b")), '"x" in p.toml', "a, b"),
    (UnusableValueError("data", "p.toml", 5, "a path"), '"data" in p.toml is 5', "be a path"),
    (HeadingError("pullquote", SHELF), "heading [pullquote] from shelf", "Remove"),
    (SecretInFileError("token", SHELF, "TOKEN"), '"token" from shelf', "variable TOKEN"),
    (AlreadyTaughtError(), "already", "/synonyms list"),
    (TooMuchTaughtError(500), "500 of these", "/synonyms remove"),
    (UnusableWordsError("both are the same"), "can't be synonyms", "both are the same"),
    (NothingTaughtError(), "no such entry", "as you type"),
    (NoCheckedAnswerError(), "nothing to check", "/pin add"),
    (NoAnswerHereError(), "isn't one of my answers", "Ask the question again"),
    (ChannelUnreadableError(), "You and I both need", "Read Message History"),
    (NoTextsError(), "doesn't show me the text", "Add to sources"),
    (NothingToAddError(), "no text or file", "another message"),
    (BotMessageError(), "A bot wrote", "Choose one"),
    (CannotAskWriterError(), "can't ask the author", "Send Messages"),
    (NotManagerError(), "Only members with", "Ask one of them"),
    (NoChannelError(), "isn't a text channel", "Choose another"),
    (DecidedGapError(), "no longer open", "/logs gaps"),
    (ForgottenError(), "expired", "run the command again"),
    (PassageGoneError(), "no longer in the sources", "search for it again"),
    (NoAnswerTextError(2000), "needs some text", "at most 2,000"),
    (NoLinkError(), "must begin with https://", "leave it empty"),
    (AnswerOfMemberError(), "nobody else can change", "/answers remove"),
    (ProposalGoneError(), "out of date", "send it again"),
    (BadDateError("soon"), "“soon” isn't a date", "like 2026-09-30"),
    (DigestChannelError(seen_by="everyone"), "everyone can see it", "Hide it from them"),
    (DigestChannelError(seen_by=None), "can't post there", "Send Messages"),
    (
        DaysReversedError(date(2026, 9, 2), date(2026, 9, 1)),
        "2026-09-02 is after 2026-09-01",
        "Swap",
    ),
    (TooManyQuestionsError(9), "a lot of questions", "in 9 seconds"),
    (BusyChannelError(1), "a lot of questions in this channel", "in a second"),
    (CrowdedError(), "A lot of people", "again in half a minute"),
    (NotAskerError(), "Only the person who asked", "or a moderator"),
    (AlreadySharedError(), "in the channel", "already"),
    (ForgottenAnswerError(), "no longer available", "ask again"),
    (ModelNotDownloadedError("no route"), "downloaded from huggingface.co (no route)", "--file"),
    (ModelFileMissingError(SHELF, "m.onnx"), "no shelf", "Give the folder"),
    (ModelFileMissingError(Path(__file__), "m.onnx"), "has no m.onnx", "model list"),
    (ModelWrongError("m.onnx", "e5"), "belongs to e5", "download it again"),
    (ModelUnusableError("e5", "it is cut"), "(it is cut)", "model install"),
    (FileThereError(SHELF), "shelf already exists", "--force"),
    (NotPngError(Path("log.db")), "is a PNG picture", "log.png"),
    (NotDrawnError(), "couldn't be drawn", "Try again"),
    (UnclearPurgeError(), "Specify", "--before DATE"),
    (NobodyToAskError(), "no terminal", "--yes"),
    (FileNotFoundError(2, "No such file", "q.jsonl"), "q.jsonl can't", "no such file"),
    (OSError(28, "No space left on device"), "system refused", "no space left"),
    (sqlite3.OperationalError("disk I/O error"), "disk I/O error", "--data"),
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

    assert isinstance(error, (*MENDABLE, SettingsError))
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
