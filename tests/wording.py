"""Every sentence that the program shows, in one text to review: `python -m tests.wording`.

Collected from the source: each string of two words or more that is not a docstring, SQL, a
regular expression or a log message. `wording.txt` beside this file holds what was last reviewed.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SNAPSHOT = Path(__file__).with_name("wording.txt")

_PACKAGES = ("bot", "config", "index", "sources")
_NOT_SHOWN = re.compile(
    r"\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|DROP|PRAGMA|WITH|VACUUM|BEGIN|REPLACE)\b"
    r"|.*(\(\?[P:=!<]|\\[bdsw]|\[\^)",
    re.DOTALL,
)
_WORDS = re.compile(r"[^\W\d_]{2,}\W+[^\W\d_]{2,}")
_LOGGERS = ("_log", "_logger")


def wording() -> str:
    """Return the sentences of each file, in the order of the source."""
    parts = []
    for package in _PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            sentences = [*dict.fromkeys(_sentences(ast.parse(path.read_text("utf-8"))))]
            if sentences:
                parts.append("\n".join((f"# {path.relative_to(ROOT).as_posix()}", *sentences)))
    return "\n\n".join(parts) + "\n"


def _sentences(tree: ast.Module) -> Iterator[str]:
    skipped = {id(node) for node in _skipped(tree)}
    inner = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        for part in ast.walk(node)
        if part is not node
    }
    for node in ast.walk(tree):
        if id(node) in skipped or id(node) in inner:
            continue
        text = _text(node)
        if text and _WORDS.search(text) and not _NOT_SHOWN.match(text):
            yield " ".join(text.split())


def _text(node: ast.AST) -> str:
    """Return a string's text, with `{...}` for what a formatted one inserts; "" for no string."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if not isinstance(node, ast.JoinedStr):
        return ""
    values = (_text(part) if isinstance(part, ast.Constant) else "{…}" for part in node.values)
    return "".join(values)


def _skipped(tree: ast.Module) -> Iterator[ast.AST]:
    """Yield the nodes of docstrings, of texts under attributes, and of what is logged."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            if isinstance(owner, ast.Name) and owner.id in _LOGGERS:
                yield from ast.walk(node)


if __name__ == "__main__":
    SNAPSHOT.write_text(wording(), encoding="utf-8")
