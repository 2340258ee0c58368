"""Sample questions come from headings and definitions, and the documents answer them."""

from dataclasses import replace
from pathlib import Path

from bot.libraries.reading import read_folder
from bot.services.samples import sample_questions
from index import LibraryIndex, Searcher, View
from sources import Limits

ANTS = """# On Ants

## How do ants find their way?

Ants find their way by scent. Each ant follows the trail of those before it.

## Herds and honeydew

A herder is an ant that milks aphids for honeydew. It is a patient animal.
Since the harvest is a busy time, ants work at night.
"""
RIVERS = """# On Rivers

## Where do rivers end?

Rivers end in the sea or in a lake.

## What feeds a river?

Rain and snow feed a river. A delta is a mouth of many arms.
"""
BARE = "No heading and no definition here, for nothing follows.\n"


def _searcher(folder: Path, **files: str) -> Searcher:
    for name, text in files.items():
        (folder / f"{name}.md").write_text(text, "utf-8")
    return Searcher(View([read_folder(folder, limits=Limits())]))


def test_each_sample_is_answered_and_quotes_what_it_was_made_from(tmp_path: Path) -> None:
    searcher = _searcher(tmp_path, ants=ANTS)

    found = sample_questions(searcher)

    made = {sample.question: (sample.words, sample.is_heading) for sample in found}
    assert made["What is a herder?"] == (
        "A herder is an ant that milks aphids for honeydew.",
        False,
    )
    assert made["How do ants find their way?"] == ("How do ants find their way?", True)
    assert not any(question.startswith(("What is it", "What is Since")) for question in made)
    text = "\n".join(document.text for document in searcher.library.documents.values())
    assert all(sample.words in text for sample in found)
    assert all(searcher.answer(sample.question).status == "found" for sample in found)


def test_documents_that_moderators_added_come_first(tmp_path: Path) -> None:
    shared = _searcher(tmp_path, a=RIVERS, b=ANTS).library
    (_, ants) = shared.documents.values()
    own = ants.model_copy(update={"doc_id": "~/ants.md", "title": "Week 1"})
    passages = tuple(
        replace(one, doc_id=own.doc_id) if one.doc_id == ants.doc_id else one
        for one in shared.passages
    )
    others = {key: one for key, one in shared.documents.items() if key != ants.doc_id}
    library = replace(shared, documents=others | {own.doc_id: own}, passages=passages)

    found = sample_questions(Searcher(View([LibraryIndex.build(library)])))

    titles = [sample.title for sample in found]
    assert titles[0] == "Week 1"
    assert titles == sorted(titles, key=lambda title: title != "Week 1")


def test_no_more_than_wished_and_none_without_headings(tmp_path: Path) -> None:
    assert sample_questions(_searcher(tmp_path, bare=BARE)) == []
    assert len(sample_questions(_searcher(tmp_path, ants=ANTS), 1)) == 1
