"""PDF: pages read by PDFium, put back together as one text.

In the order of the work: `pages` opens the file and drops what cannot be read or is repeated;
`characters` reads the text layer, `segments` joins it to pieces of lines, with `fractions` in line,
and `shapes` adds pictures and form fields; `furniture` separates running heads and page numbers;
`columns` finds the reading order and `order` checks it against the file's; `paragraphs` joins
lines, by the document's `style`; `outline` finds title and headings; `text` writes the draft.
`reader` runs them all.
"""

from .reader import read_pdf

__all__ = ["read_pdf"]
