"""The errors a reader raises to refuse a file."""

from sources.problems import NOT_TEXT


class UnreadableFileError(Exception):
    """A reader refuses a file; the message is the reason, as one plain sentence."""


class NotTextError(UnreadableFileError):
    """The bytes are not text in a known encoding."""

    def __init__(self) -> None:
        super().__init__(NOT_TEXT)
