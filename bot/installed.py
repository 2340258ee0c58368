"""What a wheel installs as the package `pullquote`; in a checkout, nothing imports this.

`bot`, `config`, `index` and `sources` are names that other projects have too. A wheel therefore
puts the four packages inside `pullquote`, and only a run of Pullquote finds them there, before all
others of the same name. This file becomes `pullquote/__init__.py`, where the command `pullquote`
starts.
"""

import sys
from pathlib import Path

_INSIDE = str(Path(__file__).resolve().parent)
if _INSIDE not in sys.path:
    sys.path.insert(0, _INSIDE)

from bot.__main__ import main  # noqa: E402  # found only after the line above

__all__ = ["main"]
