"""Answering, reviewing and deciding, without Discord."""
