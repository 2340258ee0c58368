"""Look for a file that breaks a reader, led by which code each file reaches; needs atheris.

    python -m benchmarks.fuzzing ENDING [CORPUS] [-max_total_time=60] [-seed=1]

ENDING is that of a format, such as `.html`. What is found grows the folder CORPUS; other options
are those of libFuzzer. It ends with a traceback if a file is neither served nor refused with one
sentence, or if a passage is no slice of its document. atheris is in no lock file, for it lacks
wheels for some systems: `pip install atheris` in an environment of the project's own.
"""

import sys

import atheris

with atheris.instrument_imports(include=["sources"]):
    from sources.pipeline import read_document
    from sources.problems import NotServedError
    from sources.readers import READERS


def main() -> None:
    """Try files until the time is over."""
    program, *options = sys.argv
    if not options or options[0] not in READERS:
        sys.exit(f"Name the format to try: one of {', '.join(sorted(READERS))}.")
    name = f"a{options[0]}"

    def try_file(raw: bytes) -> None:
        try:
            document, passages, _ = read_document(name, raw, max_chars=200, target_chars=100)
        except NotServedError as refused:
            if "\n" in str(refused):
                raise AssertionError(refused) from None
            return
        for passage in passages:
            start, end = passage.locator.start, passage.locator.end
            if passage.text != document.text[start:end]:
                raise AssertionError(passage)

    atheris.Setup([program, *options[1:]], try_file)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
