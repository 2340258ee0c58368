"""Plain text has no marks: its structure is seen by how the lines are set."""

import textwrap

import pytest

from tests.sources.desk import read, sentences

HIVES = (
    "In winter the bees hang together in a ball around the queen and shiver with their wings, "
    "so that it stays warm in the middle. They eat the honey that they stored in summer."
)
SPRING = (
    "On the first warm day they fly out to clean themselves, and the snow in front of the hive "
    "is dotted with yellow. Nobody should hang out washing on such a day."
)

BEFORE = (
    "A keeper who takes too much honey in autumn finds an empty hive when the willows flower. "
    "The old rule says that a hive should be as heavy as a man can lift."
)


def test_the_first_line_is_the_title_and_no_passage() -> None:
    hive = read(f"The hive in winter\n\n{HIVES}\n")

    assert hive.document.title == "The hive in winter"
    assert hive.shown == [HIVES]


def test_a_first_line_that_is_a_sentence_is_text_and_the_file_name_is_the_title() -> None:
    hive = read(f"{HIVES}\n\n{SPRING}\n", "notes/hive_in-winter.txt")

    assert hive.document.title == "Hive in winter"
    assert hive.shown == [f"{HIVES}\n{SPRING}"]


def test_a_title_over_two_lines_is_one_title() -> None:
    hive = read(f"Why bees hang together in a ball\nwhen it is cold\n{HIVES}\n{SPRING}\n")

    assert hive.document.title == "Why bees hang together in a ball when it is cold"


def test_the_title_of_an_essay_stands_under_name_class_and_date() -> None:
    essay = read(f"Ann Bell\nMs. Hart\nBiology 10\n12 May 2020\n\nBees in Winter\n\n{HIVES}\n")

    assert essay.document.title == "Bees in Winter"
    assert essay.shown[1:] == [HIVES]


def test_headings_are_found_without_blank_lines_and_marks() -> None:
    hive = read(f"{HIVES}\nThe spring flight\n{SPRING}\nAfter 1950\n{HIVES[:90]} again.\n")

    assert hive.headings == ["The spring flight", "After 1950"]
    assert [p.locator.section for p in hive.passages] == [None, "The spring flight", "After 1950"]


def test_a_heading_under_a_heading_is_the_section_of_its_text() -> None:
    hive = read(f"Bees\n\nThe year\n\nSpring, March to May\n\n{SPRING}\n")

    assert hive.headings == ["The year", "Spring, March to May"]
    assert hive.passages[0].locator.section == "Spring, March to May"


@pytest.mark.parametrize("width", [45, 72, 100])
def test_wrapped_lines_are_one_paragraph(width: int) -> None:
    wrapped = "\n".join(textwrap.fill(paragraph, width) for paragraph in [HIVES, SPRING] * 1)

    hive = read(wrapped)

    assert hive.shown == [f"{HIVES}\n{SPRING}"]


def test_wrapped_lines_of_chinese_are_one_paragraph_and_verse_is_none() -> None:
    wall = (
        "秦朝把各国的城墙连接起来，用来防御北方的骑兵，工匠用糯米汁和石灰混合成砂浆，使砖石牢固，"
        "士兵白天点烟，夜里点火来报告敌人，明朝在山口建造了瞭望塔，又重新修建了长城。"
    )
    poem = "床前明月光\n疑是地上霜\n举头望明月\n低头思故乡"

    assert len(sentences(read(textwrap.fill(wall, 24)).passages[0])) == 1
    assert read(poem).shown == [poem]


def test_number_and_title_of_a_chapter_in_capitals_are_a_heading_over_any_number_of_lines() -> None:
    line = "keepers of the valley counted all of their hives twice a year, and told nobody.\n"
    prose = [f"{number} {line}" for number in ("Three", "Four", "Five")]
    book = read(
        "THE HIVES OF THE VALLEY\n\n\nAN INTRODUCTION TO THE WORK.\n\n" + prose[0] + "\n\n"
        "BOOK I. OF THE BEES,\nCHAPTER I. OF THE QUEEN.\n\n" + prose[1] + "\n\n"
        "CHAPTER II. OF THE PRINCIPLE WHICH GIVES OCCASION TO THE DANCE OF THE\nBEES.\n\n"
        + prose[2]
    )

    assert book.headings == [
        "BOOK I. OF THE BEES,",
        "CHAPTER I. OF THE QUEEN.",
        "CHAPTER II. OF THE PRINCIPLE WHICH GIVES OCCASION TO THE DANCE OF THE BEES.",
    ]
    assert [passage.locator.section for passage in book.passages] == [
        "AN INTRODUCTION TO THE WORK.",
        *book.headings[1:],
    ]


@pytest.mark.parametrize(
    "line", ["3. etc.}", "For the duty on two bushels of", "(see the list", "Hives ....... 12"]
)
def test_what_is_cut_off_or_leads_to_a_number_is_no_heading(line: str) -> None:
    prose = "The keepers of the valley counted all of their hives twice a year.\n\n"

    assert read(f"Hives\n\n{prose}{line}\n\n{prose}").headings == []


def test_wrapped_list_entries_are_one_entry_each() -> None:
    hive = read(
        f"Winter\n\n{textwrap.fill(HIVES, 50)}\n\n- the core is warm even at\n  minus 30 degrees\n"
        "- brood begins in January, when it\n  goes up to 34 degrees\n"
    )

    assert hive.passages[0].shown().splitlines() == [
        HIVES,
        "- the core is warm even at minus 30 degrees",
        "- brood begins in January, when it goes up to 34 degrees",
    ]


def test_a_caption_goes_on_over_wrapped_lines() -> None:
    caption = f"Figure: Hives. {SPRING}"
    wrapped = (textwrap.fill(text, 70) for text in (HIVES, caption, BEFORE))

    hive = read("\n\n".join(["The hive in winter", *wrapped]))

    found = [one for passage in hive.passages for one in sentences(passage)]
    first, _, second = SPRING.partition(". ")
    assert [" ".join(one.split()) for one in found][2:5] == ["Figure: Hives.", f"{first}.", second]


def test_lines_of_verse_stay_lines_and_become_no_headings() -> None:
    verses = (
        "O bees that bring the clover home\nThat wall with wax the golden comb\n"
        "Teach me to carry what I find\nTo those who wait for me behind"
    )

    poem = read(f"The Keeper's Morning\n\n{verses}\n\n{verses.replace('O', 'Oh')}\n")

    assert poem.headings == []
    assert poem.shown == [f"{verses}\n{verses.replace('O', 'Oh')}"]


def test_verse_that_begins_with_small_letters_is_not_joined() -> None:
    verses = "the river does not ask\nwhere the bridge was born\nit only knows\nthe cold iron feet"

    assert read(verses).shown == [verses]


def test_questions_and_answers_of_an_interview_stay_together() -> None:
    interview = (
        "Q: How long have you looked after the bridge?\nA: Since 1987\nQ: Were you ever afraid?\n"
        "A: Once, in the storm of 1999, when the deck moved by half a metre and I had to wait."
    )

    bridge = read(f"Interview with an inspector\n\n{interview}\n")

    assert bridge.headings == []
    assert bridge.shown == [interview]


def test_the_names_of_speakers_are_no_headings() -> None:
    scene = f"ANNA\nI never said so.\nKARL\n{HIVES}\nANNA\nThen listen.\nKARL\n{SPRING}"

    play = read(scene)

    assert play.headings == []
    assert "ANNA\nThen listen.\nKARL" in "\n".join(play.shown)


def test_the_name_before_a_speech_belongs_to_its_first_sentence() -> None:
    scene = (
        "THE DAM\n\nANNA. Why did you sell the pump?\n\nKARL. Because nobody would lend us a penny,"
        " and the rent was due on\nMonday.\n\nANNA [rising]. And who bought it? Tell me.\n"
    )

    (passage,) = read(scene).passages

    assert [" ".join(words.split()) for words in sentences(passage)] == [
        "ANNA. Why did you sell the pump?",
        "KARL. Because nobody would lend us a penny, and the rent was due on Monday.",
        "ANNA [rising]. And who bought it?",
        "Tell me.",
    ]


def test_tables_and_code_keep_their_lines() -> None:
    rows = "Name\tYear\nOld Bridge\t1867\nIron Bridge\t1901"
    code = "def fly(self):\n    self.height += 1\n    return self.height"

    assert read(rows).shown == [rows.replace("\t", "   ")]
    assert read(code).shown == [code.replace("    ", "")]


def test_bullets_and_numbers_are_entries_of_their_own() -> None:
    cake = read(
        "Plum Cake\n\nIngredients\n\n• 250 g flour\n• 1 kg plums\n\nMethod\n\n1. Mix.\n2. Bake.\n"
    )

    assert cake.headings == ["Ingredients", "Method"]
    assert cake.shown == ["• 250 g flour\n• 1 kg plums", "1. Mix.\n2. Bake."]


def test_a_glossary_is_text_and_its_lines_stay_together() -> None:
    glossary = "RIV - the river union of Aldra\nKBV – keepers' association\nTBA: Town Bridge Act"

    bridge = read(f"Bridges\n\n{glossary}\n\nThe old bridge\n\n{HIVES}\n")

    assert bridge.shown == [glossary, HIVES]
    assert bridge.headings == ["The old bridge"]


def test_a_quotation_keeps_its_lead_in_and_the_name_under_it() -> None:
    quotation = f"A keeper's view:\n“{HIVES}”\nRosa M. Lind"

    summary = f"1. {SPRING}\n2. They hang together."

    hive = read(f"{BEFORE}\n{quotation}\n{summary}", target=150)

    assert hive.shown == [BEFORE, quotation, summary]
    assert hive.headings == []


def test_a_heading_after_a_quotation_is_no_name() -> None:
    hive = read(f"{SPRING}\n“{HIVES}”\nSpring Flight\nThe spring flight is short. {SPRING}\n")

    assert hive.headings == ["Spring Flight"]


def test_a_list_after_a_quotation_is_no_name() -> None:
    entries = "- the bees dance on the comb at noon\n- the keeper counts them by their hum"

    hive = read(f"{SPRING}\n“{HIVES}”\n{entries}\n", target=100)

    assert hive.shown[-1] == entries


def test_the_lead_in_of_a_list_stays_with_the_list() -> None:
    hive = read(f"{HIVES} {SPRING} They also:\n\n• dance\n\n• hum\n", target=100)

    assert any("They also:\n• dance" in shown for shown in hive.shown)


@pytest.mark.parametrize(
    ("text", "first_sentence"),
    [
        ("Der Imker, Herr Dr. Meier, hält z. B. in Bayern 40 Völker. Sie sind gesund.", 0),
        ("M. Dupont n’avait que 24 ans. « C’est mon œuvre », disait-il.", 0),
        ("这座石桥建于1867年。它由石头建成。", 0),
    ],
)
def test_other_languages_are_read_too(text: str, first_sentence: int) -> None:
    assert read(text).shown == [text]
    assert len(read(text).passages[first_sentence].sentences) == 2


def test_a_text_on_one_line_is_cut_at_its_sentence_ends() -> None:
    hive = read(" ".join(f"The bridge has {i} rivets and sings in the wind." for i in range(100)))

    assert len(hive.passages) > 4
    assert all(shown.endswith(".") and len(shown) <= 1000 for shown in hive.shown)
