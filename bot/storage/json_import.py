"""Import what older versions stored in JSON files."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from bot.errors import ImportFailedError

from .entries import Statement, instant, new_id
from .lessons import KINDS, Lesson, Lessons, lesson_changes
from .server_state import HistoryEntry, OwnDocument, ServerState, served_change, state_changes

_STATES, _LESSONS = "servers/*/state.json", "servers/*/guidance.json"
_SERVED = "libraries/served.json"
_HISTORY = TypeAdapter(tuple[HistoryEntry, ...])
_DOCUMENTS = TypeAdapter(tuple[OwnDocument, ...])
_JOIN_FIX = """
    UPDATE gap SET fix = ?
    WHERE at = ? AND answer_id IN (SELECT answer_id FROM question WHERE guild_id = ?)
"""


def import_files(data: Path) -> list[Statement]:
    """Return the statements that store what the files of a data folder contain. Blocking.

    Raises:
        ImportFailedError: If a file cannot be read.
    """
    return [
        statement for path in _files(data) for statement in _import(path, json.loads(_read(path)))
    ]


def remove_imported(data: Path) -> None:
    """Delete the files of a data folder, all of which are imported. Blocking.

    They name moderators by pseudonym, so nobody could be deleted if they stayed.
    """
    for path in _files(data):
        path.unlink(missing_ok=True)


def _files(data: Path) -> list[Path]:
    return [path for pattern in (_STATES, _LESSONS, _SERVED) for path in sorted(data.glob(pattern))]


def _read(path: Path) -> bytes:
    try:
        content = path.read_bytes()
        json.loads(content)
    except (OSError, ValueError) as error:
        raise ImportFailedError(path, _reason(error)) from error
    return content


def _import(path: Path, content: Mapping[str, object]) -> list[Statement]:
    try:
        match path.name:
            case "state.json":
                return [*_state(int(path.parent.name), content)]
            case "guidance.json":
                return [*_lessons(int(path.parent.name), content)]
            case _:
                return [*served_change(Path(str(content["folder"])), str(content["version"]))]
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ImportFailedError(path, _reason(error)) from error


def _state(guild_id: int, content: Mapping[str, object]) -> Iterator[Statement]:
    history = _HISTORY.validate_python(content["history"])
    state = ServerState(
        common=_text(content["common"]),
        seen=_text(content["seen"]),
        undecided=content["undecided"] is True,
        history=history,
    )
    if _DOCUMENTS.validate_python(content["own"]) != state.own:
        reason = "its documents are not those of its newest version"
        raise ValueError(reason)
    yield from state_changes(guild_id, ServerState(), state)


def _lessons(guild_id: int, content: Mapping[str, object]) -> Iterator[Statement]:
    """Give what was taught in one moment one fix, with the gaps that were decided in it."""
    fixes: dict[str, str] = {}
    fields: dict[str, list[Lesson]] = {}
    for field, kind in KINDS.values():
        taught = content.get(field, [])
        if not isinstance(taught, list):
            raise TypeError(field)
        for one in taught:
            fix = fixes.setdefault(one["at"], new_id())
            fields.setdefault(field, []).append(kind.model_validate({**one, "fix": fix}))
    lessons = Lessons.model_validate(fields)
    yield from lesson_changes(guild_id, Lessons(), lessons)
    moments = {lesson.fix: lesson.at for some in fields.values() for lesson in some}
    yield from ((_JOIN_FIX, (fix, instant(at), guild_id)) for fix, at in moments.items())


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _reason(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
    return str(getattr(error, "strerror", None) or error)
