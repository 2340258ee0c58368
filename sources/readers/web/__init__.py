"""The parts of the reader of web pages: blocks, furniture, metadata and slides."""
