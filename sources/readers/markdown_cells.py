"""Code in R Markdown, Quarto and notebooks: what of it the page shows, and captions of figures."""

import re
from collections.abc import Sequence

from .edits import Edit

SETTING = "it is a setting for the program that displays the page"
_HIDDEN_CODE = "it is code that the page does not show"

_OPENING = re.compile(r"[ \t>]*(?:`{3,}|~{3,})[ \t]*\{[a-zA-Z]\w*(?P<options>(?:[ ,].*)?)\}[ \t]*$")
_OPTION = re.compile(r"^[ \t]*(?:#|//|--|%)\|.*$", re.MULTILINE)
_HIDDEN = re.compile(r"\b(?:echo|include)\s*[=:]\s*(?:F|FALSE|false|False)\b")
_NO_RESULT = re.compile(r"\binclude\s*[=:]\s*(?:F|FALSE|false|False)\b")
_SHOWN = re.compile(r"\becho\s*[=:]\s*(?:T|TRUE|true|True)\b")
# The same for all code of a file.
_NONE_SHOWN = re.compile(
    r"opts_chunk\$set\((?:[^()]|\([^()]*\)){0,2000}?\becho\s*=\s*F"
    r"|^execute:[ \t]*\n(?:[ \t]+.*\n){0,50}?[ \t]+echo:[ \t]*false\b",
    re.MULTILINE,
)
_CAPTION = re.compile(
    r"\b(?:fig|tbl)\.cap\s*=\s*(?P<quote>[\"'])(?P<caption>(?:\\.|(?!(?P=quote)|\\).)+)(?P=quote)"
    r"|^[ \t]*(?:#|//|--|%)\|[ \t]*(?:fig|tbl)-cap:[ \t]*(?P<mark>[\"']?)(?=[^\s\"'|>])"
    r"(?P<words>.*?)(?P=mark)[ \t]*$",
    re.MULTILINE,
)
_PICTURE_ALONE = re.compile(
    r"\s*(?:#.*\n\s*)*(?:\w+\s*<-\s*)?(?:knitr::)?include_graphics\((?:[^()]|\([^()]*\))*\)\s*"
)


def shows_code(text: str) -> bool:
    """Say whether a file shows code that doesn't say so itself."""
    return _NONE_SHOWN.search(text) is None


def cell_edits(text: str, start: int, end: int, *, shown: bool) -> Sequence[Edit]:
    """Return what is not on the page of a fenced part; () if it is no code that a program runs.

    Code that is hidden goes, and so does code that only includes a picture; captions stay.

    Args:
        text: The whole file.
        start: Where the first line of the part begins.
        end: The end of its last line.
        shown: Whether the file shows code that doesn't say so itself.
    """
    first = text.find("\n", start, end)
    opening = _OPENING.match(text, start, first) if first >= 0 else None
    if opening is None:
        return ()
    options = list(_OPTION.finditer(text, first, end))
    settings = [opening["options"], *(option[0] for option in options)]
    last = options[-1].end() if options else first
    is_hidden = any(map(_HIDDEN.search, settings)) or not (
        shown or any(map(_SHOWN.search, settings))
    )
    if not is_hidden and not _PICTURE_ALONE.fullmatch(text, last, text.rfind("\n", start, end)):
        return [Edit(*option.span(), reason=SETTING) for option in options]
    has_result = not any(map(_NO_RESULT.search, settings))
    caption = _CAPTION.search(text, start, last) if has_result else None
    if caption is None:
        return [Edit(start, end, reason=_HIDDEN_CODE)]
    words = "caption" if caption["caption"] else "words"
    return [
        Edit(start, caption.start(words), "\n", _HIDDEN_CODE),
        Edit(caption.end(words), end, "\n", _HIDDEN_CODE),
    ]
