"""The five documents that a class really has come out right; skipped where they are not at hand."""

import json
import re
from pathlib import Path

import pytest

from sources import Library, Passage, load_library

SHARED = Path(__file__).parents[3] / "shared"
pytestmark = pytest.mark.skipif(
    not (SHARED / "sources").is_dir(), reason="needs ../shared/sources beside the repository"
)


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(SHARED / "sources")


def _doc_id(library: Library, number: str) -> str:
    return next(doc_id for doc_id in library.documents if doc_id.startswith(number))


def _passages(library: Library, number: str) -> list[Passage]:
    doc_id = _doc_id(library, number)
    return [passage for passage in library.passages if passage.doc_id == doc_id]


def _left_out(library: Library, number: str) -> list[str]:
    document = library.documents[_doc_id(library, number)]
    return [document.text[span.start : span.end] for span in document.left_out]


def _headings(library: Library, number: str) -> list[str]:
    return [h.text for h in library.documents[_doc_id(library, number)].headings if h.level]


def _fold(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def test_all_five_are_served_without_a_problem(library: Library) -> None:
    assert len(library.documents) == 5
    assert library.problems == ()
    assert max(len(passage.text) for passage in library.passages) <= 1000


def test_offsets_point_into_the_files(library: Library) -> None:
    for passage in library.passages:
        text = (SHARED / "sources" / passage.doc_id).read_text("utf-8")
        assert text[passage.locator.start : passage.locator.end] == passage.text


def test_000_has_its_first_line_as_title_and_its_work_cited_as_a_reference(
    library: Library,
) -> None:
    passages = _passages(library, "000")

    assert library.documents[_doc_id(library, "000")].title.startswith("Sample Essay on")
    assert [passage.kind for passage in passages] == ["text", "text", "text", "reference"]
    assert passages[-1].text.startswith("Li, Zhisui.")
    assert len(passages[-1].sentences) == 1


def test_001_has_its_title_over_two_lines_its_text_once_and_its_end_where_it_ends(
    library: Library,
) -> None:
    passages = _passages(library, "001")

    title = library.documents[_doc_id(library, "001")].title
    assert title.startswith("Research Task:")
    assert title.endswith("front throughout the Cold war")
    (again,) = _left_out(library, "001")
    assert len(again) > 2000
    shown = "\n".join(passage.shown() for passage in passages)
    assert shown.count("\n") == 5
    assert shown.count("The official declaration") == 1
    assert shown.endswith("Stalin’s successor")


def test_002_has_headings_bullets_and_a_glossary(library: Library) -> None:
    passages = _passages(library, "002")

    assert _headings(library, "002") == [
        "Stalin and Mao: 1945-1953",
        "The Sino-Soviet treaty of Alliance",
        "Treaty in Action",
        "The USSR, China and the Korean War, 1950-1953",
        "Sino-Soviet Relations after Stalin, 1953-1956",
    ]
    assert "PRC-Peoples republic of China\nGMD – Chiang" in passages[0].shown()
    assert passages[1].shown().count("\n•") == 2
    assert _left_out(library, "002") == ["No comments have yet been made"]


def test_003_has_headings_attributed_quotations_its_summary_and_its_citation(
    library: Library,
) -> None:
    passages = _passages(library, "003")
    document = library.documents[_doc_id(library, "003")]

    assert len(_headings(library, "003")) == 10
    assert _headings(library, "003")[:3] == ["Background", "Early Sino-Soviet ties", "After 1949"]
    view = next(p for p in passages if "A historian’s view:" in p.text)
    assert "Lorenz M. Luthi" in view.text
    people = next(p for p in passages if "People’s Daily on April 5th 1956:" in p.text)
    assert "shortcomings and mistakes.”" in people.text
    assert any(p.shown().startswith("1. Sino-Soviet relations began") for p in passages)
    assert (document.title, document.authors) == (
        "Sino-Soviet relations",
        ("Glenn Kucha", "Jennifer Llewellyn"),
    )
    assert (document.publisher, document.published) == ("Alpha History", "2019-10-01")
    assert (document.url or "").startswith("https://alphahistory.com/")
    assert [p.kind for p in passages if "Authors: Glenn Kucha" in p.text] == ["about"]


def test_004_has_its_caption_once_and_no_web_page_around_it(library: Library) -> None:
    passages = _passages(library, "004")

    caption, works, comments, closed = _left_out(library, "004")
    assert caption.startswith("Mao at Stalin’s 70th birthday")
    assert (works, closed) == ("Works Cited:", "Comments are closed.")
    assert comments.startswith("7 comments for")
    assert sum("70th birthday" in passage.text for passage in passages) == 1
    assert not any("\u00a0" in passage.shown() for passage in passages)


def test_each_question_with_an_answer_has_one_inside_a_passage(library: Library) -> None:
    path = SHARED / "questions" / "dev.jsonl"
    if not path.is_file():
        pytest.skip("needs ../shared/questions beside the repository")
    folded = [(p.doc_id, _fold(p.text)) for p in library.passages]
    questions = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]

    missed = [
        question["id"]
        for question in questions
        if question["answerable"]
        and not any(
            answer["source"] == doc_id and _fold(answer["quote"]) in text
            for answer in question["answers"]
            for doc_id, text in folded
        )
    ]

    assert missed == []
