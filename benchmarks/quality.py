"""How good the answers to questions with known answers are, beside other BM25 searchers.

    python -m benchmarks.quality [--sources FOLDER --questions FILE] [--model PLACE]

By default the starter documents with their questions, and the shared classes where they are there.
The other searchers get the same documents in chunks of 1,000 characters, as long as what Pullquote
shows; having no quotations and no statuses, they are judged by their chunks, and their first scores
take the confidence's place. The last table has the figures of all classes.
"""

import argparse
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median

from index import Answer, Evaluation, Hit, Meaning, Quote, Searcher, evaluate
from index.evaluation import Outcome
from sources import Library, Passage

from .agreement import compare_with_script
from .collections import (
    CLASSES,
    SHARED,
    QuestionSet,
    chunked,
    load_question_set,
    load_question_sets,
    squad_question_set,
)
from .models import add_option, make_searcher, open_model
from .near_topic import near_topic
from .peers import Peer, build_peers
from .reporting import share, show

_PASSAGES = 10
_CHATTED = 25  # answerable questions that are asked again with words of chat
CHAT = (
    *("{} pls", "hey {}", "{} thx", "{} lol", "yo {}", "omg {}", "{} btw", "{} asap", "bruh {}"),
    *("{} idk", "{} tbh", "prof said {}", "bot {}", "quote {}", "{} for my essay", "{} MLA"),
    *("{} with a citation", "{} for flashcards", "can u tell me {}", "help {}", "dude {}"),
    *("ok so {}", "{} rn", "u know {}", "sorry {}", "{} anyone", "guys {}", "{} please help"),
    *("quick question {}", "hello {}", "{} cheers", "{} tmrw", "{} def", "basically {}", "ngl {}"),
    *("literally {}", "hmm {}", "good evening {}", "{} for homework", "{} imo"),
)
"""Ways to add a word that says nothing about the question."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A class of documents with the answers of all searchers to the same questions."""

    name: str
    ours: Evaluation
    others: Mapping[str, Evaluation]
    near: float | None
    chatty: float | None


def main(arguments: Sequence[str] | None = None) -> None:
    """Ask, judge, print."""
    given = _arguments(arguments)
    if given.sources:
        question_sets = [load_question_set("given", given.sources, given.questions)]
    else:
        squad = squad_question_set(given.shared)
        question_sets = [*load_question_sets(given.shared), *([squad] if squad else [])]
    meaning = open_model(given.model)
    _print_summary([_measure(questions, given.shared, meaning) for questions in question_sets])


def _measure(questions: QuestionSet, shared: Path, meaning: Meaning | None) -> Measured:
    searcher = make_searcher(questions.library, meaning)
    label = f"{questions.name}, with the model" if meaning else questions.name
    latencies: list[float] = []

    def answer(question: str) -> Answer:
        started = time.perf_counter()
        found = searcher.answer(question)
        latencies.append(1000 * (time.perf_counter() - started))
        return found

    ours = evaluate(answer, questions.questions)
    chunks = chunked(questions.library)
    others = {
        name: evaluate(_answering(peer, chunks), questions.questions)
        for name, peer in build_peers([passage.text for passage in chunks.passages]).items()
    }
    _print_systems(questions, label, ours, others)
    _print_kinds(ours)
    _print_sizes(questions.library, ours, latencies)
    script = shared / "questions" / "score.py"
    if script.exists() and questions.name in {"given", "starter", "dev"}:
        compare_with_script(questions, ours, script)
    near = [searcher.answer(q, limit=2).status == "found" for q in near_topic(questions.name)]
    chatty = _kept_in_chat(searcher, ours) if questions.name in CLASSES else None
    return Measured(label, ours, others, fmean(near) if near else None, chatty)


def _kept_in_chat(searcher: Searcher, ours: Evaluation) -> float:
    """Return the part of answers that stay the same with any of the words of chat added."""
    kept = []
    for outcome in [o for o in ours.outcomes if o.question.answers][:_CHATTED]:
        for words in CHAT:
            again = searcher.answer(words.format(outcome.question.question), limit=2)
            kept.append(_first(again) == _first(outcome.answer))
    return fmean(kept)


def _first(answer: Answer) -> tuple[str, str]:
    passage = answer.hits[0].passage.passage_id if answer.hits else ""
    return answer.status, passage


def _print_summary(measured: Sequence[Measured]) -> None:
    rows = []
    for one in measured:
        outcomes = one.ours.outcomes
        found = [o for o in outcomes if o.answer.status == "found"]
        answerable = [o for o in outcomes if o.question.answers]
        none = sum(o.answer.status == "none" for o in answerable)
        best = max((e.success_at_1 or 0.0 for e in one.others.values()), default=0.0)
        rows.append(
            (
                one.name,
                *map(share, (one.ours.success_at_1, one.ours.success_at_3, one.ours.quote_at_1)),
                share(fmean(any(o.right[:1]) for o in found) if found else None),
                share(one.ours.answerable_found),
                f"{none} of {len(answerable)}",
                share(one.near),
                share(one.chatty),
                f"{(one.ours.success_at_1 or 0.0) - best:+.3f}",
            )
        )
    header = (
        *("", "S@1", "S@3", "quote@1", "found right", "found", "none"),
        *("near topic found", "kept in chat", "ahead of best"),
    )
    show("All classes; the others read chunks of 1,000 characters", header, rows)


def _answering(peer: Peer, library: Library) -> Callable[[str], Answer]:
    """A peer as something that can be evaluated: all that it finds, each passage as a whole."""

    def answer(question: str) -> Answer:
        best = [(library.passages[n], score) for n, score in peer(question, _PASSAGES)]
        return Answer(
            question=question,
            status="found" if best else "none",
            confidence=max(best[0][1], 0.0) if best else 0.0,
            reason="",
            hits=tuple(Hit(p, s, rank, (), ()) for rank, (p, s) in enumerate(best, start=1)),
            quotes=tuple(_whole(library, passage) for passage, _ in best),
            corrections=(),
            library_version=library.version,
        )

    return answer


def _whole(library: Library, passage: Passage) -> Quote:
    return Quote(passage.text, 0, len(passage.text), passage.locator, library.citation(passage))


def _print_systems(
    questions: QuestionSet, label: str, ours: Evaluation, others: Mapping[str, Evaluation]
) -> None:
    asked = len(questions.questions)
    answerable = sum(bool(question.answers) for question in questions.questions)
    passages = len(questions.library.passages)
    show(
        f"{label}: {answerable} questions that {passages} passages answer, "
        f"{asked - answerable} that they do not",
        ("", "S@1", "S@3", "quote@1", "AUROC", "found", "found, unanswerable"),
        [
            ("Pullquote", *_system_row(ours, share(ours.quote_at_1))),
            *((name, *_system_row(result, "-")) for name, result in others.items()),
        ],
    )


def _system_row(result: Evaluation, quote_at_1: str) -> tuple[str, ...]:
    return (
        share(result.success_at_1),
        share(result.success_at_3),
        quote_at_1,
        share(result.confidence_auroc),
        share(result.answerable_found),
        share(result.unanswerable_found),
    )


def _print_kinds(ours: Evaluation) -> None:
    kinds: dict[tuple[bool, str], list[Outcome]] = {}
    for outcome in ours.outcomes:
        key = (not outcome.question.answers, outcome.question.kind)
        kinds.setdefault(key, []).append(outcome)
    show(
        "Pullquote by kind of question",
        ("", "questions", "S@1", "S@3", "quote@1", "found"),
        [
            (kind or "-", str(len(outcomes)), *_kind_row(outcomes, answerable=not hopeless))
            for (hopeless, kind), outcomes in sorted(kinds.items())
        ],
    )


def _kind_row(outcomes: Sequence[Outcome], *, answerable: bool) -> tuple[str, ...]:
    found = str(sum(outcome.answer.status == "found" for outcome in outcomes))
    if not answerable:
        return "-", "-", "-", found
    return (
        str(sum(any(outcome.right[:1]) for outcome in outcomes)),
        str(sum(any(outcome.right) for outcome in outcomes)),
        str(sum(outcome.quote_right for outcome in outcomes)),
        found,
    )


def _print_sizes(library: Library, ours: Evaluation, latencies: Sequence[float]) -> None:
    shown = [
        pair for o in ours.outcomes for pair in zip(o.answer.hits, o.answer.quotes, strict=True)
    ]
    passages = [len(hit.passage.text) for hit, _ in shown] or [0]
    quotes = [len(quote.text) for _, quote in shown] or [0]
    wrong = sum(not _is_verbatim(library, hit, quote) for hit, quote in shown)
    show(
        "What is shown",
        ("", "median", "longest"),
        [
            ("passage, characters", f"{median(passages):.0f}", str(max(passages))),
            ("words in bold, characters", f"{median(quotes):.0f}", str(max(quotes))),
            ("time, milliseconds", f"{median(latencies):.2f}", f"{max(latencies):.2f}"),
        ],
    )
    print(f"Not verbatim: {wrong} of {len(shown)} passages with their words in bold.\n")


def _is_verbatim(library: Library, hit: Hit, quote: Quote) -> bool:
    """Whether passage and words in bold stand in the document where they say they do."""
    text = library.documents[hit.passage.doc_id].text
    place = hit.passage.locator
    return (
        text[place.start : place.end] == hit.passage.text
        and text[quote.locator.start : quote.locator.end] == quote.text
        and hit.passage.text[quote.start : quote.end] == quote.text
    )


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", type=Path, help="folder of documents")
    parser.add_argument("--questions", type=Path, help="questions on them, one JSON object a line")
    parser.add_argument("--shared", type=Path, default=SHARED)
    add_option(parser)
    given = parser.parse_args(arguments)
    if bool(given.sources) != bool(given.questions):
        parser.error("--sources and --questions are given together, or neither of them.")
    return given


if __name__ == "__main__":
    main()
