-- A query log as version 1 of its tables made it. Never to be changed.
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
) STRICT;
CREATE TABLE passage (
    question_id INTEGER NOT NULL REFERENCES question ON DELETE CASCADE,
    rank INTEGER NOT NULL,
    passage_id TEXT NOT NULL,
    source TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    score REAL NOT NULL,
    PRIMARY KEY (question_id, rank)
) STRICT, WITHOUT ROWID;
CREATE INDEX question_by_guild ON question (guild_id, status, asked_at);
CREATE INDEX question_by_asker ON question (asker);
INSERT INTO question VALUES
    (1, 'aaaaaaaaaaaaaaaa', '2026-03-01T09:00:00.000000+00:00', 11, 22, 'slash', 'ada',
     'How do bees dance?', 0, 'found', 0.75, 'cccccccccccc', 1.53),
    (2, 'bbbbbbbbbbbbbbbb', '2026-03-01T10:00:00.000000+00:00', 11, 22, 'mention', 'ada',
     'how do bees dance', 1, 'weak', 0.25, 'cccccccccccc', 1.47),
    (3, 'dddddddddddddddd', '2026-03-02T00:00:00.000000+00:00', NULL, NULL, 'terminal', 'bob',
     'What do wasps eat?', 0, 'none', 0.0, 'cccccccccccc', 20.0);
INSERT INTO passage VALUES
    (1, 1, 'bbbbbbbbbbbb', 'bees.txt', 0, 11, 2.5),
    (1, 2, 'aaaaaaaaaaaa', 'wasps.txt', 13, 25, 0.5),
    (2, 1, 'bbbbbbbbbbbb', 'bees.txt', 0, 11, 1.5),
    (2, 2, 'eeeeeeeeeeee', 'bees.txt', 12, 20, 1.0);
PRAGMA user_version = 1;
