BEGIN TRANSACTION;
CREATE TABLE audit ( -- what moderators did
            id INTEGER PRIMARY KEY,
            at TEXT NOT NULL,
            guild_id INTEGER,
            actor TEXT NOT NULL, -- a pseudonym; '' once its person asked to be deleted
            action TEXT NOT NULL,
            details TEXT NOT NULL CHECK (json_valid(details))
        ) STRICT
        ;
INSERT INTO "audit" VALUES(1,'2026-11-22T04:12:00.000000+00:00',7,'cccccccccccccccccccccccccccccccc','gap decide','{}');
CREATE TABLE cited (
            guild_id INTEGER NOT NULL,
            day TEXT NOT NULL,
            source TEXT NOT NULL,
            answers INTEGER NOT NULL, -- that showed a passage of it
            PRIMARY KEY (guild_id, day, source)
        ) STRICT, WITHOUT ROWID
        ;
INSERT INTO "cited" VALUES(7,'2026-11-22','bees.txt',1);
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
        ;
INSERT INTO "daily" VALUES(7,'2026-11-22',1,0,0,0,1,0,0);
CREATE TABLE digest ( -- where moderators wish to read of each week
            guild_id INTEGER PRIMARY KEY,
            channel_id INTEGER NOT NULL,
            sent_at TEXT NOT NULL -- the last one, or before the first one, when it was wished for
        ) STRICT
        ;
CREATE TABLE gap ( -- what moderators decided about questions that went unanswered
            answer_id TEXT PRIMARY KEY REFERENCES question (answer_id) ON DELETE CASCADE,
            decision TEXT NOT NULL, -- synonym, pin, source, out_of_scope or done
            at TEXT NOT NULL,
            actor TEXT NOT NULL -- a pseudonym
        ) STRICT, WITHOUT ROWID
        ;
INSERT INTO "gap" VALUES('aaaaaaaaaaaaaaaa','done','2026-11-22T04:12:00.000000+00:00','cccccccccccccccccccccccccccccccc');
CREATE TABLE latency (
            guild_id INTEGER NOT NULL,
            day TEXT NOT NULL,
            ms REAL NOT NULL, -- rounded to two digits
            questions INTEGER NOT NULL,
            PRIMARY KEY (guild_id, day, ms)
        ) STRICT, WITHOUT ROWID
        ;
INSERT INTO "latency" VALUES(7,'2026-11-22',1.5,1);
CREATE TABLE opted_out (
            asker TEXT PRIMARY KEY, -- a pseudonym that is used nowhere else
            guild_id INTEGER,
            since TEXT NOT NULL
        ) STRICT, WITHOUT ROWID
        ;
INSERT INTO "opted_out" VALUES('dddddddddddddddddddddddddddddddd',7,'2026-11-22T04:12:00.000000+00:00');
CREATE TABLE passage (
            question_id INTEGER NOT NULL REFERENCES question ON DELETE CASCADE,
            rank INTEGER NOT NULL,
            passage_id TEXT NOT NULL,
            source TEXT NOT NULL,
            start INTEGER NOT NULL,
            "end" INTEGER NOT NULL,
            score REAL NOT NULL, quoted INTEGER, quote_start INTEGER, quote_end INTEGER,
            PRIMARY KEY (question_id, rank)
        ) STRICT, WITHOUT ROWID
        ;
INSERT INTO "passage" VALUES(1,1,'0123456789ab','bees.txt',0,20,3.5,5,0,10);
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
        , scope TEXT, asked_as TEXT NOT NULL DEFAULT '') STRICT
        ;
INSERT INTO "question" VALUES(1,'aaaaaaaaaaaaaaaa','2026-11-22T04:10:00.000000+00:00',7,70,'slash','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','How do bees dance?',0,'found',0.9,'000000000000',1.5,NULL,'how do bees dance');
CREATE TABLE quoted ( -- what answers showed, each text once, even if its source is gone
            id INTEGER PRIMARY KEY,
            hash TEXT NOT NULL UNIQUE, -- of the columns below
            text TEXT NOT NULL, -- the whole passage
            breaks TEXT NOT NULL, -- JSON: offsets where new lines begin
            citation TEXT NOT NULL, -- JSON
            document TEXT NOT NULL, -- the SHA-256 of its file
            last_shown TEXT NOT NULL -- the day; no question of a later day refers to it
        ) STRICT
        ;
INSERT INTO "quoted" VALUES(5,'h','Bees dance in circles.','[]','{"title":"On bees"}','cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc','2026-11-22');
CREATE TABLE vote (
            answer_id TEXT NOT NULL REFERENCES question (answer_id) ON DELETE CASCADE,
            voter TEXT NOT NULL, -- a pseudonym
            guild_id INTEGER,
            at TEXT NOT NULL,
            helpful INTEGER NOT NULL, -- 1 or 0
            reason TEXT,
            PRIMARY KEY (answer_id, voter)
        ) STRICT, WITHOUT ROWID
        ;
INSERT INTO "vote" VALUES('aaaaaaaaaaaaaaaa','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',7,'2026-11-22T04:11:00.000000+00:00',0,'too short');
CREATE TABLE wish ( -- who wants to be told when a question can be answered
            answer_id TEXT NOT NULL REFERENCES question (answer_id) ON DELETE CASCADE,
            asker TEXT NOT NULL, -- a pseudonym
            sealed BLOB, -- the user id, under a key outside the database; NULL once told
            at TEXT NOT NULL,
            told_at TEXT,
            PRIMARY KEY (answer_id, asker)
        ) STRICT, WITHOUT ROWID
        ;
INSERT INTO "wish" VALUES('aaaaaaaaaaaaaaaa','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',X'0102','2026-11-22T04:11:00.000000+00:00',NULL);
CREATE INDEX vote_by_guild ON vote (guild_id, at, helpful);
CREATE INDEX vote_by_voter ON vote (voter);
CREATE INDEX wish_by_asker ON wish (asker);
CREATE INDEX gap_by_actor ON gap (actor);
CREATE INDEX audit_by_guild ON audit (guild_id, at);
CREATE INDEX audit_by_actor ON audit (actor);
CREATE INDEX question_by_guild ON question (guild_id, asked_at, status);
CREATE INDEX question_by_asker ON question (guild_id, asker, asked_at);
CREATE INDEX question_by_words ON question (guild_id, asked_as, asked_at, asker);
CREATE INDEX question_by_time ON question (asked_at);
COMMIT;
PRAGMA user_version = 2;
