"""Word documents, read from their own XML.

In the order of the work: `styles` knows headings, hidden text and looks, `lists` counts the
numbers that Word sets, `lines` reads the content of a paragraph, `chunks` the documents inside the
document. `reader` runs them all, and reads tables. mammoth, python-docx and docx2python were tried:
none keeps the numbers, the equations, the charts, the embedded documents and the look of headings.
"""

from .reader import read_docx

__all__ = ["read_docx"]
