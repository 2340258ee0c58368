"""Settings, and nothing else."""

from .errors import (
    SecretInFileError,
    SettingsError,
    UnknownSettingError,
    UnreadableSettingsError,
    UnusableValueError,
)
from .settings import SETTINGS_FILE, TOKEN_VARIABLE, Settings, load_settings

__all__ = [
    "SETTINGS_FILE",
    "TOKEN_VARIABLE",
    "SecretInFileError",
    "Settings",
    "SettingsError",
    "UnknownSettingError",
    "UnreadableSettingsError",
    "UnusableValueError",
    "load_settings",
]
