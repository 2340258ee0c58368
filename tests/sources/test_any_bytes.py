"""What holds for every file under every name: it is read, or refused with one sentence."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.documents import Document
from sources.pipeline import read_document
from sources.problems import NotServedError
from sources.readers import READERS

_MARKUP = st.sampled_from(
    [
        *(
            "<p>",
            "</p>",
            "<div class=share>",
            "</div>",
            "<h1>",
            "</h1>",
            "<h3>",
            "<br>",
            "<br><br>",
        ),
        *("<ul>", "<li>", "</ul>", "<ol>", "<dl>", "<dt>", "<dd>", "<table>", "<tr>", "<td>"),
        *("<th>", "</table>", "<pre>", "</pre>", "<blockquote>", "<a href='#x'>", "</a>", "<sup>"),
        *("<main>", "<article>", "<nav>", "</nav>", "<aside role=doc-footnote>", "<script>", "<b>"),
        *("<!--", "-->", "<?x?>", "&lt;", "&nbsp;", "&#0;", "&x;", "<http:>", "<title>", "<body>"),
        *(
            "The mill is old. ",
            "Bees",
            "\n",
            "\t",
            "\u2028",
            "é",
            "中国",
            "Works cited",
            "2 comments",
        ),
        "It burned twice, and twice the people of the village came together and rebuilt it. ",
    ]
)


def assert_served_whole(document: Document, spans: list[tuple[int, int]]) -> None:
    """Each character that is not white space lies in exactly one span."""
    spans += [(h.start, h.end) for h in document.headings]
    spans += [(left.start, left.end) for left in document.left_out]
    covered = [0] * len(document.text)
    for start, end in spans:
        for place in range(start, end):
            covered[place] += 1
    assert max(covered, default=0) <= 1
    assert all(document.text[i].isspace() for i, times in enumerate(covered) if not times)


@given(st.lists(_MARKUP, max_size=60).map("".join), st.sampled_from([".html", ".xhtml"]))
def test_each_character_of_any_page_is_served_or_told(markup: str, ending: str) -> None:
    raw = markup.encode("utf-8")
    try:
        document, passages, _ = read_document(f"a{ending}", raw, max_chars=200, target_chars=100)
    except NotServedError:
        return

    assert_served_whole(document, [(p.locator.start, p.locator.end) for p in passages])
    assert all(p.text == document.text[p.locator.start : p.locator.end] for p in passages)


@given(
    st.sampled_from(sorted(READERS)),
    st.sampled_from([b"", b"PK\x03\x04", b"PK\x05\x06", b"<html>", b"%PDF-1.4", b"\xff\xfe"]),
    st.binary(max_size=300),
)
def test_any_bytes_are_served_or_refused_with_one_sentence(
    ending: str, beginning: bytes, rest: bytes
) -> None:
    try:
        read_document(f"a{ending}", beginning + rest, max_chars=200, target_chars=100)
    except NotServedError as error:
        assert str(error).endswith(".")  # noqa: PT017  # only some files are refused


@pytest.mark.parametrize(
    ("ending", "module", "library", "extra"),
    [
        (".docx", "docx", "lxml", "office"),
        (".odt", "odt", "lxml", "office"),
        (".pptx", "pptx", "lxml", "office"),
        (".html", "html", "lxml", "web"),
        (".mhtml", "html", "lxml", "web"),
        (".epub", "epub", "lxml", "web"),
    ],
)
def test_a_format_whose_libraries_are_missing_says_how_to_install_them(
    monkeypatch: pytest.MonkeyPatch, ending: str, module: str, library: str, extra: str
) -> None:
    name = f"sources.readers.{module}"
    for loaded in [*sys.modules]:
        if loaded == name or loaded.startswith(f"{name}."):
            monkeypatch.delitem(sys.modules, loaded)
    monkeypatch.setitem(sys.modules, library, None)

    with pytest.raises(NotServedError, match=rf"pip install '\.\[{extra}\]'"):
        read_document(f"a{ending}", b"Bees hum.", max_chars=200, target_chars=100)
