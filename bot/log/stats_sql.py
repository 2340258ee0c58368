"""The queries behind the figures of the log, for one server and for all."""

from dataclasses import dataclass

_DAYS = """
    SELECT day, sum(found) AS found, sum(weak) AS weak, sum(none) AS none, sum(askers) AS askers,
           sum(helpful) AS helpful, sum(unhelpful) AS unhelpful
    FROM daily WHERE {guild} day >= :since AND day < :until GROUP BY day ORDER BY day
"""
_LATENCIES = """
    SELECT ms, sum(questions) FROM latency WHERE {guild} day >= :since AND day < :until
    GROUP BY ms ORDER BY ms
"""
_CITED = """
    SELECT source, sum(answers) AS answers FROM cited WHERE {guild} day >= :since AND day < :until
    GROUP BY source ORDER BY answers DESC, source
"""
_VOTES = """
    SELECT count(*) FILTER (WHERE helpful), count(*) FILTER (WHERE NOT helpful)
    FROM vote WHERE {guild} at >= :since AND at < :until
"""
GUILDS = "SELECT DISTINCT nullif(guild_id, 0) FROM daily"
# From one asker to the next in the index: as many steps as there are askers, not questions.
ASKERS = """
    WITH RECURSIVE person (asker) AS (
        SELECT min(asker) FROM question WHERE guild_id IS :guild
        UNION ALL
        SELECT (SELECT min(asker) FROM question
                WHERE guild_id IS :guild AND question.asker > person.asker)
        FROM person WHERE person.asker IS NOT NULL
    )
    SELECT count(*) FROM person WHERE EXISTS (
        SELECT 1 FROM question WHERE guild_id IS :guild AND question.asker = person.asker
                                     AND asked_at >= :since AND asked_at < :until
    )
"""
_TOP = """
    WITH often AS (
        SELECT guild_id, asked_as, count(*) AS times
        FROM question INDEXED BY question_by_words
        WHERE {guild} asked_at >= :since AND asked_at < :until AND asked_as <> ''
        GROUP BY guild_id, asked_as HAVING times >= :least ORDER BY times DESC LIMIT 200
    )
    SELECT times, (
        SELECT count(DISTINCT asker) FROM question
        WHERE guild_id IS often.guild_id AND asked_as = often.asked_as
              AND asked_at >= :since AND asked_at < :until
    ) AS askers, (
        SELECT question FROM question
        WHERE guild_id IS often.guild_id AND asked_as = often.asked_as
              AND asked_at >= :since AND asked_at < :until
        ORDER BY asked_at DESC LIMIT 1
    ) AS question
    FROM often WHERE askers >= :least ORDER BY times DESC LIMIT :most
"""


@dataclass(frozen=True, slots=True)
class Queries:
    """The queries that differ; the period is [:since, :until), both of them days."""

    days: str
    latencies: str
    cited: str
    votes: str
    top: str


def of(guild_id: int | None) -> Queries:
    """The queries for a server, :guild; with None for all and the terminal together."""
    guild = "" if guild_id is None else "guild_id = :guild AND"
    return Queries(*(sql.format(guild=guild) for sql in (_DAYS, _LATENCIES, _CITED, _VOTES, _TOP)))
