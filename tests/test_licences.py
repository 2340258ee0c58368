"""Everything that an installation holds may be used, changed and passed on by anybody."""

import re
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PERMISSIVE = re.compile(
    r"MIT|BSD|Apache|ISC|PSF|Python Software Foundation|Python-2\.0|Public Domain"
    r"|MPL|Mozilla Public License"  # binds changes of its own files alone
)
NOT_HERE = {"audioop-lts", "colorama"}  # for other Pythons and systems


def _locked(lock: str) -> list[str]:
    text = (ROOT / lock).read_text("utf-8")
    return re.findall(r"^([\w.-]+)==", text, re.MULTILINE)


def test_each_package_that_is_installed_has_a_permissive_licence() -> None:
    names = {*_locked("requirements.lock"), *_locked("requirements-browser.lock")} - NOT_HERE

    licences = {name: _licence(name) for name in names}

    assert len(licences) > 60
    assert {n: told for n, told in licences.items() if not PERMISSIVE.search(told)} == {}


def _licence(name: str) -> str:
    about = metadata.metadata(name)
    fields = ("License-Expression", "Classifier", "License")
    told = [value for field in fields for value in about.get_all(field) or []]
    return next((value for value in told if PERMISSIVE.search(value)), " ".join(told[:3]))
