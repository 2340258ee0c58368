"""A PDF's document properties, where they are credible: programs fill in most of them."""

import re
from collections.abc import Mapping

from sources.metadata import Metadata, split_names

_FIRST_PAGES = 4000  # characters
_FILE_NAME = re.compile(r"\.[a-z]{2,4}\d?\Z|[/\\_]", re.IGNORECASE)
_PROGRAM = re.compile(
    r"(?:microsoft|word|powerpoint|excel|layout|document|untitled|unbenannt|sans titre|title|scan"
    r"|slide|presentation|pdf|print|about:blank|https?:|file:)\b.*|\W*|\d+",
    re.IGNORECASE | re.DOTALL,
)
_NO_PERSON = re.compile(
    r".*\b(?:user|owner|admin(?:istrator)?|unknown|anonym\w*|author|guest|student|teacher|scanner"
    r"|office|microsoft|adobe|computer|library|staff|default|home|pc)\b.*|.*[@\d/\\_].*",
    re.IGNORECASE | re.DOTALL,
)
_YEAR = re.compile(r"D:((?:19|20)\d\d)")
_WORD = re.compile(r"\w+")


def read_metadata(about: Mapping[str, str], text: str) -> Metadata:
    """Return title, authors and year as far as they are plausible.

    A title must look written by a person; authors must look like names. The creation date is hardly
    ever the date of publication; its year is, if the text names it too.

    Args:
        about: The file's "Title", "Author" and "CreationDate", where present.
        text: The beginning of the document.
    """
    metadata = Metadata()
    beginning = text[:_FIRST_PAGES]
    title = " ".join(about.get("Title", "").split())
    if _is_title(title, beginning):
        metadata = metadata.with_field("title", title)
    names = [
        name
        for name in split_names(" ".join(about.get("Author", "").split()))
        if not _NO_PERSON.fullmatch(name) and " " in name
    ]
    year = _YEAR.match(about.get("CreationDate", ""))
    if year and re.search(rf"\b{year[1]}\b", beginning):
        metadata = metadata.with_field("published", year[1])
    return metadata.model_copy(update={"authors": tuple(names)})


def _is_title(title: str, beginning: str) -> bool:
    if _PROGRAM.fullmatch(title) or _FILE_NAME.search(title):
        return False
    return " " in title or title.casefold() in beginning.casefold()
