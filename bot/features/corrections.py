"""*Correct*: how one of a server's own documents is cited."""

from contextlib import suppress

from discord import ui
from discord.ext import commands

from bot.errors import RehearsalGoneError
from bot.libraries.comparison import ChangedDocument, changed_document
from bot.libraries.scopes import OWN
from bot.services.class_answers import correct_citation
from bot.ui.buttons import Field, Press, Shows, form, route
from bot.ui.layout import Reply
from sources import Correction
from sources.metadata import iso_date

from .context import Server, Servers
from .library_cards import document_page
from .reload_card import CORRECT, Corrections, corrected, document_digest, rehearsal_reply

_TITLE_CHARS = 300
_AUTHORS_CHARS = 1000
_DATE_CHARS = 60
_MOST_AUTHORS = 50


class CorrectCitation(commands.Cog):
    """Asks moderators for title, authors and date, and cites them from then on."""

    def __init__(self, servers: Servers) -> None:
        self._servers = servers

    @route(CORRECT, moderators=True, shows=Shows.FORM)
    async def ask(self, press: Press) -> ui.Modal:
        """Ask for the right citation."""
        document = await _document(self._servers.of(press.interaction), press)
        rest = press.match[0].removeprefix("correct:")
        return form(
            "How it is cited",
            f"corrected:{rest}",
            Field(
                "title",
                "Title",
                _TITLE_CHARS,
                hint="Leave all three empty to cite it as the file says.",
                default=document.title[:_TITLE_CHARS],
                required=False,
            ),
            Field(
                "authors",
                "Authors",
                _AUTHORS_CHARS,
                hint="With a semicolon between two names. Empty for none.",
                default="; ".join(document.authors)[:_AUTHORS_CHARS],
                required=False,
            ),
            Field(
                "published",
                "Date",
                _DATE_CHARS,
                hint="Such as 1 October 2019, 2019-10 or 2019. Empty for none.",
                default=(document.published or "")[:_DATE_CHARS],
                required=False,
            ),
        )

    @route(CORRECT.replace("correct:", "corrected:", 1), moderators=True, shows=Shows.IN_PLACE)
    async def save(self, press: Press) -> Reply:
        """Save the citation, and show the document as it is cited now."""
        server = self._servers.of(press.interaction)
        document = await _document(server, press)
        correction = _typed(press, document, corrections_of(server).get(document.doc_id))
        await correct_citation(server.library, server.by, document.doc_id, correction)
        if press["id"]:
            with suppress(RehearsalGoneError):  # as above
                rehearsal = server.library.rehearsal(press["id"])
                corrections = corrections_of(server)
                return rehearsal_reply(rehearsal, 1, corrections, press["document"])
        return await document_page(server, document.doc_id)


def corrections_of(server: Server) -> Corrections:
    """Return how moderators of a server want its own documents to be cited."""
    return {one.source: one.correction for one in server.library.lessons.corrections}


async def _document(server: Server, press: Press) -> ChangedDocument:
    """Return the document of a button: of the card that it is on, or of those searched now.

    Raises:
        RehearsalGoneError: If the server has no such document of its own.
    """
    served = await _served(server, press["document"])
    found = [served] if served else []
    if press["id"]:
        with suppress(RehearsalGoneError):  # switched to meanwhile: then the document is searched
            rehearsal = server.library.rehearsal(press["id"])
            found = [*rehearsal.added, *rehearsal.changed, *found]
    for one in found:
        if one.doc_id.startswith(OWN) and document_digest(one.doc_id) == press["document"]:
            return corrected(one, corrections_of(server))
    raise RehearsalGoneError


async def _served(server: Server, digest: str) -> ChangedDocument | None:
    own = {f"{OWN}{one.name}" for one in server.library.own}
    for doc_id, document in (await server.documents()).documents.items():
        if doc_id in own and document_digest(doc_id) == digest:
            return changed_document(document)
    return None


def _typed(press: Press, shown: ChangedDocument, known: Correction | None) -> Correction | None:
    """Return what is corrected now: what was corrected before, and what differs from the form."""
    fields = {name: " ".join(press.fields[name].split()) for name in ("title", "published")}
    authors = tuple(
        " ".join(a.split())[:_TITLE_CHARS] for a in press.fields["authors"].split(";") if a.strip()
    )
    if not (fields["title"] or fields["published"] or authors):
        return None
    changes: dict[str, object] = known.model_dump() if known else {}
    if fields["title"] != shown.title:
        changes["title"] = fields["title"] or None
    if authors != shown.authors:
        changes["authors"] = authors[:_MOST_AUTHORS]
    if fields["published"] != (shown.published or ""):
        changes["published"] = iso_date(fields["published"])
    return Correction.model_validate(changes)
