"""`pullquote cite`: a quotation with its reference, as plain text to copy or for programs."""

from collections.abc import Callable, Iterator, Mapping

import click
from rich.console import Console

from bot.errors import NothingToCiteError
from bot.libraries.scopes import scopes_of
from bot.services.verification import verify
from bot.text import listed
from index import Claim
from sources import (
    ENTRY_TITLES,
    STYLES,
    Citation,
    Style,
    bibtex,
    cite,
    csl_json,
    italic_title,
    missing,
)

from .options import NOTHING_FOUND, common_options
from .output import visible
from .startup import Given, load_searcher, settings_of
from .verify import draw_verifications

_EXPORTS: Mapping[str, Callable[[Citation], str]] = {"bibtex": bibtex, "csl-json": csl_json}


@click.command("cite")
@click.argument("quote", nargs=-1, metavar="QUOTE")
@click.option(
    "--style",
    type=click.Choice([*STYLES, *_EXPORTS]),
    help="Only this style; bibtex and csl-json are for reference managers.",
)
@click.option("--source", metavar="NAME", help="The document or collection that it is in.")
@common_options
@click.pass_obj
def cite_quote(
    given: Given, quote: tuple[str, ...], *, style: str | None, source: str | None
) -> int | None:
    """Cite QUOTE from the documents in MLA 9, APA 7 and Chicago 17; nothing is logged.

    The exit status is 1 if it is not in them word for word.
    """
    words = " ".join(quote)
    if not words.strip():
        raise NothingToCiteError
    searcher = load_searcher(settings_of(given))
    scope = scopes_of(searcher.library).find(source) if source else None
    found = verify(searcher, words, Claim(scope.doc_ids if scope else None, None))
    if found.verdict != "exact":
        click.echo(draw_verifications([found], Console(stderr=True)), nl=False, err=True)
        return NOTHING_FOUND
    place = found.places[0]
    citation = searcher.library.cite_span(place.doc_id, place.locator.start, place.locator.end)
    if export := _EXPORTS.get(style or ""):
        click.echo(export(citation))
    else:
        shown = words if found.omits else place.text
        chosen = [one for one in STYLES if style in {one, None}]
        click.echo("\n\n".join(_cited(shown, citation, one) for one in chosen))
    for line in _notes(citation):
        click.echo(line, err=True)
    return None


def _cited(words: str, citation: Citation, style: Style) -> str:
    """Give a quotation in a style, its parts under their names."""
    cited = cite(words, citation, style)
    block = " (block quotation: start a new, indented paragraph)" if cited.is_block else ""
    parts = {
        f"In your text{block}": cited.quotation,
        "Footnote": cited.note,
        ENTRY_TITLES[style]: cited.entry,
    }
    titles = {"Set in italics": italic_title(citation, style)}
    lines = [f"{name}: {visible(text)}" for name, text in {**parts, **titles}.items() if text]
    return "\n".join((STYLES[style], *lines))


def _notes(citation: Citation) -> Iterator[str]:
    if lacks := missing(citation):
        words = listed(list(lacks), len(lacks))
        yield f"The source doesn't name: {words}. Look it up and add it."
