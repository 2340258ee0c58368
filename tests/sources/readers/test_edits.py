"""A mark that is taken out of a sentence moves everything after it, and its letters are kept."""

import re

from hypothesis import given
from hypothesis import strategies as st

from sources.documents import LeftOut, PageBreak
from sources.draft import Block, Draft
from sources.readers.edits import Edit, apply_edits

TEXT = "# Bees\n\nThe [00:05] bees hum.\nThey <b>dance</b>.\n\n# Wax\n\nIt melts."


def _place(words: str) -> tuple[int, int]:
    return TEXT.index(words), TEXT.index(words) + len(words)


def _edit(words: str, instead: str = "", reason: str = "mark") -> Edit:
    return Edit(*_place(words), instead, reason)


def _draft() -> Draft:
    paragraph = _place("The [00:05] bees hum.\nThey <b>dance</b>.")
    lines = (_place("The [00:05] bees hum."), _place("They <b>dance</b>."))
    blocks = (
        Block(*_place("# Bees"), "heading", level=1),
        Block(*paragraph, units=lines, lines=(lines[1][0],)),
        Block(*_place("# Wax"), "heading", level=1),
        Block(*_place("It melts.")),
    )
    pages = (PageBreak(start=_place("bees")[0], label="00:05", number=1, kind="time"),)
    return Draft(TEXT, blocks, pages=pages)


def test_blocks_units_and_pages_hold_the_same_words_without_the_marks() -> None:
    draft = apply_edits(_draft(), [_edit("[00:05] "), _edit("<b>"), _edit("</b>")])

    words = [draft.text[b.start : b.end] for b in draft.blocks]
    assert words == ["# Bees", "The bees hum.\nThey dance.", "# Wax", "It melts."]
    paragraph = draft.blocks[1]
    assert [draft.text[a:b] for a, b in paragraph.units] == ["The bees hum.", "They dance."]
    assert [draft.text[line:].split()[0] for line in paragraph.lines] == ["They"]
    assert draft.text[draft.pages[0].start :].startswith("bees hum")


def test_letters_of_marks_follow_at_the_end_of_their_section_by_reason() -> None:
    draft = apply_edits(_draft(), [_edit("[00:05] "), _edit("<b>", "", "tag"), _edit("# Wax")])

    assert [(draft.text[s.start : s.end], s.reason) for s in draft.left_out] == [
        ("[00:05]", "mark"),
        ("<b>", "tag"),
        ("# Wax", "mark"),
    ]
    assert draft.left_out[1].end <= draft.blocks[2].start


def test_a_mark_without_letters_leaves_nothing_behind_and_words_may_replace_it() -> None:
    draft = apply_edits(_draft(), [_edit("</b>", " & ", ""), _edit(".\nThey", "\n", "")])

    assert "The [00:05] bees hum\n <b>dance & ." in draft.text
    assert draft.left_out == ()


def test_a_line_feed_in_place_of_a_mark_starts_a_line_on_display() -> None:
    draft = apply_edits(Draft("One<br>two", (Block(0, 10),)), [Edit(3, 7, "\n")])

    assert draft.text == "One\ntwo"
    assert draft.blocks[0].lines == (4,)


def test_a_block_of_which_nothing_is_left_is_dropped() -> None:
    draft = apply_edits(_draft(), [_edit("It melts.")])

    assert len(draft.blocks) == 3


@given(st.text("ab *|\n", max_size=60), st.data())
def test_no_letter_is_lost_and_every_block_keeps_its_words(text: str, data: st.DataObject) -> None:
    spans = [match.span() for match in re.finditer(r"(?! )[^\n]*[ab][^\n ]*", text)]
    blocks = tuple(Block(a, b) for a, b in spans)
    marked = [(a + m.start(), a + m.end()) for a, b in spans
              for m in re.finditer(r"\*b?", text[a:b])]  # fmt: skip
    chosen = [Edit(*span, reason="mark") for span in marked if data.draw(st.booleans())]
    left_out = tuple(
        LeftOut(start=m.start(), end=m.end(), reason="empty")
        for m in re.finditer(r"(?<=\n)[*|]+(?=\n)", text)
    )

    draft = apply_edits(Draft(text, blocks, left_out), chosen)

    assert sorted(re.findall("[ab]", draft.text)) == sorted(re.findall("[ab]", text))
    expected = [
        "".join(c for i, c in enumerate(text[b.start : b.end], b.start)
                if not any(e.start <= i < e.end for e in chosen)).strip()
        for b in blocks
    ]  # fmt: skip
    assert [draft.text[b.start : b.end].strip() for b in draft.blocks] == list(
        filter(None, expected)
    )
    kept = [draft.text[s.start : s.end] for s in draft.left_out if s.reason == "empty"]
    assert kept == [text[s.start : s.end] for s in left_out]
