"""Find uv, which installs the packages, or download the version that requirements-uv.lock pins."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

LOCK = "requirements-uv.lock"

_OLDEST = (0, 5)  # understands every option and variable that is used here
_PIP_INSTALL = (
    *("install", "--quiet", "--no-input", "--disable-pip-version-check"),
    *("--require-hashes", "--no-deps", "--only-binary", ":all:"),
)
_VARIABLES = {  # pip's setting -> the variable of the same meaning for uv
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "no-index": "UV_NO_INDEX",
    "trusted-host": "UV_INSECURE_HOST",
    "cert": "SSL_CERT_FILE",
    "proxy": "ALL_PROXY",
}


class InstallError(Exception):
    """An installation failed; `str` of it is one sentence that says how to fix that."""


class NoRegistryError(InstallError):
    """The package registry does not answer."""

    def __init__(self) -> None:
        super().__init__(
            "cannot download the packages, because the package registry does not answer; "
            "check the internet connection or the proxy, then run this again."
        )


class NoPipError(InstallError):
    """Neither uv nor pip is available, as on a minimal Debian."""

    def __init__(self) -> None:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        super().__init__(
            f"Python {version} is installed, but without pip; on Debian and Ubuntu, "
            f'"sudo apt install python{version}-venv" adds it.'
        )


class ReadOnlyError(InstallError):
    """The checkout cannot be written to."""

    def __init__(self, root: Path) -> None:
        super().__init__(
            f"cannot install into {root}, because this user may not write there; run "
            f"{root / 'scripts' / 'pullquote'} --version once as its owner."
        )


class CommandError(InstallError):
    """uv, pip or the system gave up for the given reason."""

    def __init__(self, reason: object) -> None:
        super().__init__(
            f'installing failed, see "When it does not start" in docs/running.md: {reason}'
        )


def find(root: Path) -> Path | None:
    """Return the uv of this machine or of an earlier run, if it is recent enough."""
    for uv in (shutil.which("uv"), root / ".venv-uv" / "bin" / "uv"):
        if uv and _version(uv) >= _OLDEST:
            return Path(uv)
    return None


def download(root: Path) -> Path:
    """Download uv into `root/.venv-uv` with pip and return its program.

    Raises:
        InstallError: If this Python has no pip, or pip fails.
    """
    folder = root / ".venv-uv"
    with tempfile.TemporaryDirectory(prefix=".venv-uv-", dir=root) as new:
        pip = _pip(Path(new) / "pip")
        target = Path(new) / "uv"
        ended = run(*pip, *_PIP_INSTALL, "--target", target, "-r", root / LOCK)
        if ended.returncode:
            raise _failure(ended.stderr)
        shutil.rmtree(folder, ignore_errors=True)
        target.rename(folder)
    return folder / "bin" / "uv"


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a command without letting it print: standard output belongs to the answer."""
    return subprocess.run(command, capture_output=True, text=True, check=False)


def environment() -> dict[str, str]:
    """Return the environment for uv: pip's settings on this machine hold for it too.

    uv does not read pip's configuration, which is where a mirror or a certificate is often set.
    """
    variables = {"UV_PYTHON_DOWNLOADS": "never"}
    if find_spec("pip") is not None:
        for name, value in _pip_settings().items():
            if name in _VARIABLES:
                variables[_VARIABLES[name]] = value
    if links := _existing(variables.pop("UV_FIND_LINKS", "").split()):
        variables["UV_FIND_LINKS"] = ",".join(links)
    return variables | dict(os.environ)


def _version(uv: str | Path) -> tuple[int, ...]:
    try:
        words = run(uv, "--version").stdout
    except OSError:  # missing, or not for this machine
        return ()
    found = re.match(r"uv (\d+)\.(\d+)", words)
    return tuple(map(int, found.groups())) if found else ()


def _pip(folder: Path) -> tuple[str | Path, ...]:
    """Return the command that runs pip; a Python without it gets one in `folder`."""
    if find_spec("pip") is not None:
        return (sys.executable, "-I", "-m", "pip")
    if find_spec("ensurepip") is None:
        raise NoPipError
    made = run(sys.executable, "-I", "-m", "venv", folder)
    if made.returncode:
        raise _failure(made.stdout + made.stderr)
    return (folder / "bin" / "python", "-I", "-m", "pip")


def _failure(output: str) -> InstallError:
    if "Retrying (" in output:
        return NoRegistryError()
    lines = output.strip().splitlines() or ["no reason given"]
    return CommandError(next((line for line in lines if line.startswith("ERROR: ")), lines[-1]))


def _pip_settings() -> dict[str, str]:
    """Return pip's settings for installing, the ones of highest precedence last in its output."""
    listed = run(sys.executable, "-I", "-m", "pip", "config", "list").stdout
    found = re.findall(r"^(global|install|:env:)\.([\w-]+)=('.*'|\".*\")$", listed, re.MULTILINE)
    order = ("global", "install", ":env:")
    return {
        name: ast.literal_eval(value)
        for _, name, value in sorted(found, key=lambda entry: order.index(entry[0]))
    }


def _existing(links: list[str]) -> list[str]:
    # pip ignores a missing folder of packages, uv refuses it.
    return [link for link in links if "://" in link or Path(link).is_dir()]
