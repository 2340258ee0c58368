"""Read captions (WebVTT, SRT) and transcripts with time stamps; the time is the place cited.

Each cue of a caption file, and each stamped turn of a transcript, holds a few words of a sentence.
They are joined to paragraphs by speaker and pause. Time stamps and markup within a paragraph are
taken out, so that sentences read as they were spoken.
"""

import html
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from sources.documents import LeftOut, PageBreak
from sources.draft import Block, Draft, Span
from sources.limits import Limits

from .decoding import read_text
from .edits import Edit, apply_edits

_TIME = "it is a time stamp or a setting of the captions; citations give the time"
_SPEAKER = "it repeats the name of the speaker, who goes on"
_MARKUP = "it is markup of the captions, not speech"

_CLOCK = r"(?:\d{1,2}:)?\d{1,2}:\d{2}"
_FRACTION = r"(?:[.,]\d{1,3})?"
_TIMING = re.compile(
    rf"^[ \t]*(?P<time>{_CLOCK}){_FRACTION}[ \t]*-->[ \t]*(?P<until>{_CLOCK}){_FRACTION}.*$",
    re.MULTILINE,
)
_STAMP = re.compile(
    rf"""^[ \t]*
    (?P<name>[^\W\d_][^\n:()\[\]<>]{{0,40}}?(?=[ \t]{{2}}|\t|[ \t]*[(\[]))?[ \t]*
    (?P<open>[\[(<])?
    (?P<time>{_CLOCK}){_FRACTION}
    (?:[ \t]*(?:-->|[-–—])[ \t]*{_CLOCK}{_FRACTION})?
    (?(open)[\])>])
    (?![\w.,]|:\d|[ \t]*(?:[-–—]|to\b)[ \t]*\d|[ \t]*[ap]\.?m\b)
    [ \t]*(?::(?=\s))?[ \t]*(?:[-–—][ \t]+)?\s*""",
    re.MULTILINE | re.VERBOSE | re.IGNORECASE,
)
_VERSE = re.compile(r"^[ \t]*\d{1,3}:\d\b", re.MULTILINE)
_MIN_STAMPS = 3
_MOST_LINES = 15  # to a stamp
_FIRST_BARE = 120  # seconds; a list of times that begins later is a timetable
_LABEL = re.compile(
    r"(?:>>[ \t]*)?(?P<name>[A-Z][\w.'’-]*(?:[ \t][\w.'’()-]+){0,3})[ \t]*:[ \t]+(?=\S)"
)
_VOICE = re.compile(r"<v(?:\.[^>\s]*)?[ \t]+(?P<name>[^<>\n]+)>[ \t]*")
_NEW_SPEAKER = re.compile(r"(?:>>|[-–—][ \t]*(?=[^\W\d_]))")
_NEW_LINE = re.compile(r"\n(?=[ \t]*[-–—][ \t]*[^\W\d_])")
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]*>|<[\d:.]+>|\{\\[^}\n]*\}")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});")
_SETTING = re.compile(r"(?:NOTE|STYLE|REGION)\b")
_PARAGRAPH = re.compile(r"\S(?:[^\n]|\n(?![ \t]*(?:\n|\Z)))*")
_ENDED = re.compile(r"[.!?…。！？][\"'”’»)\]]*\Z")  # Chinese signs
_PAUSE = 4  # seconds without words that end a paragraph
_LONG, _TOO_LONG = 500, 900  # code points of a paragraph: ends at a full stop, ends at any cue
_UNPUNCTUATED = 300  # code points of a paragraph without full stops
_LEAD_IN = 240  # code points; anything longer makes sense without the next paragraph


@dataclass(frozen=True, slots=True)
class Turn:
    """Words spoken from a moment on: a cue of a caption file, or a stamped turn of a transcript.

    Attributes:
        start: Start of its words in the text, or of the speaker's name before them.
        time: As written, without fractions of a second.
        seconds: Its beginning, from the beginning of the recording.
        until: Its end; the same as its beginning if the file does not say.
        name: The speaker's name, if it comes before the words.
        words: Start of the words after the name.
        label: Shows the name in the way of "Ben: "; None if it is written so.
        stamp: Start of its time stamp.
    """

    start: int
    end: int
    time: str
    seconds: int
    until: int
    name: str | None = None
    words: int = 0
    label: Edit | None = None
    stamp: int = 0


def read_captions(raw: bytes, limits: Limits) -> Draft:
    """Read a WebVTT or SRT file.

    Raises:
        UnreadableFileError: If the bytes are not text, or there are too many.
    """
    decoded = read_text(raw, limits)
    text, turns = decoded.text, find_cues(decoded.text)
    if turns:
        return replace(captions_draft(Draft(text, ()), turns), problems=decoded.doubts)
    start, end = _strip(text, 0, len(text))
    return Draft(text, (), (LeftOut(start=start, end=end, reason=_TIME),) if start < end else ())


def find_cues(text: str) -> list[Turn]:
    """Find the cues of a caption file, each under a line "00:00:05.000 --> 00:00:09.000"."""
    timings = list(_TIMING.finditer(text))
    if not timings:
        return []
    ends = [timing.start() for timing in timings[1:]] + [len(text)]
    spans = [
        _words_of_cue(text, timing.end(), end) for timing, end in zip(timings, ends, strict=True)
    ]
    spans = _without_rolling(text, spans)
    turns = [
        Turn(start, end, t["time"], _seconds(t["time"]), _seconds(t["until"]))
        for t, (start, end) in zip(timings, spans, strict=True)
        if start < end
    ]
    return _with_names(text, turns)


def find_stamps(text: str) -> list[Turn]:
    """Find the stamped turns of a plain text; empty if it is no transcript with time stamps.

    The times of a transcript do not go back, and unless they are in brackets or have hours,
    minutes and seconds, they begin near zero: a timetable begins in the morning.
    """
    stamps = list(_STAMP.finditer(text))
    if len(stamps) < _MIN_STAMPS or _VERSE.search(text):
        return []
    times = [_seconds(stamp["time"]) for stamp in stamps]
    ordered = 10 * sum(a <= b for a, b in pairwise(times)) >= 9 * (len(times) - 1)
    marked = sum(bool(s["open"]) or s["time"].count(":") > 1 for s in stamps)
    begins = times[0] <= _FIRST_BARE or 2 * marked >= len(stamps)
    dense = _MOST_LINES * len(stamps) >= sum(1 for line in text.splitlines() if line.strip())
    if not (ordered and begins and dense):
        return []
    ends = [stamp.start() for stamp in stamps[1:]] + [len(text)]
    turns = [_stamped(text, stamp, end) for stamp, end in zip(stamps, ends, strict=True)]
    return _with_names(text, [turn for turn in turns if turn.words < turn.end])


def captions_draft(above: Draft, turns: Sequence[Turn]) -> Draft:
    """Join turns to paragraphs, with a place for each time.

    Args:
        above: The whole text, and the blocks before the first turn.
        turns: In order.
    """
    text, blocks, edits = above.text, list(above.blocks), list[Edit]()
    covered = max([0, *(b.end for b in above.blocks), *(s.end for s in above.left_out)])
    for group in _paragraphs(text, turns):
        start, end = group[0].start, group[-1].end
        edits.append(Edit(covered, start, "\n\n" if covered else "", _TIME))
        glued = text[start:end].endswith("?") and end - start <= _LEAD_IN
        blocks.append(Block(start, end, glued=glued))
        edits += _edits(text, group)
        covered = end
    edits.append(Edit(covered, len(text), "\n", _TIME))
    breaks = (
        PageBreak(start=turn.start, label=turn.time, number=number, kind="time")
        for number, turn in enumerate(turns, 1)
    )
    draft = replace(above, blocks=tuple(blocks), pages=(*above.pages, *breaks))
    return apply_edits(draft, edits)


def _words_of_cue(text: str, start: int, end: int) -> Span:
    """Return the span of a cue's words between its timing line and the next one."""
    paragraphs = [match.span() for match in _PARAGRAPH.finditer(text, start, end)]
    # The line right above the next timing line is that cue's number or name.
    if paragraphs and end < len(text) and text[paragraphs[-1][1] : end].count("\n") == 1:
        first, last = paragraphs.pop()
        above, line, number = text[first:last].rpartition("\n")
        if line and number.strip().isdigit():
            paragraphs.append((first, first + len(above)))
        elif line:
            paragraphs.append((first, last))
    words = [span for span in paragraphs if not _SETTING.match(text, *span)]
    # Words end where a setting interrupts them.
    settings = [span[0] for span in paragraphs if _SETTING.match(text, *span)]
    words = [span for span in words if not settings or span[0] < settings[0]]
    return (words[0][0], words[-1][1]) if words else (start, start)


def _without_rolling(text: str, spans: Sequence[Span]) -> list[Span]:
    """Drop lines that captions which roll up show again from the cue before."""
    lines = [[m.span() for m in re.finditer(r"[^\n]+", text[a:b])] for a, b in spans]
    shown = [
        [_plain(text[a + c : a + d]) for c, d in found]
        for (a, _), found in zip(spans, lines, strict=True)
    ]
    again = [
        next((n for n, line in enumerate(now) if line not in before), len(now))
        for before, now in zip([[], *shown], shown, strict=False)
    ]
    if 4 * sum(map(bool, again)) < len(spans):
        return list(spans)
    return [
        (start + found[n][0] if n < len(found) else end, end)
        for (start, end), found, n in zip(spans, lines, again, strict=True)
    ]


def _stamped(text: str, stamp: re.Match[str], end: int) -> Turn:
    start, end = _strip(text, stamp.end(), end)
    seconds = _seconds(stamp["time"])
    turn = Turn(start, end, stamp["time"], seconds, seconds, words=start, stamp=stamp.start())
    if not stamp["name"]:
        return turn
    last = stamp.start("name") + len(stamp["name"].rstrip())
    label = Edit(last, start, ": ", _TIME)
    return replace(turn, start=stamp.start("name"), name=stamp["name"].strip(), label=label)


def _with_names(text: str, turns: Sequence[Turn]) -> list[Turn]:
    """Give each turn the speaker's name at its beginning, if names recur."""
    found = [_LABEL.match(text, turn.start, turn.end) for turn in turns]
    names = Counter(match["name"] for match in found if match)
    recur = any(count > 1 for count in names.values())
    named: list[Turn] = []
    for turn, label in zip(turns, found, strict=True):
        if turn.name:
            named.append(turn)
        elif voice := _VOICE.match(text, turn.start, turn.end):
            shown = Edit(*voice.span(), f"{voice['name'].strip()}: ")
            named.append(replace(turn, name=voice["name"].strip(), words=voice.end(), label=shown))
        elif label and recur:
            named.append(replace(turn, name=label["name"], words=label.end()))
        else:
            named.append(replace(turn, words=turn.start))
    return named


def _paragraphs(text: str, turns: Sequence[Turn]) -> Iterator[list[Turn]]:
    ended = [_is_ended(text, turn) for turn in turns]
    longest = _LONG if 20 * sum(ended) >= len(turns) else _UNPUNCTUATED
    group: list[Turn] = []
    length, speaker = 0, None
    for turn, after_end in zip(turns, [False, *ended], strict=False):
        changes = turn.name not in {None, speaker} or _NEW_SPEAKER.match(text, turn.start)
        pause = bool(group) and turn.seconds - group[-1].until > _PAUSE
        paused = pause and group[-1].until > group[-1].seconds
        full = length > _TOO_LONG or (length > longest and (after_end or longest < _LONG))
        if group and (changes or paused or full):
            yield group
            group, length = [], 0
        speaker = turn.name or speaker
        group.append(turn)
        length += turn.end - turn.words
    if group:
        yield group


def _edits(text: str, group: Sequence[Turn]) -> Iterator[Edit]:
    before: Turn | None = None
    for turn in group:
        if before:
            yield Edit(before.end, turn.start, " ", _TIME)
            if turn.name:
                yield Edit(turn.start, turn.words, reason=_SPEAKER)
        elif turn.label:
            yield turn.label
        yield from _markup(text, turn)
        before = turn


def _markup(text: str, turn: Turn) -> Iterator[Edit]:
    lines = [
        Edit(line.start(), line.end(), "\n")
        for line in _NEW_LINE.finditer(text, turn.words, turn.end)
    ]
    tags = [Edit(*tag.span(), reason=_MARKUP) for tag in _TAG.finditer(text, turn.words, turn.end)]
    signs = [
        Edit(*sign.span(), html.unescape(sign[0]), _MARKUP)
        for sign in _ENTITY.finditer(text, turn.words, turn.end)
        if html.unescape(sign[0]) != sign[0]
    ]
    yield from sorted([*lines, *tags, *signs], key=lambda edit: edit.start)


def _is_ended(text: str, turn: Turn) -> bool:
    return _ENDED.search(_plain(text[turn.words : turn.end])) is not None


def _plain(words: str) -> str:
    return html.unescape(_TAG.sub("", words)).strip()


def _seconds(time: str) -> int:
    total = 0
    for part in time.split(":"):
        total = 60 * total + int(part)
    return total


def _strip(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), start + len(words.rstrip())
