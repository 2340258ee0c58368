"""Write a software bill of materials of what requirements.lock installs: scripts/sbom [FILE].

The environment is made anew, in a folder of its own, with the hashes of the lock file: so it holds
what operators get, and nothing of what tests need.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import installer  # the file next to this one

_TOOL = "cyclonedx-bom==7.5.0"
_SYNC = ("pip", "sync", "--quiet", "--require-hashes", "--only-binary", ":all:")


def main(root: Path, file: Path) -> None:
    """Install, look, write, and print a line for each package."""
    uv = installer.find(root) or installer.download(root)
    with tempfile.TemporaryDirectory() as folder:
        python = Path(folder, "venv", "bin", "python")
        _run(uv, "venv", "--quiet", "--python", sys.executable, python.parents[1])
        _run(uv, *_SYNC, "--python", python, root / "requirements.lock")
        listing = ("cyclonedx-py", "environment", "--output-reproducible", "--output-file", file)
        about = ("--pyproject", root / "pyproject.toml", python)
        _run(uv, "tool", "run", "--quiet", "--from", _TOOL, *listing, *about)
    for part in json.loads(file.read_text("utf-8"))["components"]:
        print(f"{part['name']} {part['version']}: {_licences(part)}")


def _licences(part: dict[str, list[dict[str, dict[str, str] | str]]]) -> str:
    """Return what a package says its licence is."""
    found = []
    for choice in part.get("licenses", []):
        licence = choice.get("license", {})
        named = licence.get("id") or licence.get("name") if isinstance(licence, dict) else None
        found.append(str(choice.get("expression") or named))
    return "; ".join(found) or "not told"


def _run(*command: str | Path) -> None:
    ended = subprocess.run(command, env=installer.environment(), check=False)
    if ended.returncode:
        sys.exit(f"pullquote: failed: {' '.join(map(str, command))}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
