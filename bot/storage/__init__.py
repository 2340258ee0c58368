"""Everything on disk: the SQLite database and other files."""
