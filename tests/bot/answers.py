"""Answers made by hand, for what is drawn of them."""

from collections.abc import Sequence

from hypothesis import strategies as st

from bot.services.answering import Answered
from index import Answer, Correction, Hit, Quote, Status
from sources import Citation, Locator, Passage

ANSWER_ID = "abcdefgh23456722"
CITATION = Citation(
    title="On Bees", authors=("Ada Keeper",), paragraph=3, url="https://bees.example/dance"
)


def a_passage(text: str, breaks: Sequence[int] = ()) -> Passage:
    """A passage of one sentence at the beginning of its document."""
    return Passage("bees.md", Locator(0, len(text)), text, ((0, len(text)),), tuple(breaks))


def a_hit(passage: Passage, rank: int = 1) -> Hit:
    """A hit that matched the word "bees"."""
    return Hit(passage, 10.0 - rank, rank, ("bees",), ())


def a_quote(passage: Passage, start: int, end: int, citation: Citation = CITATION) -> Quote:
    """The words [start, end) of a passage."""
    return Quote(passage.text[start:end], start, end, Locator(start, end), citation)


def an_answer(
    *texts: str,
    question: str = "What do bees do?",
    status: Status = "found",
    confidence: float = 0.9,
    reason: str = "A passage has it.",
    corrections: Sequence[Correction] = (),
) -> Answered:
    """An answer with a passage for each text, all of it in bold."""
    passages = [a_passage(text) for text in texts]
    answer = Answer(
        question,
        status,
        confidence,
        reason,
        tuple(a_hit(passage, rank) for rank, passage in enumerate(passages, start=1)),
        tuple(a_quote(passage, 0, len(passage.text)) for passage in passages),
        tuple(corrections),
        "0123456789ab",
    )
    return Answered(ANSWER_ID, answer, 1.0)


HOSTILE = st.text(
    st.one_of(
        st.sampled_from(list("\\*_~|`<>[]()#-+=.:@!&/ \n\t19ab\u200b\u202e\u00ad\x00\ud800\ue000")),
        st.characters(),
    ),
    max_size=1000,
)
"""Any text, most of all such as Discord reads as something else."""


@st.composite
def quoted_passages(draw: st.DrawFn) -> tuple[Passage, Quote]:
    """Any passage, with any part of it as the answering words."""
    text = draw(HOSTILE)
    places = st.integers(0, len(text))
    start, end = sorted((draw(places), draw(places)))
    passage = a_passage(text, sorted(draw(st.sets(places, max_size=9))))
    return passage, a_quote(passage, start, end)
