"""`pullquote verify`: a quotation or an essay, against the documents."""

import json
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument

from tests.bot.shelf import complaint, run
from tests.sources.files import add_markup, word_file
from tests.sources.readers.docx.test_reader import paragraph_of

RIGHT = "Karl von Frisch decoded the waggle dance in Austria."
WRONG = RIGHT.replace("waggle", "round")

pytestmark = pytest.mark.usefixtures("shelf", "quick")


def test_exact_quotation_is_shown_with_its_citation() -> None:
    shown = run("verify", RIGHT)

    assert shown.exit_code == 0
    assert shown.stdout.startswith(f"Exact\n    “{RIGHT}”\n    — On bees, par. 1\n")


def test_changed_word_is_shown_on_both_sides() -> None:
    shown = run("verify", WRONG)

    assert shown.exit_code == 0
    assert "You wrote: Karl von Frisch decoded the [round] dance" in shown.stdout
    assert "The source: Karl von Frisch decoded the [waggle] dance" in shown.stdout


def test_what_is_not_in_the_sources_ends_with_status_1() -> None:
    shown = run("verify", "Bees can be taught to carry letters")

    assert (shown.exit_code, shown.stdout.splitlines()[0]) == (1, "Not in the sources")


def test_json_has_verdict_place_and_differences() -> None:
    shown = json.loads(run("verify", "--json", "--page", "3", WRONG).stdout)

    assert (shown["verdict"], shown["claimed_page"]) == ("differs", "3")
    assert shown["differences"] == [{"quoted": "round", "source": "waggle"}]
    (place,) = shown["places"]
    assert (place["source"], place["text"]) == ("bees.txt", RIGHT.rstrip("."))
    assert Path("shelf/bees.txt").read_text("utf-8")[place["start"] : place["end"]] == place["text"]
    assert place["citation"]["title"] == "On bees"


def test_source_that_is_named_has_to_have_the_words() -> None:
    shown = run("verify", "--source", "owls.txt", RIGHT)

    assert shown.stdout.startswith("Word for word, but somewhere else\n")


def test_every_quotation_of_an_essay_is_checked(tmp_path: Path) -> None:
    essay = tmp_path / "essay.docx"
    written = docx.Document()
    written.add_paragraph(f"He writes that “{RIGHT}” (Frisch 12), and “{WRONG}” (13).")
    written.add_paragraph("“Owls can read maps and letters at night,” he adds.")
    written.save(str(essay))

    verdicts = [json.loads(line)["verdict"] for line in _lines("--json", "--file", str(essay))]

    assert verdicts == ["exact", "differs", "absent"]


def test_pages_in_the_footnotes_of_a_word_file_are_checked(tmp_path: Path) -> None:
    def write(document: WordDocument) -> None:
        paragraph = document.add_paragraph(f"He writes that “{RIGHT}”")
        add_markup(paragraph, "r", '<w:footnoteReference w:id="1"/>')
        paragraph.add_run(" And “Barn owls hunt mice at night by hearing alone.”")
        add_markup(paragraph, "r", '<w:footnoteReference w:id="2"/>')
        document.add_paragraph("That is all.")

    notes = ["Karl von Frisch, On bees (Graz: Comb, 1927), 12.", "On owls, pp. 3–4."]
    essay = tmp_path / "essay.docx"
    essay.write_bytes(word_file(write, map(paragraph_of, notes)))

    found = [json.loads(line) for line in _lines("--json", "--file", str(essay))]

    assert [one["verdict"] for one in found] == ["exact", "exact"]
    assert [one["claimed_page"] for one in found] == ["12", "3–4"]


@pytest.mark.parametrize(
    ("name", "text"),
    [("essay.md", f"# Bees\n\nAs he says, “{RIGHT}”\n"), ("essay.txt", f'He says "{RIGHT}"\n')],
)
def test_essays_may_have_other_formats(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")

    assert _lines("--file", str(tmp_path / name))[0] == "Exact"


def test_essay_without_quotations_says_so(tmp_path: Path) -> None:
    (tmp_path / "essay.txt").write_text("All of these words are mine.\n", "utf-8")

    shown = run("verify", "--file", str(tmp_path / "essay.txt"))

    assert shown.exit_code == 1
    assert shown.stdout.startswith("No quotations found")


@pytest.mark.parametrize("given", [(), ("  ",), ("x", "--file", "essay.txt")])
def test_one_of_quotation_and_essay_has_to_be_given(given: tuple[str, ...]) -> None:
    assert complaint("verify", *given).startswith("pullquote: Give a quotation, as in ")


def test_file_that_is_no_essay_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "essay.png").write_bytes(b"\x89PNG")

    assert "essay.png can't be read: " in complaint("verify", "--file", str(tmp_path / "essay.png"))
    assert "nix.txt can't be used" in complaint("verify", "--file", "nix.txt")


def _lines(*arguments: str) -> list[str]:
    return run("verify", *arguments).stdout.splitlines()
