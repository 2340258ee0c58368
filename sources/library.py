"""A folder of files -> an immutable Library snapshot with a version."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .documents import Citation, Document, Locator, Passage, Problem


@dataclass(frozen=True, slots=True)
class Library:
    """An immutable snapshot of a folder of documents.

    Attributes:
        version: Twelve hexadecimal digits that change when anything served changes.
        documents: By `doc_id`, in reading order of the folder.
        passages: All passages of all documents, in order; positions are stable.
        problems: Files that are not served, or only in part.
    """

    version: str
    documents: Mapping[str, Document]
    passages: tuple[Passage, ...]
    problems: tuple[Problem, ...] = ()

    def citation(self, passage: Passage) -> Citation:
        """What leads back to a passage of this library."""
        document = self.documents[passage.doc_id]
        return Citation(
            title=document.title,
            authors=document.authors,
            publisher=document.publisher,
            published=document.published,
            accessed=document.accessed,
            section=passage.locator.section,
            paragraph=passage.locator.paragraph,
            page=passage.locator.page,
            url=document.url,
        )


def load_library(folder: Path) -> Library:
    """Read every document of a folder tree."""
    documents: dict[str, Document] = {}
    passages: list[Passage] = []
    for path in sorted(folder.rglob("*")):
        if path.suffix not in {".txt", ".md"}:
            continue
        raw = path.read_bytes()
        text = raw.decode()
        doc_id = path.relative_to(folder).as_posix()
        documents[doc_id] = Document(
            doc_id=doc_id,
            title=text.strip().split("\n")[0],
            text=text,
            sha256=hashlib.sha256(raw).hexdigest(),
        )
        for number, match in enumerate(re.finditer(r"[^\n].*?(?=\n|$)", text), start=1):
            words = match.group()[:1000]
            locator = Locator(match.start(), match.start() + len(words), paragraph=number)
            passages.append(Passage(doc_id, locator, words, ((0, len(words)),)))
    version = hashlib.sha256("".join(d.sha256 for d in documents.values()).encode()).hexdigest()
    return Library(version[:12], documents, tuple(passages))
