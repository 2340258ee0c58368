"""Settings; imports none of the other packages."""

from .settings import (
    SETTINGS_FILE,
    TOKEN_VARIABLE,
    SecretInFileError,
    Settings,
    SettingsError,
    UnknownSettingError,
    UnreadableSettingsError,
    UnusableValueError,
    load_settings,
)

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
