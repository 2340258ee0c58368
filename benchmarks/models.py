"""The model beside words, for benchmarks: its files, and vectors that are made once."""

import argparse
import os
import sys
from pathlib import Path

from bot.libraries.meaning import open_meaning
from bot.libraries.models import Models
from index import MODELS, Meaning, Searcher
from sources import Library

CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "pullquote-benchmarks"
_WORKERS = 2


def add_option(parser: argparse.ArgumentParser) -> None:
    """Add `--model` to a benchmark's options."""
    parser.add_argument(
        "--model", type=Path, help="folder, zip or jar with the model's files: measure with it"
    )


def open_model(place: Path | None) -> Meaning | None:
    """Install the model for benchmarks and load it; None if no place is given."""
    if place is None:
        return None
    models = Models(CACHE)
    if models.installed() is None:
        models.take(MODELS[0], place)
    return open_meaning(CACHE, _WORKERS)


def make_searcher(library: Library, meaning: Meaning | None) -> Searcher:
    """Build a searcher, and wait until all its vectors are there."""
    searcher = Searcher(library, meaning=meaning)
    if meaning:
        while not meaning.encoding.wait(1.0):
            done, total = meaning.encoding.progress
            if sys.stdout.isatty():
                print(
                    f"\rencoding {done:,} of {total:,} passages and sentences", end="", flush=True
                )
        print()
    return searcher
