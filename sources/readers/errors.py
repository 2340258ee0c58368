"""What a reader raises when it refuses a file."""

from sources import problems


class UnreadableFileError(Exception):
    """A reader refuses a file; its words are the reason, as one plain sentence."""


class NotTextError(UnreadableFileError):
    """The bytes are no text in an encoding that is understood."""

    def __init__(self) -> None:
        super().__init__(problems.NOT_TEXT)
