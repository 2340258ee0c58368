"""What people ask while they review the log, or teach the bot, and is not done; its sentences.

RefusedError
└── ReviewError
    ├── AlreadyTaughtError    it was taught before
    ├── TooMuchTaughtError    there are as many lessons of this kind as there may be
    ├── UnusableWordsError    words that can be no synonyms
    ├── NothingTaughtError    there is no such synonym, pin or question out of scope
    ├── DecidedGapError       a gap that somebody has decided, or that is no longer kept
    ├── ForgottenError        what a button led to was kept in memory, and is no longer
    ├── PassageGoneError      a passage that the sources no longer have
    ├── BadDateError          a date that is none
    ├── DaysReversedError     days that end before they begin
    └── DigestChannelError    a channel that digests cannot be sent to
"""

from dataclasses import dataclass
from datetime import date

from bot.wording import cut

from .tree import RefusedError


class ReviewError(RefusedError):
    """Something that is not done while the log is reviewed."""


class AlreadyTaughtError(ReviewError):
    """The very same was taught before."""


@dataclass(eq=False)
class TooMuchTaughtError(ReviewError):
    """A server has `most` lessons of a kind already."""

    most: int


@dataclass(eq=False)
class UnusableWordsError(ReviewError):
    """Words that cannot stand for one another; `reason` is a phrase: "both are the same"."""

    reason: str


class NothingTaughtError(ReviewError):
    """There is no such synonym, pin or question out of scope in this server, or not any more."""


class DecidedGapError(ReviewError):
    """The gap is decided, or its question is not kept any more."""


class ForgottenError(ReviewError):
    """What a button leads to was kept in memory only, and is forgotten."""


class PassageGoneError(ReviewError):
    """The server's sources have no such passage any more."""


@dataclass(eq=False)
class BadDateError(ReviewError):
    """What was typed is no date."""

    typed: str


@dataclass(eq=False)
class DaysReversedError(ReviewError):
    """The first day is after the last one."""

    first: date
    last: date


@dataclass(eq=False)
class DigestChannelError(ReviewError):
    """A channel that digests cannot be sent to.

    Attributes:
        open: Everyone can see it; otherwise the bot may not write there.
    """

    open: bool


def review_sentence(error: ReviewError) -> str:
    """What is wrong, and how to mend it."""
    match error:
        case TooMuchTaughtError(most):
            words = (
                f"There are {most:,} of this kind already, which is all that there may be: remove "
                "some with /synonyms remove, /pin remove or /out-of-scope remove."
            )
        case UnusableWordsError(reason):
            words = f"These words cannot stand for one another: {reason}."
        case BadDateError(typed):
            words = f"“{cut(typed)}” is no date: write it as in 2026-09-30."
        case DaysReversedError(first, last):
            words = f"There is no day from {first} to {last}: the first is after the last one."
        case DigestChannelError(True):
            words = "Everyone can see that channel: choose one that only moderators can see."
        case DigestChannelError(False):
            words = "I may not write there: give me View Channel and Send Messages in that channel."
        case _:
            words = _WORDS[type(error)]
    return words


_WORDS: dict[type[ReviewError], str] = {
    AlreadyTaughtError: "These words stand for one another already: /synonyms list shows all.",
    NothingTaughtError: (
        "There is no such thing here: choose one of those that are offered while you type."
    ),
    DecidedGapError: (
        "This question is decided already, or no longer kept: /logs gaps shows those that are open."
    ),
    ForgottenError: (
        "I no longer know what this button was about, for I was restarted since, or too much else "
        "was asked: please run the command again."
    ),
    PassageGoneError: "The sources no longer have this passage: please search for it again.",
}
