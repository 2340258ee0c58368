"""Everything on disk: the SQLite database and the files beside it."""
