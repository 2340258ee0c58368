"""The comparison of engines runs on a small set, and finds no difference there."""

import pytest

from benchmarks.collections import STARTER, QuestionSet, load_question_set
from benchmarks.engines import compare, percentile
from index.opensearch import Cluster


@pytest.mark.opensearch
def test_both_engines_answer_the_questions_on_the_starter_documents_alike(
    cluster: Cluster,
) -> None:
    whole = load_question_set("starter", STARTER, STARTER / "questions.jsonl")
    some = QuestionSet("starter", whole.library, whole.questions[:10])

    compared = compare(some, cluster)

    assert compared.different == []
    assert compared.row()[:4] == ("starter", f"{len(whole.library.passages):,}", "10", "0")
    assert compared.megabytes > 0


def test_percentiles_are_figures_that_are_there() -> None:
    assert percentile([3.0, 1.0, 2.0], 0.5) == 2.0
    assert percentile([3.0, 1.0, 2.0]) == 3.0
