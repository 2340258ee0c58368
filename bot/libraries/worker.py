"""The process that rebuilds a library aside and rehearses it: `python -m bot.libraries.worker`.

A request comes as one line on standard input, and what is said goes to standard output, a line of
JSON each. When the other end of standard input closes, the bot is gone.
"""

import errno
import os
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from bot.errors import MENDABLE, SynonymFileError, sentence
from index import SnapshotError, SynonymTable
from sources import Progress as Reading
from sources import limit_memory, stand_back
from sources.problems import NOTHING_TO_QUOTE

from .active import make_searcher
from .comparison import FileProblem, Progress, Step, Tell, compare, golden_questions
from .reading import SYNONYMS, OwnSource, read_folder, read_own, read_synonyms
from .reload import Built, Request, Said, beside
from .scopes import own_id
from .versions import IndexVersion

_NICE = 19  # answers go first

_TELL_EVERY_S = 0.2

_NO_STACK = "can't start new thread"  # Python says so instead of MemoryError


def main() -> None:
    """Rebuild what the request names, and say what came of it."""
    stand_back(_NICE)
    output = _claim_output()
    request = Request.model_validate_json(sys.stdin.buffer.readline())
    threading.Thread(target=_end_with_parent, daemon=True).start()
    limit_memory(request.limits.rebuild_bytes)
    _say(output, _outcome(request, output))


def _outcome(request: Request, output: BinaryIO) -> Said:
    try:
        return Said(built=rebuild(request, _teller(output)))
    except SnapshotError as error:
        return Said(failed=error.reason)
    except (*MENDABLE, MemoryError, RuntimeError) as error:
        if not _is_out_of_memory(error):
            if not isinstance(error, MENDABLE):
                raise
            return Said(failed=sentence(error))
    # Not before: what filled the memory is free again once the error is handled.
    return Said(is_too_large=True)


def _is_out_of_memory(error: Exception) -> bool:
    refused = isinstance(error, OSError) and error.errno == errno.ENOMEM
    return refused or isinstance(error, MemoryError) or str(error) == _NO_STACK


def rebuild(request: Request, tell: Tell) -> Built:
    """Build aside, save aside, and compare with what is in place.

    Raises:
        PullquoteError, OSError: If the folder cannot be read, or nothing be saved.
        SnapshotError: If what is in place cannot be read from disk.
    """
    common = IndexVersion.load(request.common)
    own = IndexVersion.load(request.own) if request.own else None
    index = read_folder(
        request.sources,
        limits=request.limits,
        previous=_newest(request.newest) or common,
        workers=max(1, (os.cpu_count() or 1) // 2),
        aside=beside(request.common_draft),
        reading=_of_files(tell, "reading"),
        indexing=_counted(tell, "indexing"),
    )
    synonyms, wrong = _synonyms(request.sources)
    new_common = IndexVersion.of(index, synonyms)
    new_own, broken = _read_own(request, own, tell)
    _save(new_common, common, request.common_draft)
    _save(new_own, own, request.own_draft)
    golden, unusable = golden_questions(request.sources, request.lessons.golden)
    before = make_searcher(common, own, request.lessons)
    after = make_searcher(new_common, new_own, request.lessons)
    comparison = compare(before, after, golden, request.recent, _counted(tell, "rehearsing"))
    problems = (*broken.values(), *wrong, *unusable, *comparison.problems)
    return Built(
        common=new_common.version,
        own=new_own.version if new_own else None,
        left_out=tuple(broken),
        comparison=comparison.model_copy(update={"problems": problems}),
    )


def _newest(folder: Path | None) -> IndexVersion | None:
    try:
        return IndexVersion.load(folder) if folder else None
    except SnapshotError:  # what is in place serves as well, if less of it may be unchanged
        return None


def _read_own(
    request: Request, own: IndexVersion | None, tell: Tell
) -> tuple[IndexVersion | None, dict[str, FileProblem]]:
    """Read the server's own documents, but for new ones that give nothing: why, by name."""
    sources = request.own_sources
    read = _read_sources(request, sources, own, tell)
    if read is None:
        return None, {}
    served = read.index.library.documents
    broken = {s.name: s for s in sources if s.is_new and own_id(s.name) not in served}
    if not broken:
        return read, {}
    reasons = {p.source: p.reason for p in read.index.library.problems}
    kept = [broken[s.name].left_out() if s.name in broken else s for s in sources]
    read = _read_sources(request, [s for s in kept if s is not None], own, tell)
    return read, {name: _left_out(own_id(name), reasons) for name in broken}


def _read_sources(
    request: Request, sources: Sequence[OwnSource], own: IndexVersion | None, tell: Tell
) -> IndexVersion | None:
    if not sources:
        return None
    index = read_own(
        sources,
        limits=request.limits,
        previous=own,
        reading=_of_files(tell, "reading own"),
        indexing=_counted(tell, "indexing"),
    )
    return IndexVersion.of(index)


def _left_out(doc_id: str, reasons: Mapping[str, str]) -> FileProblem:
    reason = reasons.get(doc_id, NOTHING_TO_QUOTE)
    return FileProblem(source=doc_id, reason=reason, is_new=True, is_left_out=True)


def _save(new: IndexVersion | None, old: IndexVersion | None, draft: Path) -> None:
    if new is not None and (old is None or new.version != old.version):
        new.save(draft)


def _synonyms(folder: Path) -> tuple[SynonymTable | None, list[FileProblem]]:
    try:
        return read_synonyms(folder), []
    except SynonymFileError as error:
        return None, [FileProblem(source=SYNONYMS, reason=sentence(error), is_new=False)]


def _of_files(tell: Tell, step: Step) -> Callable[[Reading], None]:
    return lambda read: tell(Progress(step=step, done=read.done, total=read.total))


def _counted(tell: Tell, step: Step) -> Callable[[int, int], None]:
    return lambda done, total: tell(Progress(step=step, done=done, total=total))


def _teller(output: BinaryIO) -> Tell:
    """Say how far it is, but not with each file."""
    last = 0.0

    def tell(progress: Progress) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= _TELL_EVERY_S:
            last = now
            _say(output, Said(progress=progress))

    return tell


def _say(output: BinaryIO, said: Said) -> None:
    try:
        output.write(said.model_dump_json().encode() + b"\n")
        output.flush()
    except BrokenPipeError:  # the bot is gone, and nobody is to read a traceback
        os._exit(1)


def _claim_output() -> BinaryIO:
    """Standard output, out of reach of a library that prints."""
    output = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return output


def _end_with_parent() -> None:
    # Not through Python's buffer, whose lock would be held when this process comes to its end.
    while os.read(sys.stdin.fileno(), 1):
        pass
    os._exit(1)


if __name__ == "__main__":
    main()
