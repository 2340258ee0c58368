"""Letters are conserved: what a file has is served or reported, in every format.

To look at one file: `python -m benchmarks.letters FILE`.
"""

import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from odfdo import Document, Paragraph
from pptx.presentation import Presentation

import sources
from sources.limits import DEFAULT_LIMITS
from sources.pipeline import read_lost
from sources.readers import READERS

from .files import book_file, slides_file, word_file
from .pdf_files import Typesetter

SHARED = Path(__file__).parents[3] / "shared"
STARTER = Path(sources.__file__).parent / "starter"
# Letters at random would be judged illegible.
_SYLLABLES = st.sampled_from(["ba", "che", "die", "éra", "ing", "lo", "men", "no", "12", "ü"])
_WORD = st.lists(_SYLLABLES, min_size=1, max_size=4).map("".join)
_PARAGRAPHS = st.lists(
    st.lists(_WORD, min_size=3, max_size=30).map(" ".join), min_size=1, max_size=6
)


def _word(paragraphs: Sequence[str]) -> bytes:
    return word_file(lambda document: [document.add_paragraph(words) for words in paragraphs])


def _odt(paragraphs: Sequence[str]) -> bytes:
    document = Document("text")
    document.body.clear()
    for words in paragraphs:
        document.body.append(Paragraph(words))
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _slides(paragraphs: Sequence[str]) -> bytes:
    def write(presentation: Presentation) -> None:
        for words in paragraphs:
            slide = presentation.slides.add_slide(presentation.slide_layouts[1])
            slide.placeholders[1].text = words

    return slides_file(write)


def _page(paragraphs: Sequence[str]) -> bytes:
    body = "".join(f"<p>{words}</p>" for words in paragraphs)
    return f"<html><head><meta charset=utf-8></head><body>{body}</body></html>".encode()


def _book(paragraphs: Sequence[str]) -> bytes:
    return book_file({f"{i}.xhtml": f"<body><p>{p}</p></body>" for i, p in enumerate(paragraphs)})


def _pdf(paragraphs: Sequence[str]) -> bytes:
    pages = Typesetter(columns=2, head="Running head", foot="{}")
    pages.page()
    for words in paragraphs:
        pages.paragraph(words)
    return pages.output()


def _text(paragraphs: Sequence[str]) -> bytes:
    return "\n\n".join(paragraphs).encode()


_MAKERS: Mapping[str, Callable[[Sequence[str]], bytes]] = {
    ".docx": _word,
    ".epub": _book,
    ".html": _page,
    ".md": _text,
    ".odt": _odt,
    ".pdf": _pdf,
    ".pptx": _slides,
    ".txt": _text,
}


@pytest.mark.parametrize("ending", _MAKERS)
@given(paragraphs=_PARAGRAPHS)
def test_no_letter_of_any_paragraphs_is_lost(ending: str, paragraphs: list[str]) -> None:
    assert read_lost(f"a{ending}", _MAKERS[ending](paragraphs), DEFAULT_LIMITS) == []


def _real_files() -> list[Path]:
    folders = (STARTER, SHARED / "classes", SHARED / "sources")
    found = (path for folder in folders for path in sorted(folder.rglob("*")))
    return [
        path for path in found if path.suffix in READERS and path.stem not in {"README", "SOURCES"}
    ]


@pytest.mark.parametrize("path", _real_files(), ids=lambda path: path.name)
def test_no_letter_of_a_real_file_is_lost(path: Path) -> None:
    lost = read_lost(path.name, path.read_bytes(), DEFAULT_LIMITS)

    assert [(each.place, each.around) for each in lost] == []


def test_the_real_files_are_there() -> None:
    if not (SHARED / "classes").is_dir():
        pytest.skip("needs ../shared/classes beside the repository")
    assert len(_real_files()) > 40
