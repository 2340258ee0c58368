"""Citations name what is known in a fixed order, as people have corrected it."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources import (
    Citation,
    Correction,
    Library,
    citation_line,
    load_library,
    problems,
    read_corrections,
    write_corrections,
)
from sources import library as library_module
from sources.citations import cite_passage, correct, digest
from sources.documents import Document, Locator, PageBreak, PageKind, Part, Passage

from .test_rereading import InProcess


@pytest.mark.parametrize(
    ("citation", "line"),
    [
        (Citation("On bees"), "On bees"),
        (Citation("On bees", ("Ann Bell",), paragraph=3), "On bees, Ann Bell, par. 3"),
        (
            Citation(
                "On bees",
                ("Ann Bell", "Carl Dow"),
                "Mill Press",
                "2019-10-01",
                "2023-02-02",
                "Hives",
                12,
                url="https://example.org",
            ),
            "On bees, Ann Bell and Carl Dow, Mill Press, 1 October 2019, section “Hives”, par. 12",
        ),
        (
            Citation("On bees", ("A", "B", "C"), published="2019-10"),
            "On bees, A, B and C, October 2019",
        ),
        (
            Citation("On bees", ("A", "B", "C", "D"), published="2019"),
            "On bees, A and others, 2019",
        ),
        (
            Citation("On bees", published="spring", page="xii", paragraph=2),
            "On bees, spring, p. xii",
        ),
        (Citation("On bees", page="14", last_page="14", page_number=14), "On bees, p. 14"),
        (Citation("On bees", page="14", last_page="15", page_number=14), "On bees, pp. 14–15"),
        (
            Citation("On bees", page="xii", last_page="xii", page_number=14),
            "On bees, p. xii (page 14 of the file)",
        ),
        (
            Citation("On bees", page="413", last_page="414", page_number=1),
            "On bees, pp. 413–414 (page 1 of the file)",
        ),
        (Citation("On bees", page="3", page_number=3, page_kind="slide"), "On bees, slide 3"),
        (
            Citation("On bees", page="2", last_page="3", page_number=2, page_kind="chapter"),
            "On bees, chapters 2–3",
        ),
    ],
)
def test_the_line_of_a_citation(citation: Citation, line: str) -> None:
    assert citation_line(citation) == line


def _cite_at(
    passage: tuple[int, int],
    quoted: tuple[int, int],
    kind: PageKind = "page",
    parts: tuple[Part, ...] = (),
) -> Citation:
    """The citation of quoted words in a passage of a document with a page for each ten letters."""
    pages = tuple(
        PageBreak(start=10 * n, label=str(n + 1), number=n + 1, kind=kind) for n in range(3)
    )
    document = Document(
        doc_id="a",
        title="On bees",
        authors=("Bell",),
        text=30 * "a",
        pages=pages,
        sha256="",
        parts=parts,
    )
    place = Locator(*passage, paragraph=4)
    whole = Passage("a", place, document.text[slice(*passage)], ((0, passage[1] - passage[0]),))
    return cite_passage(document, whole, Locator(*quoted))


@pytest.mark.parametrize(
    ("passage", "quoted", "page", "around"),
    [
        ((0, 30), (0, 5), ("1", "1"), ("1", "3")),
        ((0, 30), (12, 15), ("2", "2"), ("1", "3")),
        ((0, 30), (22, 30), ("3", "3"), ("1", "3")),
        ((0, 30), (5, 25), ("1", "3"), None),
        ((12, 18), (13, 15), ("2", "2"), None),
    ],
)
def test_pages_of_a_passage_are_cited_if_they_are_more_than_those_of_its_quoted_words(
    passage: tuple[int, int],
    quoted: tuple[int, int],
    page: tuple[str, str],
    around: tuple[str, str] | None,
) -> None:
    cited = _cite_at(passage, quoted)

    assert (cited.page, cited.last_page) == page
    assert cited.passage_pages == around
    assert _cite_at(passage, quoted, "time").passage_pages is None


@pytest.mark.parametrize(
    ("start", "author", "paragraph"), [(4, "Bell", None), (5, "Dow", None), (15, "Fox", None)]
)
def test_a_part_with_a_citation_of_its_own_is_cited_from_its_beginning_on(
    start: int, author: str, paragraph: int | None
) -> None:
    parts = (Part(start=5, authors=("Dow",)), Part(start=15, authors=("Fox",)))

    cited = _cite_at((start, start + 3), (start, start + 3), parts=parts)

    assert (cited.authors, cited.paragraph) == ((author,), paragraph)
    assert _cite_at((4, 7), (4, 7)).paragraph == 4


TEXT = "---\ntitle: On beees\nauthor: admin\ndate: 2019\n---\n\nThe bees dance at noon.\n"
FIXED = Correction(title="On bees", authors=("Ann Bell", "Carl Dow"), published="2020-05")
_WORDS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20).filter(str.strip)
_CORRECTIONS = st.dictionaries(
    _WORDS,
    st.builds(
        Correction,
        title=st.none() | _WORDS,
        authors=st.none() | st.lists(_WORDS, max_size=3).map(tuple),
        published=st.none() | st.just("") | _WORDS,
    ),
    max_size=4,
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(library_module, "Pool", InProcess)
    (tmp_path / "bees.md").write_text(TEXT)
    (tmp_path / "ants.md").write_text("# Ants\n\nThe ants keep herds.\n")
    return tmp_path


def _cited(library: Library) -> tuple[str, tuple[str, ...], str | None]:
    document = library.documents["bees.md"]
    return document.title, document.authors, document.published


def test_a_folder_s_corrections_are_cited_and_their_removal_restores_the_file_s_own(
    folder: Path,
) -> None:
    plain = load_library(folder)
    (folder / "corrections.toml").write_bytes(write_corrections({"bees.md": FIXED}))

    corrected = load_library(folder, previous=plain)

    assert _cited(corrected) == (FIXED.title, FIXED.authors, FIXED.published)
    assert corrected.problems == ()
    assert corrected.version != plain.version
    assert load_library(folder) == corrected
    (folder / "corrections.toml").unlink()
    assert load_library(folder, previous=corrected) == plain


def test_documents_are_not_read_again_for_a_correction(folder: Path) -> None:
    library = load_library(folder)
    InProcess.read_files = 0

    (folder / "corrections.toml").write_bytes(write_corrections({"bees.md": FIXED}))
    library = load_library(folder, previous=library)
    load_library(folder, previous=library)

    assert InProcess.read_files == 0


def test_only_the_fields_that_are_given_change_and_empty_ones_are_none(folder: Path) -> None:
    library = load_library(folder)

    titled = library.corrected({"bees.md": Correction(title="Bees")})
    emptied = titled.corrected({"bees.md": Correction(authors=(), published="")})

    assert _cited(titled) == ("Bees", ("admin",), "2019")
    assert _cited(emptied) == ("On beees", (), None)
    assert emptied.corrected({}) == library
    assert library.corrected({"no.md": FIXED, "ants.md": Correction()}) == library


def test_a_correction_applied_twice_is_applied_once(folder: Path) -> None:
    document = load_library(folder).documents["bees.md"]

    once = correct(document, FIXED)

    assert correct(once, FIXED) == once
    assert digest([once]) != digest([document]) == 0


@given(_CORRECTIONS)
def test_corrections_are_read_as_they_were_written(corrections: dict[str, Correction]) -> None:
    raw = write_corrections(corrections)

    assert read_corrections(raw) == (corrections, [])
    assert tomllib.loads(raw.decode()).keys() == corrections.keys()


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("[bees", "It is not valid TOML (Expected"),
        (
            '["bees.md"]\nauthors = "Ann Bell"',
            "of “bees.md” is ignored, because its “authors”",
        ),
        ('["bees.md"]\ntitel = "Bees"', "“titel” is not valid"),
        ('"bees.md" = 3', "The correction of “bees.md” is ignored"),
        ('["wasps.md"]\ntitle = "Wasps"', problems.corrects_nothing("wasps.md")),
    ],
)
def test_what_is_wrong_with_corrections_is_named_and_the_documents_are_served(
    folder: Path, written: str, reason: str
) -> None:
    (folder / "corrections.toml").write_text(written)

    library = load_library(folder)

    assert _cited(library)[0] == "On beees"
    ((source, said),) = ((problem.source, problem.reason) for problem in library.problems)
    assert source == "corrections.toml"
    assert reason in said
