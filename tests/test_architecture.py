"""The architecture page shows the code as it is."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "architecture.md").read_text("utf-8")


def test_every_file_that_the_page_names_exists() -> None:
    named = set(re.findall(r"`((?:bot|index|sources|config|tests)/[\w/]*(?:\.\w+)?)", PAGE))

    assert len(named) > 20
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []
