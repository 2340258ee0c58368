"""The query log: one writer with group commit, readers that never wait for it, and its schema."""
