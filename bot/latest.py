"""A dictionary that never grows beyond a size."""

from collections import OrderedDict
from typing import TypeVar

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class Latest(OrderedDict[_Key, _Value]):
    """Keeps what was put in last; beyond `most` entries, each new one costs the oldest."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def __setitem__(self, key: _Key, value: _Value) -> None:
        """Put in an entry; one that is there stays where it is in the order."""
        super().__setitem__(key, value)
        if len(self) > self._most:
            self.popitem(last=False)
