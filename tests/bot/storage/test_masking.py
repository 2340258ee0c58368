"""Masking: personal data never reaches the disk, and what students ask about does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.storage.masking import masked, masked_within

ADDRESSES = st.from_regex(
    r"[a-z][a-z0-9._%+-]{0,20}@[a-z0-9-]{1,20}(\.[a-z]{2,6}){1,2}", fullmatch=True
)
NUMBERS = st.integers(10**16, 10**20 - 1)


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("Ask ada.b+x@school.example.edu, please", "Ask [e-mail], please"),
        ("ADA@SCHOOL.EDU?", "[e-mail]?"),
        ("<ada@school.edu>", "<[e-mail]>"),
        ("jürgen.müller@köln.de", "[e-mail]"),
        ("ada (at) school (dot) edu", "[e-mail]"),
        ("ada[at]school.edu", "[e-mail]"),
        ("mailto:ada@school.edu", "mailto:[e-mail]"),
        ("Did <@123456789012345678> and <@!123456789012345678> ask?", "Did @user and @user ask?"),
        ("<@&123456789012345678> in <#123456789012345678>", "@role in #channel"),
        ("<a:wave:123456789012345678> </ask:123456789012345678>", ":wave: /ask"),
        ("my id is 12345678901234567", "my id is [id]"),
        ("(123456789012345678)", "([id])"),
        ("call +44 20 7946 0958 now", "call [phone number] now"),
        ("+442079460958", "[phone number]"),
        ("+1 (212) 555-0123?", "[phone number]?"),
        ("0044 20 7946 0958", "[phone number]"),
        ("020 7946 0958.", "[phone number]."),
        ("(020) 7946 0958", "[phone number]"),
        ("07911123456", "[phone number]"),
        ("07911 123456", "[phone number]"),
        ("030/901820-22", "[phone number]"),
        ("06 12 34 56 78", "[phone number]"),
        ("06.12.34.56.78", "[phone number]"),
        ("(212) 555-0123", "[phone number]"),
        ("212-555-0123", "[phone number]"),
        ("212.555.0123", "[phone number]"),
        ("2125550123", "[phone number]"),
        ("1-800-555-0199", "[phone number]"),
        ("text me at 555-0123", "text me at [phone number]"),
        ("phone: 901820", "phone: [phone number]"),
        ("https://ada:pw@school.edu/x", "[link]"),
        ("see https://school.edu/quiz?access_token=abc123 now", "see [link] now"),
        ("https://school.edu/join?a=1&invite_code=xyz", "[link]"),
        ("https://discord.com/api/webhooks/123456789012345678/abc", "[link]"),
        ("ghp_" + "aB3" * 12, "[token]"),
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl", "[token]"),
        ("key 9f86d081884c7d659a2feaa0c55ad015", "key [token]"),
        ("MTIzNDU2Nzg5MDEyMzQ1Njc4.GaBcDe.abcDEF123456ghiJKL789mnoPQR012", "[token]"),
        ("half \ud800", "half \\ud800"),
    ],
)
def test_personal_data_is_replaced_by_a_word(written: str, stored: str) -> None:
    assert masked(written) == stored


@pytest.mark.parametrize(
    "written",
    [
        "What happened in 1914-1918 and 1939-1945?",
        "Was it on 1962-10-22 or 10/22/1962, 22.10.1962 10:30?",
        "01.02.2024 10:30 and 01-02-2024 12.30",
        "2024-01-15 2024-02-15",
        "see pp. 212-215, 234, 1999",
        "pages 120-1345",
        "chapters 1, 2 and 10-12",
        "ISBN 0-306-40615-2 or ISBN 978-0-306-40615-7",
        "ISBN 0306406152",
        "ISBN-13: 9780306406157",
        "978-0-306-40615-7",
        "0-306-40615-2",
        "ISSN 0317-8471",
        "a population of 7,800,000,000",
        "1 000 000 000 000",
        "pi is 3.14159265358979323846",
        "0.123456789012",
        "0110 1001 0110 1001",
        "Fibonacci: 0 1 1 2 3 5 8 13 21 34 55 89",
        "10^23 and 6.022e23 and 299792458 m/s",
        "x+1000000 = y",
        "call 911",
        "room 101, 3rd floor",
        "SN1993J and NGC 4993",
        "https://en.example.org/wiki/Cold_War?oldid=1234567",
        "https://example.org/2019/10/22/some-long-article-name-with-many-words.html",
        "pneumonoultramicroscopicsilicovolcanoconiosis",
        "and/or/neither/nor/both/either/whatever/else",
        "what is a user@ and the @ sign?",
        "C++ vs. C# @ 3pm",
        "$1,234,567.89",
        "1234567890123",
        "<t:1700000000:R>",
    ],
)
def test_what_students_ask_about_stays(written: str) -> None:
    assert masked(written) == written


def test_each_text_within_a_value_is_masked_and_nothing_else() -> None:
    written = {
        "note": "ask ada@school.edu",
        "ids": [12345678901234567, None],
        "deep": ({"a": "b"},),
    }

    assert masked_within(written) == {
        "note": "ask [e-mail]",
        "ids": [12345678901234567, None],
        "deep": [{"a": "b"}],
    }


@given(st.text(), ADDRESSES, st.text())
def test_no_address_survives_whatever_stands_around_it(
    before: str, address: str, after: str
) -> None:
    assert address not in masked(f"{before} {address} {after}")


@given(st.text(), NUMBERS, st.sampled_from(["{}", "<@{}>", "<@!{}>", "<@&{}>", "<#{}>", "id:{}"]))
def test_no_id_survives_in_any_form(before: str, number: int, form: str) -> None:
    assert str(number) not in masked(f"{before} {form.format(number)} after")


@given(st.integers(10**8, 10**13), st.sampled_from(["", " ", "-", ".", " (", ") ", "/"]), st.data())
def test_no_international_number_survives_however_it_is_parted(
    number: int, gap: str, data: st.DataObject
) -> None:
    digits = str(number)
    cut = data.draw(st.integers(1, len(digits) - 2))

    stored = masked(f"me: +{digits[:cut]}{gap}{digits[cut:]}!")

    assert stored == "me: [phone number]!"


@given(st.text())
def test_masking_twice_changes_nothing_more(text: str) -> None:
    once = masked(text)

    assert masked(once) == once


@given(st.text(alphabet=st.characters(blacklist_categories=["Nd"], blacklist_characters="@:<[(")))
def test_words_without_digits_and_signs_stay(text: str) -> None:
    assert masked(text) == text.encode("utf-8", "backslashreplace").decode()


@pytest.mark.parametrize(
    "unit", ["a", "0", "1 ", "a@", "+1", "0 11 ", "a.", "://", "x@y.", "(212) "]
)
def test_long_texts_take_no_longer_than_their_length(unit: str) -> None:
    """A pattern that tries all ways to read a text would take years over this one."""
    assert masked(unit * 20_000) is not None
