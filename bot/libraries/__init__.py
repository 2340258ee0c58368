"""Which documents each server searches: versions, reloads and rollbacks."""
