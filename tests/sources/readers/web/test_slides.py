"""Decks that are web pages: each slide once, cited by its number, with everything on it."""

import pytest

from tests.sources.desk import Read, read_raw

REMARK = "<script src='remark.min.js'></script><script>remark.create({OPTIONS})</script>"


def remark(source: str, options: str = "") -> Read:
    area = f'<textarea id="source">{source}</textarea>'
    page = f"<html><head><title>Tides</title></head><body>{area}{REMARK}</body></html>"
    return read_raw(page.replace("OPTIONS", options).encode(), "tides.html")


def reveal(sections: str) -> Read:
    slides = f'<div class="reveal"><div class="slides">{sections}</div></div>'
    page = f"<html><head><title>Tides</title></head><body>{slides}</body></html>"
    return read_raw(page.encode(), "tides.html")


def test_slides_of_remark_are_read_from_their_markdown() -> None:
    deck = remark(
        "class: center, title-slide\n\n# Tides\n### Ann Bell\n---\nname: why\n# Why two?\n\n"
        "- The *moon* pulls.\n- So does the [sun](https://example.org/sun).\n\n"
        ".pull-left[\nHigh **tide** in `arr[1]`.\n]\n.red[Low] tide.\n???\nAsk them.\n"
        "---\n# End\n\nBye."
    )

    assert deck.served.split("\n\n") == [
        "Tides",
        "Ann Bell",
        "Why two?",
        "The moon pulls.\nSo does the sun.",
        "High tide in arr[1].",
        "Low tide.",
        "Ask them.",
        "End",
        "Bye.",
    ]
    assert [(p.label, p.kind) for p in deck.document.pages] == [(n, "slide") for n in "123"]
    assert deck.left_out == []


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("A.sub[1] and B.sub[.hi[max]]: .hi-red[**so** .b[it .c[is]].]", "A1 and Bmax: so it is."),
        ("Is x\\.y[1] `a.b[2]`? `\\( \\quad \\,\\ \\)` It is.", "Is x.y[1] a.b[2]? It is."),
    ],
)
def test_classes_of_words_are_no_words_also_after_a_letter(written: str, shown: str) -> None:
    assert remark(f"# Tides\n---\n# High\n\n{written}").shown == [shown]


@pytest.mark.parametrize(
    ("options", "labels"), [("", ["1", "3"]), ("countIncrementalSlides: false", ["1", "2"])]
)
def test_a_slide_that_builds_up_is_read_once(options: str, labels: list[str]) -> None:
    deck = remark("# Tides\n\nThey come.\n---\n# Why\n\nThe moon\n--\npulls.", options)

    assert [page.label for page in deck.document.pages] == labels
    assert deck.served.endswith("The moon pulls.")


def test_layouts_and_slides_that_are_not_shown_are_left_out_and_not_counted() -> None:
    deck = remark(
        "layout: true\n\nOur school\n---\n# Tides\n\nThey come.\n---\nexclude: true\n\nOld."
    )

    assert deck.served == "Tides\n\nThey come."
    assert [page.label for page in deck.document.pages] == ["1"]
    assert {"Our school", "Old."} <= {line for words in deck.left_out for line in words.split("\n")}


def test_separators_in_code_separate_nothing() -> None:
    deck = remark("# Tides\n\n```\na\n---\nb\n```")

    assert [page.label for page in deck.document.pages] == ["1"]


def test_slides_of_reveal_are_numbered_through_their_stacks() -> None:
    deck = reveal(
        "<section><h2>Tides</h2><p>They come.</p></section>"
        "<section><section><p>First.</p></section>"
        '<section><p>Second.</p><aside class="notes">Wait here.</aside></section></section>'
    )

    assert [(p.text, p.locator.page) for p in deck.passages] == [
        ("They come.", "1"),
        ("First.", "2"),
        ("Second.", "3"),
        ("Wait here.", "3"),
    ]


@pytest.mark.parametrize(
    "template",
    [
        "<textarea data-template>\n  ## Calderas\n  They **collapse**.\n</textarea>",
        '<script type="text/template">\n## Calderas\nThey **collapse**.\n</script>',
    ],
)
def test_markdown_slides_of_reveal_are_read(template: str) -> None:
    deck = reveal(f"<section><p>First.</p></section><section data-markdown>{template}</section>")

    assert deck.served == "First.\n\nCalderas\n\nThey collapse."


def test_one_section_of_markdown_may_hold_several_slides() -> None:
    source = "One.\n\n---\n\nTwo.\n\nNote: wait."
    deck = reveal(f"<section data-markdown data-separator-notes='^Note:'>{source}</section>")

    assert deck.served == "One.\n\nTwo.\n\nwait."
    assert [page.label for page in deck.document.pages] == ["1", "2"]


def test_slides_in_another_file_are_asked_for() -> None:
    deck = reveal('<section><p>First.</p></section><section data-markdown="more.md"></section>')

    assert any("more.md" in note for note in deck.notes)


def test_slides_are_known_by_their_name_where_a_page_consists_of_them() -> None:
    page = "".join(f'<div class="slide"><h1>Part {n}</h1><p>Words {n}.</p></div>' for n in range(3))

    read = read_raw(f"<html><body>{page}</body></html>".encode(), "tides.html")

    assert [page.label for page in read.document.pages] == ["1", "2", "3"]


def test_a_heading_in_a_class_of_remark_is_a_heading() -> None:
    deck = remark("# Tides\n\nThey come.\n---\n.col[# Why]\n\nThe moon.\n.b[### How]\n.c[- Once]")

    assert [heading.text for heading in deck.document.headings] == ["Tides", "Why", "How"]
    assert deck.served.endswith("Once")
