BEGIN TRANSACTION;
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
        ;
INSERT INTO "passage" VALUES(1,1,'0123456789ab','bees.txt',0,20,3.5);
CREATE TABLE question (
            id INTEGER PRIMARY KEY,
            answer_id TEXT NOT NULL UNIQUE,
            asked_at TEXT NOT NULL, -- UTC, ISO 8601, of one width: sorts as time does
            guild_id INTEGER,
            channel_id INTEGER,
            surface TEXT NOT NULL,
            asker TEXT NOT NULL, -- a pseudonym
            question TEXT NOT NULL,
            status TEXT NOT NULL,
            confidence REAL NOT NULL,
            library_version TEXT NOT NULL,
            latency_ms REAL NOT NULL
        ) STRICT
        ;
INSERT INTO "question" VALUES(1,'aaaaaaaaaaaaaaaa','2026-11-22T04:10:00.000000+00:00',7,70,'slash','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','How do bees dance?','found',0.9,'000000000000',1.5);
CREATE INDEX question_by_guild ON question (guild_id, status, asked_at);
CREATE INDEX question_by_asker ON question (asker);
COMMIT;
PRAGMA user_version = 1;
