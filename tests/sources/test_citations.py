"""A citation line leads back to the place, in a fixed order, without what is not known."""

import pytest

from sources import Citation, citation_line


@pytest.mark.parametrize(
    ("citation", "line"),
    [
        (Citation("On bees"), "On bees"),
        (Citation("On bees", ("Ann Bell",), paragraph=3), "On bees, Ann Bell, par. 3"),
        (
            Citation(
                "On bees",
                ("Ann Bell", "Carl Dow"),
                "Mill Press",
                "2019-10-01",
                "2023-02-02",
                "Hives",
                12,
                url="https://example.org",
            ),
            "On bees, Ann Bell and Carl Dow, Mill Press, 1 October 2019, section “Hives”, par. 12",
        ),
        (
            Citation("On bees", ("A", "B", "C"), published="2019-10"),
            "On bees, A, B and C, October 2019",
        ),
        (
            Citation("On bees", ("A", "B", "C", "D"), published="2019"),
            "On bees, A and others, 2019",
        ),
        (
            Citation("On bees", published="spring", page="xii", paragraph=2),
            "On bees, spring, p. xii",
        ),
        (Citation("On bees", page="14", last_page="14", page_number=14), "On bees, p. 14"),
        (Citation("On bees", page="14", last_page="15", page_number=14), "On bees, pp. 14–15"),
        (
            Citation("On bees", page="xii", last_page="xii", page_number=14),
            "On bees, p. xii (page 14 of the file)",
        ),
        (
            Citation("On bees", page="413", last_page="414", page_number=1),
            "On bees, pp. 413–414 (page 1 of the file)",
        ),
        (Citation("On bees", page="3", page_number=3, page_kind="slide"), "On bees, slide 3"),
        (
            Citation("On bees", page="2", last_page="3", page_number=2, page_kind="chapter"),
            "On bees, chapters 2–3",
        ),
    ],
)
def test_the_line_of_a_citation(citation: Citation, line: str) -> None:
    assert citation_line(citation) == line
