"""Why a file is not served, and what to do about it: each reason is one plain sentence."""

from collections.abc import Iterable

NOT_TEXT = (
    "It is not text in an encoding that is understood; save it as UTF-8, "
    "or take it out of the folder if it is a picture or the like."
)
EMPTY = "It is empty; put the text in, or take it out of the folder."
NOTHING_TO_QUOTE = "Nothing in it can be quoted: it has a title or marks, but no text under it."
OUTSIDE = "It is a link to a place outside the folder; put a copy of the file here instead."
DANGLING = "It is a link to a file that is not there; put the file itself here instead."
LINKED_FOLDER = "It is a link to a folder, which is not followed; put the folder itself here."
OUR_FAULT = (
    "It could not be read because of a fault in Pullquote, which is noted in its log; "
    "please report it together with the file."
)
NOT_A_FILE = "It is a device or a pipe, not a file; take it out of the folder."
ODD_NAME = "Its name is not valid Unicode; rename it with plain letters and digits."


def unreadable(error: OSError) -> str:
    """The operating system refused to open or list it."""
    reason = (error.strerror or "error").lower()
    return f"It cannot be read ({reason}); give the bot permission to read it, or replace it."


def unknown_format(known: Iterable[str]) -> str:
    """Its name ends on nothing that a reader is there for."""
    return f"Its format is not understood; save the text as {' or '.join(known)}."


def too_long(length: int, limit: int) -> str:
    """Its text, once taken out of the file, has more characters than are served."""
    return f"Its text has {length:,} characters, more than {limit:,}; split it into several files."


def too_large(size: int, limit: int) -> str:
    """It has more bytes than are read."""
    return (
        f"It has {size / 1e6:.1f} MB, more than the limit of {limit / 1e6:.1f} MB; "
        "split it into several files."
    )
