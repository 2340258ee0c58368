"""Entries become one document whose parts have citations of their own."""

from hypothesis import given
from hypothesis import strategies as st

from sources import Entry, Library, entries_library

_WORDS = st.text(min_size=1, max_size=300).filter(lambda words: bool(words.strip()))
_ENTRIES = st.lists(
    st.builds(
        Entry,
        heading=_WORDS,
        text=_WORDS,
        author=st.sampled_from(["", "Ms Bell", "Ada"]),
        published=st.just("2026-05-03"),
        url=st.sampled_from(["", "https://x.example/1"]),
    ),
    min_size=1,
    max_size=4,
)


def _library(*entries: Entry) -> Library:
    return entries_library("~/Answers", "Answers", entries)


@given(_ENTRIES)
def test_each_passage_is_a_slice_of_its_own_entry_and_cited_with_it(entries: list[Entry]) -> None:
    library = _library(*entries)
    document = library.documents["~/Answers"]

    starts = [part.start for part in document.parts]
    assert len(starts) == len(entries)
    seen = set()
    for passage in library.passages:
        place = passage.locator
        assert passage.text == document.text[place.start : place.end]
        number = max(n for n, start in enumerate(starts) if start <= place.start)
        assert number + 1 == len(starts) or place.end <= starts[number + 1]
        seen.add(number)
        citation = library.citation(passage)
        entry = entries[number]
        assert citation.authors == ((entry.author,) if entry.author else ())
        assert (citation.published, citation.url) == (entry.published, entry.url or None)
        assert citation.paragraph is None
    assert seen == set(range(len(entries)))


@given(_ENTRIES)
def test_every_letter_of_an_entry_is_in_a_passage(entries: list[Entry]) -> None:
    library = _library(*entries)

    served = "".join("".join(p.text.split()) for p in library.passages)
    assert served == "".join("".join(entry.text.split()) for entry in entries)


def test_other_words_or_another_author_give_another_version() -> None:
    one = Entry("When?", "On Friday.", "Ada", "2026-05-03")
    other = Entry("When?", "On Friday.", "Ms Bell", "2026-05-03")

    assert _library(one).version == _library(one).version
    assert _library(one).version != _library(other).version


def test_each_heading_is_one_of_the_document_at_the_first_level() -> None:
    library = _library(
        Entry("When is the\nexam?", "On Friday.\n\nAt nine.", "Ada", "2026-05-03"),
        Entry("Where?", "In room 4.", "", "2026-05-03"),
    )

    headings = library.documents["~/Answers"].headings
    assert [(h.level, h.text) for h in headings] == [(1, "When is the exam?"), (1, "Where?")]
    assert [p.text for p in library.passages] == ["On Friday.\nAt nine.", "In room 4."]
