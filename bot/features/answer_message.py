"""Answer -> message, within Discord's limits."""

from collections.abc import Iterator, Sequence
from typing import Literal

from discord import ui

from bot.services.answering import Answered
from bot.text import PREPARING
from bot.ui.layout import DOUBTFUL, GOOD, MAX_TEXT, NEUTRAL, MessageDraft, Reply, notice
from bot.ui.quotation import LEAST_ROOM, Quotation, clip, escape, quotation, sentences
from bot.ui.screen import FRAME, LINE, MENU, SCREEN, buttons_height, text_height
from index import NO_DOCUMENTS, Answer, AnswerPart, Hit, Quote
from sources import Passage

from .answer_buttons import Quoted, answer_choices, answer_controls

PASSAGES_PER_PAGE = 3  # behind "Next passages"; fewer if they are long

_QUESTION_CHARS = 100
_REASON_CHARS = 120
_SENTENCE_CHARS = 500  # what a moderator wrote
_WORD_CHARS = 20
_TITLE_CHARS = 40
_MOST_CORRECTIONS = 2
_MOST_PARTS = 3
_PART_CHARS = 60
_LEAST_PARTS = {2: 8 * LINE, 3: 6 * LINE}  # words of a question, some of a quotation, citation
_PLACE_CHARS = 60
_NEXT = "Next passages"
_REST = "Rest of the passage"
_NO_MORE = "There are no more passages for this question."
_NOTHING_CLOSE = "No passage has any of the key words of the question."
_EDGES = {"found": GOOD, "weak": DOUBTFUL, "none": NEUTRAL}


def answer_reply(answered: Answered, *, with_question: bool, foot: str = "") -> Reply:
    """The sentences that answer with their citation, and the way to everything else.

    Args:
        answered: With status "none" it has no passages; the reply says what to do.
        with_question: Whether it is no reply to the question: the question is repeated on top, for
            those who do not see it otherwise, and *Follow up* stands in for a reply.
        foot: Markdown for a last line.
    """
    answer = answered.answer
    head = _head(answered, with_question=with_question)
    choices, options = answer_choices(answered, (), follow_up=with_question)
    labels = [label for label, _ in choices]
    around = text_height(head) + text_height(foot) + buttons_height(labels) + FRAME
    message = MessageDraft(_EDGES[answer.status])
    message.text(head)
    room = SCREEN - around - (MENU if options else 0)
    quoted = []
    for texts, place in _parts(answer, room) if answer.parts else _first(answer, room):
        for text in texts:
            message.text(text)
        quoted += [place] if place else []
    if foot:
        message.text(foot)
    buttons, chosen = answer_controls(answered, quoted, follow_up=with_question)
    message.buttons(*buttons)
    message.menu(chosen)
    return message.reply()


def _first(answer: Answer, room: int) -> Iterator[tuple[Sequence[str], Quoted | None]]:
    """Yield the sentences of the first passage, their citation, and where they are."""
    if answer.hits:
        hit, closest = answer.hits[0], answer.status != "found"
        shown = sentences(hit.passage, answer.quotes[0], room, closest=closest, pinned=hit.pinned)
        yield (shown.block, shown.source), Quoted(1, *shown.span)


def _parts(answer: Answer, room: int) -> Iterator[tuple[Sequence[str], Quoted | None]]:
    """Yield what answers each of the questions that were asked at once, under its words."""
    groups = _same_answers(answer.parts[:_MOST_PARTS])
    for number, parts in enumerate(groups, 1):
        part = parts[0]
        head = [f"**{escape(clip(one.question, _PART_CHARS))}**" for one in parts]
        place = None
        if part.passage is None or part.quote is None:
            texts: Sequence[str] = ("\n".join((*head, "-# I couldn't find this in the sources.")),)
        else:
            closest = part.status != "found"
            head += ["-# Possible answer"] if closest else []
            least = _LEAST_PARTS.get(len(groups), 0) * (len(groups) - number)
            height = room - least - text_height("\n".join(head))
            shown = sentences(part.passage, part.quote, height, closest=closest, shared=len(groups))
            texts = "\n".join((*head, shown.block)), shown.source
            place = _place_of(answer, part, part.passage, shown.span)
        yield texts, place
        room -= sum(map(text_height, texts))


def _same_answers(parts: Sequence[AnswerPart]) -> list[list[AnswerPart]]:
    """Put questions together that the same words answer."""
    groups: dict[tuple[object, ...], list[AnswerPart]] = {}
    for part in parts:
        place = part.quote and (part.passage and part.passage.doc_id, part.quote.locator)
        groups.setdefault((part.status, place), []).append(part)
    return [*groups.values()]


def _place_of(
    answer: Answer, part: AnswerPart, passage: Passage, span: tuple[int, int]
) -> Quoted | None:
    """Name what is shown of a part's passage by the hit that has it; None if no hit does."""
    if part.rank is None:
        return None
    hit = answer.hits[part.rank - 1].passage
    shift = passage.locator.start - hit.locator.start
    start, end = span[0] + shift, span[1] + shift
    is_inside = hit.doc_id == passage.doc_id and 0 <= start < end <= len(hit.text)
    return Quoted(part.rank, start, end, part.question) if is_inside else None


def _head(answered: Answered, *, with_question: bool) -> str:
    answer = answered.answer
    lines = [*_verdict(answer), *_limit(answered), *_corrections(answer)]
    if answer.meaning == "preparing":
        lines.append(f"-# {PREPARING}")
    if with_question and answer.kind == "question" and not answer.parts:
        lines.insert(0, f"### {escape(clip(answer.question, _QUESTION_CHARS))}")
    return "\n".join(lines)


def more_reply(answered: Answered, first_rank: int, part: int = 1) -> Reply:
    """Passages of an answer from rank `first_rank` (from 1) on, as many as a phone shows at once.

    The first one is shown alone, and one that is too long for a phone in parts: `part`, from 1.
    """
    return _passages(answered, first_rank, part, "more")


def closest_reply(answered: Answered, first_rank: int, part: int = 1) -> Reply:
    """As `more_reply`, for the passages closest to a question that got no answer."""
    return _passages(answered, first_rank, part, "closest")


def _passages(
    answered: Answered, first_rank: int, part: int, way: Literal["more", "closest"]
) -> Reply:
    pairs = list(zip(answered.answer.hits, answered.answer.quotes, strict=True))
    if first_rank > len(pairs):
        return notice(_NO_MORE if pairs else _NOTHING_CLOSE)
    message = MessageDraft()
    for rank, shown in _on_a_screen(pairs, first_rank, part):
        if rank > first_rank:
            message.separator()
        message.text(", ".join(filter(None, (f"-# {rank} of {len(pairs)}", shown.place))))
        message.quotation(shown, rank)
    begin = f"{way}:{answered.answer_id}"
    if shown.part < shown.parts:
        message.buttons(ui.Button(label=_REST, custom_id=f"{begin}:{rank}:{shown.part + 1}"))
    elif rank < len(pairs):
        message.buttons(ui.Button(label=_NEXT, custom_id=f"{begin}:{rank + 1}"))
    return message.reply()


def _on_a_screen(
    pairs: Sequence[tuple[Hit, Quote]], first_rank: int, part: int
) -> Iterator[tuple[int, Quotation]]:
    """Yield as many passages with their ranks as a phone shows at once; at least one."""
    room, height = MAX_TEXT - _PLACE_CHARS, SCREEN - FRAME - buttons_height([_REST]) - LINE
    most = PASSAGES_PER_PAGE if first_rank > 1 else 1
    for rank, pair in enumerate(pairs[first_rank - 1 :][:most], first_rank):
        if room < LEAST_ROOM:
            return
        shown = quotation(*pair, room, height, part)
        needed = text_height(shown.block) + text_height(shown.source)
        if rank > first_rank and (shown.parts > 1 or needed > height):
            return
        yield rank, shown
        if shown.parts > 1:
            return
        room -= len(shown) + _PLACE_CHARS
        height -= needed + 2 * LINE


def _verdict(answer: Answer) -> Sequence[str]:
    if answer.out_of_scope:
        return (f"**Out of scope.** {escape(clip(answer.reason, _SENTENCE_CHARS))}",)
    reason = escape(clip(answer.reason, _REASON_CHARS))
    if answer.kind != "question":
        return (reason,)
    match answer.status:
        case "found":
            return ("**Very likely answer**" if answer.is_sure else "**Likely answer**",)
        case "weak":
            return (
                "**Possible answer**",
                *([f"-# {reason}"] if reason and not answer.parts else []),
            )
        case "none" if answer.reason == NO_DOCUMENTS:
            return ("**There are no sources yet.**", "-# Moderators add them with `/sources add`.")
        case "none":
            return ("**I couldn't find this in the sources.**", f"-# {_help(answer)}")


def _help(answer: Answer) -> str:
    """Say what to try after no answer."""
    words = [f"*{_word(word)}*" for word in answer.suggestions[:_MOST_CORRECTIONS]]
    if words:
        return f"Did you mean {' or '.join(words)}?"
    return "Try other words, a name or a date."


def _limit(answered: Answered) -> Sequence[str]:
    """Say what the question was limited to."""
    if answered.scope is None:
        return ()
    return (f"-# Searched only in *{escape(clip(answered.scope, _TITLE_CHARS))}*",)


def _corrections(answer: Answer) -> Sequence[str]:
    pairs = [
        f"*{_word(correction.corrected)}* instead of *{_word(correction.original)}*"
        for correction in answer.corrections[:_MOST_CORRECTIONS]
    ]
    return (f"-# Searched for {', '.join(pairs)}",) if pairs else ()


def _word(word: str) -> str:
    return escape(clip(word, _WORD_CHARS))
