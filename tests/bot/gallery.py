"""The kinds of answers in docs/gallery: their documents and questions, and how they are asked.

`scripts/picture` draws them, and a test holds that each fits on a phone's screen.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import simcord
from fpdf import FPDF
from simcord.components import walk_components

FOLDER = Path(__file__).parents[2] / "docs" / "gallery"
_CONTENT: dict[str, Any] = tomllib.loads((FOLDER / "gallery.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of answer.

    Attributes:
        name: Of its picture.
        question: That has such an answer.
        private: Whether it is asked privately.
        pinned: Whether a moderator pins the first passage to it before.
    """

    name: str
    question: str
    private: bool = False
    pinned: bool = False


KINDS = [Kind(**fields) for fields in _CONTENT["kind"]]


def write_documents(folder: Path) -> None:
    """Write the documents that the questions are about into a folder."""
    for name, text in _CONTENT["documents"].items():
        (folder / name).write_text(text.lstrip("\n"), "utf-8")
    for fields in _CONTENT["pdf"]:
        file = FPDF()
        file.set_title(fields["title"])
        file.set_author(fields["author"])
        file.set_font("Helvetica", size=14)
        for page in fields["pages"]:
            file.add_page()
            file.multi_cell(0, 8, page)
        file.output(str(folder / fields["name"]))


async def ask(
    kind: Kind,
    student: simcord.MemberActor,
    teacher: simcord.MemberActor,
    channel: simcord.ChannelHandle,
) -> simcord.InteractionResult:
    """Ask the question of a kind."""
    if kind.pinned:
        offered = await teacher.slash(channel, "pin add", question=kind.question)
        assert offered.response is not None
        parts = walk_components([part.to_dict() for part in offered.response.message.components])
        first = next(part["custom_id"] for part in parts if part.get("label") == "Pin")
        await teacher.click(offered.response, custom_id=first)
    return await student.slash(channel, "ask", question=kind.question, private=kind.private)
