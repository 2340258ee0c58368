"""*Cite*: a quotation with its reference, as plain text to copy, for whoever asked only."""

import asyncio
from collections.abc import Callable, Mapping

import discord
from discord import ui
from discord.ext import commands

from bot.errors import PlaceGoneError
from bot.libraries.scopes import OWN
from bot.services.answering import Answerer
from bot.services.openings import Openings
from bot.services.places import PLACE, Opened, QuotedPlace, open_place
from bot.text import listed
from bot.ui.buttons import Press, Shows, route
from bot.ui.layout import MessageDraft, Reply
from bot.ui.permissions import Permissions
from bot.ui.quotation import clip, escape, showable
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

from .answer_buttons import QUOTED
from .context import Servers
from .reader import answered_place, pressed_place
from .reload_card import correct_button

CITE = rf"cite:(?P<answer_id>[a-z0-9]{{1,64}}):{QUOTED}"
"""The custom id of a button that cites what an answer shows of its passage of this rank."""

CITE_PLACE = rf"citing:{PLACE}"
"""The custom id of a button that cites a place."""

CITE_AS = rf"as:(?P<form>mla|apa|chicago|bibliography|bibtex|json):{PLACE}"
"""The custom id of a menu's option that shows another style."""

_EXPORTS: Mapping[str, tuple[str, Callable[[Citation], str]]] = {
    "bibtex": ("BibTeX", bibtex),
    "json": ("CSL-JSON", csl_json),
}
_NAMES: Mapping[str, str] = {
    **{str(style): name for style, name in STYLES.items()},
    "bibliography": "Chicago 17, bibliography",  # with the footnote, it is too much for a phone
    **{form: name for form, (name, _) in _EXPORTS.items()},
}
_CORRECTED = "-# The operator can add title, authors and date in `corrections.toml`."
_COPIED_CHARS = 1500  # of one text
_TITLE_CHARS = 100


class Cite(commands.Cog):
    """Cites what was quoted."""

    def __init__(
        self, answerer: Answerer, servers: Servers, permissions: Permissions, openings: Openings
    ) -> None:
        self._answerer = answerer
        self._openings = openings
        self._servers = servers
        self._permissions = permissions

    @route(CITE)
    async def from_answer(self, press: Press) -> Reply:
        """Cite a passage of an answer that the reader may see."""
        viewer = self._permissions.viewer(press.interaction)
        entry = await self._answerer.find(press["answer_id"], viewer)
        if entry is None:
            raise PlaceGoneError
        self._openings.note(entry.answer_id)
        return await self._cite(press, answered_place(press, entry), "mla")

    @route(CITE_PLACE)
    async def from_place(self, press: Press) -> Reply:
        """Cite a place."""
        return await self._cite(press, pressed_place(press), "mla")

    @route(CITE_AS, shows=Shows.IN_PLACE)
    async def in_style(self, press: Press) -> Reply:
        """Show the same in another style."""
        return await self._cite(press, pressed_place(press), press["form"])

    async def _cite(self, press: Press, place: QuotedPlace, form: str) -> Reply:
        server = await self._servers.with_place(press.interaction, place)
        opened = await open_place(server.library, place)
        return await asyncio.to_thread(cite_reply, opened, place, form, moderates=server.moderates)


def cite_reply(opened: Opened, place: QuotedPlace, form: str, *, moderates: bool) -> Reply:
    """Show a quotation cited in a style, or its source in a format for reference managers."""
    citation = opened.library.cite_span(opened.document.doc_id, place.start, place.end)
    draft = MessageDraft()
    draft.text(f"### {_NAMES[form]}")
    if form == "bibliography":
        _add_entry(draft, citation, "chicago")
    for style in STYLES:
        if style == form:
            _add_style(draft, opened.document.text[place.start : place.end], citation, style)
    if form in _EXPORTS:
        draft.text(_to_copy(_EXPORTS[form][1](citation)))
    may_correct = moderates and not {"author", "date"}.isdisjoint(missing(citation))
    is_own = opened.document.doc_id.startswith(OWN)
    draft.text("\n".join(_notes(citation, form, for_operator=may_correct and not is_own)))
    if may_correct and is_own and opened.is_active:
        draft.buttons(correct_button(opened.document.doc_id))
    options = [
        discord.SelectOption(label=name, value=f"as:{other}:{place.key}")
        for other, name in _NAMES.items()
        if other != form
    ]
    draft.menu(
        ui.Select(
            custom_id=f"styles:{place.key}", placeholder="Choose another style", options=options
        )
    )
    return draft.reply()


def _add_style(draft: MessageDraft, words: str, citation: Citation, style: Style) -> None:
    cited = cite(words, citation, style)
    block = " · block quotation: start a new, indented paragraph" if cited.is_block else ""
    draft.text(f"**In your text**{block}\n{_to_copy(cited.quotation)}")
    if cited.note:
        draft.text(f"**Footnote**\n{_to_copy(cited.note)}")
    else:
        _add_entry(draft, citation, style)


def _add_entry(draft: MessageDraft, citation: Citation, style: Style) -> None:
    entry = cite("", citation, style).entry
    draft.text(f"**{ENTRY_TITLES[style]}**\n{_to_copy(entry)}")


def _to_copy(text: str) -> str:
    """Show a text as it is, so that it can be copied; no Markdown works inside."""
    shown = showable(text).replace("```", "\N{ZERO WIDTH SPACE}`" * 3)
    return f"```\n{clip_end(shown)}\n```"


def clip_end(text: str) -> str:
    """Cut a text that is too long for a message."""
    return text if len(text) <= _COPIED_CHARS else f"{text[: _COPIED_CHARS - 1]}…"


def _notes(citation: Citation, form: str, *, for_operator: bool) -> list[str]:
    chosen = "chicago" if form == "bibliography" else form
    titles = [italic_title(citation, style) for style in STYLES if style == chosen]
    notes = [f"-# Set in italics: *{escape(clip(t, _TITLE_CHARS))}*" for t in titles if t]
    if lacks := missing(citation):
        words = listed(list(lacks), len(lacks))
        notes.append(f"-# The source doesn't name: {words}. Look it up and add it.")
        if for_operator:
            notes.append(_CORRECTED)
    return notes or ["-# Check it against your teacher's rules."]
