"""Check quotations against documents, one or all of an essay, and say what was found."""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from bot.errors import EssayUnreadableError, ReaderNotStartedError
from index import NO_CLAIM, Claim, Place, Searcher, Verification, Verifier, find_quotations
from sources import ChildNotStartedError, Document, Limits, SourceFile, citation_line, read_files


def verify(searcher: Searcher, quotation: str, claim: Claim = NO_CLAIM) -> Verification:
    """Look for a quotation in what a searcher searches."""
    return Verifier(searcher.view).verify(quotation, claim)


def verify_all(searcher: Searcher, text: str, whole: str, most: int) -> list[Verification]:
    """Check the first quotations of a message; all of it, if it has none.

    Args:
        searcher: What is searched.
        text: The message.
        whole: What is checked if the message has no quotations.
        most: Number of quotations.
    """
    found = list(islice(verify_essay(searcher, text), most))
    return found or [verify(searcher, whole)]


def read_essay(path: Path, limits: Limits) -> Document:
    """Read an essay as the documents are read, in a process of its own.

    Raises:
        EssayUnreadableError: If it is no file that can be read.
        ReaderNotStartedError: If no process to read in can be started.
        OSError: If it can't be opened.
    """
    try:
        with path.open("rb"):
            pass
        library = read_files([SourceFile(path.name, lambda: path.open("rb"))], limits=limits)
    except ChildNotStartedError as error:
        raise ReaderNotStartedError(error.reason) from error
    for document in library.documents.values():
        return document
    reason = library.problems[0].reason if library.problems else "It has no text."
    raise EssayUnreadableError(path.name, reason)


def verify_essay(searcher: Searcher, essay: str) -> Iterator[Verification]:
    """Check each quotation of an essay, with the source and page that the essay gives for it."""
    verifier = Verifier(searcher.view)
    documents = list(searcher.library.documents.values())
    for quoted in find_quotations(essay):
        named = _named(documents, quoted.name) if quoted.name else frozenset()
        yield verifier.verify(quoted.text, Claim(named or None, quoted.page))


def _named(documents: Iterable[Document], name: str) -> frozenset[str]:
    """Return the documents whose authors or title have a name's first word of four letters."""
    words = [word.casefold() for word in name.split() if len(word.strip(".,")) > 2]  # noqa: PLR2004
    wanted = words[0].strip(".,’'") if words else ""
    return frozenset(
        one.doc_id
        for one in documents
        if wanted and wanted in f"{one.title} {' '.join(one.authors)}".casefold().split()
    )


HEADLINES = {
    "exact": "Exact",
    "differs": "Not word for word",
    "elsewhere": "Word for word, but somewhere else",
    "absent": "Not in the sources",
    "short": "Too short to tell",
}


def explain(found: Verification) -> str:
    """Say in a sentence what was found, and what to do about it."""
    match found.verdict:
        case "short":
            return "Give me at least 12 characters: shorter texts can match by chance."
        case "absent":
            return "No passage says this or anything close to it."
        case "exact":
            omits = " The words you left out are marked." if found.omits else ""
            return f"The source says exactly this.{omits}{_unchecked(found)}"
        case "elsewhere":
            return _where_instead(found)
        case "differs":
            elsewhere = "" if found.is_where_claimed else " It also isn't from the place given."
            return f"{_how(found)}{elsewhere}{_unchecked(found)}"


def _how(found: Verification) -> str:
    changed = [part for part in found.parts if not part.same]
    if all(_letters(part.quoted) == _letters(part.source) for part in changed):
        return "The words are right. Punctuation, spaces or capital letters differ."
    count = len(changed)
    return (
        f"{count} place{'s' if count > 1 else ''} differ{'' if count > 1 else 's'} from the source."
    )


def _letters(words: str) -> str:
    return "".join(filter(str.isalnum, words)).casefold()


def _where_instead(found: Verification) -> str:
    place = found.places[0]
    claim = found.claim
    if claim.doc_ids is not None and place.doc_id not in claim.doc_ids:
        return "The words are right, but they are from another source."
    return f"The words are right, but they aren't on p. {claim.page}: see the citation."


def _unchecked(found: Verification) -> str:
    if not found.page_unknown:
        return ""
    return f" I can't check p. {found.claim.page}: this source has no page numbers."


def cited(place: Place) -> str:
    """Return the citation of a place on one line."""
    return citation_line(place.citation)
