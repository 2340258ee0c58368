"""A document and a passage come back from their lines as they were."""

from hypothesis import example, given
from hypothesis import strategies as st

from sources import Document, Locator, Passage
from sources.lines import document_line, passage_line, read_document, read_passage

WORDS = st.text(st.characters(), min_size=1)  # half of a surrogate pair included


@given(WORDS)
@example("half \ud800\n")
def test_any_words_come_back_from_one_line(words: str) -> None:
    document = Document(doc_id="1.txt", title=words, text="", sha256="0" * 64)
    passage = Passage("1.txt", Locator(3, 3 + len(words)), words, ((0, len(words)),))

    lines = document_line(document), passage_line(passage)

    assert [line.count(b"\n") for line in lines] == [1, 1]
    assert (read_document(lines[0]), read_passage(lines[1])) == (document, passage)
