"""Reads one text as a file of a library would be read."""

from dataclasses import dataclass

from sources import Document, Passage
from sources.limits import DEFAULT_LIMITS, Limits
from sources.pipeline import read_document


@dataclass(frozen=True, slots=True)
class Read:
    """A document with its passages, as `read` made them."""

    document: Document
    passages: list[Passage]
    notes: tuple[str, ...]

    @property
    def shown(self) -> list[str]:
        """Each passage as a person reads it."""
        return [passage.shown() for passage in self.passages]

    @property
    def served(self) -> str:
        """The document's text without what is left out of the index."""
        text = self.document.text
        for span in reversed(self.document.left_out):
            text = f"{text[: span.start].rstrip()}\n\n{text[span.end :].lstrip()}"
        return text.strip()

    @property
    def headings(self) -> list[str]:
        """The words of each heading, the title apart."""
        return [heading.text for heading in self.document.headings if heading.level]

    @property
    def left_out(self) -> list[str]:
        """The words of each span that is kept out of the index."""
        return [self.document.text[span.start : span.end] for span in self.document.left_out]


def read(text: str, name: str = "bees.txt", *, max_chars: int = 1000, target: int = 700) -> Read:
    """Read a text as the file `name`."""
    return read_raw(text.encode("utf-8"), name, max_chars=max_chars, target=target)


def read_raw(
    raw: bytes,
    name: str,
    *,
    max_chars: int = 1000,
    target: int = 700,
    limits: Limits = DEFAULT_LIMITS,
) -> Read:
    """Read the bytes of the file `name`."""
    document, passages, notes = read_document(
        name, raw, max_chars=max_chars, target_chars=target, limits=limits
    )
    return Read(document, passages, notes)


def sentences(passage: Passage) -> list[str]:
    """The words of each sentence of a passage."""
    return [passage.text[start:end] for start, end in passage.sentences]
