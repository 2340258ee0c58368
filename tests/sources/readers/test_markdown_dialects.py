"""Marks of Quarto, MyST, kramdown, Jekyll, Hugo and Obsidian are neither words nor headings."""

import pytest

from sources.problems import PRIVATE_REMARKS
from tests.sources.desk import Read, read

TEXT = "Ice flows faster in the middle."


def _shown(written: str) -> list[str]:
    return read(f"# Ice\n\n{written}\n", "ice.qmd").shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (f"```{{note}}\n{TEXT}\n```", TEXT),
        (f"```{{admonition}} So *it* is\n:class: tip\n:name: x\n{TEXT}\n```", f"So it is\n{TEXT}"),
        (f"````{{tip}}\n```{{warning}} Now\n---\nclass: x\n---\n{TEXT}\n```\n````", f"Now\n{TEXT}"),
        (f":::{{note}}\n{TEXT}\n:::", TEXT),
        (f"```{{figure}} ice.png\n:alt: x\n{TEXT}\n```", TEXT),
        (f"```{{index}} single: Ice\n```\n{TEXT}", TEXT),
        (f"```{{toctree}}\na\nb\n```\n{TEXT}", TEXT),
        (f"(ice)=\n{TEXT}\n\n+++ {{}}\n", TEXT),
        ("See {doc}`the snow<snow>` and {term}`firn`.", "See the snow and firn."),
        ("So {math}`a_1 * b_2 * c`.", "So a_1 * b_2 * c."),
        (f"```{{code-block}} python\nx = 1\n```\n{TEXT}", f"x = 1\n{TEXT}"),
        (f"(x)=\n% a remark\n{TEXT}", TEXT),
    ],
    ids=lambda words: words.splitlines()[0][:30],
)  # fmt: skip
def test_myst(written: str, shown: str) -> None:
    assert _shown(written) == [shown]


@pytest.mark.parametrize("tag", ["div", "section", "center"])
def test_what_follows_the_line_of_a_tag_is_markdown(tag: str) -> None:
    notes = read(f"# Ice\n\n<{tag} class='x'>\nIt *moves*.\n</{tag}>\nA **tongue**.", "ice.md")

    assert notes.shown == ["It moves.\nA tongue."]


def test_rows_between_bars_are_a_table_without_a_head_too() -> None:
    notes = read("# Ice\n\n| Firn | 80% |\n| Snow | 20% |\n\nIt *melts*.", "ice.md")

    assert notes.shown == ["Firn   80%\nSnow   20%\nIt melts."]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (f"::: {{.callout-note}}\n{TEXT}\n:::", TEXT),
        (f'::: {{.callout-tip title="Key *point*"}}\n{TEXT}\n:::', f"Key point\n{TEXT}"),
        (f":::: {{.columns}}\n::: {{.column width=40%}}\n{TEXT}\n:::\n::::", TEXT),
        (f"```{{r}}\n#| label: x\nplot(y)\n```\n\n{TEXT}", f"plot(y)\n{TEXT}"),
        (f"```{{python}}\n#| echo: false\nplot(y)\n```\n\n{TEXT}", TEXT),
        (f"```{{r, include = FALSE}}\nplot(y)\n```\n\n{TEXT}", TEXT),
        (f"{{{{< video https://example.org >}}}}\n\n{TEXT}", TEXT),
        ("See [@miller, p. 12] and [ice]{.smallcaps}.", "See [@miller, p. 12] and ice."),
        ("![Ice](ice.png){width=50%} and `x`{.r}.", "[image: Ice] and x."),
    ],
)
def test_quarto(written: str, shown: str) -> None:
    assert _shown(written) == [shown]


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("## Layers {#sec-layers .unnumbered}", "Layers"),
        ("## Layers {.x} ##", "Layers"),
        ("## Layers\n{: #layers .x}", "Layers"),
        ("Layers {#l}\n------", "Layers"),
    ],
)
def test_attributes_are_no_part_of_a_heading(heading: str, name: str) -> None:
    notes = read(f"# Ice\n\n{heading}\n\n{TEXT}\n", "ice.md")

    assert notes.headings == [name]
    assert notes.shown == [TEXT]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (f"{TEXT}\n{{: .lead}}", TEXT),
        (f"* TOC\n{{:toc}}\n\n{TEXT}", f"* TOC\n{TEXT}"),
        (f"glacier\n: {TEXT}\n^\n\nSnow.", f"glacier\n{TEXT}\nSnow."),
        (f"<div markdown='1'>\n<i>![Ice](a.png)</i>\n{TEXT}\n</div>", f"[image: Ice] {TEXT}"),
        (f"{{::comment}}\nprivate\n{{:/comment}}\n\n{TEXT}", TEXT),
        (f"{{% include figure.html %}}\n\n{TEXT}", TEXT),
        (f"{{% comment %}} private {{% endcomment %}}{TEXT}", TEXT),
        (
            "Look: {% youtube x %} or {{< figure src=y >}} here.",
            "Look: [youtube] or [figure] here.",
        ),
        (f"[TOC]\n\n{TEXT}", TEXT),
        (f'!!! note "Key"\n    {TEXT}\n\n    Snow.', f"Key\n{TEXT}\nSnow."),
        (f"!!! wow\n\n{TEXT}", f"!!! wow\n{TEXT}"),
    ],
)
def test_kramdown_jekyll_hugo_and_mkdocs(written: str, shown: str) -> None:
    assert _shown(written) == [shown]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("> [!note] Remember\n> The king.", "Remember\nThe king."),
        ("> [!warning]-\n> The king.", "The king."),
        ("The [[Canada|north]], [[Ice]] and [[Ice#Flow]].", "The north, Ice and Ice#Flow."),
        ("![[map.png]] and ![[map.png|300]].", "[image: map.png] and [image: map.png]."),
        ("From ==November== on, a == b.", "From November on, a == b."),
        (f"{TEXT} ^block1", TEXT),
        ("It grows as 2 ^10\nand x ^2", "It grows as 2 ^10 and x ^2"),
        (f"#exam #war/cold\n\n{TEXT}", TEXT),
        (
            "x[[1]] and `==a==` and ``[[b]]`` and $c[[d]]$.",
            "x[[1]] and ==a== and [[b]] and $c[[d]]$.",
        ),
    ],
)
def test_obsidian(written: str, shown: str) -> None:
    assert _shown(written) == [shown]


@pytest.mark.parametrize(
    "remark",
    [
        "Seen %%secret%%.",
        "Seen.\n\n%%\nsecret\n\n# secret\n%%\n",
        "Seen.\n%% secret\n\nsecret",
        "Seen. %% secret",
        "> Seen.\n> %%secret%%",
    ],
)
def test_a_private_remark_is_stored_nowhere_and_named_as_a_problem(remark: str) -> None:
    notes = read(f"# Ice\n\n{remark}\n", "ice.md")

    assert notes.shown[0].startswith("Seen")
    assert "secret" not in notes.document.model_dump_json()
    assert notes.notes == (PRIVATE_REMARKS,)


def test_percent_signs_are_no_remark() -> None:
    notes = read("# Ice\n\nIt grew by 50%% and 100 %.\n\n```\n%% a cell\n```\n", "ice.md")

    assert notes.shown == ["It grew by 50%% and 100 %.\n%% a cell"]
    assert notes.notes == ()


def _left_out(notes: Read) -> str:
    return " ".join(notes.left_out)


def test_what_a_mark_says_is_reported() -> None:
    notes = read(f"# Ice\n\n[[Canada|North]] {{: .lead}}\n\n<!-- check -->\n\n{TEXT}\n", "ice.md")

    assert all(words in _left_out(notes) for words in ("Canada", ".lead", "check"))


def test_code_between_fences_is_shown_as_written() -> None:
    code = "==x== [[y]] %%z%% {: .a}\n::: b\n(c)=\n<!-- d -->"

    for fence in ("```", "~~~~"):
        notes = read(f"# Ice\n\n{fence}\n{code}\n{fence}\n\n{TEXT}\n", "ice.md")

        assert notes.shown == [f"{code}\n{TEXT}"]


def test_front_matter_of_hugo_is_the_citation() -> None:
    notes = read(f'+++\ntitle = "On ice"\nauthor = "Ann Bell"\n+++\n\n{TEXT}\n', "ice.md")

    assert (notes.document.title, notes.document.authors) == ("On ice", ("Ann Bell",))
    assert notes.shown == [TEXT]
