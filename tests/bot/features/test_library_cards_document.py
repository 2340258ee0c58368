"""One document, as a message."""

from hypothesis import given
from hypothesis import strategies as st

from bot.features.library_cards import DocumentFacts, document_reply
from bot.storage.server_state import OwnDocument
from bot.ui.layout import MAX_COMPONENTS, MAX_TEXT
from sources import Document, Heading, LeftOut, Library, PageBreak, Problem
from tests.bot.answers import HOSTILE, a_passage

from .test_answer_message import components, texts
from .test_library_cards import ADDED

BEES = Document(
    doc_id="week 1/bees.md",
    title="On Bees",
    authors=("Ada Keeper",),
    licence="CC BY",
    text="",
    headings=(
        Heading(start=0, end=1, level=0, text="On Bees"),
        Heading(start=1, end=2, level=2, text="The dance"),
        Heading(start=2, end=3, level=3, text="Its angle"),
    ),
    pages=(PageBreak(start=0, label="xii", number=12),),
    left_out=(LeftOut(start=0, end=1, reason="it stands twice"),) * 2,
    sha256="0123456789abcdef",
)
PROBLEM = Problem(BEES.doc_id, "Page 3 has no text.")


def shown(document: Document, *problems: Problem, **known: object) -> DocumentFacts:
    """A document of a library, with what is known of it."""
    library = Library("0", {document.doc_id: document}, (a_passage("Bees dance."),), problems)
    facts: dict[str, object] = {"added": None, "by": "", "cited": 3, "for_moderator": False}
    return DocumentFacts(document, library, **(facts | known))  # type: ignore[arg-type]  # the four


def test_facts_headings_and_what_is_not_searched_are_told() -> None:
    facts, headings, left_out = texts(document_reply(shown(BEES)))

    assert facts == (
        "### On Bees, Ada Keeper\n12 pages · 0 passages · version 01234567\nCollection: week "
        "1\nLicence: CC BY\nShared by all servers; the bot's operator manages it.\nShown in "
        "3 answers in the last 30 days."
    )
    assert headings == "**Headings**\n- The dance\n  - Its angle"
    assert left_out == "**Not searched**\n- it stands twice (2 places)"


def test_added_document_says_when_and_by_whom() -> None:
    (facts, *_) = texts(document_reply(shown(BEES, added=ADDED, by="moderator abcd")))

    assert "Added <t:1767312000:R> by moderator abcd." in facts


def test_count_that_is_not_known_now_is_left_out() -> None:
    assert "Shown in" not in texts(document_reply(shown(BEES, cited=None)))[0]


def test_document_that_was_never_shown_says_so() -> None:
    assert "Not shown in any answer in" in texts(document_reply(shown(BEES, cited=0)))[0]


def test_problems_are_told_in_full_to_moderators_only() -> None:
    student = texts(document_reply(shown(BEES, PROBLEM)))
    moderator = texts(document_reply(shown(BEES, PROBLEM, for_moderator=True)))

    assert student[-1] == "-# 1 problem; moderators can see the details"
    assert moderator[-1] == "**Problems**\n- Page 3 has no text."


DOCUMENTS = st.builds(
    Document,
    doc_id=st.just("~/a/b"),
    title=HOSTILE,
    authors=st.tuples(HOSTILE, HOSTILE),
    url=st.none() | HOSTILE.map(lambda text: f"https://bees.example/{text}"),
    licence=st.none() | HOSTILE,
    text=st.just(""),
    headings=st.lists(
        st.builds(Heading, start=st.just(0), end=st.just(1), level=st.integers(0, 6), text=HOSTILE),
        max_size=20,
    ),
    left_out=st.lists(
        st.builds(LeftOut, start=st.just(0), end=st.just(1), reason=HOSTILE), max_size=9
    ),
    sha256=st.just("0" * 64),
)


@given(DOCUMENTS, st.lists(HOSTILE, max_size=9), st.sampled_from([None, ADDED]))
def test_any_document_is_within_the_limits(
    document: Document, reasons: list[str], added: OwnDocument | None
) -> None:
    problems = (Problem(document.doc_id, reason) for reason in reasons)

    reply = document_reply(
        shown(document, *problems, added=added, by="moderator abcd", for_moderator=True)
    )

    assert len(components(reply)) <= MAX_COMPONENTS
    assert sum(map(len, texts(reply))) <= MAX_TEXT
    "".join(texts(reply)).encode()  # a lone surrogate would be refused
