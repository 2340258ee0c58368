"""Code in R Markdown and Quarto is text where the page shows it, and a caption is text anyway."""

import pytest

from tests.sources.desk import Read, read

_CODE = "plot(ice)"


def _read(cell: str, above: str = "") -> Read:
    return read(f"{above}# Ice\n\n```{cell}\n```\n\nIt *moves*.\n", "ice.rmd")


@pytest.mark.parametrize(
    "cell",
    [
        f"{{r firn, echo=FALSE, fig.cap='Snow and \\\\'firn\\\\' {{here}}.'}}\n{_CODE}",
        f'{{r, fig.cap="Snow *and* firn.", include_graphics=1, echo = F}}\n{_CODE}',
        "{r, fig.cap='Snow and firn.'}\nknitr::include_graphics('a (1).png')",
        "{r, fig.cap='Snow and firn.'}\n# the map\ninclude_graphics(c('a.png',\n  'b.png'))",
        f"{{python}}\n#| echo: false\n#| fig-cap: Snow and firn.\n{_CODE}",
    ],
)
def test_of_code_that_is_not_shown_the_caption_stays(cell: str) -> None:
    notes = _read(cell)

    assert notes.shown[0].startswith("Snow and")
    assert notes.shown[0].endswith("\nIt moves.")
    assert _CODE not in notes.shown[0]
    assert "include" not in notes.shown[0]
    assert {span.reason for span in notes.document.left_out} == {
        "it is code that the page does not show"
    }


@pytest.mark.parametrize(
    "above",
    [
        "```{r, include=FALSE}\nknitr::opts_chunk$set(dpi = c(1), echo = FALSE)\n```\n\n",
        "---\ntitle: Ice\nexecute:\n  warning: false\n  echo: false\n---\n\n",
    ],
)
def test_a_file_may_hide_all_its_code_and_a_cell_may_show_its_own(above: str) -> None:
    assert _read(f"{{r}}\n{_CODE}", above).shown == ["It moves."]
    assert _read(f"{{r, echo=TRUE}}\n{_CODE}", above).shown == [f"{_CODE}\nIt moves."]


def test_code_that_is_shown_stays_without_its_settings() -> None:
    assert _read(f"{{r}}\n#| fig-cap: Firn\n{_CODE}").shown == [f"{_CODE}\nIt moves."]


def test_what_a_file_includes_silently_has_no_caption() -> None:
    assert _read(f"{{r, include=FALSE, fig.cap='Firn'}}\n{_CODE}").shown == ["It moves."]
