"""The query log's tables, as numbered steps from an empty database to today's."""

from pathlib import Path

import aiosqlite

from bot.errors import NewerLogError

STEPS: tuple[tuple[str, ...], ...] = (
    (
        """
        CREATE TABLE question (
            id INTEGER PRIMARY KEY,
            answer_id TEXT NOT NULL UNIQUE,
            asked_at TEXT NOT NULL, -- UTC, ISO 8601, of one width: sorts as time does
            guild_id INTEGER,
            channel_id INTEGER,
            surface TEXT NOT NULL,
            asker TEXT NOT NULL, -- a pseudonym
            question TEXT NOT NULL,
            as_typed INTEGER NOT NULL, -- 1 if no word was to be read as another
            status TEXT NOT NULL,
            confidence REAL NOT NULL,
            library_version TEXT NOT NULL,
            latency_ms REAL NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE passage (
            question_id INTEGER NOT NULL REFERENCES question ON DELETE CASCADE,
            rank INTEGER NOT NULL,
            passage_id TEXT NOT NULL,
            source TEXT NOT NULL,
            start INTEGER NOT NULL,
            "end" INTEGER NOT NULL,
            score REAL NOT NULL,
            PRIMARY KEY (question_id, rank)
        ) STRICT, WITHOUT ROWID
        """,
        # A guild's gaps and figures, and what is past its time, are counted in this index.
        "CREATE INDEX question_by_guild ON question (guild_id, status, asked_at)",
        "CREATE INDEX question_by_asker ON question (asker)",
    ),
    (
        "ALTER TABLE question ADD COLUMN scope TEXT",  # the document or collection it was put to
        # 1 if nobody but the asker saw the answer; NULL in rows that were there before.
        "ALTER TABLE question ADD COLUMN private INTEGER",
        # Its words in lower case: equal for equal questions.
        "ALTER TABLE question ADD COLUMN asked_as TEXT NOT NULL DEFAULT ''",
        "UPDATE question SET asked_as = lower(trim(question, ' .?!'))",
        """
        CREATE TABLE quoted ( -- what answers showed, each text once, even if its source is gone
            id INTEGER PRIMARY KEY,
            hash TEXT NOT NULL UNIQUE, -- of the columns below
            text TEXT NOT NULL, -- the whole passage
            breaks TEXT NOT NULL, -- JSON: offsets where new lines begin
            citation TEXT NOT NULL, -- JSON
            document TEXT NOT NULL, -- the SHA-256 of its file
            last_shown TEXT NOT NULL -- the day; no question of a later day refers to it
        ) STRICT
        """,
        # No foreign key: it would need an index with ten entries a question. See last_shown.
        "ALTER TABLE passage ADD COLUMN quoted INTEGER",
        "ALTER TABLE passage ADD COLUMN quote_start INTEGER",  # the part in bold, in quoted.text
        "ALTER TABLE passage ADD COLUMN quote_end INTEGER",
        """
        CREATE TABLE vote (
            answer_id TEXT NOT NULL REFERENCES question (answer_id) ON DELETE CASCADE,
            voter TEXT NOT NULL, -- a pseudonym
            guild_id INTEGER,
            at TEXT NOT NULL,
            helpful INTEGER NOT NULL, -- 1 or 0
            reason TEXT,
            PRIMARY KEY (answer_id, voter)
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX vote_by_guild ON vote (guild_id, at, helpful)",
        "CREATE INDEX vote_by_voter ON vote (voter)",
        """
        CREATE TABLE wish ( -- who wants to be told when a question can be answered
            answer_id TEXT NOT NULL REFERENCES question (answer_id) ON DELETE CASCADE,
            asker TEXT NOT NULL, -- a pseudonym
            sealed BLOB, -- the user id, under a key outside the database; NULL once told
            at TEXT NOT NULL,
            told_at TEXT,
            PRIMARY KEY (answer_id, asker)
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX wish_by_asker ON wish (asker)",
        """
        CREATE TABLE gap ( -- what moderators decided about questions that went unanswered
            answer_id TEXT PRIMARY KEY REFERENCES question (answer_id) ON DELETE CASCADE,
            decision TEXT NOT NULL, -- synonym, pin, source, out_of_scope or done
            at TEXT NOT NULL,
            actor TEXT NOT NULL -- a pseudonym
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX gap_by_actor ON gap (actor)",
        """
        CREATE TABLE audit ( -- what moderators did
            id INTEGER PRIMARY KEY,
            at TEXT NOT NULL,
            guild_id INTEGER,
            actor TEXT NOT NULL, -- a pseudonym; '' once its person asked to be deleted
            action TEXT NOT NULL,
            details TEXT NOT NULL CHECK (json_valid(details))
        ) STRICT
        """,
        "CREATE INDEX audit_by_guild ON audit (guild_id, at)",
        "CREATE INDEX audit_by_actor ON audit (actor)",
        """
        CREATE TABLE opted_out (
            asker TEXT PRIMARY KEY, -- a pseudonym that is used nowhere else
            guild_id INTEGER,
            since TEXT NOT NULL
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE digest ( -- where moderators wish to read of each week
            guild_id INTEGER PRIMARY KEY,
            channel_id INTEGER NOT NULL,
            sent_at TEXT NOT NULL -- the last one, or before the first one, when it was wished for
        ) STRICT
        """,
        # Counts of whole days, which name nobody and outlive the questions. Guild 0 is none.
        """
        CREATE TABLE daily (
            guild_id INTEGER NOT NULL,
            day TEXT NOT NULL,
            found INTEGER NOT NULL DEFAULT 0, -- questions
            weak INTEGER NOT NULL DEFAULT 0,
            none INTEGER NOT NULL DEFAULT 0,
            unkept INTEGER NOT NULL DEFAULT 0, -- how many of them were not kept: opted out
            askers INTEGER NOT NULL DEFAULT 0, -- those who opted out not among them
            helpful INTEGER NOT NULL DEFAULT 0, -- votes that are deleted since
            unhelpful INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (guild_id, day)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE latency (
            guild_id INTEGER NOT NULL,
            day TEXT NOT NULL,
            ms REAL NOT NULL, -- rounded to two digits
            questions INTEGER NOT NULL,
            PRIMARY KEY (guild_id, day, ms)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE cited (
            guild_id INTEGER NOT NULL,
            day TEXT NOT NULL,
            source TEXT NOT NULL,
            answers INTEGER NOT NULL, -- that showed a passage of it
            PRIMARY KEY (guild_id, day, source)
        ) STRICT, WITHOUT ROWID
        """,
        """
        INSERT INTO daily (guild_id, day, found, weak, none, askers)
        SELECT ifnull(guild_id, 0), substr(asked_at, 1, 10), sum(status = 'found'),
               sum(status = 'weak'), sum(status = 'none'), count(DISTINCT asker)
        FROM question GROUP BY 1, 2
        """,
        """
        INSERT INTO latency (guild_id, day, ms, questions)
        SELECT ifnull(guild_id, 0), substr(asked_at, 1, 10),
               CAST(printf('%.1e', latency_ms) AS REAL), count(*)
        FROM question GROUP BY 1, 2, 3
        """,
        """
        INSERT INTO cited (guild_id, day, source, answers)
        SELECT ifnull(guild_id, 0), substr(asked_at, 1, 10), source, count(DISTINCT question_id)
        FROM passage JOIN question ON question.id = question_id GROUP BY 1, 2, 3
        """,
        "DROP INDEX question_by_guild",
        "DROP INDEX question_by_asker",
        "CREATE INDEX question_by_guild ON question (guild_id, asked_at, status)",
        "CREATE INDEX question_by_asker ON question (guild_id, asker, asked_at)",
        "CREATE INDEX question_by_words ON question (guild_id, asked_as, asked_at, asker)",
        "CREATE INDEX question_by_time ON question (asked_at)",
    ),
)
"""Step n (from 1) leads from version n - 1 to n; a step that was ever released is never changed."""


async def migrate(connection: aiosqlite.Connection, path: Path) -> None:
    """Bring the tables to today's version, each step in one transaction.

    Args:
        connection: In autocommit mode.
        path: Named in errors.

    Raises:
        NewerLogError: If the database is of a later version than this program knows.
        sqlite3.Error: If it is damaged, locked or cannot be written.
    """
    version = -1
    while version < len(STEPS):
        # Begun even if no step is left: it shows that the database can be written. And of two
        # processes that begin together, the second waits here and finds the first one's tables.
        await connection.execute("BEGIN IMMEDIATE")
        try:
            version = await _step(connection)
            await connection.commit()
        except BaseException:
            await connection.rollback()
            raise
    if version > len(STEPS):
        raise NewerLogError(path, version, len(STEPS))


async def _step(connection: aiosqlite.Connection) -> int:
    """Take the next step, if there is one; the version that the tables have then."""
    ((found,),) = await connection.execute_fetchall("PRAGMA user_version")
    if found >= len(STEPS):
        return int(found)
    for statement in STEPS[found]:
        await connection.execute(statement)
    await connection.execute(f"PRAGMA user_version = {found + 1}")
    return int(found) + 1
