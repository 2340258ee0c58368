"""Look for input that breaks Pullquote, led by which code it reaches; needs atheris.

    python -m benchmarks.fuzzing TARGET [--part ARCHIVE PART] [CORPUS] [-max_total_time=60]

TARGET is the ending of a format, such as `.html`, or `question`, or `quotation`: one to ask the
starter documents, or to check against them. What is found grows the folder CORPUS; other options
are those of libFuzzer. It ends with a traceback if a file is neither served nor refused with one
sentence, if a passage or what is quoted is no slice of its document, or if anything else breaks.
With `--part`, the input is one part of this archive, for changes to a packed file just damage it.
atheris is in no lock file, for it lacks wheels for some systems: `pip install atheris` in an
environment of the project's own.
"""

import importlib
import io
import pkgutil
import sys
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["index", "sources"]):
    import index
    import sources
    from sources.pipeline import read_document
    from sources.problems import NotServedError
    from sources.readers import READERS

    for _module in pkgutil.walk_packages(sources.__path__, "sources."):  # readers come when needed
        importlib.import_module(_module.name)


def main() -> None:
    """Try inputs until the time is over."""
    program, *options = sys.argv
    others: dict[str, Callable[[], Callable[[bytes], None]]] = {
        "question": _questions,
        "quotation": _quotations,
    }
    if not options or options[0] not in {*READERS, *others}:
        sys.exit(f"Name what to try: one of {', '.join([*sorted(READERS), *others])}.")
    target, *options = options
    attempt = others[target]() if target in others else partial(_read, f"a{target}")
    if options[:1] == ["--part"]:
        attempt = _within(Path(options[1]), options[2], attempt)
        options = options[3:]
    atheris.Setup([program, *options], attempt)
    atheris.Fuzz()


def _read(name: str, raw: bytes) -> None:
    try:
        document, passages, _ = read_document(name, raw, max_chars=200, target_chars=100)
    except NotServedError as refused:
        if "\n" in str(refused):
            raise AssertionError(refused) from None
        return
    for passage in passages:
        _check_slice(passage.text, document, passage.locator)


def _within(archive: Path, part: str, attempt: Callable[[bytes], None]) -> Callable[[bytes], None]:
    with zipfile.ZipFile(archive) as packed:
        entries = {name: packed.read(name) for name in packed.namelist()}

    def attempt_part(raw: bytes) -> None:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as packed:
            for name, content in {**entries, part: raw}.items():
                packed.writestr(name, content)
        attempt(buffer.getvalue())

    return attempt_part


def _questions() -> Callable[[bytes], None]:
    view = _starter()
    searcher = index.Searcher(view)

    def ask(raw: bytes) -> None:
        answer = searcher.answer(raw.decode("utf-8", "replace"))
        for hit, quote in zip(answer.hits, answer.quotes, strict=True):
            passage, document = hit.passage, view.library.documents[hit.passage.doc_id]
            _check_slice(passage.text, document, passage.locator)
            _check_slice(quote.text, document, quote.locator)

    return ask


def _quotations() -> Callable[[bytes], None]:
    view = _starter()
    verifier = index.Verifier(view)

    def verify(raw: bytes) -> None:
        words, _, page = raw.decode("utf-8", "replace").partition("\n\n")
        found = verifier.verify(words, index.Claim(page=page or None))
        for place in found.places:
            _check_slice(place.text, view.library.documents[place.doc_id], place.locator)

    return verify


def _starter() -> index.View:
    folder = Path(sources.__file__).parent / "starter"
    library = sources.load_library(folder)
    return index.View([index.LibraryIndex.build(library)])


def _check_slice(text: str, document: sources.Document, locator: sources.Locator) -> None:
    if text != document.text[locator.start : locator.end]:
        raise AssertionError(text, document.doc_id, locator)


if __name__ == "__main__":
    main()
