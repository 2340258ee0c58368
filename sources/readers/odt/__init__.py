"""OpenDocument texts, read from their own XML.

`markup` names its parts, `styles` knows headings, hidden text and looks, `lists` counts numbers,
`lines` reads the content of a paragraph. `reader` runs them all, and reads lists and tables.
"""

from .reader import read_odt

__all__ = ["read_odt"]
