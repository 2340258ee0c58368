"""Editorial marks are plain text in a draft, and no words of its file."""

from hypothesis import given
from hypothesis import strategies as st

from sources.documents import LeftOut, PageBreak
from sources.draft import Block, Draft, mark, settle_marks, without_marks
from sources.metadata import Metadata
from sources.readers.writer import DraftWriter

_PLAIN = st.text(st.characters(codec="ascii", exclude_characters="[]"), max_size=8)


@given(st.lists(st.tuples(_PLAIN, st.sampled_from(["", "formula", "image: a mill"])), max_size=8))
def test_all_offsets_follow_their_characters_when_marks_are_settled(
    pieces: list[tuple[str, str]],
) -> None:
    text, plain, spans = "", "", []
    for words, inside in pieces:
        spans.append((len(text), len(text) + len(words), words))
        text += words + (mark(inside) if inside else "")
        plain += words + (f"[{inside}]" if inside else "")

    draft = settle_marks(
        Draft(
            text,
            tuple(Block(a, b, units=((a, b),), lines=(a,)) for a, b, _ in spans),
            left_out=tuple(LeftOut(start=a, end=b, reason="x") for a, b, _ in spans),
            pages=tuple(PageBreak(start=a, label="1", number=1) for a, _, _ in spans),
        )
    )

    assert draft.text == plain
    for block, left, page, (_, _, words) in zip(
        draft.blocks, draft.left_out, draft.pages, spans, strict=True
    ):
        for start, end in ((block.start, block.end), (left.start, left.end), *block.units):
            assert draft.text[start:end] == words
        assert page.start == block.lines[0] == block.start
    assert without_marks(draft.text, draft.marks) == "".join(words for words, _ in pieces)


def test_a_mark_goes_through_a_writer_into_the_passage() -> None:
    writer = DraftWriter()
    writer.paragraph(f"The force  on a body is {mark('formula')}, where m is its mass.")

    draft = settle_marks(writer.draft(Metadata()))

    assert draft.text == "The force on a body is [formula], where m is its mass."
    assert [draft.text[start:end] for start, end in draft.marks] == ["[formula]"]
