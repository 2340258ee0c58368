"""Building an index of a library of any size."""
