"""A question -> what is looked for: concepts, corrections and parts."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Correction, SynonymTable
from index.analysis import plain, terms
from index.query import Query, QueryReader
from index.spelling import Speller, Wordlist
from index.synonyms import gather

from .shelf import HOSTILE

VOCABULARY = dict.fromkeys("lighthouse guild harbour port anselm flood valdora granite".split(), 1)
TABLE = SynonymTable(groups=[["guild", "union of fishermen"], ["port anselm", "capital"]])


def reader(vocabulary: dict[str, int] | None = None, table: SynonymTable = TABLE) -> QueryReader:
    """Reads with the vocabulary and the names above in mind."""
    known = VOCABULARY if vocabulary is None else vocabulary
    stems = {term for word in known for term in terms(word)}
    speller = Speller([Wordlist.of(known)], lambda left, right: (left, right) == ("port", "anselm"))
    return QueryReader(stems.__contains__, lambda _: (), speller, gather([table]))


def written(query: Query) -> list[str]:
    return [concept.written for concept in query.concepts]


def names(query: Query) -> list[str]:
    """All names of all concepts."""
    return [name for concept in query.concepts for name, _ in concept.names]


def test_each_word_of_a_question_is_a_concept_but_stop_words() -> None:
    query = reader().read("Why did the Flood reach the lighthouse?")

    assert written(query) == ["Flood", "reach", "lighthouse"]
    assert query.asked == ("why", "did", "the", "flood", "reach", "the", "lighthouse")
    assert query.terms == tuple(terms("Flood reach lighthouse"))
    assert query.pairs == tuple(f"{a} {b}" for a, b in pairwise(query.terms))


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("hey can u tell me why the guild left?? pls", "why the guild left"),
        ("hey if the flood came again", "if the flood came again"),
        ("can you tell me if the flood came", "flood came"),
        ("prof said the great “flood” was in 1,932 lol?", "great “flood” was in 1,932"),
        ("what is the guild, with a quote", "what is the guild"),
        ("the lighthouse for my essay", "the lighthouse"),
        ("for the essay, tmrw: who quit the guild rn", "who quit the guild"),
        ("who quit the guild for class?", "who quit the guild"),
        ("what did the guild want??", "what did the guild want"),
        ("does the guild need a notebook", "does the guild need a notebook"),
        ("Wer hat den granit? 花崗岩", "Wer hat den granit? 花崗岩"),
        ("lol", "lol"),
        ("", ""),
    ],
)
def test_what_an_encoder_reads_is_the_question_without_the_chat_around_it(
    question: str, said: str
) -> None:
    assert reader().read(question).said == said


def test_what_an_encoder_reads_has_the_words_as_they_were_meant() -> None:
    assert reader().read("btw the lighthuose of valdroa!").said == "lighthouse of valdora"


@given(HOSTILE)
def test_what_an_encoder_reads_of_any_text_is_some_of_it(question: str) -> None:
    query = reader().read(question, correct=False)

    assert bool(query.said.strip()) == bool(plain(question).strip())
    assert set(query.said) <= set(plain(question))


def test_a_word_stands_for_its_family_but_less() -> None:
    stems = {"flood", "fluoresc", "fluorid"}
    family = {"fluoresc": ["fluorid"]}.get
    speller = Speller([Wordlist.of(VOCABULARY)], lambda *_: False)
    read = QueryReader(stems.__contains__, lambda t: family(t) or [], speller, gather([])).read

    weights = dict(read("fluorescent").concepts[0].names)
    assert weights["fluoresc"] == 1 > weights["fluorid"] > 0


def test_a_word_given_twice_is_one_concept() -> None:
    assert written(reader().read("flood, Flood, floods!")) == ["flood"]


@pytest.mark.parametrize("question", ["", "?!", "who was it", "🐝", "\x00\ud800"])
def test_a_question_without_a_subject_has_no_concepts(question: str) -> None:
    assert reader().read(question).concepts == ()


def test_a_name_of_several_words_is_one_concept_that_its_words_stand_for_less() -> None:
    (concept,) = reader().read("Port Anselm").concepts
    weights = dict(concept.names)

    assert concept.written == "Port Anselm"
    assert weights["port anselm"] == 1 > weights["capit"] > weights["anselm"] > 0


def test_a_name_is_met_with_the_stop_words_in_it() -> None:
    query = reader().read("who led the Union of Fishermen?")

    assert written(query) == ["led", "Union Fishermen"]
    assert "guild" in names(query)


def test_a_misspelled_word_is_read_as_the_library_s_and_told_as_written() -> None:
    query = reader().read("the LIGHTHUOSE of valdora")

    assert query.corrections == (Correction("LIGHTHUOSE", "lighthouse"),)
    assert "lighthous" in names(query)
    assert written(query) == ["LIGHTHUOSE", "valdora"]


def test_words_run_together_are_read_as_a_name_and_told_as_written() -> None:
    query = reader().read("portanselm")

    assert query.corrections == (Correction("portanselm", "port anselm"),)
    assert written(query) == ["portanselm"]
    assert "capit" in names(query)


def test_a_name_written_apart_is_read_as_the_library_s() -> None:
    query = reader().read("the light house of valdora")

    assert query.corrections == (Correction("light house", "lighthouse"),)
    assert written(query) == ["light house", "valdora"]


def test_a_student_can_ask_for_the_spelling_as_it_is() -> None:
    query = reader().read("lighthuose", correct=False)

    assert query.corrections == ()
    assert "lighthous" not in names(query)


def test_a_listed_name_is_no_misspelling_of_a_word_that_looks_like_it() -> None:
    assert reader({"valdorra": 3}).read("valdorna").corrections != ()
    listed = SynonymTable(groups=[["valdorna", "elder isle"]])

    assert reader({"valdorra": 3}, listed).read("valdorna").corrections == ()


def test_a_listed_spelling_of_a_name_is_told_as_the_one_of_the_documents() -> None:
    listed = SynonymTable(groups=[["valdorna", "valdorra"]])

    query = reader({"valdorra": 3}, listed).read("valdorna")

    assert query.corrections == (Correction("valdorna", "valdorra"),)


def test_words_of_chat_count_less_than_what_is_asked() -> None:
    weights = {c.written: c.weight for c in reader().read("hey teacher explain granite").concepts}

    assert max(weights[word] for word in ("hey", "teacher", "explain")) < weights["granite"]


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("when is exam 3", ["exam 3"]),
        ("when is exam 4", ["exam", "4"]),  # no document has it
        ("the exam of 3 people", ["exam", "3", "people"]),
        ("exam 3000", ["exam", "3000"]),
        ("the exam 3 people took", ["exam", "3", "people"]),
        ("what is in exam 3 pls", ["exam 3"]),
    ],
)
def test_a_number_belongs_to_the_word_that_it_numbers(question: str, asked: list[str]) -> None:
    known = {"exam", "3", "exam 3", "exam 3000"}
    speller = Speller([Wordlist.of({"exam": 1})], lambda _left, _right: False)
    concepts = QueryReader(known.__contains__, lambda _: (), speller, gather([])).read(question)

    about = [concept for concept in concepts.concepts if not concept.aside]
    assert [concept.written for concept in about][: len(asked)] == asked


@pytest.mark.parametrize("question", ["when is the exam", "late homework", "how many quizzes rn"])
def test_what_students_ask_about_the_class_is_what_is_asked_for(question: str) -> None:
    words = {concept.written for concept in reader().read(question).concepts if not concept.aside}

    assert words & {"exam", "homework", "quizzes"}


@pytest.mark.parametrize(
    "chat",
    [
        *("prof said {}", "good evening {}", "{} for the essay", "{} in normal words"),
        *("{} according to the notes", "{} acc to my prof"),
    ],
)
def test_what_is_said_around_a_question_is_no_part_of_it(chat: str) -> None:
    question = "why does granite crack"
    asked = reader().read(question).concepts

    read = reader().read(chat.format(question)).concepts

    assert [concept for concept in read if not concept.aside] == list(asked)


def test_a_word_that_is_said_around_a_question_and_in_it_is_asked_for() -> None:
    concepts = reader().read("prof said why does what Marrack said matter").concepts

    assert [concept.aside for concept in concepts if concept.written == "said"] == [False]


@pytest.mark.parametrize(
    "question",
    [
        "When was the flood in Valdora and who rebuilt with granite?",
        "Where is Valdora? And when was the lighthouse built from granite?",
        "what is granite, and why does the lighthouse shine",
    ],
)
def test_a_question_of_two_questions_has_two_parts(question: str) -> None:
    assert len(reader().read(question).parts) == 2


@pytest.mark.parametrize(
    "question",
    [
        "When did the lighthouse and the harbour of Valdora open?",
        "Where is Valdora? thanks!",
        "hi! quick question? where is the lighthouse",
        "",
        "???",
    ],
)
def test_one_question_has_no_parts(question: str) -> None:
    assert reader().read(question).parts == ()


def test_a_message_of_hundreds_of_questions_is_not_searched_for_hundreds_of_times() -> None:
    assert 2 <= len(reader().read("what is granite? who is valdora? " * 200).parts) <= 20


@given(HOSTILE)
def test_any_text_is_read_with_weights_from_nothing_to_all(question: str) -> None:
    query = reader().read(question)

    assert query.question == question
    for concept in query.concepts:
        assert 0 <= concept.weight <= 1
        assert concept.names[0][1] == 1
        assert all(0 < weight <= 1 for _, weight in concept.names)


@given(st.permutations(sorted(VOCABULARY)))
def test_words_that_the_library_has_are_never_corrected(words: list[str]) -> None:
    assert reader().read(" ".join(words)).corrections == ()


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("wat did ppl of valdora do", ["what", "did", "people", "of", "valdora", "do"]),
        ("u n the lighthouse", ["you", "and", "the", "lighthouse"]),
        ("vitamin N", ["vitamin", "n"]),
        ("how many pts for the lighthouse", ["how", "many", "points", "for", "the", "lighthouse"]),
        ("hiii whyyy the lighthouse", ["hi", "why", "the", "lighthouse"]),
        ("part iii of valdora", ["part", "iii", "of", "valdora"]),
        ("zzzz lighthouse", ["zzzz", "lighthouse"]),
    ],
)
def test_chat_spellings_are_written_out(question: str, asked: list[str]) -> None:
    query = reader().read(question)

    assert list(query.asked) == asked
    assert query.corrections == ()


RIGHT = """
    hypotension hypertension, slovakia slovenia, bohr bohm, gaia gain, gmail email, mars marx,
    intrastate interstate, phonological physiological, adsorption absorption, mitosis meiosis,
    anion onion, emigration immigration, iran iraq, austria australia, lenin lennon, neuron neutron,
    proton photon, endemic epidemic, prosecution persecution, chile child, hobbes hobbies,
    freud fraud, weber water, covid could
"""


@pytest.mark.parametrize(("word", "near"), [pair.split() for pair in RIGHT.split(",")])
def test_a_word_of_general_english_is_never_read_as_another(word: str, near: str) -> None:
    speller = Speller([Wordlist.of({near: 9})], lambda _left, _right: False)

    assert speller.correct(word) is None


def test_an_unknown_name_is_never_read_as_another() -> None:
    assert reader().read("did Valdoro burn").corrections == ()
    assert reader().read("did valdoro burn").corrections == (Correction("valdoro", "valdora"),)


def test_a_name_that_no_document_has_is_looked_for_as_the_nearest_one_too() -> None:
    (concept,) = [c for c in reader().read("did Valdoro burn").concepts if c.written == "Valdoro"]

    assert concept.names[0] == ("valdoro", 1.0)
    assert concept.names[1][0] == terms("valdora")[0]
    assert concept.names[1][1] < 0.5
