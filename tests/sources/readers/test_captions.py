"""Captions and time-stamped transcripts are sentences, cited by the time they were spoken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sources.desk import Read, read, sentences

ZOOM = """WEBVTT

1
00:00:03.510 --> 00:00:06.240
Ben Reader: A moraine is the heap of stones

2
00:00:06.900 --> 00:00:09.870
Ben Reader: that the ice &amp; its rivers leave behind.

NOTE a remark of the editor

3
00:00:12.500 --> 00:00:14.000
Ada Teacher: Why is it
so steep?

4
00:00:14.200 --> 00:00:18.000
Ben Reader: Because the ice melts faster than it moves.
"""
SRT = """1
00:00:01,000 --> 00:00:04,000
The wheel had turned for
ninety years.

2
00:00:04,500 --> 00:00:08,000
<i>Nobody</i> blamed her,

3
00:00:08,100 --> 00:00:10,000
{\\an8}for the river had risen.

4
00:00:20,100 --> 00:00:22,000
- Where is it?
- In the garden.
"""
ROLLING = """WEBVTT
Kind: captions

00:00:00.080 --> 00:00:02.310 align:start position:0%
 
so<00:00:00.320><c> today</c><00:00:00.480><c> we</c>

00:00:02.310 --> 00:00:02.320 align:start position:0%
so today we
 

00:00:02.320 --> 00:00:05.110 align:start position:0%
so today we
look<00:00:02.560><c> at</c><00:00:02.960><c> ice</c>

00:00:05.110 --> 00:00:05.120 align:start position:0%
look at ice
 
"""  # noqa: W293  # such files have lines of one space
TALK = """[00:00:05] Ada: So why did the colony fail?
[00:00:09] Ben: They had no seed left after the winter,
[00:00:14] Ben: and the ship with the new seed sank off the cape.
"""


def _places(found: Read) -> list[str]:
    return [page.label for page in found.document.pages]


def test_cues_of_one_speaker_are_one_sentence_and_the_next_speaker_begins_a_line() -> None:
    talk = read(ZOOM, "talk.vtt")

    assert talk.shown[0].splitlines() == [
        "Ben Reader: A moraine is the heap of stones that the ice & its rivers leave behind.",
        "Ada Teacher: Why is it so steep?",
        "Ben Reader: Because the ice melts faster than it moves.",
    ]
    assert len(sentences(talk.passages[0])) == 3
    assert _places(talk) == ["00:00:03", "00:00:06", "00:00:12", "00:00:14"]


def test_the_place_of_words_is_the_time_of_their_cue() -> None:
    talk = read(ZOOM, "talk.vtt", target=60)

    assert [p.locator.page for p in talk.passages] == ["00:00:03", "00:00:12"]
    assert {page.kind for page in talk.document.pages} == {"time"}


def test_a_pause_and_a_dash_begin_a_line_and_markup_is_no_speech() -> None:
    film = read(SRT.replace("\n", "\r\n"), "film.srt")

    assert film.shown[0].splitlines() == [
        "The wheel had turned for ninety years. Nobody blamed her, for the river had risen.",
        "- Where is it?",
        "- In the garden.",
    ]


def test_lines_that_roll_up_are_served_once() -> None:
    assert read(ROLLING, "talk.vtt").shown == ["so today we look at ice"]


def test_a_refrain_that_does_not_roll_up_is_served_each_time() -> None:
    song = SRT.replace("The wheel had turned for\nninety years.", "for the river had risen.")

    assert read(song, "song.srt").shown[0].count("for the river had risen.") == 2


def test_voice_tags_are_names_of_speakers() -> None:
    cues = [
        "<v Ben Reader>The ice melts.</v>",
        "<v Ben Reader>It is <i>old</i>.",
        "<v Ada>Why?</v>",
    ]
    times = [f"00:0{n}.000 --> 00:0{n}.900" for n in range(3)]
    file = "WEBVTT\n\n" + "\n\n".join(f"{t}\n{c}" for t, c in zip(times, cues, strict=True))

    assert read(file, "a.vtt").shown == ["Ben Reader: The ice melts. It is old.\nAda: Why?"]


TURNS = {
    "Ada": "So why did the colony fail?",
    "Ben": "They had no seed left after the winter,",
    "Ben ": "and the ship sank off the cape.",
}


@pytest.mark.parametrize(
    "form",
    [
        "{name}  {time}\n{words}\n",
        "{name} ({time}):\n{words}",
        "[{time}] {name}: {words}",
        "{time} - {name}: {words}",
    ],
)
def test_transcripts_with_time_stamps_are_read_like_captions(form: str) -> None:
    turns = [
        form.format(name=name.strip(), words=words, time=f"0:0{n}")
        for n, (name, words) in enumerate(TURNS.items())
    ]

    talk = read("\n".join(turns), "talk.txt")

    assert talk.shown[0].splitlines() == [
        "Ada: So why did the colony fail?",
        "Ben: They had no seed left after the winter, and the ship sank off the cape.",
    ]
    assert _places(talk) == ["0:00", "0:01", "0:02"]


@pytest.mark.parametrize("form", ["[{}:0{}] {}", "{}:00:0{} {}"])
def test_an_extract_of_a_transcript_begins_later_in_brackets_or_with_hours(form: str) -> None:
    lines = [form.format(9, n, words) for n, words in enumerate(TURNS.values())]

    assert len(_places(read("\n".join(lines), "talk.txt"))) == 3


def test_a_transcript_without_speakers_or_full_stops_is_one_text() -> None:
    talk = read("0:00\nthe colony failed\n0:04\nas they had\n0:09\nno seed left\n", "talk.txt")

    assert talk.shown == ["the colony failed as they had no seed left"]


def test_a_line_above_the_first_stamp_is_the_title() -> None:
    talk = read(f"Why the colony failed\n\n{TALK}", "talk.txt")

    assert talk.document.title == "Why the colony failed"
    assert len(talk.passages) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Weeks\n\n9:00 Ice begins\n[5:00] Ice\n(3:00) Ice melts\n1:00 Rocks\n",
        "Programme\n\n09:00 Registration\n10:00 Talk about ice\n11:30 Coffee\n",
        "1:1 In the beginning.\n1:10 And so on.\n1:11 And on.\n1:12 And on again.\n",
        "The race\n\n0:30 was his time, 0:29 hers.\n",
    ],
)
def test_timetables_verses_and_results_are_no_transcripts(text: str) -> None:
    assert read(text, "a.txt").document.pages == ()


@given(
    st.lists(st.sampled_from([*ZOOM.splitlines(), *SRT.splitlines(), "", "WEBVTT"]), max_size=30)
)
def test_no_letter_of_any_caption_file_is_lost(lines: list[str]) -> None:
    text = "\n".join(["1", "00:00:01.000 --> 00:00:02.000", "The bees hum.", "", *lines])

    talk = read(text, "talk.vtt")

    def letters(words: str) -> list[str]:
        return sorted(filter(str.isalnum, words))

    assert letters(talk.document.text) == letters(text)
