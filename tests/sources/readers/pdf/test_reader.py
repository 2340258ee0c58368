"""A PDF is read in order, with its printed pages, and without what stands around the text."""

import pytest
from fpdf import FPDF
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from sources.limits import DEFAULT_LIMITS, Limits
from sources.problems import NotServedError
from sources.readers.pdf import read_pdf
from tests.sources.desk import Read, read_raw
from tests.sources.pdf_files import SIZE, Typesetter, paragraphs, tale

_LONG = (
    "Nobody in the neighbouring districts had anticipated that the administration would "
    "acknowledge the associations of beekeepers before the extraordinary harvest was over."
)
_MORE = (
    "Communication between distinguished representatives nevertheless remained complicated, and "
    "the correspondence of the university documents considerable disagreements about temperatures."
)
_KEEPERS = "The keepers of the northern valley counted their hives twice a year."
_FROST = "The frost of January killed three hundred colonies in one single night."


def _read(typesetter: Typesetter) -> Read:
    return read_raw(typesetter.output(), "hives.pdf")


def test_lines_are_joined_to_paragraphs_and_broken_words_are_mended() -> None:
    page = Typesetter(columns=2)
    page.paragraph(f"{_LONG} {_MORE}")
    page.paragraph(_KEEPERS)

    assert paragraphs(_read(page)) == [f"{_LONG} {_MORE}", _KEEPERS]


def test_columns_are_read_one_after_the_other_and_paragraphs_go_on_in_the_next() -> None:
    tales = [tale(n) for n in range(60)]
    pages = Typesetter(columns=2)
    pages.page()
    pages.title("Of keepers and their hives")
    for i in range(0, 60, 5):
        pages.paragraph(" ".join(tales[i : i + 5]))

    read = _read(pages)

    assert read.document.title == "Of keepers and their hives"
    assert " ".join(paragraphs(read)) == " ".join(tales)
    assert len(read.document.pages) == 4


def test_a_paragraph_goes_on_overleaf_and_its_footnote_comes_after_it() -> None:
    pages = Typesetter(notes={(1, 0): ["^1^ See the report of 1904, p. 12."]}, foot="{}")
    pages.page()
    for n in range(14):
        pages.paragraph(tale(n))
    pages.paragraph(f"{_KEEPERS}^1^ {_FROST} {_LONG} {_MORE}")
    pages.paragraph("It is over.")

    read = _read(pages)

    note = next(p for p in read.passages if "report of 1904" in p.text)
    assert note.text == "[1] See the report of 1904, p. 12."
    assert note.locator.page == "1"
    texts = [p.text for p in read.passages]
    assert any(f"{_KEEPERS}[1] {_FROST} {_LONG} {_MORE}" in text for text in texts)
    assert texts.index(note.text) == len(texts) - 2
    assert [page.number for page in read.document.pages] == [1, 2, 1, 2]


def test_headings_are_told_by_their_type_and_name_the_sections() -> None:
    page = Typesetter()
    page.heading("On bees", 20)
    page.heading("Winters", 14)
    page.paragraph(_FROST)
    page.heading("Long and cold ones", 12)
    page.paragraph(_LONG)

    read = _read(page)

    assert [(h.text, h.level) for h in read.document.headings] == [
        ("On bees", 0),
        ("Winters", 1),
        ("Long and cold ones", 2),
    ]
    assert [p.locator.section for p in read.passages] == ["Winters", "Long and cold ones"]


def test_rows_of_a_table_and_lines_of_verse_stand_for_themselves() -> None:
    page = Typesetter()
    page.paragraph(_LONG)
    page.lines("Year\tHives\tHoney", "1901\t230\t12 kg", "1902\t310\t19 kg", gap=SIZE)
    page.paragraph(_MORE)
    page.lines("The bee is small", "And yet she knows", "Where clover grows", gap=SIZE)

    assert paragraphs(_read(page)) == [
        *(_LONG, "Year   Hives   Honey", "1901   230   12 kg", "1902   310   19 kg"),
        *(_MORE, "The bee is small", "And yet she knows", "Where clover grows"),
    ]


def test_the_marks_of_notes_stand_in_brackets_and_powers_stay_powers() -> None:
    page = Typesetter()
    page.paragraph("The meadow has 12 m^2^ of clover.^3^ It is the keeper's^4^ own.")

    assert _read(page).shown == ["The meadow has 12 m² of clover.[3] It is the keeper's[4] own."]


def test_each_page_has_the_label_that_the_file_gives_it() -> None:
    pages = Typesetter()
    for n in range(4):
        pages.page()
        pages.paragraph(tale(n))
        pages.pdf.set_page_label(label_style="r" if n < 2 else "D", label_start=1 + n % 2)

    assert [(p.label, p.number) for p in _read(pages).document.pages] == [
        *(("i", 1), ("ii", 2)),
        *(("1", 3), ("2", 4)),
    ]


def test_pages_that_are_pictures_are_named_and_the_others_served() -> None:
    pages = Typesetter()
    for n in range(9):
        pages.page()
        if n in {0, 2, 4, 5, 6}:
            pages.pdf.image(Image.new("L", (40, 60), 90), 0, 0, 300, 400)
        elif n != 7:
            pages.paragraph(tale(n))

    read = _read(pages)

    (note,) = read.notes
    assert note == (
        "Pages 1, 3 and 5 to 7 of the file have no readable text, as scanned pages have none; "
        "run text recognition (OCR) on it, and use the resulting file."
    )
    assert len(read.document.pages) == 9


def test_one_picture_is_named_alone() -> None:
    pages = Typesetter()
    pages.page()
    pages.paragraph(_LONG)
    pages.page()
    pages.pdf.image(Image.new("L", (40, 60), 90), 0, 0, 300, 400)

    (note,) = _read(pages).notes

    assert note.startswith("Page 2 of the file has no readable text, as a scanned page has none; ")


def _scanned() -> bytes:
    pages = Typesetter(foot="{}")
    for _ in range(3):
        pages.page()
        pages.pdf.image(Image.new("L", (40, 60), 90), 0, 0, 300, 400)
    return pages.output()


def _locked() -> bytes:
    pages = Typesetter()
    pages.paragraph(_LONG)
    pages.pdf.set_encryption(owner_password="keeper", user_password="bee")  # noqa: S106  # a test's
    return pages.output()


def _blank() -> bytes:
    pages = Typesetter()
    pages.page()
    return pages.output()


def _whole() -> bytes:
    pages = Typesetter()
    pages.paragraph(_LONG)
    return pages.output()


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (_scanned(), "None of its 3 pages has readable text, as scanned pages have none; "),
        (_locked(), "It is protected with a password; "),
        (_blank(), "It is empty; "),
        (_whole()[:300], "It is damaged, or was not saved to its end; "),
        (b"%PDF-1.7\n" + b"\x00\xff" * 500, "It is damaged, or was not saved to its end; "),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_one_sentence(raw: bytes, reason: str) -> None:
    with pytest.raises(NotServedError) as refused:
        read_raw(raw, "hives.pdf")

    assert str(refused.value).startswith(reason)


def test_a_file_of_more_pages_than_the_limit_is_refused() -> None:
    pages = Typesetter()
    for _ in range(3):
        pages.page()

    with pytest.raises(NotServedError, match=r"It has 3 pages, more than the limit of 2"):
        read_raw(pages.output(), "hives.pdf", limits=Limits(max_pages=2))


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_that_is_turned_is_read_as_it_is_held(degrees: int) -> None:
    pdf = FPDF(unit="pt", format=(400.0, 400.0))
    pdf.add_page()
    pdf.set_font("Times", size=SIZE)
    with pdf.rotation(degrees, 200, 200):
        for i, line in enumerate(
            ("The keepers of the northern valley", "counted all of their hives.")
        ):
            pdf.text(60, 100 + 12 * i, line)
    pdf.text(300, 20, "Draft")

    read = read_raw(bytes(pdf.output()), "hives.pdf")

    assert read.shown == ["The keepers of the northern valley counted all of their hives."]
    assert read.left_out == ["Draft"]


@pytest.mark.parametrize(
    ("about", "served"),
    [
        ({}, ("Hives", ())),
        ({"title": "Microsoft Word - hives.doc", "author": "User"}, ("Hives", ())),
        ({"title": "untitled", "author": "lib-scanner2"}, ("Hives", ())),
        (
            {"title": "Of keepers", "author": "Ann Bell, Carl Dow"},
            ("Of keepers", ("Ann Bell", "Carl Dow")),
        ),
    ],
)
def test_title_and_authors_of_the_file_are_taken_where_a_person_wrote_them(
    about: dict[str, str], served: tuple[str, tuple[str, ...]]
) -> None:
    page = Typesetter()
    page.paragraph(_LONG)
    page.pdf.set_title(about.get("title", ""))
    page.pdf.set_author(about.get("author", ""))

    document = _read(page).document

    assert (document.title, document.authors, document.published) == (*served, None)


# Letters at random would be no readable text.
_WORDS = st.one_of(
    st.from_regex(r"\(?[bcdklmst]?[aeiou][bdnrst][aeiou]?[.,:)-]?", fullmatch=True),
    st.from_regex(r"[0-9]{1,5}[.,:]?", fullmatch=True),
)
_LINES = st.tuples(
    st.lists(_WORDS, min_size=1, max_size=6).map(" ".join),
    st.sampled_from([40, 40, 40, 60, 220, 220]),
    st.sampled_from([7, 10, 10, 10, 16]),
    st.sampled_from(["", "", "B"]),
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(_LINES, max_size=25), min_size=1, max_size=4))
def test_no_character_is_lost_and_each_lies_in_a_block_or_is_left_out(
    pages: list[list[tuple[str, int, int, str]]],
) -> None:
    pdf = FPDF(unit="pt", format=(600.0, 700.0))
    for lines in pages:
        pdf.add_page()
        for i, (words, x, size, style) in enumerate(lines):
            pdf.set_font("Helvetica", style, size)
            pdf.text(x, 40 + 24 * i, words)

    draft = read_pdf(bytes(pdf.output()), DEFAULT_LIMITS)

    spans = [(b.start, b.end) for b in draft.blocks] + [(s.start, s.end) for s in draft.left_out]
    covered = sorted(place for start, end in spans for place in range(start, end))
    assert len(covered) == len(set(covered))
    loose = set(range(len(draft.text))) - set(covered)
    assert all(draft.text[place].isspace() for place in loose)
    written = "".join(words for lines in pages for words, *_ in lines)
    for character in set(written) - set(" -"):  # a hyphen at a line's end may be mended
        assert draft.text.count(character) == written.count(character)
    assert [page.number for page in draft.pages if page.start == 0][:1] == [1]
    assert {page.number for page in draft.pages} == set(range(1, len(pages) + 1))
