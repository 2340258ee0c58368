"""Settings: what an operator can set, and where it is read from.

The command line wins over the environment, which wins over the file `.env`, which wins over
`pullquote.toml`, which wins over the defaults. Nothing is read at import.
"""

import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    SecretStr,
    StringConstraints,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    InitSettingsSource,
    NoDecode,
    SettingsConfigDict,
)

from .errors import (
    HeadingError,
    SecretInFileError,
    SettingsError,
    UnknownSettingError,
    UnreadableSettingsError,
    UnusableValueError,
)

SETTINGS_FILE = Path("pullquote.toml")
DOTENV_FILE = Path(".env")
"""In the working directory, both."""

TOKEN_VARIABLE = "DISCORD_TOKEN"  # noqa: S105  # the name of a variable, not a secret
_PASSWORD = "opensearch_password"  # noqa: S105  # as above

_PREFIX = "PULLQUOTE_"
_INDEX_NAME = r"^[a-z0-9][a-z0-9-]{0,39}$"
_MOST_PARTS = 10
# Kubernetes sets these for each service, also for one that is called "pullquote".
_OF_A_PLATFORM = re.compile(r"PULLQUOTE_(PORT|SERVICE)(_\w+)?")
_PACKAGES = Path(__file__).resolve().parent.parent  # the same in a checkout and when installed


def _folder(value: object) -> object:
    if not isinstance(value, str | Path):
        return value
    if not str(value).strip() or "\0" in str(value):
        raise ValueError(value)
    try:
        return Path(value).expanduser()
    except RuntimeError as error:  # "~somebody" without such a user
        raise ValueError(value) from error


Folder = Annotated[Path, BeforeValidator(_folder)]


def _apart(value: object) -> object:
    """A list, also as the environment has it: with commas."""
    return [part.strip() for part in value.split(",")] if isinstance(value, str) else value


def _day_of_year(value: str) -> str:
    # A year without a 29 February: the day is to come every year.
    return f"{date.fromisoformat(f'2001-{value}'):%m-%d}"


DaysOfYear = Annotated[
    tuple[Annotated[str, AfterValidator(_day_of_year)], ...], NoDecode, BeforeValidator(_apart)
]


def _node(value: str) -> str:
    address = urlsplit(value)
    is_plain = address.scheme in {"http", "https"} and address.path in {"", "/"}
    if not address.hostname or "@" in address.netloc or not is_plain or address.query:
        raise ValueError
    return f"{address.scheme}://{address.netloc}"


Nodes = Annotated[
    tuple[Annotated[str, AfterValidator(_node)], ...], NoDecode, BeforeValidator(_apart)
]


def _part(value: str) -> str:
    number, total = map(int, value.split("/"))
    if not 1 <= number <= total <= _MOST_PARTS:
        raise ValueError(value)
    return f"{number}/{total}"


PartOfServers = Annotated[str, AfterValidator(_part)]
Shards = Annotated[int, Field(ge=1, le=10_000)]
RoleName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Days = Annotated[int, Field(ge=1, le=36_500)]


class Settings(BaseSettings):
    """Everything an operator can set. A field's description says which values it takes."""

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX, env_ignore_empty=True, extra="forbid", frozen=True
    )

    sources: Folder = Field(_PACKAGES / "sources" / "starter", description="the path of a folder")
    data: Folder = Field(Path("data"), description="the path of a folder")
    max_file_mb: int = Field(50, ge=1, le=1_000, description="a whole number from 1 to 1,000")
    max_text_mb: int = Field(10, ge=1, le=100, description="a whole number from 1 to 100")
    max_pages: int = Field(3_000, ge=1, le=100_000, description="a whole number from 1 to 100,000")
    max_unpacked_mb: int = Field(
        300, ge=1, le=10_000, description="a whole number from 1 to 10,000"
    )
    max_archive_entries: int = Field(
        10_000, ge=1, le=1_000_000, description="a whole number from 1 to 1,000,000"
    )
    max_passages: int = Field(
        20_000, ge=1, le=1_000_000, description="a whole number from 1 to 1,000,000"
    )
    max_library_passages: int = Field(
        200_000, ge=1, le=10_000_000, description="a whole number from 1 to 10,000,000"
    )
    max_files: int = Field(5_000, ge=1, le=100_000, description="a whole number from 1 to 100,000")
    read_seconds: int = Field(60, ge=1, le=3_600, description="a whole number from 1 to 3,600")
    read_memory_mb: int = Field(
        1_000, ge=256, le=64_000, description="a whole number from 256 to 64,000"
    )
    reload_memory_mb: int = Field(
        3_000, ge=512, le=1_000_000, description="a whole number from 512 to 1,000,000"
    )
    kept_versions: int = Field(10, ge=1, le=100, description="a whole number from 1 to 100")
    switch_without_asking: bool = Field(default=False, description="true or false")
    watch: bool = Field(default=False, description="true or false")
    moderator_role: RoleName | None = Field(None, description="the name of a role on Discord")
    log_format: Literal["text", "json"] = Field("text", description='"text" or "json"')
    metrics_port: int | None = Field(
        None, ge=1, le=65_535, description="a whole number from 1 to 65,535"
    )
    retention_days: Days | Literal["forever"] = Field(
        180, description='a whole number from 1 to 36,500, or "forever"'
    )
    new_term_on: DaysOfYear = Field(
        (), description='days of the year, month first, such as "02-01, 09-01"'
    )
    private_answers: bool = Field(default=False, description="true or false")
    questions_per_minute: int = Field(
        30, ge=1, le=1_000, description="a whole number from 1 to 1,000"
    )
    channel_questions_per_minute: int = Field(
        120, ge=1, le=10_000, description="a whole number from 1 to 10,000"
    )
    shards: Shards | Literal["auto"] = Field(
        1, description='a whole number from 1 to 10,000, or "auto"'
    )
    part: PartOfServers | None = Field(
        None, description='the number of a process and of all, at most 10, such as "1/2"'
    )
    opensearch: Nodes = Field(
        (), description='addresses without a password, such as "https://search-1:9200"'
    )
    opensearch_user: RoleName | None = Field(None, description="the name of a user")
    opensearch_password: SecretStr | None = Field(None, description="a password")
    opensearch_certificates: Folder | None = Field(None, description="the path of a file")
    opensearch_prefix: Annotated[str, StringConstraints(pattern=_INDEX_NAME)] = Field(
        "pullquote", description="up to 40 lower-case letters, digits and hyphens"
    )
    token: SecretStr | None = Field(None, validation_alias=TOKEN_VARIABLE, description="a token")

    @field_validator("*", mode="before")
    @classmethod
    def _is_no_number(cls, value: object, info: ValidationInfo) -> object:
        """Refuse `max_pages = true`, which would be 1."""
        if (
            isinstance(value, bool)
            and cls.model_fields[str(info.field_name)].annotation is not bool
        ):
            raise ValueError(value)
        return value


def load_settings(given: Mapping[str, object], file: Path | None = None) -> Settings:
    """Read every setting once.

    Args:
        given: Settings from the command line, by name.
        file: A TOML file; its relative paths are taken from its own folder. Without it,
            `pullquote.toml` in the working directory is read if it is there.

    Raises:
        SettingsError: The first thing that is wrong, and where it stands.
    """
    from_file = _read_file(file)
    _check_environment(os.environ, "the environment")
    dotenv = _read_dotenv()
    layers = (
        InitSettingsSource(Settings, dict(given)),
        EnvSettingsSource(Settings),
        InitSettingsSource(Settings, dotenv),
        InitSettingsSource(Settings, from_file),
    )
    try:
        return Settings(_build_sources=(layers, {}))  # type: ignore[call-arg]  # of the base class
    except ValidationError as error:
        wrong = error.errors()[0]
    # Raised outside the handler: pydantic's message repeats values, and secrets may be among them.
    raise _unusable(str(wrong["loc"][0]), wrong["input"], (given, dotenv), file or SETTINGS_FILE)


def _read_dotenv() -> dict[str, object]:
    """Read the settings, and the token, of the file .env in the working directory."""
    try:
        values = dotenv_values(DOTENV_FILE, interpolate=False)
    except OSError as error:
        raise UnreadableSettingsError(DOTENV_FILE, error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        raise UnreadableSettingsError(DOTENV_FILE, "it is not UTF-8") from error
    _check_environment(values, str(DOTENV_FILE))
    known = {
        _variable(name): str(field.validation_alias or name)
        for name, field in Settings.model_fields.items()
    }
    return {
        known[name.upper()]: value
        for name, value in values.items()
        if value and name.upper() in known
    }


def _read_file(file: Path | None) -> dict[str, object]:
    path = file or SETTINGS_FILE
    try:
        values = tomllib.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        if file is None:
            return {}
        raise UnreadableSettingsError(path, "there is no such file") from None
    except OSError as error:
        raise UnreadableSettingsError(path, error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        raise UnreadableSettingsError(path, "it is not UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise UnreadableSettingsError(path, str(error)) from error
    for name, value in values.items():
        if isinstance(value, dict) and Settings.model_fields.keys() & value.keys():
            raise HeadingError(name, path)
        _check_name(name, path)
    return {name: _beside(path, name, value) for name, value in values.items()}


def _check_name(name: str, path: Path) -> None:
    if name.upper() in {"TOKEN", TOKEN_VARIABLE}:
        raise SecretInFileError(name, path, TOKEN_VARIABLE)
    if name == _PASSWORD:
        raise SecretInFileError(name, path, _variable(_PASSWORD), "anyone who reads it has it")
    known = tuple(field for field in Settings.model_fields if field not in {"token", _PASSWORD})
    if name not in known:
        raise UnknownSettingError(name, str(path), _closest(name, known), known)


def _beside(path: Path, name: str, value: object) -> object:
    is_folder = Settings.model_fields[name].annotation in {Path, Folder | None}
    if is_folder and isinstance(value, str) and value.strip() and not value.startswith("~"):
        return path.parent / value
    return value


def _check_environment(names: Iterable[str], place: str) -> None:
    """Refuse what looks like a setting and is none: misspelt, it would silently do nothing."""
    known = tuple(_variable(name) for name in Settings.model_fields)
    for name in names:
        ours = name.upper().startswith(_PREFIX) and not _OF_A_PLATFORM.fullmatch(name.upper())
        if ours and name.upper() not in known:
            # Without what all begin with, which makes them look alike.
            meant = {variable.removeprefix(_PREFIX): variable for variable in known}
            near = _closest(name.upper().removeprefix(_PREFIX), tuple(meant))
            closest = meant[near] if near else None
            raise UnknownSettingError(name, place, closest, known)


def _variable(name: str) -> str:
    alias = Settings.model_fields[name].validation_alias
    return str(alias or f"{_PREFIX}{name.upper()}")


def _closest(name: str, known: tuple[str, ...]) -> str | None:
    return next(iter(get_close_matches(name, known, n=1)), None)


def _unusable(
    name: str,
    value: object,
    before: tuple[Mapping[str, object], Mapping[str, object]],
    path: Path,
) -> SettingsError:
    given, dotenv = before
    allowed = Settings.model_fields[name].description or ""
    if name == "opensearch":
        value = re.sub(r"//[^/]*@", "//…@", str(value))  # a password may be in it
    if name in given:
        return UnusableValueError(f"--{name}", "the command line", value, allowed)
    if any(variable.upper() == _variable(name) for variable, held in os.environ.items() if held):
        return UnusableValueError(_variable(name), "the environment", value, allowed)
    if name in dotenv:
        return UnusableValueError(_variable(name), str(DOTENV_FILE), value, allowed)
    return UnusableValueError(name, str(path), value, allowed)
