"""Settings, and nothing else."""

from .errors import (
    SecretInFile,
    SettingsError,
    SettingsUnreadable,
    UnknownSetting,
    UnusableValue,
)
from .settings import SETTINGS_FILE, TOKEN_VARIABLE, Settings, load_settings

__all__ = [
    "SETTINGS_FILE",
    "TOKEN_VARIABLE",
    "SecretInFile",
    "Settings",
    "SettingsError",
    "SettingsUnreadable",
    "UnknownSetting",
    "UnusableValue",
    "load_settings",
]
