"""Settings; imports none of the other packages."""

from .errors import (
    HeadingError,
    SecretInFileError,
    SettingsError,
    UnknownSettingError,
    UnreadableSettingsError,
    UnusableValueError,
)
from .settings import DOTENV_FILE, SETTINGS_FILE, TOKEN_VARIABLE, Settings, load_settings

__all__ = [
    "DOTENV_FILE",
    "SETTINGS_FILE",
    "TOKEN_VARIABLE",
    "HeadingError",
    "SecretInFileError",
    "Settings",
    "SettingsError",
    "UnknownSettingError",
    "UnreadableSettingsError",
    "UnusableValueError",
    "load_settings",
]
