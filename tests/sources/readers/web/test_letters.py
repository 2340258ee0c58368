"""No letter of any page is lost: each one is served or left out with a reason."""

from hypothesis import given, settings
from hypothesis import strategies as st

from sources.limits import DEFAULT_LIMITS
from sources.pipeline import read_lost
from sources.problems import NotServedError
from tests.sources.files import book_file

TAGS = (
    "p div span b a ul li ol dl dt dd table tr td th section article aside nav header footer form "
    "main h1 h2 h3 button details summary sup sub pre blockquote figure figcaption svg noscript "
    "select option textarea template label font center x-note math mi iframe object br img"
).split()
ATTRIBUTES = (
    ' class="share related"',
    ' class="comments"',
    ' class="pagenum"',
    ' class="katex"',
    ' class="footnote"',
    ' class="slide"',
    ' href="#n1"',
    ' href="/x"',
    " hidden",
    ' style="display:none"',
    ' role="doc-noteref"',
    ' epub:type="pagebreak" title="7"',
    ' id="n1"',
    "",
)
WORDS = st.sampled_from(
    [
        "The mill is old.",
        "Share",
        "It burned twice, and twice they rebuilt it, stone by stone.",
        "7",
    ]
)
VOID = {"br", "img"}


def _element(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    def written(tag: str, attributes: str, inside: list[str]) -> str:
        return f"<{tag}{attributes}>" + ("" if tag in VOID else f"{''.join(inside)}</{tag}>")

    return st.builds(
        written, st.sampled_from(TAGS), st.sampled_from(ATTRIBUTES), st.lists(children, max_size=4)
    )


MARKUP = st.lists(st.recursive(WORDS, _element, max_leaves=20), min_size=1, max_size=6).map("".join)


def lost(name: str, raw: bytes) -> list[str]:
    """Return the words that are lost; none if the file is refused."""
    try:
        return [each.around for each in read_lost(name, raw, DEFAULT_LIMITS)]
    except NotServedError:
        return []


@given(MARKUP)
@settings(deadline=None)
def test_no_letter_of_a_page_is_lost(markup: str) -> None:
    assert lost("mill.html", f"<html><body>{markup}</body></html>".encode()) == []


@given(MARKUP)
@settings(deadline=None)
def test_no_letter_of_a_book_is_lost(markup: str) -> None:
    assert lost("mill.epub", book_file({"a.xhtml": f"<body>{markup}</body>"})) == []
