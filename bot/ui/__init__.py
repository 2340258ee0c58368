"""Building blocks for messages, buttons and forms on Discord."""
