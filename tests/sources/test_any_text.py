"""What holds for every text: each character is served, named as a heading, or told as left out."""

from hypothesis import given
from hypothesis import strategies as st

from sources.pipeline import read_document
from sources.problems import NotServedError

_PIECES = st.sampled_from(
    [
        *("bee", "The keeper", "Dr.", "U.S.", "p. 14.", "(Lind 14).", "é", "中国", "😂"),
        *("“", "”", '"', "'", "...", "…", ".", "!", "?", ":", ",", "-", "– ", "* ", "1. ", "a) "),
        *("# ", "## ", "> ", ">", "---", "***", "```", "|", "=====", "[a](b)", "<!-- x -->", "<b>"),
        *("\t", "  ", "\n", "\n", "\n", "\n\n", "\r\n", "\u00a0", "\u2028", "\x85", "\x0c", "\\"),
        *("Works cited", "References:", "Citation information", "Title: x", "Authors: A B"),
        *("7 comments for x", "By Ann Bell", "RIV - the union", "A keeper's view:", "[r]: x"),
        "The bees dance at noon near the old bridge and they hum. ",
    ]
)
_TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(_PIECES, max_size=80).map("".join),
    st.lists(_PIECES, max_size=30).map(lambda pieces: " ".join(pieces) * 2),
)
_SIZES = st.sampled_from([(1000, 700), (1, 1), (7, 5), (60, 1000)])


@given(_TEXTS, st.sampled_from(["bees.txt", "bees.md"]), _SIZES)
def test_each_character_lies_in_exactly_one_span_and_passages_are_slices(
    text: str, name: str, sizes: tuple[int, int]
) -> None:
    limit, target = sizes
    raw = text.encode("utf-8", "ignore")
    try:
        document, passages, _ = read_document(name, raw, max_chars=limit, target_chars=target)
    except NotServedError:
        return

    spans = [(p.locator.start, p.locator.end) for p in passages]
    assert spans == sorted(spans)
    spans += [(h.start, h.end) for h in document.headings]
    spans += [(left.start, left.end) for left in document.left_out]
    covered = [0] * len(document.text)
    for start, end in spans:
        assert start < end
        for place in range(start, end):
            covered[place] += 1
    assert max(covered, default=0) <= 1
    assert all(document.text[i].isspace() for i, times in enumerate(covered) if not times)
    for passage in passages:
        assert passage.text == document.text[passage.locator.start : passage.locator.end]
        assert 0 < len(passage.text) <= limit


@given(_TEXTS, st.sampled_from(["bees.txt", "bees.md"]), _SIZES)
def test_sentences_and_breaks_lie_in_order_in_their_passage(
    text: str, name: str, sizes: tuple[int, int]
) -> None:
    limit, target = sizes
    raw = text.encode("utf-8", "ignore")
    try:
        _, passages, _ = read_document(name, raw, max_chars=limit, target_chars=target)
    except NotServedError:
        return

    for passage in passages:
        edges = [0, *(edge for span in passage.sentences for edge in span), len(passage.text)]
        assert edges == sorted(edges)
        assert passage.sentences
        assert all(start < end for start, end in passage.sentences)
        assert list(passage.breaks) == sorted(set(passage.breaks))
        assert all(0 < place < len(passage.text) for place in passage.breaks)
        assert "".join(passage.shown().split()) == "".join(passage.text.split())
