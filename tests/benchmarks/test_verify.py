"""The benchmark of quotations runs on the starter documents and prints its tables."""

from pathlib import Path

import pytest

from benchmarks import verify


def test_verdicts_and_times_of_each_kind_are_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    verify.main(["--shared", str(tmp_path), "--quotations", "4", "--passages", "120"])

    printed = capsys.readouterr().out
    for kind in ("cut", "typography", "one word", "shuffled"):
        assert printed.count(f"starter: {kind}") == 2
