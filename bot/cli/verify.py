"""`pullquote verify`: what a person reads of a quotation that was checked, and what programs do."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from bot.errors import NothingToVerifyError
from bot.libraries.reading import reading_limits
from bot.libraries.scopes import scopes_of
from bot.services.verification import HEADLINES, cited, explain, read_essay, verify, verify_essay
from index import Claim, Place, Verdict, Verification

from .options import NOTHING_FOUND, common_options
from .output import JsonObject, citation_object, json_line, visible, wrapped
from .startup import Given, load_searcher, settings_of

_STYLES: dict[Verdict, str] = {
    "exact": "bold green",
    "differs": "bold yellow",
    "elsewhere": "bold yellow",
    "absent": "bold red",
    "short": "bold",
}
_WIDEST = 88
_MARGIN = "    "


@click.command("verify")
@click.argument("quote", nargs=-1, metavar="[QUOTE]")
@click.option(
    "--file",
    "essay",
    type=click.Path(path_type=Path),
    metavar="ESSAY",
    help="Check every quotation of an essay (.docx, .pdf, .odt, .md, .txt), and its pages.",
)
@click.option("--source", metavar="NAME", help="The document or collection that it should be in.")
@click.option("--page", metavar="N", help="The page that it should be on.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one line for each quotation.")
@common_options
@click.pass_obj
def verify_quotes(  # noqa: PLR0913  # the options of the command
    given: Given,
    quote: tuple[str, ...],
    *,
    essay: Path | None,
    source: str | None,
    page: str | None,
    as_json: bool,
) -> int | None:
    """Check whether QUOTE is in the documents, word for word; nothing is logged.

    The exit status is 1 if nothing was found.
    """
    if bool(quote) == bool(essay) or (quote and not " ".join(quote).strip()):
        raise NothingToVerifyError
    settings = settings_of(given)
    text = read_essay(essay, reading_limits(settings)).text if essay else ""
    searcher = load_searcher(settings)
    if essay:
        found = list(verify_essay(searcher, text))
    else:
        scope = scopes_of(searcher.library).find(source) if source else None
        claim = Claim(scope.doc_ids if scope else None, page)
        found = [verify(searcher, " ".join(quote), claim)]
    _show(found, as_json=as_json)
    return None if any(one.places for one in found) else NOTHING_FOUND


def _show(found: Sequence[Verification], *, as_json: bool) -> None:
    if as_json:
        for one in found:
            click.echo(json_line(verification_object(one)), nl=False)
        return
    click.echo(draw_verifications(found, Console()), nl=False)
    if not found:
        click.echo("No quotations found: none in quotation marks, and no block with its page.")


def verification_object(found: Verification) -> JsonObject:
    """One verification as `verify --json` gives it."""
    return {
        "quotation": found.quotation,
        "verdict": found.verdict,
        "claimed_page": found.claim.page,
        "omits": found.omits,
        "places": [_place_object(place) for place in found.places],
        "differences": [
            {"quoted": part.quoted, "source": part.source} for part in found.parts if not part.same
        ],
    }


def _place_object(place: Place) -> JsonObject:
    return {
        "source": place.doc_id,
        "start": place.locator.start,
        "end": place.locator.end,
        "text": place.text,
        "citation": citation_object(place.citation),
    }


def draw_verifications(found: Iterable[Verification], console: Console) -> str:
    """Give verifications as text in the width and the colors of a console."""
    with console.capture() as capture:
        for number, one in enumerate(found):
            if number:
                console.print()
            for line in _lines(one):
                width = min(console.width, _WIDEST)
                console.print(wrapped(line, console, width, line_margin(line)), soft_wrap=True)
    return capture.get()


def line_margin(line: Text) -> str:
    """Indent all but headlines."""
    return "" if line.style in _STYLES.values() else _MARGIN


def _lines(found: Verification) -> Iterator[Text]:
    yield Text(HEADLINES[found.verdict], _STYLES[found.verdict])
    if found.parts:
        yield _changed("You wrote: ", ((part.quoted, part.same) for part in found.parts), "red")
        yield _changed("The source: ", ((part.source, part.same) for part in found.parts), "green")
    else:
        yield Text(visible(f"“{' '.join(found.quotation.split())}”"))
    for place in found.places:
        yield Text(visible(f"— {cited(place)}"), "dim")
    yield Text(visible(explain(found)), "dim")


def _changed(label: str, parts: Iterable[tuple[str, bool]], color: str) -> Text:
    line = Text(label, "dim")
    text = Text()
    for words, same in parts:
        if words:
            shown = words if same else f"[{words}]"
            text.append(visible(shown), "" if same else f"bold {color}").append(" ")
    line.append_text(text)
    return line
