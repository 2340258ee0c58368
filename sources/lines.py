"""Documents and passages as lines of JSON, and back."""

import json
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from .documents import Document, Passage

_T = TypeVar("_T")
_DOCUMENT = TypeAdapter(Document)
_PASSAGE = TypeAdapter(Passage)


def document_line(document: Document) -> bytes:
    """Return a document without its text as a line; the same for documents that are equal."""
    fields = {name: getattr(document, name) for name in Document.model_fields if name != "text"}
    return line(_DOCUMENT, Document.model_construct(**fields, text=""))


def passage_line(passage: Passage) -> bytes:
    """Return a passage as a line."""
    return line(_PASSAGE, passage)


def read_document(content: bytes) -> Document:
    """Return a document from its line; its text is empty."""
    return read_line(_DOCUMENT, content)


def read_passage(content: bytes) -> Passage:
    """Return a passage from its line."""
    return read_line(_PASSAGE, content)


def line(adapter: TypeAdapter[_T], value: _T) -> bytes:
    """Return a value as a line of JSON."""
    try:
        return adapter.dump_json(value) + b"\n"
    except ValueError:  # pydantic refuses half of a surrogate pair
        return json.dumps(adapter.dump_python(value)).encode() + b"\n"


def read_line(adapter: TypeAdapter[_T], content: bytes) -> _T:
    """Return a value from its line.

    Raises:
        ValueError: If it is no such line.
    """
    try:
        return adapter.validate_json(content)  # makes hardly any work for the garbage collector
    except ValidationError:  # a text may hold half of a surrogate pair, which that refuses
        return adapter.validate_python(json.loads(content))
