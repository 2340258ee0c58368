"""Presentations, opened by python-pptx, which knows where the layout puts each box.

`order` finds the order in which the boxes of a slide are read, `text` reads their paragraphs and
tables. `reader` runs both, and reads charts, diagrams and notes.
"""

from .reader import read_pptx

__all__ = ["read_pptx"]
