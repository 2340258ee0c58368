"""The Discord bot and the command line; the only package that imports discord and aiosqlite."""

__version__ = "0.1.0"
