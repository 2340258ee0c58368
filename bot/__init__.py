"""The Discord bot and the command line; the only package that imports discord and aiosqlite."""

__version__ = "1.0.0"
