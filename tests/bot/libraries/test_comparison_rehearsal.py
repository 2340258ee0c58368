"""What a rehearsal says of one question, and of all."""

import pytest

from bot.libraries.comparison import ChangedDocument, Comparison, Effect, Replayed, Shown
from bot.libraries.reload import Built, Said

NONE = Shown(status="none")
WEAK = Shown(status="weak", doc_id="a.txt", citation="A", quote="a")
FOUND = Shown(status="found", doc_id="a.txt", citation="A", quote="a")
OTHER = Shown(status="found", doc_id="a.txt", citation="A", quote="b")
MOVED = Shown(status="found", doc_id="a.txt", citation="A, p. 2", quote="a")


@pytest.mark.parametrize(
    ("before", "after", "effect"),
    [
        (NONE, NONE, "same"),
        (FOUND, FOUND, "same"),
        (NONE, WEAK, "appears"),
        (WEAK, FOUND, "appears"),
        (FOUND, WEAK, "vanishes"),
        (WEAK, NONE, "vanishes"),
        (FOUND, OTHER, "changes"),
        (FOUND, MOVED, "moves"),
    ],
)
def test_effect_is_told_by_status_then_by_quote_and_citation(
    before: Shown, after: Shown, effect: Effect
) -> None:
    assert Replayed(question="?", before=before, after=after).effect == effect


@pytest.mark.parametrize(
    ("replayed", "harm"),
    [
        ([], False),
        ([Replayed(question="?", before=FOUND, after=OTHER)], False),
        ([Replayed(question="?", before=WEAK, after=NONE)], True),
        (
            [
                Replayed(
                    question="?", before=FOUND, after=OTHER, right_before=True, right_after=False
                )
            ],
            True,
        ),
        (
            [
                Replayed(
                    question="?", before=FOUND, after=OTHER, right_before=False, right_after=True
                )
            ],
            False,
        ),
    ],
)
def test_harm_is_an_answer_that_vanishes_or_a_golden_question_that_turns_wrong(
    replayed: list[Replayed],
    harm: bool,  # noqa: FBT001  # a parameter of pytest's
) -> None:
    assert _comparison(replayed=tuple(replayed)).does_harm is harm


def test_half_characters_of_a_document_do_not_keep_a_worker_from_telling() -> None:
    added = ChangedDocument(doc_id="a\udc80.txt", title="\ud83d")
    said = Said(built=Built(common="0" * 12, own=None, comparison=_comparison(added=(added,))))

    assert Said.model_validate_json(said.model_dump_json()) == said


def _comparison(**fields: object) -> Comparison:
    whole = {"added": (), "removed": (), "changed": (), "documents": 0, "passages": 0}
    whole |= {"problems": (), "golden": 0, "recent": 0, "replayed": ()}
    return Comparison.model_validate(whole | fields)
