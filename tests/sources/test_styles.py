"""References in the forms that the style guides prescribe, for classic and made-up works."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.documents import Citation
from sources.styles import STYLES, Style, cite, in_text, italic_title, missing, note

ORIGIN = Citation(
    title="On the origin of species",
    authors=("Charles Darwin",),
    publisher="John Murray",
    published="1859",
    page="484",
)
MANIFESTO = Citation(
    title="Manifesto of the Communist Party",
    authors=("Karl Marx", "Friedrich Engels"),
    publisher="Progress Publishers",
    published="1969",
    page="14",
    last_page="15",
)
PAPERS = Citation(
    title="The Federalist",
    authors=("Alexander Hamilton", "James Madison", "John Jay"),
    publisher="McLean",
    published="1788",
    page="112",
    last_page="114",
)
DANCE = Citation(
    title="The waggle dance of bees",
    authors=("Ada Keeper",),
    publisher="Bee World",
    published="2019-10-01",
    accessed="2026-11-02",
    url="https://bees.example/dance",
    section="The dance",
    paragraph=3,
)
UNDATED = Citation(
    title="How bees sleep",
    publisher="Bee World",
    accessed="2026-11-02",
    url="https://bees.example/sleep",
    paragraph=2,
)
HANDOUT = Citation(title="Week 3: Wasps and hornets", paragraph=4)
REPORT = Citation(
    title="Bees in the city",
    authors=("Ministry of Agriculture",),
    publisher="Ministry of Agriculture",
    published="2021-05",
    page="xii",
)
SLIDES = Citation(
    title="Hives",
    authors=("Ludwig van Beethoven Jr.",),
    published="2020",
    page="4",
    page_kind="slide",
)
TALK = Citation(
    title="Why do bees dance?",
    authors=("Jean-Paul de la Cour",),
    published="2018-07-14",
    page="0:02:15",
    page_kind="time",
    url="https://talks.example/7",
)
FOUR = Citation(
    title="Four hands",
    authors=("Ann Bell", "Bob Cole", "Cy Dunn", "Di Egan"),
    publisher="Keys",
    published="2001",
    page="9",
)

ENTRIES: list[tuple[Style, Citation, str]] = [
    ("mla", ORIGIN, "Darwin, Charles. On the Origin of Species. John Murray, 1859."),
    (
        "mla",
        MANIFESTO,
        (
            "Marx, Karl, and Friedrich Engels. Manifesto of the Communist Party. Progress "
            "Publishers, 1969."
        ),
    ),
    ("mla", PAPERS, "Hamilton, Alexander, et al. The Federalist. McLean, 1788."),
    (
        "mla",
        DANCE,
        (
            "Keeper, Ada. “The Waggle Dance of Bees.” Bee World, 1 Oct. 2019, "
            "bees.example/dance. Accessed 2 Nov. 2026."
        ),
    ),
    (
        "mla",
        UNDATED,
        "“How Bees Sleep.” Bee World, bees.example/sleep. Accessed 2 Nov. 2026.",
    ),
    ("mla", HANDOUT, "Week 3: Wasps and Hornets."),
    ("mla", REPORT, "Bees in the City. Ministry of Agriculture, May 2021."),
    ("mla", SLIDES, "van Beethoven, Ludwig, Jr. Hives. 2020."),
    ("mla", TALK, "de la Cour, Jean-Paul. “Why Do Bees Dance?” 14 July 2018, talks.example/7."),
    ("apa", ORIGIN, "Darwin, C. (1859). On the origin of species. John Murray."),
    (
        "apa",
        MANIFESTO,
        "Marx, K., & Engels, F. (1969). Manifesto of the Communist Party. Progress Publishers.",
    ),
    ("apa", PAPERS, "Hamilton, A., Madison, J., & Jay, J. (1788). The Federalist. McLean."),
    (
        "apa",
        DANCE,
        (
            "Keeper, A. (2019, October 1). The waggle dance of bees. Bee World. "
            "https://bees.example/dance"
        ),
    ),
    ("apa", UNDATED, "How bees sleep. (n.d.). Bee World. https://bees.example/sleep"),
    ("apa", HANDOUT, "Week 3: Wasps and hornets. (n.d.)."),
    ("apa", REPORT, "Ministry of Agriculture. (2021, May). Bees in the city."),
    ("apa", SLIDES, "van Beethoven, L., Jr. (2020). Hives."),
    (
        "apa",
        TALK,
        "de la Cour, J.-P. (2018, July 14). Why do bees dance? https://talks.example/7",
    ),
    ("apa", FOUR, "Bell, A., Cole, B., Dunn, C., & Egan, D. (2001). Four hands. Keys."),
    ("chicago", ORIGIN, "Darwin, Charles. On the Origin of Species. John Murray, 1859."),
    (
        "chicago",
        MANIFESTO,
        (
            "Marx, Karl, and Friedrich Engels. Manifesto of the Communist Party. Progress "
            "Publishers, 1969."
        ),
    ),
    (
        "chicago",
        PAPERS,
        "Hamilton, Alexander, James Madison, and John Jay. The Federalist. McLean, 1788.",
    ),
    (
        "chicago",
        DANCE,
        (
            "Keeper, Ada. “The Waggle Dance of Bees.” Bee World, October 1, 2019. "
            "https://bees.example/dance."
        ),
    ),
    (
        "chicago",
        UNDATED,
        "“How Bees Sleep.” Bee World. Accessed November 2, 2026. https://bees.example/sleep.",
    ),
    ("chicago", HANDOUT, "Week 3: Wasps and Hornets."),
    (
        "chicago",
        REPORT,
        "Ministry of Agriculture. Bees in the City. Ministry of Agriculture, May 2021.",
    ),
    (
        "chicago",
        TALK,
        "de la Cour, Jean-Paul. “Why Do Bees Dance?” July 14, 2018. https://talks.example/7.",
    ),
    (
        "chicago",
        FOUR,
        "Bell, Ann, Bob Cole, Cy Dunn, and Di Egan. Four Hands. Keys, 2001.",
    ),
]
IN_TEXT: list[tuple[Style, Citation, str]] = [
    ("mla", ORIGIN, "(Darwin 484)"),
    ("mla", MANIFESTO, "(Marx and Engels 14–15)"),
    ("mla", PAPERS, "(Hamilton et al. 112–14)"),
    ("mla", DANCE, "(Keeper)"),
    ("mla", UNDATED, "(“How Bees Sleep”)"),
    ("mla", HANDOUT, "(Week 3)"),
    ("mla", REPORT, "(Ministry of Agriculture xii)"),
    ("mla", SLIDES, "(van Beethoven, slide 4)"),
    ("mla", TALK, "(de la Cour 0:02:15)"),
    ("apa", ORIGIN, "(Darwin, 1859, p. 484)"),
    ("apa", MANIFESTO, "(Marx & Engels, 1969, pp. 14–15)"),
    ("apa", PAPERS, "(Hamilton et al., 1788, pp. 112–114)"),
    ("apa", DANCE, "(Keeper, 2019, para. 3)"),
    ("apa", UNDATED, "(“How Bees Sleep,” n.d., para. 2)"),
    ("apa", HANDOUT, "(Week 3, n.d., para. 4)"),
    ("apa", SLIDES, "(van Beethoven, 2020, Slide 4)"),
    ("apa", TALK, "(de la Cour, 2018, 0:02:15)"),
]
NOTES = [
    (ORIGIN, "Charles Darwin, On the Origin of Species (John Murray, 1859), 484."),
    (
        MANIFESTO,
        (
            "Karl Marx and Friedrich Engels, Manifesto of the Communist Party "
            "(Progress Publishers, 1969), 14–15."
        ),
    ),
    (
        PAPERS,
        "Alexander Hamilton, James Madison, and John Jay, The Federalist (McLean, 1788), 112–14.",
    ),
    (
        DANCE,
        (
            "Ada Keeper, “The Waggle Dance of Bees,” Bee World, October 1, 2019, "
            "under “The dance,” https://bees.example/dance."
        ),
    ),
    (
        UNDATED,
        "“How Bees Sleep,” Bee World, accessed November 2, 2026, https://bees.example/sleep.",
    ),
    (HANDOUT, "Week 3: Wasps and Hornets."),
    (SLIDES, "Ludwig van Beethoven Jr., Hives (2020), slide 4."),
    (
        TALK,
        (
            "Jean-Paul de la Cour, “Why Do Bees Dance?,” July 14, 2018, 0:02:15, "
            "https://talks.example/7."
        ),
    ),
    (FOUR, "Ann Bell et al., Four Hands (Keys, 2001), 9."),
]
WORDS = "Every boat owner paid it a “tenth” of the catch."


@pytest.mark.parametrize(("style", "work", "entry"), ENTRIES)
def test_entry_of_the_list_of_works(style: Style, work: Citation, entry: str) -> None:
    assert cite(WORDS, work, style).entry == entry


@pytest.mark.parametrize(("style", "work", "shown"), IN_TEXT)
def test_reference_in_the_text(style: Style, work: Citation, shown: str) -> None:
    assert in_text(work, style) == shown


@pytest.mark.parametrize(("work", "shown"), NOTES)
def test_footnote(work: Citation, shown: str) -> None:
    assert note(work) == shown


@pytest.mark.parametrize(
    ("style", "shown"),
    [
        ("mla", "“Every boat owner paid it a ‘tenth’ of the catch” (Darwin 484)."),
        ("apa", "“Every boat owner paid it a ‘tenth’ of the catch” (Darwin, 1859, p. 484)."),
        ("chicago", "“Every boat owner paid it a ‘tenth’ of the catch.”¹"),
    ],
)
def test_quotation_is_in_the_marks_of_its_style(style: Style, shown: str) -> None:
    cited = cite(WORDS, ORIGIN, style)

    assert (cited.quotation, cited.is_block) == (shown, False)


def test_question_mark_stays_inside() -> None:
    cited = cite("Who paid for the catch?", ORIGIN, "mla")

    assert cited.quotation == "“Who paid for the catch?” (Darwin 484)."


@pytest.mark.parametrize(
    ("style", "words", "is_block"),
    [
        *(("apa", 39, False), ("apa", 40, True)),
        *(("chicago", 99, False), ("chicago", 100, True)),
        *(("mla", 72, False), ("mla", 80, True)),
    ],
)
def test_long_quotation_is_a_block(style: Style, words: int, is_block: bool) -> None:  # noqa: FBT001  # a case
    cited = cite(" ".join(["“bee”", *["hive"] * (words - 1)]), ORIGIN, style)

    assert cited.is_block == is_block
    assert cited.quotation.startswith("“bee”" if is_block else "“‘bee’")


def test_block_ends_before_its_reference() -> None:
    assert cite("hive " * 99 + "hive.", ORIGIN, "apa").quotation.endswith(
        "hive. (Darwin, 1859, p. 484)"
    )


def test_what_a_reference_lacks_is_named() -> None:
    assert missing(ORIGIN) == []
    assert missing(HANDOUT) == ["author", "date", "publisher", "page"]
    assert missing(UNDATED) == ["author", "date"]


@pytest.mark.parametrize(
    ("style", "work", "title"),
    [
        ("mla", ORIGIN, "On the Origin of Species"),
        ("apa", DANCE, "The waggle dance of bees"),
        ("mla", DANCE, "Bee World"),
        ("chicago", DANCE, ""),
    ],
)
def test_titles_in_italics_are_named(style: Style, work: Citation, title: str) -> None:
    assert italic_title(work, style) == title


@pytest.mark.parametrize(
    "title", ["La vie des abeilles", "Über Bienen", "Das Kapital", "iPads for bees"]
)
def test_only_english_titles_get_capitals(title: str) -> None:
    entry = cite(WORDS, Citation(title=title), "mla").entry

    assert entry == f"{title.replace('bees', 'Bees')}."


@given(
    st.builds(
        Citation,
        title=st.text(max_size=50),
        authors=st.lists(st.text(max_size=30), max_size=30).map(tuple),
        publisher=st.none() | st.text(max_size=20),
        published=st.none() | st.text(max_size=12) | st.sampled_from(["2019-13", "2019-00-99"]),
        page=st.none() | st.text(max_size=5),
        last_page=st.none() | st.text(max_size=5),
        url=st.none() | st.just("https://x.example"),
    ),
    st.text(max_size=300),
    st.sampled_from(list(STYLES)),
)
def test_any_source_can_be_cited(work: Citation, words: str, style: Style) -> None:
    cited = cite(words, work, style)

    assert " ".join(cited.entry.split()) == cited.entry.strip() or "  " not in work.title
    assert cited.quotation
