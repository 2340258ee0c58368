"""Settings, and nothing else."""

from .settings import Settings, load_settings

__all__ = ["Settings", "load_settings"]
