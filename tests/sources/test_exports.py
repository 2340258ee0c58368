"""Sources as reference managers import them."""

import json

from hypothesis import given
from hypothesis import strategies as st

from sources.documents import Citation
from sources.exports import bibtex, csl_json

from .test_styles import DANCE, HANDOUT, MANIFESTO, ORIGIN, REPORT


def test_book_is_a_book_in_bibtex() -> None:
    assert bibtex(MANIFESTO) == (
        "@book{marx1969manifesto,\n"
        "  author = {Marx, Karl and Engels, Friedrich},\n"
        "  title = {{Manifesto of the Communist Party}},\n"
        "  publisher = {Progress Publishers},\n"
        "  year = {1969},\n"
        "  note = {Quoted from pp. 14–15}\n}"
    )


def test_page_of_a_website_has_its_address_and_days_in_bibtex() -> None:
    assert bibtex(DANCE) == (
        "@misc{keeper2019waggle,\n"
        "  author = {Keeper, Ada},\n"
        "  title = {{The waggle dance of bees}},\n"
        "  howpublished = {Bee World},\n"
        "  year = {2019},\n"
        "  month = {10},\n"
        "  url = {https://bees.example/dance},\n"
        "  urldate = {2026-11-02},\n"
        "  note = {Quoted from par. 3}\n}"
    )


def test_groups_stay_whole() -> None:
    assert "author = {{Ministry of Agriculture}}" in bibtex(REPORT)
    assert json.loads(csl_json(REPORT))[0]["author"] == [{"literal": "Ministry of Agriculture"}]


def test_csl_json_has_what_is_known() -> None:
    assert json.loads(csl_json(DANCE)) == [
        {
            "id": "keeper2019waggle",
            "type": "webpage",
            "title": "The waggle dance of bees",
            "author": [{"family": "Keeper", "given": "Ada"}],
            "container-title": "Bee World",
            "issued": {"date-parts": [[2019, 10, 1]]},
            "accessed": {"date-parts": [[2026, 11, 2]]},
            "URL": "https://bees.example/dance",
            "note": "Quoted from par. 3",
        }
    ]
    assert json.loads(csl_json(ORIGIN))[0]["type"] == "book"
    assert json.loads(csl_json(HANDOUT))[0].keys() == {"id", "type", "title", "note"}


@given(st.text(max_size=60), st.text(max_size=30), st.none() | st.text(max_size=12))
def test_any_source_makes_one_entry(title: str, author: str, published: str | None) -> None:
    work = Citation(title=title, authors=(author,), published=published)

    entry = bibtex(work)
    opened = entry.replace("\\{", "").replace("\\}", "")
    assert opened.count("{") == opened.count("}")
    assert entry.startswith("@misc{")
    (item,) = json.loads(csl_json(work))
    assert item["id"].isascii()
