"""Web pages: their text in its order, without the page around it."""

import socket
import textwrap
from email.message import EmailMessage
from pathlib import Path

import pytest

from sources.problems import NotServedError
from tests.sources.desk import read_raw, sentences

PAGES = Path(__file__).parent / "pages"
TEXT = "The mill at the bend of the river was built in 1794, and it ground the valley’s rye."
MORE = "It burned twice, and twice the people of the village came together and rebuilt it."

BUILT = (
    "The mill at the bend of the river was built in 1794, and for a hundred years it ground the "
    "valley’s rye."
)
REMAINS = (
    "the overshot wheel, twelve feet across;",
    "a ledger of every sack ground between 1801 and 1846;",
    "its first pages are lost",
    "the miller’s house.",
)
RISE = (
    "Why did the numbers rise? The answer is the canal, which opened in 1819 and brought barges "
    "from the coast."
)

KATEX = (
    'So <span class="katex"><span class="katex-mathml"><math><mi>y</mi></math></span>'
    '<span class="katex-html" aria-hidden="true">y</span></span> rises'
)


def page(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()


def test_a_blog_post_is_read_without_menu_buttons_related_posts_and_comments() -> None:
    read = read_raw((PAGES / "blog.html").read_bytes(), "blog.html")

    document = read.document
    assert (document.title, document.authors) == ("Why the old mill still matters", ("Ann Bell",))
    assert (document.published, document.publisher) == ("2021-03-14", "River Notes")
    assert document.url == "https://rivernotes.example/2021/03/old-mill/"
    assert read.served.split("\n\n") == [
        "Why the old mill still matters",
        f"{BUILT}\nIt burned twice, and twice the village rebuilt it.",
        "The mill, seen from the south bank.",
        "What the millers left",
        "Three things remain from their time:",
        "\n".join(REMAINS),
        "We grind what the valley grows, and the valley grows what we can grind.",
        "Ledger of the mill, 1801",
        "The ledger in numbers",
        "Year\tSacks of rye\tSacks of oats\n1801\t412\t96\n1822\t1,040\t133",
        RISE,
        "No.",
        "First the canal came.\nThen the railway took its trade away.",
    ]
    assert [heading.level for heading in document.headings] == [0, 2, 3]


def test_an_article_of_an_encyclopedia_keeps_facts_terms_tables_and_works_cited() -> None:
    read = read_raw((PAGES / "encyclopedia.html").read_bytes(), "treaty.html")

    text = read.served
    assert (read.document.title, read.document.published) == ("Treaty of Harrow Ford", None)
    assert read.headings == ["Background", "Terms", "Borders", "References"]
    assert "Signed\t4 May 1672\nLocation\tHarrow Ford\nParties\tKingdom of Aldmark Free" in text
    assert "(Aldmarkish: Furtfriede) was signed" in text
    assert "ending the Nine Bridges War. It fixed the border" in text
    assert "River Harrow\nThe deep channel of the river became the border.\nIslands\nEach" in text
    assert "Good\tToll\nSalt\t2 pence" in text
    assert [p.text for p in read.passages if p.kind == "reference"] == [
        "Bell, Ann (1994). The Ford and the Crown. Mill Press. p. 44. ISBN 0-00-000000-0.",
        'Dow, Carl. "Borders that last." River Quarterly 12 (2001): 3–19.',
    ]
    around = [
        "edit",
        "[1]",
        "citation needed",
        "Contents",
        "Jump to",
        "Main article",
        "Treaty of O",
    ]
    around += ["Retrieved", "Categories", "Log in", "last edited", "List of treaties", "^"]
    assert [words for words in around if words in text] == []


def test_a_news_page_is_read_without_banner_advertisements_and_what_others_read() -> None:
    read = read_raw((PAGES / "news.html").read_bytes(), "ferry.htm")

    document = read.document
    assert document.title == "Ferry to close after 140 years"
    assert document.authors == ("Ida Moss", "Jon Reed")
    assert (document.published, document.publisher) == ("2022-11-02", "The Valley Courier")
    assert document.url == "https://courier.example/news/ferry-closes"
    assert "The last boat will cross on New Year's Eve, the council says." in read.served
    assert '"I shall miss the mornings," he said.' in read.served
    around = [
        "By Ida",
        "privacy",
        "Subscribe",
        "Sport",
        "Advertisement",
        "Share",
        "Read more",
        "newsletter",
    ]
    around += ["Tags", "Most read", "angryreader", "©", "Storm"]
    assert [words for words in around if words in read.served] == []


def test_an_old_page_without_paragraph_ends_is_read_from_its_layout_table() -> None:
    read = read_raw((PAGES / "speech.html").read_bytes(), "speech.html")

    assert read.document.title == "Speech of Governor Hale"
    assert read.headings == ["To the Assembly, 3 January 1848"]
    paragraphs = read.served.split("\n\n")
    assert paragraphs[2].endswith("hard one for the province—harder than any since the flood.")
    assert paragraphs[4:7] == [
        "I ask you for three things.",
        "First, a loan of forty thousand crowns, to be spent on seed.",
        "Second, that the toll on grain be lifted until September.",
    ]
    assert paragraphs[8].endswith("“Bread and truth,” my father used to say, “are eaten at the "
                                  "same table.”")  # fmt: skip
    assert "Speeches" not in read.served


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="utf-8">', "utf-8"),
        ("", "utf-8"),
        ("", "utf-8-sig"),
        ("", "utf-16"),
        ('<meta charset="utf-8">', "utf-16"),
        ('<meta charset="iso-8859-1">', "cp1252"),
        ('<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=windows-1252">', "cp1252"),
        ('<meta charset="utf-8">', "cp1252"),
        ('<meta charset="no-such-thing">', "utf-8"),
        ('<meta charset="macintosh">', "mac-roman"),
    ],
)
def test_a_page_is_decoded_by_its_mark_or_by_what_it_says(head: str, encoding: str) -> None:
    raw = page(f"<p>{TEXT}</p><p>{MORE}</p>", head).decode().encode(encoding)

    assert read_raw(raw, "mill.html").served == f"{TEXT}\n\n{MORE}"


def test_a_short_page_in_which_no_text_is_found_is_read_whole() -> None:
    assert read_raw(page("<p>Bees hum.</p><script>x()</script>"), "b.html").shown == ["Bees hum."]


def test_words_are_joined_and_parted_as_a_browser_shows_them() -> None:
    body = (
        f"<p>{TEXT}</p><p>A<b>b</b>c <i>d</i>\n  e&nbsp;f<!-- g --> h<br>i<br><br>j &lt;k&gt;</p>"
    )

    document = read_raw(page(body), "b.html").document

    assert document.text == f"{TEXT}\n\nAbc d e\u00a0f h\ni\n\nj <k>"


def test_verses_and_programs_keep_their_lines() -> None:
    body = f"<p>{TEXT}</p><pre>O mill,\n  O wheel.\n\nGrind on.</pre>"

    read = read_raw(page(body), "b.html")

    assert read.document.text == f"{TEXT}\n\nO mill,\n  O wheel.\nGrind on."
    assert read.shown == [f"{TEXT}\nO mill,\nO wheel.\nGrind on."]


def test_a_term_and_what_it_means_are_one_sentence() -> None:
    body = (
        f"<p>{TEXT}</p><dl><dt>race</dt><dt>leat</dt><dd>The water of a mill. It is cold.</dd>"
        "<dt>hopper</dt><dd>a funnel</dd><dt>alone</dt></dl><p>Grind on.</p><dl><dt>last</dt></dl>"
    )

    read = read_raw(page(body), "b.html")

    assert [one for passage in read.passages for one in sentences(passage)] == [
        *(TEXT, "race\nleat\nThe water of a mill.", "It is cold.", "hopper\na funnel"),
        *("alone", "Grind on.", "last"),
    ]


def test_prose_that_somebody_wrapped_by_hand_is_read_as_paragraphs() -> None:
    lines = textwrap.fill(f"{BUILT} {TEXT} {MORE}", 60), textwrap.fill(f"{MORE} {RISE}", 60)
    wrapped = "\n\n".join(lines)
    body = f"<p>{TEXT}</p><pre>{wrapped}</pre>"

    document = read_raw(page(body), "b.html").document

    assert document.text == f"{TEXT}\n\n{BUILT} {TEXT} {MORE}\n\n{MORE} {RISE}"


@pytest.mark.parametrize("hidden", ["hidden", 'style="display: none"', 'aria-hidden="true"'])
def test_what_is_hidden_is_not_read(hidden: str) -> None:
    body = f"<main><p>{TEXT}</p><p {hidden}>Secret.</p><p>{MORE}</p></main>"

    assert read_raw(page(body), "b.html").served == f"{TEXT}\n\n{MORE}"


def test_a_name_of_furniture_around_all_the_text_hides_nothing() -> None:
    body = f'<div class="comments-open has-sidebar"><p>{TEXT}</p><p>{MORE}</p></div>'

    assert read_raw(page(body), "b.html").served == f"{TEXT}\n\n{MORE}"


def test_a_heading_is_kept_whatever_its_words_make_its_id() -> None:
    body = (
        f'<main><p>{TEXT}</p><h2 id="social-effects">Social effects</h2><p>{MORE}</p>'
        '<h2><span class="headline" id="Comments">Comments</span></h2><p>None was made.</p></main>'
    )

    assert read_raw(page(body), "b.html").headings == ["Social effects", "Comments"]


def test_the_address_is_what_the_browser_noted_where_the_page_has_none() -> None:
    noted = b"<!-- saved from url=(0027)https://rivernotes.example/mill -->\n"

    document = read_raw(noted + page(f"<p>{TEXT}</p>"), "mill.html").document

    assert document.url == "https://rivernotes.example/mill"


def test_a_picture_kept_in_the_page_does_not_hide_which_words_are_its_text() -> None:
    picture = "iVBORw0KGgo" * 2_000_000
    menu = '<div><a href="/">The menu of the site</a><br>Our office is closed on Mondays.</div>'
    text = f"<p>{TEXT}</p><p>{MORE}</p><p>{TEXT} {MORE}</p>"

    raw = page(f'{menu}<div><img src="data:image/png;base64,{picture}">{text}</div>')

    assert "Mondays" not in read_raw(raw, "b.html").served


def test_a_page_saved_as_one_file_is_read_with_its_address() -> None:
    message = EmailMessage()
    message["From"] = "<Saved by a browser>"
    message["Snapshot-Content-Location"] = "https://rivernotes.example/mill"
    message.set_content(f"<html><body><p>{TEXT}</p></body></html>", subtype="html")
    message.add_related(b"\x89PNG", "image", "png")

    document = read_raw(message.as_bytes(), "mill.mhtml").document

    assert (document.text, document.url) == (TEXT, "https://rivernotes.example/mill")


def test_a_file_without_a_page_in_it_is_refused() -> None:
    with pytest.raises(NotServedError, match="holds no web page"):
        read_raw(b"Subject: mill\nContent-Type: text/plain\n\nThe mill.", "mill.mht")


def test_a_page_that_could_only_be_read_in_part_is_refused() -> None:
    with pytest.raises(NotServedError, match="nested too deeply"):
        read_raw(page("<div>" * 100_000 + "The mill."), "deep.html")


def test_elements_that_are_never_closed_hide_nothing() -> None:
    body = f"<p>{TEXT}</p>" + "".join(f"<p><font size=2>The mill, {i}." for i in range(400))

    assert read_raw(page(body), "old.html").served.endswith("The mill, 399.")


def test_entities_of_the_page_are_not_spelled_out() -> None:
    doctype = b'<!DOCTYPE html [<!ENTITY a "lol"><!ENTITY x SYSTEM "file:///etc/hostname">]>'

    text = read_raw(doctype + f"<p>{TEXT}</p><p>&a;&x;</p>".encode(), "b.html").served

    assert text.endswith("&a;&x;")


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        message = "a page was about to be fetched"
        raise AssertionError(message)

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    links = '<link rel="stylesheet" href="http://127.0.0.1/x"><base href="http://127.0.0.1/">'
    body = f'<p>{TEXT}</p><img src="http://127.0.0.1/i"><iframe src="http://127.0.0.1/f"></iframe>'

    assert read_raw(page(body, links), "b.html").served == TEXT


@pytest.mark.parametrize(
    ("markup", "shown"),
    [
        ("12 km<sup>2</sup> of rye and 10<sup>-3</sup> more.", "12 km² of rye and 10⁻³ more."),
        ("the valley’s rye<sup>12</sup> was", "the valley’s rye[12] was"),
        ("on the 1<sup>st</sup> of May", "on the 1st of May"),
    ],
)
def test_raised_figures_stay_apart_from_the_words_before_them(markup: str, shown: str) -> None:
    assert shown in read_raw(page(f"<p>{TEXT} {markup}</p>"), "mill.html").served


def test_frames_that_were_saved_with_a_page_are_read_where_they_are_shown() -> None:
    message = EmailMessage()
    body = f'<p>{TEXT}</p><iframe src="cid:f1@mhtml"></iframe><p>{MORE}</p>'
    message.set_content(f"<html><body><main>{body}</main></body></html>", subtype="html")
    message.add_related(b"<html><body><p>The ferry is slow.</p></body></html>", "text", "html")
    *_, frame = message.iter_parts()
    frame.add_header("Content-ID", "<f1@mhtml>")
    inline = '<iframe srcdoc="&lt;p&gt;The ferry is slow.&lt;/p&gt;"></iframe>'

    saved = read_raw(message.as_bytes(), "mill.mhtml").served
    single = read_raw(page(f"<main><p>{TEXT}</p>{inline}<p>{MORE}</p></main>"), "mill.html").served

    assert saved == single == f"{TEXT}\n\nThe ferry is slow.\n\n{MORE}"


@pytest.mark.parametrize(
    "markup",
    [
        "<html><head><title>x</title></head></html><body><p>{0}</p><p>{1}</p></body>",
        "<html><body><p>{0}</p></body></html><p>{1}</p>",
        "<html><body><p>{0}</p></body></html><html><body><p>{1}</p></body></html>",
        "<html><body></body></html><p>{0}</p></html><p>{1}</p>",
    ],
)
def test_what_comes_after_the_end_tag_of_a_page_is_read(markup: str) -> None:
    assert read_raw(markup.format(TEXT, MORE).encode(), "mill.html").served == f"{TEXT}\n\n{MORE}"


def test_the_parts_of_a_saved_page_are_decoded_as_they_say() -> None:
    raw = (
        b"MIME-Version: 1.0\nContent-Type: text/html; charset=windows-1252\n"
        b"Content-Transfer-Encoding: 8bit\n\n<p>The valley\x92s rye.</p>"
    )

    assert read_raw(raw, "mill.mht").served == "The valley’s rye."


@pytest.mark.parametrize(
    ("markup", "shown"),
    [
        ("is <math><mi>F</mi><mo>=</mo><mi>m</mi><mi>a</mi></math> here", "is F=ma here"),
        (KATEX, "So y rises"),
        ('<img class="mwe-math-fallback-image" alt="{\\displaystyle y=k/t}"> falls', "y=k/t falls"),
        ('<span class="MathJax">o</span><script type="math/tex">y=2</script> falls', "y=2 falls"),
        ('press <img src="k.png" alt="the red key"> twice', "press [image: the red key] twice"),
        ('wait <img src="s.png" alt="😀"> a bit', "wait 😀 a bit"),
        ('a <img src="i.png" width="16" alt="new window"> link', "a link"),
    ],
)  # fmt: skip
def test_nothing_leaves_a_hole_in_a_sentence(markup: str, shown: str) -> None:
    assert shown in read_raw(page(f"<p>{TEXT} {markup}</p>"), "mill.html").served


def test_a_picture_of_its_own_leaves_no_mark() -> None:
    body = f'<p>{TEXT}</p><p><img src="m.png" alt="The mill"></p><p>{MORE}</p>'

    assert read_raw(page(body), "mill.html").served == f"{TEXT}\n\n{MORE}"


def test_marks_of_notes_and_links_are_no_words_and_are_reported() -> None:
    body = (
        f'<h1>The mill<a class="headerlink" href="#mill">¶</a></h1><p>{TEXT}<a href="#fn1"'
        ' class="fnanchor">[1]</a> It stands.<sup><a href="#fn2">2</a></sup></p>'
        '<div class="footnote"><p id="fn1">[1] See the ledger.</p></div>'
    )

    read = read_raw(page(body, "<title>The mill</title>"), "mill.html")

    assert read.document.title == "The mill"
    assert read.shown == [f"{TEXT} It stands.", "[1] See the ledger."]
    assert [line for words in read.left_out for line in words.split("\n")] == ["¶", "[1]", "2"]


def test_pages_of_the_print_are_cited_and_stay_out_of_the_words() -> None:
    body = (
        f'<p>{TEXT} The land<span class="pagenum" id="Page_14">[Pg 14]</span>lord left.</p>'
        f'<p><span class="pagenum">15</span>{MORE}</p>'
    )

    read = read_raw(page(body), "mill.html", target=40)

    assert [(p.shown()[:12], p.locator.page) for p in read.passages] == [
        ("The mill at ", None),
        ("The landlord", None),
        ("It burned tw", "15"),
    ]
    assert [(p.label, p.kind) for p in read.document.pages] == [("14", "print"), ("15", "print")]


def test_a_cell_over_several_rows_is_in_each_of_them() -> None:
    rows = "<tr><td rowspan=2>Monday</td><td>Physics</td></tr><tr><td>Latin</td></tr>"

    served = read_raw(page(f"<p>{TEXT}</p><table>{rows}</table>"), "mill.html").served

    assert served.endswith("Monday\tPhysics\nMonday\tLatin")


def test_a_page_saved_by_word_has_its_lists_and_notes() -> None:
    body = (
        "<div class=WordSection1><p class=MsoListParagraphCxSpFirst><![if !supportLists]>"
        "<span style='mso-list:Ignore'>·<span>&nbsp; </span></span><![endif]>Abbeys paid.</p>"
        "<p class=MsoListParagraph><span style='mso-list:Ignore'>2.<span>&nbsp; </span></span>"
        "Ports paid.</p></div><div style='mso-element:footnote-list'>"
        "<div style='mso-element:footnote'><p class=MsoFootnoteText>In 1340.</p></div></div>"
    )

    read = read_raw(page(body), "wool.htm")

    assert read.served.split() == "Abbeys paid. 2. Ports paid. In 1340.".split()
    assert read.left_out == ["·"]


def test_a_shadow_root_is_read_with_what_is_put_into_its_slots() -> None:
    host = (
        '<x-note><template shadowrootmode="open"><p><slot name="who"></slot> said:</p>'
        '<slot></slot></template><b slot="who">Ann</b><p>It burned twice.</p></x-note>'
    )

    served = read_raw(page(f"<main><p>{TEXT}</p>{host}</main>"), "mill.html").served

    assert served == f"{TEXT}\n\nAnn said:\n\nIt burned twice."


def test_project_gutenbergs_header_and_licence_are_left_out_and_name_the_book() -> None:
    body = (
        '<section class="pg-boilerplate" id="pg-header"><h2>Project Gutenberg</h2>'
        "<div>Title: Hills</div><div>Author: Jane Roe</div></section>"
        f"<h1>HILLS</h1><p>{TEXT}</p><section class='pg-boilerplate'>*** END ***</section>"
    )

    read = read_raw(page(body, "<title>The Project Gutenberg eBook of Hills</title>"), "pg.html")

    assert (read.document.title, read.document.authors) == ("Hills", ("Jane Roe",))
    assert read.served == f"HILLS\n\n{TEXT}"
