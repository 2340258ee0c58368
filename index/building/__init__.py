"""Builds an index of a library of any size: `build_index` in `build.py`."""
