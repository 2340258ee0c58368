"""What moderators and operators see of the log, and what they do about it."""
