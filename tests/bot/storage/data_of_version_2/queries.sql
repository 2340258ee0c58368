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
INSERT INTO "audit" VALUES(1,'2026-11-29T16:24:57.680832+00:00',1456074443980800011,'a32359bdcced7a2d8451b4ac894840a7','sources reload','{"what": "1 added", "problems": 0}');
INSERT INTO "audit" VALUES(2,'2026-11-29T16:24:57.717524+00:00',1456074443980800011,'a32359bdcced7a2d8451b4ac894840a7','sources switch','{"what": "1 added", "to": "tyftonmy7o5p3r42"}');
INSERT INTO "audit" VALUES(3,'2026-11-29T16:24:58.606874+00:00',1456074443980800011,'bbbd10c0464aac3b2fc1a95f4a44371e','sources reload','{"what": "1 added", "problems": 0}');
INSERT INTO "audit" VALUES(4,'2026-11-29T16:24:58.632772+00:00',1456074443980800011,'bbbd10c0464aac3b2fc1a95f4a44371e','sources switch','{"what": "1 added", "to": "ouapqzz3ohmhpqq7"}');
INSERT INTO "audit" VALUES(5,'2026-11-29T16:24:58.975352+00:00',1456074443980800011,'a32359bdcced7a2d8451b4ac894840a7','synonyms add','{"words": ["apiarist", "keeper"]}');
INSERT INTO "audit" VALUES(6,'2026-11-29T16:24:59.000771+00:00',1456074443980800011,'a32359bdcced7a2d8451b4ac894840a7','golden add','{"source": "bees.md"}');
INSERT INTO "audit" VALUES(7,'2026-11-29T16:24:59.016426+00:00',1456074443980800011,'a32359bdcced7a2d8451b4ac894840a7','gap decide','{"decision": "synonym", "gap": "teusq5agaedvmzyi"}');
INSERT INTO "audit" VALUES(8,'2026-11-29T16:24:59.384500+00:00',1456074443980800011,'a32359bdcced7a2d8451b4ac894840a7','pin add','{"source": "wasps.md"}');
INSERT INTO "audit" VALUES(9,'2026-11-29T16:24:59.401481+00:00',1456074443980800011,'a32359bdcced7a2d8451b4ac894840a7','golden add','{"source": "wasps.md"}');
INSERT INTO "audit" VALUES(10,'2026-11-29T16:24:59.416380+00:00',1456074443980800011,'a32359bdcced7a2d8451b4ac894840a7','gap decide','{"decision": "pin", "gap": "illnf5ia6ukjsldx"}');
INSERT INTO "audit" VALUES(11,'2026-11-29T16:24:59.680934+00:00',1456074443980800011,'bbbd10c0464aac3b2fc1a95f4a44371e','out of scope','{"sentence": "This comes *next* term."}');
INSERT INTO "audit" VALUES(12,'2026-11-29T16:24:59.708346+00:00',1456074443980800011,'bbbd10c0464aac3b2fc1a95f4a44371e','golden add','{"source": ""}');
INSERT INTO "audit" VALUES(13,'2026-11-29T16:24:59.716722+00:00',1456074443980800011,'bbbd10c0464aac3b2fc1a95f4a44371e','gap decide','{"decision": "out_of_scope", "gap": "itnqoqiycrmujncy"}');
INSERT INTO "audit" VALUES(14,'2026-11-29T16:24:59.988541+00:00',1456074443980800011,'a32359bdcced7a2d8451b4ac894840a7','gap decide','{"decision": "done", "gap": "ys4q2nk6nehrxga7"}');
INSERT INTO "audit" VALUES(15,'2026-11-29T16:25:00.279950+00:00',1456074443980800011,'a32359bdcced7a2d8451b4ac894840a7','synonyms add','{"words": ["imker", "keeper"]}');
INSERT INTO "audit" VALUES(16,'2026-11-29T16:25:00.372435+00:00',1456074443980800011,'a32359bdcced7a2d8451b4ac894840a7','pin add','{"source": "bees.md"}');
INSERT INTO "audit" VALUES(17,'2026-11-29T16:25:00.400913+00:00',1456074443980800011,'a32359bdcced7a2d8451b4ac894840a7','golden add','{"source": "bees.md"}');
INSERT INTO "audit" VALUES(18,'2026-11-29T16:25:00.765382+00:00',1456074443980800011,'a32359bdcced7a2d8451b4ac894840a7','logs digest','{"channel": 1456074443980800097}');
INSERT INTO "audit" VALUES(19,'2026-11-29T16:25:00.877987+00:00',1456074443980800011,'a32359bdcced7a2d8451b4ac894840a7','sources rollback','{"to": "tyftonmy7o5p3r42"}');
INSERT INTO "audit" VALUES(20,'2026-11-29T16:25:01.808584+00:00',1456074443980800104,'459eaf1ef1aebb44c890813caeab1450','sources reload','{"what": "1 added", "problems": 0}');
INSERT INTO "audit" VALUES(21,'2026-11-29T16:25:01.818891+00:00',1456074443980800104,'459eaf1ef1aebb44c890813caeab1450','sources discard','{"what": "1 added"}');
CREATE TABLE cited (
            guild_id INTEGER NOT NULL,
            day TEXT NOT NULL,
            source TEXT NOT NULL,
            answers INTEGER NOT NULL, -- that showed a passage of it
            PRIMARY KEY (guild_id, day, source)
        ) STRICT, WITHOUT ROWID
        ;
INSERT INTO "cited" VALUES(1456074443980800011,'2026-11-29','bees.md',2);
INSERT INTO "cited" VALUES(1456074443980800011,'2026-11-29','wasps.md',1);
INSERT INTO "cited" VALUES(1456074443980800011,'2026-11-29','~/week 3/ants.md',1);
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
INSERT INTO "daily" VALUES(1456074443980800011,'2026-11-29',2,1,6,1,7,0,0);
CREATE TABLE digest ( -- where moderators wish to read of each week
            guild_id INTEGER PRIMARY KEY,
            channel_id INTEGER NOT NULL,
            sent_at TEXT NOT NULL -- the last one, or before the first one, when it was wished for
        ) STRICT
        ;
INSERT INTO "digest" VALUES(1456074443980800011,1456074443980800097,'2026-11-29T16:25:00.746800+00:00');
CREATE TABLE gap ( -- what moderators decided about questions that went unanswered
            answer_id TEXT PRIMARY KEY REFERENCES question (answer_id) ON DELETE CASCADE,
            decision TEXT NOT NULL, -- synonym, pin, source, out_of_scope or done
            at TEXT NOT NULL,
            actor TEXT NOT NULL -- a pseudonym
        ) STRICT, WITHOUT ROWID
        ;
INSERT INTO "gap" VALUES('illnf5ia6ukjsldx','pin','2026-11-29T16:24:59.356041+00:00','a32359bdcced7a2d8451b4ac894840a7');
INSERT INTO "gap" VALUES('itnqoqiycrmujncy','out_of_scope','2026-11-29T16:24:59.669299+00:00','bbbd10c0464aac3b2fc1a95f4a44371e');
INSERT INTO "gap" VALUES('sewaicdwbryw43fk','synonym','2026-11-29T16:24:58.949778+00:00','a32359bdcced7a2d8451b4ac894840a7');
INSERT INTO "gap" VALUES('teusq5agaedvmzyi','synonym','2026-11-29T16:24:58.949778+00:00','a32359bdcced7a2d8451b4ac894840a7');
INSERT INTO "gap" VALUES('ys4q2nk6nehrxga7','done','2026-11-29T16:24:59.985383+00:00','a32359bdcced7a2d8451b4ac894840a7');
CREATE TABLE latency (
            guild_id INTEGER NOT NULL,
            day TEXT NOT NULL,
            ms REAL NOT NULL, -- rounded to two digits
            questions INTEGER NOT NULL,
            PRIMARY KEY (guild_id, day, ms)
        ) STRICT, WITHOUT ROWID
        ;
INSERT INTO "latency" VALUES(1456074443980800011,'2026-11-29',0.87,1);
INSERT INTO "latency" VALUES(1456074443980800011,'2026-11-29',1.1,1);
INSERT INTO "latency" VALUES(1456074443980800011,'2026-11-29',1.2,1);
INSERT INTO "latency" VALUES(1456074443980800011,'2026-11-29',1.9,1);
INSERT INTO "latency" VALUES(1456074443980800011,'2026-11-29',2.1,1);
INSERT INTO "latency" VALUES(1456074443980800011,'2026-11-29',2.6,1);
INSERT INTO "latency" VALUES(1456074443980800011,'2026-11-29',6.0,1);
INSERT INTO "latency" VALUES(1456074443980800011,'2026-11-29',7.1,1);
INSERT INTO "latency" VALUES(1456074443980800011,'2026-11-29',7.4,1);
CREATE TABLE opted_out (
            asker TEXT PRIMARY KEY, -- a pseudonym that is used nowhere else
            guild_id INTEGER,
            since TEXT NOT NULL
        ) STRICT, WITHOUT ROWID
        ;
INSERT INTO "opted_out" VALUES('b79676d8f0dcd24453c21611a3636509',1456074443980800011,'2026-11-29T16:25:00.608548+00:00');
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
INSERT INTO "passage" VALUES(3,1,'29e9746e7d19','wasps.md',25,198,2.58013587739079364169e+00,1,0,33);
INSERT INTO "passage" VALUES(7,1,'5ebaabab822c','bees.md',108,291,1.75308397831852467163e+01,2,0,183);
INSERT INTO "passage" VALUES(7,2,'0b3b139db2bb','bees.md',308,378,5.10954730097048326342e+00,3,0,19);
INSERT INTO "passage" VALUES(7,3,'1b0ab8e453b8','bees.md',610,680,4.14838299737705540337e+00,4,49,70);
INSERT INTO "passage" VALUES(7,4,'480f4caed56d','bees.md',496,593,3.93882401421166150612e+00,5,0,63);
INSERT INTO "passage" VALUES(7,5,'716720682b1f','bees.md',394,479,3.81488263180193465373e+00,6,0,85);
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
        , scope TEXT, private INTEGER, asked_as TEXT NOT NULL DEFAULT '') STRICT
        ;
INSERT INTO "question" VALUES(1,'teusq5agaedvmzyi','2026-11-29T16:24:58.645711+00:00',1456074443980800011,1456074443980800014,'slash','f4f8c7ca2169822281f3b2dd580181eb','How does the apiarist calm the swarm?',0,'none',9.42668077343935123524e-02,'769b14875e34',2.05228599998008576221e+00,NULL,0,'how does the apiarist calm the swarm');
INSERT INTO "question" VALUES(2,'sewaicdwbryw43fk','2026-11-29T16:24:58.703739+00:00',1456074443980800011,1456074443980800014,'slash','d7234982ccc5741bac472c35eeaa93b2','How does the apiarist calm the swarm?',0,'none',9.42668077343935123524e-02,'769b14875e34',2.57270499969308730214e+00,NULL,0,'how does the apiarist calm the swarm');
INSERT INTO "question" VALUES(3,'illnf5ia6ukjsldx','2026-11-29T16:24:59.077807+00:00',1456074443980800011,1456074443980800014,'slash','d8e3f7d35ad80ac0ee9ffeb32b91fc52','What do vespids construct?',0,'weak',1.28980852146235669408e-01,'769b14875e34',7.13971300001503550447e+00,NULL,0,'what do vespids construct');
INSERT INTO "question" VALUES(4,'itnqoqiycrmujncy','2026-11-29T16:24:59.476618+00:00',1456074443980800011,1456074443980800014,'slash','93b548f104745aed242acaebb4361f7a','When is the examination?',0,'none',0.0,'769b14875e34',8.6619500007145688869e-01,NULL,0,'when is the examination');
INSERT INTO "question" VALUES(5,'ys4q2nk6nehrxga7','2026-11-29T16:24:59.776498+00:00',1456074443980800011,1456074443980800014,'slash','6ff9648c6ee582a8cfb4d4d339a328a4','Why do zebras gallop?',0,'none',0.0,'769b14875e34',5.95971299981101765297e+00,NULL,0,'why do zebras gallop');
INSERT INTO "question" VALUES(6,'p43um53445vrc5xe','2026-11-29T16:25:00.056423+00:00',1456074443980800011,1456074443980800014,'slash','584a7a3098c69d935fcd261f0007f694','Who painted the ceiling?',0,'none',0.0,'769b14875e34',7.44857800009413,NULL,0,'who painted the ceiling');
INSERT INTO "question" VALUES(7,'v7gbg52kj53wijhm','2026-11-29T16:25:00.405416+00:00',1456074443980800011,1456074443980800014,'slash','a70c350fd36251b379fc714080a09f07','What does the waggle dance tell the other bees?',0,'found',9.06853548425064381888e-01,'769b14875e34',1.89532600006714346818e+00,NULL,0,'what does the waggle dance tell the other bees');
INSERT INTO "question" VALUES(8,'pylvlufws2ramgm5','2026-11-29T16:25:00.520330+00:00',1456074443980800011,1456074443980800014,'slash','a70c350fd36251b379fc714080a09f07','Who wove the carpet?',0,'none',0.0,'769b14875e34',1.17288000001281034201e+00,NULL,0,'who wove the carpet');
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
INSERT INTO "quoted" VALUES(1,'e1a8704788f4bf0f9a042d69b660ddc1','Wasps build their nests of paper. They chew old wood until it is soft.

@everyone should know that wasps do not make honey. Ask <@1234567> about [stings](https://x.example).','[72]','{"title": "On Wasps", "authors": [], "publisher": null, "published": null, "accessed": null, "section": null, "paragraph": 1, "page": null, "last_page": null, "page_number": null, "page_kind": "page", "url": null}','5423f527c9e2db6f584d83586fe393c9b76793ce5e72bd1e054112b02b5e5909','2026-11-29');
INSERT INTO "quoted" VALUES(2,'7ffd07d137e824b3572f16e9ad9268bb','A honeybee that has found flowers dances on the comb. The waggle dance tells the other bees how far
the flowers are and in which direction. Bees that follow the dance fly out at once.','[]','{"title": "On Bees", "authors": ["Ada Keeper"], "publisher": null, "published": "2019", "accessed": null, "section": "The dance", "paragraph": 1, "page": null, "last_page": null, "page_number": null, "page_kind": "page", "url": "https://bees.example/dance"}','fc99ebefe07182fc77487909f1a7dd2f52668426ba08495f95c059d205546f58','2026-11-29');
INSERT INTO "quoted" VALUES(3,'38cf9d90fc594f509a65f9793cd8f507','Drones never dance. They wait for a young queen and die in the autumn.','[]','{"title": "On Bees", "authors": ["Ada Keeper"], "publisher": null, "published": "2019", "accessed": null, "section": "The drones", "paragraph": 2, "page": null, "last_page": null, "page_number": null, "page_kind": "page", "url": "https://bees.example/dance"}','fc99ebefe07182fc77487909f1a7dd2f52668426ba08495f95c059d205546f58','2026-11-29');
INSERT INTO "quoted" VALUES(4,'05f715f8978490025b03c65bc3617478','The keeper who looks into the hive moves slowly. Smoke calms the bees.','[]','{"title": "On Bees", "authors": ["Ada Keeper"], "publisher": null, "published": "2019", "accessed": null, "section": "The keeper", "paragraph": 5, "page": null, "last_page": null, "page_number": null, "page_kind": "page", "url": "https://bees.example/dance"}','fc99ebefe07182fc77487909f1a7dd2f52668426ba08495f95c059d205546f58','2026-11-29');
INSERT INTO "quoted" VALUES(5,'588a55ce901ef41243c7897e79780a91','The bees of one hive keep warm in winter by shivering together. They eat the honey of the summer.','[]','{"title": "On Bees", "authors": ["Ada Keeper"], "publisher": null, "published": "2019", "accessed": null, "section": "The winter", "paragraph": 4, "page": null, "last_page": null, "page_number": null, "page_kind": "page", "url": "https://bees.example/dance"}','fc99ebefe07182fc77487909f1a7dd2f52668426ba08495f95c059d205546f58','2026-11-29');
INSERT INTO "quoted" VALUES(6,'f0a9555435f3325bfc5766a5adfc0978','A queen lays two thousand eggs on a day in May. Nurse bees feed her with royal jelly.','[]','{"title": "On Bees", "authors": ["Ada Keeper"], "publisher": null, "published": "2019", "accessed": null, "section": "The queen", "paragraph": 3, "page": null, "last_page": null, "page_number": null, "page_kind": "page", "url": "https://bees.example/dance"}','fc99ebefe07182fc77487909f1a7dd2f52668426ba08495f95c059d205546f58','2026-11-29');
INSERT INTO "quoted" VALUES(7,'53b9717745d3147bc06e5adc59a3d2f5','Ants keep herds of aphids and milk them for honeydew.','[]','{"title": "On Ants", "authors": [], "publisher": null, "published": null, "accessed": null, "section": null, "paragraph": 1, "page": null, "last_page": null, "page_number": null, "page_kind": "page", "url": null}','017aa97c8b469400daefd03c96b9fd9affe89f937a921977d19aab087e82f979','2026-11-29');
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
INSERT INTO "vote" VALUES('v7gbg52kj53wijhm','a32359bdcced7a2d8451b4ac894840a7',1456074443980800011,'2026-11-29T16:25:00.465575+00:00',1,NULL);
CREATE TABLE wish ( -- who wants to be told when a question can be answered
            answer_id TEXT NOT NULL REFERENCES question (answer_id) ON DELETE CASCADE,
            asker TEXT NOT NULL, -- a pseudonym
            sealed BLOB, -- the user id, under a key outside the database; NULL once told
            at TEXT NOT NULL,
            told_at TEXT,
            PRIMARY KEY (answer_id, asker)
        ) STRICT, WITHOUT ROWID
        ;
INSERT INTO "wish" VALUES('pylvlufws2ramgm5','a70c350fd36251b379fc714080a09f07',X'8E1F769BC51314F3797971EFDA195EAE833C066F96A4118E697C2AAE3EFA426762C7609148D84E31DC86AA74B905A8','2026-11-29T16:25:00.582837+00:00',NULL);
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
