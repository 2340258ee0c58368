"""Each kind of answer in the docs' gallery fits on a phone's screen and says what it is."""

from pathlib import Path
from typing import Any

import pytest
import simcord

from bot.ui.screen import SCREEN
from sources import Library, load_library
from tests.bot import gallery
from tests.bot.classroom import Classroom, words
from tests.bot.staff import labels, moderator_of

from .test_answer_message import height

SAYS = {
    "found": "**Very likely answer**\n> “The waggle dance tells",
    "weak": "**Possible answer**\n-# No passage contains “survive”",
    "none": "**I couldn't find this in the sources.**",
    "small-talk": "I'm Pullquote. Ask me what this class's sources say",
    "corrected": "-# Searched for *waggle* instead of *wagle*",
    "pinned": "-# Pinned by a moderator\n-# ",
    "two-part": "**who feeds the queen**\n> “A queen lays two thousand eggs on a day in May.",
    "long": "” …",
    "pdf": "-# Field Notes, Ben Ali Hive, p. 2",
    "right-to-left": "> “הדבורה רוקדת",
    "code": "> print(number",
    "table": "Saturn",
    "emoji": "> “🥽 Goggles stay on",
    "formula": "$E = mc^2$",
    "private": "Nurse bees",
}
"""Words of each kind's message."""

_HIDDEN = ("ersion", " ms", "characters", "eceipt ")  # what a student has no use for


@pytest.fixture(scope="module")
def gallery_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The gallery's documents."""
    folder = tmp_path_factory.mktemp("gallery")
    gallery.write_documents(folder)
    return folder


@pytest.fixture(scope="module")
def gallery_library(gallery_folder: Path) -> Library:
    """The gallery's documents, read."""
    return load_library(gallery_folder)


@pytest.fixture
def sources_folder(gallery_folder: Path) -> Path:
    """In place of the class's."""
    return gallery_folder


@pytest.fixture
def library(gallery_library: Library) -> Library:
    """In place of the class's."""
    return gallery_library


async def test_each_kind_of_answer_says_what_it_is_and_fits_on_a_phone(
    classroom: Classroom,
) -> None:
    teacher = moderator_of(classroom)
    await classroom.ask("bees")  # the first answer has a line about what is stored
    for kind in gallery.KINDS:
        shown = await gallery.ask(kind, classroom.student, teacher, classroom.channel)
        said = words(shown)

        assert SAYS[kind.name] in said, kind.name
        assert height(_components(shown)) <= SCREEN, kind.name
        assert not [hidden for hidden in _HIDDEN if hidden in said], kind.name
        assert all(label.isprintable() and label[0].isalpha() for label in labels(shown))

    assert [kind.name for kind in gallery.KINDS] == [*SAYS]
    assert {file.stem for file in gallery.FOLDER.glob("*.png")} == {*SAYS}


def _components(shown: simcord.InteractionResult) -> list[dict[str, Any]]:
    assert shown.response is not None
    parts = [component.to_dict() for component in shown.response.message.components]
    return list(simcord.components.walk_components(parts))
