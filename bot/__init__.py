"""What people touch: Discord and the shell; the only package that imports discord and aiosqlite."""

__version__ = "0.1.0"
