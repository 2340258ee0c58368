"""Presentations, read from their own XML.

`markup` finds the shapes of a slide and what they take from its layout, `order` the order in which
they are read, `text` reads their paragraphs and tables. `reader` runs them all, and reads charts,
diagrams and notes. python-pptx was tried: it does not see equations, automatic numbers, diagrams
and shapes that are kept in two versions.
"""

from .reader import read_pptx

__all__ = ["read_pptx"]
