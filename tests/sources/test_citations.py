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
    ],
)
def test_the_line_of_a_citation(citation: Citation, line: str) -> None:
    assert citation_line(citation) == line
