"""The libraries that are measured on, with their questions and what answers them.

A collection is a folder with corpus.jsonl {"id", "title", "text"}, queries.jsonl {"id", "text"},
qrels.tsv (query, text, relevance; any but 0 is relevant) and, where somebody wrote them,
unanswerable.jsonl {"text"}: questions on the same topics that no text answers.
"""

import json
import random
from collections.abc import Collection as Ids
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index import Question, load_questions
from index.evaluation import KnownAnswer
from sources import Document, Library, Locator, Passage, load_library
from sources.sentences import split_sentences

ROOT = Path(__file__).parents[1]
STARTER = ROOT / "sources" / "starter"
SHARED = ROOT.parent / "shared"
SEED = 1
CLASSES = ("civics", "science")
QUESTIONS = "questions.jsonl"
_SQUAD_ANSWERABLE, _SQUAD_UNANSWERABLE = 700, 300
_CHUNK, _OVERLAP = 1000, 200  # characters


@dataclass(frozen=True, slots=True)
class Collection:
    """A library of other people's texts with queries and judgements.

    Attributes:
        ids: Of the texts, one for each passage of the library.
        queries: By their ids; only those that some text answers.
        qrels: For each query the ids of the texts that answer it; at least one.
    """

    name: str
    library: Library
    ids: tuple[str, ...]
    queries: Mapping[str, str]
    qrels: Mapping[str, frozenset[str]]
    unanswerable: tuple[str, ...]

    def sample(self, count: int | None) -> "Collection":
        """The same texts with `count` queries at most, the same ones each time; None for all."""
        chosen = shuffled(list(self.queries))[:count]
        return replace(self, queries={query: self.queries[query] for query in chosen})


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """A folder of documents as Pullquote reads it, with questions on them."""

    name: str
    library: Library
    questions: tuple[Question, ...]


def load_collection(folder: Path) -> Collection:
    """Read a collection; texts of the same title are the paragraphs of one document."""
    rows = [row for row in _rows(folder / "corpus.jsonl") if row["title"] or row["text"]]
    by_title: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        by_title.setdefault(row["title"] or row["id"], []).append(row)
    documents = {
        name: (group[0]["title"], [row["text"] or row["title"] for row in group])
        for name, group in by_title.items()
    }
    qrels: dict[str, set[str]] = {}
    for line in (folder / "qrels.tsv").read_text("utf-8").splitlines():
        query, text, relevance = line.split("\t")
        if relevance != "0":
            qrels.setdefault(query, set()).add(text)
    unanswerable = folder / "unanswerable.jsonl"
    return Collection(
        folder.name,
        build_library(documents),
        tuple(row["id"] for group in by_title.values() for row in group),
        {row["id"]: row["text"] for row in _rows(folder / "queries.jsonl") if row["id"] in qrels},
        {query: frozenset(texts) for query, texts in qrels.items()},
        tuple(row["text"] for row in _rows(unanswerable)) if unanswerable.exists() else (),
    )


def load_collections(folder: Path, names: Iterable[str]) -> list[Collection]:
    """Those collections of a folder that are there; one line tells of each that is not."""
    found = []
    for name in names:
        if (folder / name).is_dir():
            found.append(load_collection(folder / name))
        else:
            print(f"{name}: left out, for {folder / name} is not there.")
    return found


def load_question_sets(shared: Path) -> list[QuestionSet]:
    """The starter documents and, where they are there, the shared ones."""
    found = [load_question_set("starter", STARTER, STARTER / "questions.jsonl")]
    places = {
        "dev": (shared / "sources", shared / "questions" / "dev.jsonl"),
        **{
            name: (shared / "classes" / name / "files", shared / "classes" / name / QUESTIONS)
            for name in CLASSES
        },
    }
    for name, (sources, questions) in places.items():
        if questions.exists():
            found.append(load_question_set(name, sources, questions))
        else:
            print(f"{name}: left out, for {questions} is not there.")
    return found


def squad_question_set(shared: Path) -> QuestionSet | None:
    """Return some questions of SQuAD 2, answered by a sentence with the answer; None without it."""
    folder = shared / "retrieval" / "squad2"
    if not folder.is_dir():
        return None
    collection = load_collection(folder)
    asked = collection.sample(_SQUAD_ANSWERABLE)
    answers = {row["id"]: row.get("answers", ()) for row in _rows(folder / "queries.jsonl")}
    places = dict(zip(collection.ids, collection.library.passages, strict=True))
    questions = [
        Question(
            id=query,
            question=text,
            kind="answerable",
            answers=tuple(
                KnownAnswer(source=passage.doc_id, quote=sentence)
                for passage in (places[one] for one in sorted(collection.qrels[query]))
                for sentence in (passage.text[slice(*span)] for span in passage.sentences)
                if any(answer in sentence for answer in answers[query])
            ),
        )
        for query, text in asked.queries.items()
    ]
    hopeless = shuffled(collection.unanswerable)[:_SQUAD_UNANSWERABLE]
    every = [
        *(question for question in questions if question.answers),
        *(Question(id=f"u{n}", question=t, kind="near-topic") for n, t in enumerate(hopeless)),
    ]
    return QuestionSet("SQuAD 2", collection.library, tuple(every))


def chunked(library: Library) -> Library:
    """Cut a library's documents into chunks as others do: 1,000 characters, overlapping by 200."""
    chunks = []
    for doc_id, document in library.documents.items():
        for start in range(0, max(len(document.text) - _OVERLAP, 1), _CHUNK - _OVERLAP):
            text = document.text[start : start + _CHUNK]
            if text.strip():
                span = Locator(start, start + len(text))
                chunks.append(Passage(doc_id, span, text, ((0, len(text)),)))
    return replace(library, passages=tuple(chunks))


def load_question_set(name: str, sources: Path, questions: Path) -> QuestionSet:
    """Read one folder of documents and the questions on them."""
    return QuestionSet(name, load_library(sources), load_questions(questions))


def build_library(documents: Mapping[str, tuple[str, Sequence[str]]]) -> Library:
    """A library of documents given by id as title and paragraphs; each paragraph is a passage.

    The title is each passage's section, as a heading is in a real document.
    """
    built: dict[str, Document] = {}
    passages: list[Passage] = []
    for doc_id, (title, paragraphs) in documents.items():
        text = "\n\n".join(paragraphs)
        built[doc_id] = Document(doc_id=doc_id, title=title, text=text, sha256=doc_id)
        start = 0
        for number, paragraph in enumerate(paragraphs, start=1):
            place = Locator(start, start + len(paragraph), section=title, paragraph=number)
            sentences = tuple(split_sentences(paragraph, 0, len(paragraph)))
            passages.append(Passage(doc_id, place, paragraph, sentences))
            start += len(paragraph) + 2
    return Library("collection", built, tuple(passages))


def without_documents(library: Library, gone: Ids[str]) -> Library:
    """A library without some of its documents, given by their ids."""
    return Library(
        library.version,
        {name: document for name, document in library.documents.items() if name not in gone},
        tuple(passage for passage in library.passages if passage.doc_id not in gone),
    )


def indexed_text(passage: Passage) -> str:
    """What Pullquote indexes of a passage, for the others to index: its heading and its text."""
    return f"{passage.locator.section or ''}\n{passage.text}"


def shuffled(texts: Sequence[str]) -> list[str]:
    """The same in another order, which is the same each time."""
    return random.Random(SEED).sample(texts, len(texts))  # noqa: S311  # no secret


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8") as file:  # not `splitlines`: strings may hold U+2028
        yield from map(json.loads, file)
