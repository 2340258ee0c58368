"""PDF: pages read by PDFium, put back together as one text.

In the order of the work: `pages` opens the file, `segments` turns a page's characters into pieces
of lines, `furniture` separates running heads and page numbers, `columns` finds the reading order,
`paragraphs` joins lines, `text` writes the draft. `reader` runs them all.
"""

from .reader import read_pdf

__all__ = ["read_pdf"]
