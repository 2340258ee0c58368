"""A reading process as ours, with one more format: a file that is a program, which is run.

Started in the place of `sources.worker`, so that a test's file can do to the process whatever a
crafted file might. What the program leaves in `text` is the document's text.
"""

from typing import Any, cast

from sources.draft import Draft
from sources.limits import Limits
from sources.readers import READERS, Reader
from sources.readers.plain import plain_draft
from sources.worker import main

ENDING = ".run"


def run(raw: bytes, _: Limits) -> Draft:
    """Do what the file says."""
    names: dict[str, Any] = {}
    exec(raw, names)  # noqa: S102  # it is what a hostile file stands for here
    return plain_draft(names["text"])


if __name__ == "__main__":
    cast("dict[str, Reader]", READERS)[ENDING] = run
    main()
