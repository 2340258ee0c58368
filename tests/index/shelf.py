"""Small libraries of our own, and what holds for every answer from them."""

import re
from dataclasses import replace
from itertools import combinations

from hypothesis import strategies as st

from index import Answer, Hit, LibraryIndex, Searcher, SynonymTable, View
from index.excerpts import Excerpt
from index.ranking import Ranker
from index.synonyms import gather
from sources import Document, Library, Locator, Passage, PassageKind

ISLAND = """
Fishermen from Torvik settled the island of Valdora in 1412. Their leader was Isolde Marrack, the
daughter of a boatbuilder. She chose the sheltered bay of Port Anselm for the first houses.

The Valdoran Fishing Guild (VFG) was founded in 1605. Every boat owner paid it a tenth of the
catch. In return the brothers mended nets and looked after widows.

The VFG stopped selling herring because the merchants of Torvik doubled the price of salt. For
three summers no ship sailed to Torvik.

Chancellor Oderic Brandt said that the new lighthouse was “a candle for smugglers”. He wanted a
hospital instead.

A flood destroyed the harbour in 1711. Teodor Quillfeather rebuilt its walls from granite. The work
took nine years.
"""
BEES = """
Honey bees tell each other where flowers are by dancing on the comb. The angle of the dance gives
the direction of the flowers.

In winter a colony keeps its brood warm. The workers shiver without moving their wings.

A queen lays up to two thousand eggs a day. She mates only once, high above the ground.
"""
BRIDGES = """
A suspension bridge hangs its deck from steel cables. The cables pull on towers and on anchors.

An arch bridge pushes outwards on its abutments. Stone is strong under pressure.

Engineers test a bridge with heavy lorries before it opens.
"""
GARDEN = """
The school garden opened in May 2019. Pupils grow beans, pumpkins and sunflowers.

Compost feeds the beds. Kitchen scraps rot there for six months before they are spread.

Pupils water the beds before eight in the morning, since the midday sun dries the soil.
"""

_PARAGRAPH = re.compile(r"\S(?:.|\n(?!\n))*")
_SENTENCE = re.compile(r"\S.*?(?:[.?!]+[”\"]?(?=\s)|\Z)", re.DOTALL)


def library(*texts: str) -> Library:
    """One document a text ("1.txt", "2.txt", ...), one passage for each of its paragraphs."""
    documents, passages = {}, []
    for number, text in enumerate(texts, start=1):
        doc_id = f"{number}.txt"
        documents[doc_id] = Document(doc_id=doc_id, title="Untitled", text=text, sha256="0" * 64)
        for place, found in enumerate(_PARAGRAPH.finditer(text), start=1):
            passages.append(passage(found.group(), doc_id, start=found.start(), paragraph=place))
    return Library("0123456789ab", documents, tuple(passages))


def passage(text: str, doc_id: str = "1.txt", *, start: int = 0, paragraph: int = 1) -> Passage:
    """A passage that stands at `start`, cut into its sentences."""
    sentences = tuple(found.span() for found in _SENTENCE.finditer(text))
    return Passage(doc_id, Locator(start, start + len(text), paragraph=paragraph), text, sentences)


def of_kind(shelf: Library, number: int, kind: PassageKind) -> Library:
    """The same library with one passage, counted from 0, of another kind."""
    passages = list(shelf.passages)
    passages[number] = replace(passages[number], kind=kind)
    return replace(shelf, passages=tuple(passages))


def whole_shelf() -> Library:
    """The island, bees, bridges and the garden."""
    return library(ISLAND, BEES, BRIDGES, GARDEN)


def ranker(shelf: Library, *tables: SynonymTable) -> Ranker:
    """Ranks the passages of a library with these other names only."""
    return Ranker(View([LibraryIndex.build(shelf)]), gather(tables))


def first(answer: Answer) -> str:
    """Return the words of the passage found first, white space folded; empty without one."""
    if not answer.hits:
        return ""
    found = answer.hits[0].passage
    assert isinstance(found, Excerpt)
    return " ".join(found.passage.text.split())


def assert_sound(searcher: Searcher, question: str, *, limit: int = 10) -> Answer:
    """Ask, and hold the answer to what holds for every answer."""
    answer = searcher.answer(question, limit=limit)

    assert answer.question == question
    assert answer.library_version == searcher.library.version
    assert (answer.status == "none") == (not answer.hits)
    assert 0 <= answer.confidence <= 1
    assert answer.reason.strip()
    assert [hit.rank for hit in answer.hits] == list(range(1, len(answer.hits) + 1))
    assert len(answer.hits) == len(answer.quotes) <= limit
    for hit, quote in zip(answer.hits, answer.quotes, strict=True):
        text = searcher.library.documents[hit.passage.doc_id].text
        assert quote.text == hit.passage.text[quote.start : quote.end] != ""
        assert quote.text == text[quote.locator.start : quote.locator.end]
        assert text[hit.passage.locator.start : hit.passage.locator.end] == hit.passage.text
        assert len(quote.text) <= 400
        assert len(hit.passage.text) <= 1000
        assert hit.matched or hit.unmatched
        assert not set(hit.matched) & set(hit.unmatched)
    assert not any(_overlap(a, b) for a, b in combinations(answer.hits, 2))
    return answer


def _overlap(one: Hit, other: Hit) -> bool:
    a, b = one.passage.locator, other.passage.locator
    return one.passage.doc_id == other.passage.doc_id and a.start < b.end and b.start < a.end


HOSTILE = st.lists(
    st.one_of(
        st.text(max_size=20),
        st.sampled_from(
            [
                "Port Anselm",
                "lighthuose ",
                "why did the VFG ",
                "bees? ",
                "\x00",
                "\ud800",
                "\u202e",
                "\u200b",
                "e\u0301",
                "🐝",
                "(a+)+$",
                '"NEAR(bees, 5)" OR *',
                "1,0.",
                "U.S.",
                "’s",
                "中文",
                "\n\n",
            ]
        ),
        st.characters(categories=["Cs", "Cf", "Mn", "Lo", "Sm"]),
    ),
    max_size=40,
).map("".join)
"""Any text, most of all such as trips up what reads words."""
