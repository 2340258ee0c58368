"""The database's tables, as numbered steps from an empty database to the current schema."""

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
    (
        # All that one decision stored, lessons included, has one id, by which it is undone.
        "ALTER TABLE gap ADD COLUMN fix TEXT",
        # Until now, what one decision stored had its moment in common.
        """
        UPDATE gap SET fix = (
            SELECT min(other.answer_id) FROM gap AS other
            JOIN question AS asked ON asked.answer_id = other.answer_id
            JOIN question AS this ON this.answer_id = gap.answer_id
            WHERE other.at = gap.at AND asked.guild_id IS this.guild_id
        )
        """,
        "CREATE INDEX gap_by_fix ON gap (fix)",
        """
        CREATE TABLE lesson ( -- what moderators taught
            number INTEGER PRIMARY KEY, -- in the order of adding
            id TEXT NOT NULL UNIQUE,
            fix TEXT NOT NULL, -- as in gap
            guild_id INTEGER NOT NULL,
            kind TEXT NOT NULL, -- synonym, pin, golden or out_of_scope
            at TEXT NOT NULL,
            actor TEXT NOT NULL, -- a pseudonym; '' once its person was deleted
            content TEXT NOT NULL CHECK (json_valid(content)) -- by kind
        ) STRICT
        """,
        "CREATE INDEX lesson_by_guild ON lesson (guild_id, number)",
        """
        CREATE TABLE server ( -- what moderators decided about the operator's folder
            guild_id INTEGER PRIMARY KEY,
            common TEXT, -- the active version of the folder; NULL: what a start finds there
            seen TEXT, -- the newest version of the folder that moderators were shown
            undecided INTEGER NOT NULL -- 1 if a reload was started and did not finish
        ) STRICT
        """,
        """
        CREATE TABLE version ( -- the versions of a server: the last one is active
            number INTEGER PRIMARY KEY, -- in the order of activation
            id TEXT NOT NULL UNIQUE,
            guild_id INTEGER NOT NULL,
            at TEXT NOT NULL,
            actor TEXT, -- a pseudonym; NULL for the bot, and once its person was deleted
            action TEXT NOT NULL, -- begin, switch, rollback or restart
            common TEXT NOT NULL, -- the version of the operator's folder
            own_version TEXT, -- the index version of the uploads; NULL without any
            summary TEXT NOT NULL,
            restores TEXT -- the id of the version that a rollback went back to
        ) STRICT
        """,
        "CREATE INDEX version_by_guild ON version (guild_id, number)",
        """
        CREATE TABLE document ( -- the uploads in each version of a server
            version_id TEXT NOT NULL REFERENCES version (id) ON DELETE CASCADE,
            name TEXT NOT NULL, -- a path with forward slashes
            sha256 TEXT NOT NULL, -- of the file, which is stored under this name
            size INTEGER NOT NULL, -- in bytes
            added_at TEXT NOT NULL,
            actor TEXT, -- as in version
            PRIMARY KEY (version_id, name)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE served ( -- the version of the operator's folder that was activated last
            folder TEXT PRIMARY KEY,
            version TEXT NOT NULL
        ) STRICT, WITHOUT ROWID
        """,
    ),
    (
        # What kind of message it is; all but 'question' are in no list and no figure.
        "ALTER TABLE question ADD COLUMN kind TEXT NOT NULL DEFAULT 'question'",
        """
        CREATE TABLE preference ( -- what people chose for themselves
            asker TEXT PRIMARY KEY, -- a pseudonym that is used nowhere else
            private INTEGER NOT NULL -- 1 if their answers are private unless they say otherwise
        ) STRICT, WITHOUT ROWID
        """,
    ),
    (
        """
        CREATE TABLE key_check ( -- one row: tells the key of the pseudonyms from others
            value TEXT PRIMARY KEY
        ) STRICT, WITHOUT ROWID
        """,
    ),
    (
        # The words that a follow-up took over from the question before it, as they are part of
        # `question`; NULL if it took none.
        "ALTER TABLE question ADD COLUMN added TEXT",
        """
        CREATE TABLE forum ( -- channels in which the bot answers each new post
            guild_id INTEGER NOT NULL,
            channel_id INTEGER NOT NULL,
            PRIMARY KEY (guild_id, channel_id)
        ) STRICT, WITHOUT ROWID
        """,
    ),
    (
        # How often people read on, cited, shared or saw the rest; it is not stored who did.
        "ALTER TABLE question ADD COLUMN opened INTEGER NOT NULL DEFAULT 0",
        "CREATE INDEX question_opened ON question (guild_id, asked_at) WHERE opened > 0",
    ),
)
"""Step n (from 1) leads from version n - 1 to n. A step is never edited once it has landed."""

IMPORTS_FILES = 3
"""The version whose step also imports what older versions stored in JSON files."""
