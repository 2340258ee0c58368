"""Show what reading a file loses: text that is neither served nor left out with a reason.

    python -m benchmarks.letters PATH... [--all]

PATH is a file, or a folder whose files are all read. A correct reader loses nothing. The words
shown are those that lack letters, with a few words around them.
"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from sources.limits import DEFAULT_LIMITS
from sources.pipeline import read_lost
from sources.problems import NotServedError
from sources.readers import READERS

_SHOWN = 10  # places of a file


def main(arguments: Sequence[str] | None = None) -> int:
    """Read, compare, print; return 1 if anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--all", action="store_true", help="show every place, not the first ten")
    given = parser.parse_args(arguments)
    total = 0
    for path in _files(given.paths):
        try:
            lost = read_lost(path.name, path.read_bytes(), DEFAULT_LIMITS)
        except NotServedError as error:
            print(f"{path}: not served: {error}")
            continue
        letters = sum(each.letters for each in lost)
        total += letters
        print(f"{path}: {letters:,} letters lost in {len(lost):,} places")
        for each in lost if given.all else lost[:_SHOWN]:
            print(f"    {each.place or '-'}: {each.letters} in “{each.around}”")
    print(f"{total:,} letters lost")
    return int(total > 0)


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and file.suffix.casefold() in READERS:
                yield file


if __name__ == "__main__":
    raise SystemExit(main())
