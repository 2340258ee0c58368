"""What is cited of a page: the first plausible title, author and date, or nothing."""

import json

import pytest

from sources.documents import Document
from tests.sources.desk import read_raw

TEXT = "The mill at the bend of the river was built in 1794, and it ground the valley’s rye."

SINGLE_FILE = """<!--
 Page saved with SingleFile
 url: https://example.org/mill
 saved date: Tue May 07 2024 10:11:12 GMT+0200
-->"""


def document(head: str, body: str = "") -> Document:
    page = f"<!DOCTYPE html><html><head>{head}</head><body>{body}<p>{TEXT}</p></body></html>"
    return read_raw(page.encode(), "x.html").document


def ld(**fields: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(fields)}</script>'


def meta(name: str, content: str) -> str:
    return f'<meta name="{name}" content="{content}">'


@pytest.mark.parametrize(
    ("head", "authors"),
    [
        (meta("author", "Ann Bell"), ("Ann Bell",)),
        (meta("author", "Bell, Ann, 1820-1890"), ("Ann Bell",)),
        (meta("author", "By Ann Bell | 5 min read"), ("Ann Bell",)),
        (meta("citation_author", "Bell, Ann") + meta("citation_author", "Dow, Carl"), 2),
        (ld(**{"@type": "Article", "author": {"@type": "Person", "name": "Ann Bell"}}), 1),
        (ld(**{"@type": "NewsArticle", "author": ["Ann Bell", {"name": "Carl Dow"}]}), 2),
        (
            ld(
                **{
                    "@graph": [
                        {"@type": "Article", "author": {"@id": "#ann"}},
                        {"@type": "Person", "@id": "#ann", "name": "Ann Bell"},
                    ]
                }
            ),
            ("Ann Bell",),
        ),
        (meta("author", "By Staff"), ()),
        (meta("author", "wordpressadmin"), ()),
        (meta("author", "RiverMill"), ()),
        (meta("author", "Hypatia"), ("Hypatia",)),
        (meta("article:author", "https://example.org/ann"), ()),
        (meta("author", "River Notes") + meta("og:site_name", "River Notes"), ()),
        (ld(**{"@type": "Article", "author": {"name": "Contributors to Wikimedia projects"}}), ()),
    ],
)
def test_authors_are_names_of_persons(head: str, authors: tuple[str, ...] | int) -> None:
    found = document(head).authors

    assert (len(found) if isinstance(authors, int) else found) == authors


@pytest.mark.parametrize(
    ("body", "authors"),
    [
        (
            '<h1>The mill</h1><p class="byline">By Ann Bell and Carl Dow</p>',
            ("Ann Bell", "Carl Dow"),
        ),
        ('<h1>The mill</h1><h4 class="author">Ann Bell</h4>', ("Ann Bell",)),
        ('<a rel="author" href="/ann">Ann Bell</a>', ("Ann Bell",)),
        ('<a href="/author/123">Germany</a> <a href="/x">Authority control databases</a>', ()),
    ],
)
def test_authors_come_from_by_lines_that_are_marked(body: str, authors: tuple[str, ...]) -> None:
    assert document("", body).authors == authors


@pytest.mark.parametrize(
    ("head", "published"),
    [
        (meta("article:published_time", "2021-03-14T09:12:00+00:00"), "2021-03-14"),
        (meta("citation_publication_date", "2021/03"), "2021-03"),
        (meta("date", "14 March 2021"), "2021-03-14"),
        (meta("date", "2021"), "2021"),
        (ld(**{"@type": "BlogPosting", "datePublished": "2021-03-14"}), "2021-03-14"),
        (meta("date", "soon"), None),
        (meta("date", "2021-13-40"), None),
        (ld(**{"@type": "Article", "datePublished": "2004-03-11", "publisher": "Wikimedia"}), None),
        ("", None),
    ],
)
def test_the_date_is_when_the_page_was_published(head: str, published: str | None) -> None:
    assert document(head).published == published


PUBDATE = '<time pubdate datetime="2021-03-14"></time>'
OTHERS = '<time datetime="1794-05-01"></time> <time datetime="1801-02-03"></time>'


@pytest.mark.parametrize(("body", "published"), [(OTHERS + PUBDATE, "2021-03-14"), (OTHERS, None)])
def test_the_date_is_the_time_that_is_marked_as_the_date_of_publication(
    body: str, published: str | None
) -> None:
    assert document("", body).published == published


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        (
            "<title>The mill | River Notes</title>",
            "<h1>River Notes</h1><h2>The mill</h2>",
            "The mill",
        ),
        ("<title>The mill – Notes</title>" + meta("og:site_name", "Notes"), "", "The mill"),
        ("<title>x</title>", "<h1>The mill</h1>", "The mill"),
        ("<title>Untitled Document</title>", "<p>Grain</p><h1>The mill</h1>", "The mill"),
        (meta("og:title", "The mill"), "<h1>A site</h1>", "The mill"),
    ],
)
def test_the_title_is_the_heading_that_names_the_page(head: str, body: str, title: str) -> None:
    assert document(head, body).title == title


def test_word_says_who_wrote_a_page_in_a_comment() -> None:
    head = (
        "<title>x</title><!--[if gte mso 9]><xml><o:DocumentProperties>"
        "<o:Author>Ann Bell</o:Author></o:DocumentProperties></xml><![endif]-->"
    )

    found = document(head, "<p class=MsoTitle>The mill</p><h1>Its wheel</h1>")

    assert (found.title, found.authors) == ("The mill", ("Ann Bell",))


@pytest.mark.parametrize(
    ("comment", "accessed"),
    [
        ("<!-- saved from url=(0027)https://example.org/mill -->", None),
        (SINGLE_FILE, "2024-05-07"),
    ],
)
def test_programs_that_save_pages_note_where_and_when(comment: str, accessed: str | None) -> None:
    found = document(comment)

    assert (found.url, found.accessed) == ("https://example.org/mill", accessed)


def test_a_licence_is_named_as_people_name_it() -> None:
    link = '<a rel="license" href="https://creativecommons.org/licenses/by-sa/4.0/">Licence</a>'

    assert document("", link).licence == "CC BY-SA 4.0"
