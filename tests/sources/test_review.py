"""What a person should look at comes in order of urgency, each with its place."""

from sources import Library, Problem, review_library, where_in
from sources.documents import Document, LeftOut, PageBreak

TEXT = "Head 1\nThe mill is old.\nHead 2\nIt burned twice.\nHead 3"
HEADS = tuple(LeftOut(start=TEXT.index(h), end=TEXT.index(h) + 6, reason="it is a running head")
              for h in ("Head 1", "Head 2", "Head 3"))  # fmt: skip
LOST = LeftOut(start=7, end=10, reason="no place was found", place="page 9")
PAGES = (
    PageBreak(start=0, label="i", number=1, kind="slide"),
    PageBreak(start=TEXT.index("Head 2"), label="ii", number=2, kind="slide"),
)


def _document(doc_id: str, **facts: object) -> Document:
    return Document.model_validate(
        {"doc_id": doc_id, "title": "Mills", "text": TEXT, "sha256": "0" * 64, **facts}
    )


def _library(*documents: Document, problems: tuple[Problem, ...] = ()) -> Library:
    return Library("0" * 12, {d.doc_id: d for d in documents}, (), problems)


def test_files_that_are_not_served_come_before_those_served_in_part() -> None:
    part, none = Problem("mills.md", "It lacks a page."), Problem("a.pdf", "It is damaged.")

    found = review_library(_library(_document("mills.md"), problems=(none, part)))

    assert (found.not_served, found.in_part) == ((none,), (part,))


def test_a_document_without_any_title_is_named() -> None:
    documents = (_document("old_mills.pdf", title="Old mills"), _document("b.md"))

    assert review_library(_library(*documents)).untitled == ("old_mills.pdf",)


def test_what_is_left_out_is_summed_up_by_reason_with_its_first_place() -> None:
    document = _document("mills.pdf", left_out=(*HEADS, LOST), pages=PAGES)

    heads, lost = review_library(_library(document)).left_out

    assert (heads.reason, heads.spans, heads.letters) == ("it is a running head", 3, 15)
    assert (heads.where, heads.example) == ("slide i", "Head 1")
    assert (lost.where, lost.example) == ("page 9", "The")


def test_a_place_is_a_page_where_there_are_pages_and_a_line_elsewhere() -> None:
    document = _document("mills.md")

    assert [where_in(document, head) for head in HEADS] == ["line 1", "line 3", "line 5"]
    paged = _document("mills.pdf", pages=PAGES)
    assert [where_in(paged, head) for head in HEADS] == ["slide i", "slide ii", "slide ii"]
