"""docs/reliability.md is about the faults that there are."""

from benchmarks.faults import FAULTS
from benchmarks.local_class import ROOT


def test_the_page_names_each_fault() -> None:
    page = (ROOT / "docs" / "reliability.md").read_text("utf-8")
    faults = page.partition("## Faults")[2].partition("## Crowds")[0]

    rows = [row.split("|")[1].strip() for row in faults.splitlines() if row.startswith("| ")]

    assert rows == ["Fault", *(fault.name for fault in FAULTS), "all"]
