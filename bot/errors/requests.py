"""Requests on Discord that are refused; the asker sees the sentence."""

# ruff: noqa: D101  # an error's sentence describes it

from datetime import date

from .base import RefusedError, shortened


class PlaceGoneError(RefusedError):
    template = (
        "That version of the source is no longer stored. Please ask again to see what the source "
        "says now."
    )


class NotMemberError(RefusedError):
    template = "You're no longer a member of that server."


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


class UnknownPlaceError(RefusedError):
    typed: str
    template = (
        "This source has no page or section “{typed}”. Choose one from the list as you type, or "
        "leave it out."
    )


class CommonDocumentError(RefusedError):
    template = "All servers share this document. Only the bot's operator can change it: ask them."


class NoReceiptError(RefusedError):
    typed: str
    template = "There is no receipt “{typed}” that you can see. Choose a question from the list."


class ReloadFailedError(RefusedError):
    reason: str
    template = "The reload did not finish ({reason}). Nothing has changed. Please try again."


class ReloadTooLargeError(RefusedError):
    megabytes: int
    template = (
        "The reload did not finish (it needs more than {megabytes:,} MB of memory). Nothing has "
        "changed. Please add fewer documents, or ask the operator to raise reload_memory_mb."
    )


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
        "There is no room for more documents: those added in all servers fill it. "
        "Remove some with /sources remove, or ask the operator."
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
        "I can't ask the author: I need Send Messages and Read Message History in that channel."
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
            "There have been a lot of questions in this channel. I can take the next one here in "
            f"{_wait(self.seconds)}."
        )


class CrowdedError(RefusedError):
    template = (
        "A lot of people are asking me right now, so I can't take this question yet. Please ask it "
        "again in half a minute."
    )


class NotAskerError(RefusedError):
    template = "Only the person who asked this, or a moderator, can do that."


class AlreadySharedError(RefusedError):
    template = "This answer is in the channel already."


class ForgottenAnswerError(RefusedError):
    template = "That answer is no longer available. Please ask again."


def _wait(seconds: int) -> str:
    return "a second" if seconds == 1 else f"{seconds} seconds"
