"""A class on a simulated Discord."""

from dataclasses import dataclass
from pathlib import Path

import aiosqlite
import discord
import simcord
from simcord.components import walk_components

from bot.app import make_bot
from bot.bot import PullquoteBot
from bot.libraries.registry import Libraries
from bot.services.answering import Answerer

BEES = """---
title: On Bees
authors: [Ada Keeper]
published: 2019
url: https://bees.example/dance
---

## The dance

A honeybee that has found flowers dances on the comb. The waggle dance tells the other bees how far
the flowers are and in which direction. Bees that follow the dance fly out at once.

## The drones

Drones never dance. They wait for a young queen and die in the autumn.

## The queen

A queen lays two thousand eggs on a day in May. Nurse bees feed her with royal jelly.

## The winter

The bees of one hive keep warm in winter by shivering together. They eat the honey of the summer.

## The keeper

The keeper who looks into the hive moves slowly. Smoke calms the bees.
"""

WASPS = """---
title: On Wasps
---

Wasps build their nests of paper. They chew old wood until it is soft.

@everyone should know that wasps do not make honey. Ask <@1234567> about [stings](https://x.example).
"""

HORNETS = """---
title: On Hornets
---

Hornets are feared more\u200b than wasps, \ue000 though they sting less.
"""
"""With two characters that Discord cannot show."""

QUESTION = "What does the waggle dance tell the other bees?"
ANSWER = "The waggle dance tells the other bees how far the flowers are and in which direction."


@dataclass(frozen=True, slots=True)
class Classroom:
    """A guild with one channel, a student in it, and the bot."""

    env: simcord.Env
    channel: simcord.ChannelHandle
    student: simcord.MemberActor
    answerer: Answerer
    database: Path
    libraries: Libraries

    @property
    def mention(self) -> str:
        """What names the bot in a message."""
        assert self.env.bot.user is not None
        return self.env.bot.user.mention

    async def ask(self, question: str = QUESTION, **options: object) -> simcord.InteractionResult:
        """Ask by /ask."""
        return await self.student.slash(self.channel, "ask", question=question, **options)

    def new_bot(self) -> PullquoteBot:
        """The bot as a restart makes it."""
        return make_bot(self.answerer, self.libraries)

    def moderator(self) -> simcord.MemberActor:
        """Somebody new who may manage the server."""
        return add_moderator(self.env, self.env.guild)

    def thread(self, parent: simcord.ChannelHandle, name: str) -> simcord.ChannelHandle:
        """A new thread that the student opened, or a post if the parent is a forum."""
        self.env.backend.create_thread(parent.id, name, self.student.id)
        return parent.threads[-1]

    async def say(self, text: str) -> list[discord.Message]:
        """Write a message and give what was said after it."""
        said = await self.student.send(self.channel, text)
        return [message for message in self.channel.history() if message.id > said.id]

    async def press(self, result: simcord.InteractionResult, label: str) -> str:
        """Press a button of an answer, or choose from its menu, and give the words of the reply."""
        return words(await press(self.student, result, label))

    async def logged(self) -> list[tuple[str, str]]:
        """Surface and question of each row of the log."""
        async with aiosqlite.connect(self.database) as connection:
            rows = await connection.execute_fetchall("SELECT surface, question FROM question")
        return [(surface, question) for surface, question in rows]


def add_moderator(
    env: simcord.Env, guild: simcord.GuildHandle, name: str = "teacher"
) -> simcord.MemberActor:
    """Somebody new who may manage a server."""
    power = guild.create_role("power", permissions=discord.Permissions(manage_guild=True))
    return guild.add_member(env.create_user(name), roles=[power])


async def press(
    who: simcord.MemberActor, shown: simcord.InteractionResult | discord.Message, label: str
) -> simcord.InteractionResult:
    """Press the first button of this label, or choose the menu's option of this label."""
    if isinstance(shown, simcord.InteractionResult):
        assert shown.response is not None
        shown = shown.response.message
    for part in walk_components([component.to_dict() for component in shown.components]):
        if part["type"] == 2 and part["label"] == label:
            return await who.click(shown, custom_id=part["custom_id"])
        for option in part.get("options", ()):
            if option["label"] == label:
                return await who.select(shown, [option["value"]], custom_id=part["custom_id"])
    message = f"no button or option is labelled {label}"
    raise AssertionError(message)


def words(result: simcord.InteractionResult | discord.Message) -> str:
    """All that the text displays of an answer or message say."""
    if isinstance(result, simcord.InteractionResult):
        assert result.response is not None
        result = result.response.message
    components = [component.to_dict() for component in result.components]
    return "\n".join(c["content"] for c in walk_components(components) if c["type"] == 10)
