"""What a page's furniture is: judged by what an element holds, never by its name alone."""

import pytest

from sources.readers.web.furniture import COMMENT, CONTROL, HIDDEN, LINKS
from tests.sources.desk import Read, read_raw

TEXT = "The mill at the bend of the river was built in 1794, and it ground the valley’s rye."
MORE = "It burned twice, and twice the people of the village came together and rebuilt it."
SHORT = "None was made."
CARD = '<div class="c"><h3><a href="/{0}">How the bridge was built, {0}</a></h3><p>{1}</p></div>'
NEWS = '<meta property="article:published_time" content="2022-11-02">'
LINK = '<li><a href="/{0}">The story of the ferry, part {0}</a></li>'


def read(body: str, head: str = "") -> Read:
    page = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"
    return read_raw(page.encode(), "mill.html")


def reasons(read: Read) -> dict[str, str]:
    """Return the reason for each text that is left out."""
    text = read.document.text
    return {text[span.start : span.end]: span.reason for span in read.document.left_out}


@pytest.mark.parametrize(
    "name",
    [
        "related",
        "social",
        "comments",
        "popular-posts",
        "sidebar",
        "menu",
        "footer",
        "share",
        "tags",
    ],
)
@pytest.mark.parametrize("attribute", ["id", "class"])
def test_a_section_is_kept_whatever_its_name(name: str, attribute: str) -> None:
    section = f'<div {attribute}="{name}"><h2>Later years</h2><p>{SHORT}</p></div>'

    served = read(f"<main><p>{TEXT}</p>{section}<p>{MORE}</p></main>").served

    assert served.split("\n\n") == [TEXT, "Later years", SHORT, MORE]


def test_an_id_made_of_the_heading_confirms_nothing() -> None:
    songs = "<ul><li>The miller</li><li>The <a href='/x'>ferryman</a></li></ul>"
    section = f'<section id="popular-songs"><h2>Popular songs</h2>{songs}</section>'

    assert "The miller" in read(f"<main><p>{TEXT}</p><p>{MORE}</p>{section}</main>").served


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        (f"<ul>{''.join(map(LINK.format, range(3)))}</ul>", LINKS),
        (f'<div class="related"><h3>Read also</h3>{LINK.format(1)}</div>', None),
        ('<p>Read more: <a href="/x">Ten years of the ferry in pictures</a></p>', LINKS),
        ("<form><p>Subscribe now.</p><input><button>Go</button></form>", CONTROL),
        ('<div class="newsletter"><p>Our news every morning.</p><input></div>', None),
        ('<div role="dialog"><p>We use cookies, and so do our 843 partners.</p></div>', CONTROL),
        ('<div class="share">Share</div>', None),
        ("<p hidden>Not found.</p>", HIDDEN),
    ],
)
def test_furniture_between_paragraphs_is_left_out_with_its_reason(
    markup: str, reason: str | None
) -> None:
    page = read(f"<main><p>{TEXT}</p>{markup}<p>{MORE}</p></main>")

    assert page.served == f"{TEXT}\n\n{MORE}"
    assert len(page.passages) == 1  # nothing left out interrupts a passage
    assert reason in {None, *reasons(page).values()}


def test_teasers_of_other_pages_are_left_out_and_their_heading_too() -> None:
    cards = "".join(CARD.format(n, "It took the engineers nine years to get it up.") for n in "abc")

    served = read(
        f"<main><p>{TEXT} {MORE}</p><p>{MORE} {TEXT}</p><h2>Next</h2>{cards}</main>"
    ).served

    assert "bridge" not in served
    assert "Next" not in served


def test_a_page_that_is_a_list_of_teasers_is_read_as_such() -> None:
    cards = "".join(
        CARD.format(n, f"It took them {n} years to get the bridge up.") for n in range(4)
    )

    assert "It took them 3 years" in read(f"<main>{cards}</main>").served


def test_a_list_of_documents_is_what_a_course_page_says() -> None:
    readings = (
        '<ul><li><a href="smith.pdf">Smith 2001</a></li><li><a href="w2.pptx">Tides</a></li></ul>'
    )

    assert "Smith 2001" in read(f"<main><p>{TEXT}</p><h2>Readings</h2>{readings}</main>").served


@pytest.mark.parametrize(
    "panel",
    [
        '<h3><button aria-expanded="false">When?</button></h3><div hidden>At ten.</div>',
        '<button data-bs-target="#a">When?</button><div id="a" style="display:none">At ten.</div>',
        '<a href="#a">When?</a><p id="a" aria-hidden="true">At ten.</p>',
        '<h3>When?</h3><div class="tab-panel" style="display: none">At ten.</div>',
        '<h3>When?</h3><div hidden="until-found">At ten.</div>',
        "<details><summary>When?</summary>At ten.</details>",
    ],
)
def test_a_closed_panel_is_text(panel: str) -> None:
    served = read(f"<main><p>{TEXT}</p><p>{MORE}</p>{panel}</main>").served

    assert "At ten." in served


def test_a_sidebar_of_the_text_is_text_and_one_beside_it_is_not() -> None:
    inside = f"<main><p>{TEXT}</p><aside class='sidebar'><p>{SHORT}</p></aside><p>{MORE}</p></main>"
    beside = (
        "<aside class='sidebar'><h2>On this site</h2><p>We print a new story each week.</p></aside>"
    )

    assert read(inside + beside).served == f"{TEXT}\n\n{SHORT}\n\n{MORE}"


def test_comments_are_left_out_below_an_article_but_are_the_text_of_a_thread() -> None:
    replies = "".join(f'<div class="comment"><b>Eve</b><p>{n}: {MORE}</p></div>' for n in range(9))
    comments = f'<section class="comments">{replies}</section>'

    article = read(f"<main><h1>The mill</h1><p>{TEXT * 30}</p>{comments}</main>")
    news = read(f"<main><h1>The mill</h1><p>{TEXT * 8}</p>{comments}</main>", NEWS)
    thread = read(f"<main><h1>When was it built?</h1><p>{SHORT}</p>{comments}</main>")
    task = read(f"<main><h1>When was it built?</h1><p>{TEXT * 8}</p>{comments}</main>")

    assert "8: It burned" not in article.served + news.served
    assert COMMENT in reasons(article).values()
    assert "8: It burned" in thread.served
    assert "8: It burned" in task.served


def test_words_in_the_middle_of_a_sentence_are_kept_whatever_their_class() -> None:
    line = 'Press <span class="button">Save</span> in the <b class="menu">File</b> menu to keep it.'

    assert "Press Save in the File menu to keep it." in read(f"<p>{TEXT}</p><p>{line}</p>").served


def test_every_word_of_a_page_is_served_or_left_out_with_a_reason() -> None:
    body = (
        "<header>Site <nav>Home</nav></header>Loose words.<main><h1>The mill</h1>"
        f"<p>{TEXT}</p>tail<svg><text>drawn</text></svg><noscript>No script.</noscript></main>"
        "<select><option>One</option></select><textarea>Typed</textarea><footer>Foot</footer>end"
    )

    text = read(body).document.text

    words = "Site Home Loose words tail drawn No script One Typed Foot end".split()
    assert [word for word in words if word not in text] == []
