"""A quotation is exact, differs, is elsewhere, absent or too short; and each says where."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Claim, LibraryIndex, Verification, Verifier, View
from sources import Library, PageBreak

from .shelf import BEES, HOSTILE, ISLAND, library, whole_shelf


def verifier(*texts: str) -> Verifier:
    """Looks in documents of these texts."""
    return Verifier(View([LibraryIndex.build(library(*texts))]))


SHELF = Verifier(View([LibraryIndex.build(whole_shelf())]))


def words_of(found: Verification) -> list[str]:
    """The text of each place, on one line."""
    return [" ".join(place.text.split()) for place in found.places]


def test_exact_quotation_is_found_with_its_place() -> None:
    found = SHELF.verify("“In return the brothers mended nets and looked after widows.”")

    assert found.verdict == "exact"
    assert words_of(found) == ["In return the brothers mended nets and looked after widows"]
    (place,) = found.places
    assert place.doc_id == "1.txt"
    assert place.text == ISLAND[place.locator.start : place.locator.end]
    assert place.citation.paragraph == 2


def test_words_below_the_last_passage_are_cited_with_it() -> None:
    shelf = library("Bees dance.\n\nPrinted in Valdora by the brothers of the guild.")
    without = replace(shelf, passages=shelf.passages[:1])

    found = Verifier(View([LibraryIndex.build(without)])).verify(
        "Bees dance. Printed in Valdora by the brothers"
    )
    below = without.cite_span("1.txt", 13, 20)

    assert found.verdict == "exact"
    assert below == found.places[0].citation


def test_quotation_may_reach_over_passages() -> None:
    found = SHELF.verify("looked after widows. The VFG stopped selling herring because")

    assert found.verdict == "exact"


def test_quotation_behind_text_that_is_no_passage_is_found() -> None:
    links = "https://example.org/a-long-address-of-a-page " * 40
    shelf = library(
        f"Links of the week.\n\n{links}\n\nValdora has nine harbours and a lighthouse of granite."
    )
    without = replace(shelf, passages=(shelf.passages[0], shelf.passages[2]))

    found = Verifier(View([LibraryIndex.build(without)])).verify(
        "Valdora has nine harbours and a lighthouse of granite"
    )

    assert found.verdict == "exact"


def test_hyphen_and_space_typed_for_a_dash_is_exact() -> None:
    found = verifier("They argued for years – nobody gave in – and then they left.").verify(
        "They argued for years- nobody gave in - and then they left."
    )

    assert found.verdict == "exact"


def test_quotation_of_common_words_alone_is_found() -> None:
    texts = [f"This is paragraph {n} of many. It is what it was.\n\nAnd so on." for n in range(30)]
    found = verifier(*texts, "To be or not to be, that is what it is.").verify(
        "to be or not to be, that is what it is"
    )

    assert found.verdict == "exact"


@pytest.mark.parametrize(
    "quotation",
    [
        "Fishermen from Torvik settled the island … in 1412",
        "Fishermen from Torvik settled . . . Valdora in 1412",
        "[F]ishermen from Torvik settled the island [...] in 1412",
        "Isolde Marrack […] chose the sheltered bay of Port Anselm",
        "[Marrack] chose the sheltered bay [sic] of Port Anselm",
        "Their leader was [a woman], the daughter of a boatbuilder",
    ],
)
def test_ellipses_and_brackets_are_understood(quotation: str) -> None:
    assert SHELF.verify(quotation).verdict == "exact"


def test_marked_omission_is_told() -> None:
    assert SHELF.verify("Fishermen from Torvik settled the island … in 1412").omits
    assert not SHELF.verify("Fishermen from Torvik settled the island").omits


def test_pieces_in_the_wrong_order_are_not_exact() -> None:
    assert SHELF.verify("of a boatbuilder … settled the island of Valdora").verdict != "exact"


def test_changed_word_is_named() -> None:
    found = SHELF.verify("In return the sisters mended nets and looked after widows.")

    assert found.verdict == "differs"
    assert [(p.quoted, p.source) for p in found.parts if not p.same] == [("sisters", "brothers")]


@pytest.mark.parametrize("turned", [False, True])
def test_of_several_similar_places_the_closest_one_is_shown(*, turned: bool) -> None:
    close = "Every spring the sisters mended old nets and looked after ten widows of the island."
    far = "Every spring two men mended old boats and asked for ten widows from the island."
    texts = [far, close] if turned else [close, far]

    found = verifier(*texts).verify(
        "Every autumn the brothers mended old nets and looked after nine widows of the island."
    )

    assert found.verdict == "differs"
    assert words_of(found) == [close[:-1]]


def test_the_closest_words_are_shown_wherever_they_stand_in_a_long_document() -> None:
    day = "On day {} the fishermen mended nets."
    words = "Valdora has nine harbours and a lighthouse of granite."
    days = [day.format(n) for n in range(300)]
    text = "\n\n".join([*days[:200], words, *days[200:]])

    found = verifier(text).verify("Valdora has nine harbours and a lighthouse of marble")

    assert found.verdict == "differs"
    assert words_of(found) == [words[:-1]]


@pytest.mark.parametrize(
    "quotation",
    [
        "The king of Valdora gave the fishermen a golden crown",
        "widows after looked and nets mended brothers the return in",
        "The cables of the lighthouse were founded by beans in winter",
    ],
)
def test_invented_words_are_absent(quotation: str) -> None:
    found = SHELF.verify(quotation)

    assert (found.verdict, found.places) == ("absent", ())


@pytest.mark.parametrize("quotation", ["", "…", "“the bees”", "   a queen   ", "\n\n", "[...]"])
def test_few_characters_are_too_short(quotation: str) -> None:
    assert SHELF.verify(quotation).verdict == "short"


def test_right_words_of_another_document_are_elsewhere() -> None:
    quotation = "The workers shiver without moving their wings"

    assert SHELF.verify(quotation, Claim(frozenset({"2.txt"}))).verdict == "exact"
    assert SHELF.verify(quotation, Claim(frozenset({"1.txt"}))).verdict == "elsewhere"


def test_every_place_in_a_long_document_is_told() -> None:
    words = "Valdora has nine harbours and a lighthouse of granite."
    between = "\n\n".join(f"On day {n} the fishermen mended their nets." for n in range(300))

    found = verifier(f"{words}\n\n{between}\n\n{words}").verify(words)

    assert [place.citation.paragraph for place in found.places] == [1, 302]


def test_claimed_place_comes_first_of_several() -> None:
    found = verifier(BEES, ISLAND, BEES).verify(
        "The workers shiver without moving", Claim(frozenset({"3.txt"}))
    )

    assert found.verdict == "exact"
    assert [place.doc_id for place in found.places] == ["3.txt", "1.txt"]


def paged() -> Library:
    """The island on the pages xi, 12 and 13, which are the first three of the file."""
    shelf = library(ISLAND)
    starts = (0, ISLAND.index("The Valdoran"), ISLAND.index("A flood"))
    pages = [
        PageBreak(start=start, label=label, number=number)
        for number, (start, label) in enumerate(zip(starts, ("xi", "12", "13"), strict=True), 1)
    ]
    document = shelf.documents["1.txt"].model_copy(update={"pages": tuple(pages)})
    return replace(shelf, documents={"1.txt": document})


@pytest.mark.parametrize(
    ("page", "verdict"),
    [
        *(
            ("12", "exact"),
            ("2", "exact"),
            ("12-13", "exact"),
            ("11–12", "exact"),
            ("1-3", "exact"),
        ),
        *(("13", "elsewhere"), ("xi", "elsewhere"), ("120-21", "elsewhere"), ("?", "elsewhere")),
    ],
)
def test_claimed_page_is_the_printed_one_or_that_of_the_file(page: str, verdict: str) -> None:
    found = Verifier(View([LibraryIndex.build(paged())])).verify(
        "Every boat owner paid it a tenth of the catch", Claim(page=page)
    )

    assert found.verdict == verdict


def test_page_of_a_source_without_pages_is_unknown_and_no_mistake() -> None:
    found = SHELF.verify("Every boat owner paid it a tenth of the catch", Claim(page="12"))

    assert (found.verdict, found.page_unknown) == ("exact", True)


def test_several_indexes_are_searched_as_one() -> None:
    indexes = [LibraryIndex.build(library(ISLAND)), LibraryIndex.build(_renamed(library(BEES)))]

    found = Verifier(View(indexes)).verify("The workers shiver without moving their wings")

    assert [place.doc_id for place in found.places] == ["2.txt"]


def _renamed(shelf: Library) -> Library:
    document = shelf.documents["1.txt"].model_copy(update={"doc_id": "2.txt"})
    passages = tuple(replace(passage, doc_id="2.txt") for passage in shelf.passages)
    return replace(shelf, documents={"2.txt": document}, passages=passages)


@given(HOSTILE)
def test_any_text_gets_a_verdict(quotation: str) -> None:
    found = SHELF.verify(quotation, Claim(page=quotation[:9]))

    assert bool(found.places) == (found.verdict in {"exact", "differs", "elsewhere"})
    assert bool(found.parts) == (found.verdict == "differs")


@given(st.data())
def test_any_words_of_a_document_are_exact(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from([ISLAND, BEES]))
    words = text.split()
    start = data.draw(st.integers(0, len(words) - 4))
    end = data.draw(st.integers(start + 4, len(words)))
    quotation = " ".join(words[start:end])

    found = SHELF.verify(quotation)

    assert found.verdict == ("exact" if len(quotation.strip(".,”“ ")) >= 12 else "short")


@given(
    st.sets(st.sampled_from(["1.txt", "2.txt", "3.txt", "4.txt"])),
    st.sampled_from([p.text[slice(*span)] for p in whole_shelf().passages for span in p.sentences]),
)
def test_some_documents_are_looked_through_as_if_there_were_no_others(
    chosen: set[str], quotation: str
) -> None:
    some = View([LibraryIndex.build(whole_shelf())]).within(chosen)
    alone = View([LibraryIndex.build(some.library)])

    assert Verifier(some).verify(quotation) == Verifier(alone).verify(quotation)
