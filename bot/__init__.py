"""What people touch: Discord and the shell; the only package that imports discord and aiosqlite."""
