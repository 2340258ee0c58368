"""Puts the bot together: each feature, and what it needs."""

import asyncio
import signal
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path

import discord

from .bot import PullquoteBot, ShardedBot
from .errors import ExtraMissingError
from .features.about import About
from .features.ask import Ask
from .features.background import Background
from .features.checked import Checked, KeepAnswers
from .features.citing import Cite
from .features.class_answers import ClassAnswers, MemberAnswers
from .features.context import Servers
from .features.conversation import Conversation
from .features.corrections import CorrectCitation
from .features.digest import Digests
from .features.direct import DirectMessages
from .features.feedback import Feedback
from .features.find import FindInSources
from .features.forum import Forum
from .features.gaps import Gaps
from .features.lessons import OutOfScope, Pins, Synonyms
from .features.manners import Manners
from .features.message_sources import MessageSources
from .features.mydata import MyData
from .features.notifications import Notifications
from .features.pins import PinButtons
from .features.question_list import QuestionList, TokenCache
from .features.reader import ReadInContext
from .features.receipts import Receipts
from .features.repeats import Repeats
from .features.review import Logs
from .features.setup import Setup
from .features.sharing import Sharing
from .features.sources import Sources
from .features.verification import Quotations
from .features.welcome import Welcome
from .features.why import WhyThis
from .libraries.registry import Libraries
from .services.answering import Answerer
from .services.openings import Openings
from .services.preferences import Preferences
from .services.privacy import Keeping
from .services.suggestions import Suggestions
from .storage.lessons import Lessons, ServerChoices
from .storage.parts import WHOLE, Part
from .ui.cooldowns import Cooldowns
from .ui.permissions import Permissions

WELCOME = "Welcome! Type `/` to see what the bot can do; `/ask` asks it."

_NEEDS = "The preview needs a simulated Discord"
_KEEPING = Keeping()


def make_bot(  # noqa: PLR0913  # what an operator can set, each by its name
    answerer: Answerer,
    libraries: Libraries,
    *,
    keeping: Keeping = _KEEPING,
    heartbeat: Path | None = None,
    moderator_role: str | None = None,
    private_answers: bool = False,
    cooldowns: Cooldowns | None = None,
    handled: Iterable[int] = (),
    shards: int | None = 1,
    part: Part = WHOLE,
) -> PullquoteBot:
    """Create the bot with all its features.

    Args:
        answerer: Answers and logs; open as long as the bot runs.
        libraries: The documents of each server; open as long as the bot runs.
        keeping: The retention period.
        heartbeat: A file to touch while connected.
        moderator_role: Name of a role that may moderate, besides Manage Server.
        private_answers: Whether answers are private for people who have not chosen.
        cooldowns: How many questions people and channels may ask; None for the defaults.
        handled: Interactions and messages that the last process has handled.
        shards: Connections to Discord for all servers; None for as many as it recommends.
        part: Which process this is, of those that share the servers.
    """

    def chosen(guild_id: int | None) -> ServerChoices:
        return (Lessons() if guild_id is None else libraries.of(guild_id).lessons).chosen

    permissions = Permissions(moderator_role, lambda guild_id: chosen(guild_id).moderator_role)
    making: Callable[..., PullquoteBot] = PullquoteBot
    if (shards, part) != (1, WHOLE):
        making = partial(ShardedBot, shards=shards, part=part)
    bot = making(permissions, heartbeat, handled=handled, wind_down=libraries.stop_reloads)
    servers = Servers(answerer, libraries, permissions)
    tokens = TokenCache()

    def private_in(guild_id: int | None) -> bool:
        return private_answers or chosen(guild_id).private

    def keeping_in(guild_id: int | None) -> Keeping:
        return keeping.within(chosen(guild_id).retention_days)

    preferences = Preferences(answerer.query_log, answerer.pseudonyms, private=private_in)
    manners = Manners(keeping_in, preferences, cooldowns or Cooldowns(), chosen)
    repeats = Repeats(answerer, permissions)
    openings = Openings(answerer.query_log)
    notifications = Notifications(bot, answerer)
    suggestions = Suggestions(answerer)
    digests = Digests(bot, permissions, answerer, libraries)
    messages = MessageSources(bot, servers, permissions, libraries.limits)
    bot.install(
        [
            Ask(answerer, permissions, manners, repeats, suggestions, openings),
            Conversation(bot, answerer, permissions, bot.deliveries, manners, repeats),
            DirectMessages(bot, answerer, bot.deliveries, manners),
            FindInSources(bot, answerer, manners),
            Forum(bot, answerer, bot.deliveries, manners),
            repeats,
            Sharing(answerer, permissions, preferences, openings),
            Sources(servers, permissions, libraries.limits, notifications, messages),
            messages,
            CorrectCitation(servers),
            Receipts(answerer, permissions),
            Feedback(answerer, notifications),
            MyData(answerer, libraries, keeping_in, suggestions),
            About(answerer.searchers, keeping_in),
            Quotations(bot, answerer.searchers),
            ReadInContext(answerer, servers, permissions, openings),
            Cite(answerer, servers, permissions, openings),
            WhyThis(answerer, permissions),
            Logs(permissions, servers, tokens, digests),
            QuestionList(servers, tokens),
            Gaps(servers, tokens, notifications),
            PinButtons(servers, tokens, notifications),
            Synonyms(permissions, servers, notifications),
            Pins(permissions, servers, tokens),
            OutOfScope(permissions, servers),
            Checked(permissions, servers, tokens),
            KeepAnswers(bot, servers, permissions),
            ClassAnswers(permissions, servers, tokens, notifications),
            MemberAnswers(bot, answerer, servers, permissions, tokens, notifications),
            Setup(bot, answerer, servers, permissions, tokens, digests, keeping),
            Welcome(bot),
            Background(bot, answerer, libraries, keeping, notifications, digests, bot.clock),
        ]
    )
    return bot


async def serve_preview(
    making: Callable[[], PullquoteBot],
    *,
    port: int = 0,
    announce: Callable[[str], None] = print,
) -> None:
    """Show the bot to this machine's browser, until SIGTERM or Ctrl-C.

    Args:
        making: Creates the bot; called once.
        port: On the loopback interface; 0 takes a free one.
        announce: Given a line for the person at the terminal, with the address to open.

    Raises:
        ExtraMissingError: If simcord is not installed.
    """
    try:
        import simcord  # noqa: PLC0415  # an extra, which the bot itself does without
    except ImportError:
        raise ExtraMissingError(_NEEDS, "preview", "preview") from None
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):  # on Windows, where Ctrl-C raises KeyboardInterrupt
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
    bot = making()
    async with simcord.run(bot, check_errors=False) as env:
        assert bot.user is not None  # noqa: S101  # simcord has logged it in
        await bot.user.edit(username="Pullquote")
        guild = env.create_guild("Class")
        channel = guild.create_text_channel("questions")
        student = guild.add_member(env.create_user("student"))
        power = discord.Permissions(manage_guild=True)
        role = guild.create_role("moderators", permissions=power)
        moderator = guild.add_member(env.create_user("moderator"), roles=[role])
        await moderator.send(channel, WELCOME)
        viewers = [student, moderator]
        async with env.preview(channel, viewers=viewers, layout="channel", port=port) as preview:
            announce(f"Open {preview.url} in this machine's browser; Ctrl-C stops the preview.")
            await stop.wait()
