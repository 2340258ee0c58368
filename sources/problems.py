"""Why a file is not served, and how to fix it: each reason is one plain sentence."""

from collections.abc import Iterable, Mapping, Sequence

NOT_TEXT = (
    "It is not text in a known encoding; save it as UTF-8, or remove it if it is a picture or "
    "the like."
)
EMPTY = "It is empty; add its text, or remove it."
NOTHING_TO_QUOTE = "Nothing in it can be quoted: it has a title or marks, but no text."
OUTSIDE = "It is a link to a place outside the folder; put a copy of the file here instead."
DANGLING = "It is a link to a file that is not there; put the file itself here instead."
LINKED_FOLDER = "It is a link to a folder, which is not followed; put the folder itself here."
OUR_FAULT = (
    "It could not be read because of a bug in Pullquote, which is noted in its log; "
    "please report it and attach the file."
)
MOVED = "It was moved or replaced while the documents were being read; reload them."
UNCHECKED = (
    "It is damaged in parts, so some of its text may be missing; open it in the program that "
    "made it, and save it again."
)
NOT_A_FILE = "It is a device or a pipe, not a file; remove it from the folder."
CRASHED = (
    "Reading it crashed the reader; open it in the program that made it, and save it again or in "
    "another format."
)
ODD_NAME = "Its name is not valid Unicode; rename it with plain letters and digits."
DAMAGED = (
    "It is damaged, or was not saved to its end; open it in the program that made it, and save "
    "it again."
)
ILLEGIBLE = (
    "Its letters make no words, as if its font or encoding were its own; save it again as PDF or "
    "UTF-8 from the program that made it, or run text recognition (OCR) on it."
)
LOCKED = "It is protected with a password; save it without one."
COPY_PROTECTED = (
    "It is protected against copying, so its text cannot be read; use a copy without protection."
)
OVERGROWN = (
    "It is nested too deeply, or has a single part too long, to be read to its end; "
    "open it in a browser and save it as PDF."
)
HIDDEN_WORDS = "Its hidden words are not read; show them in Word to have them quoted."
DELETED_WORDS = (
    "Its deleted text, which is still in the file as tracked changes, is not read; "
    "reject those changes to have it quoted."
)
COMMENTS = "Its comments are not read; write into the text what should be quoted."
PRIVATE_REMARKS = (
    "Its private remarks, between %% and %%, are not read; remove these marks to have them quoted."
)
NO_PAGE = "It holds no web page; open it in a browser and save the page again."
ODD_ARCHIVE = (
    "It refers to places outside itself, which is not allowed; "
    "open it in the program that made it, and save it again."
)
ENTITIES = (
    "It defines abbreviations of its own (XML entities) or refers to other files, which is "
    "never followed; open it in the program that made it, and save it again."
)

_KINDS: Mapping[str, str] = {
    "pdf": "a PDF",
    "docx": "a Word document",
    "odt": "an OpenDocument text",
    "pptx": "a PowerPoint presentation",
    "epub": "an e-book (EPUB)",
    "html": "a web page",
    "mhtml": "a web page saved as one file",
    "rtf": "a text in the format RTF",
    "old office": "a Word, PowerPoint or Excel file of the kind from before 2007",
    "locked office": "an Office file protected with a password",
    "spreadsheet": "a spreadsheet",
    "other office": "a drawing or a presentation of OpenOffice",
    "pages": "a document of Apple's Pages, Keynote or Numbers",
    "zip": "a ZIP archive",
    "archive": "a packed archive",
    "image": "a picture",
    "media": "a sound or a film",
    "program": "a program",
    "database": "a database",
    "font": "a font",
}
_SAVE_AGAIN = "open it and save it as DOCX or PDF"
_MENDS: Mapping[str, str] = {
    "rtf": _SAVE_AGAIN,
    "old office": _SAVE_AGAIN,
    "locked office": "open it and save it as DOCX or PDF without the password",
    "spreadsheet": "open it and save it as PDF",
    "other office": "open it and save it as PDF",
    "pages": "open it and export it as Word (DOCX) or PDF",
    "zip": "unpack it, and add the files in it",
    "archive": "unpack it, and add the files in it",
}
_MOST_NUMBERS = 10
_MOST_SHOWN = 3  # places of words
_RECOGNISE = "run text recognition (OCR) on it, and use the resulting file"
_LEAVE_OUT = "remove it, or save its text as a document"
_OLD_ENDINGS: Mapping[str, str] = {
    **dict.fromkeys((".doc", ".dot", ".ppt", ".pps", ".xls", ".wpd", ".wps"), "old office"),
    ".rtf": "rtf",
    **dict.fromkeys((".xlsx", ".xlsm", ".ods"), "spreadsheet"),
    **dict.fromkeys((".odp", ".odg"), "other office"),
    **dict.fromkeys((".pages", ".key", ".numbers"), "pages"),
    ".zip": "zip",
    **dict.fromkeys((".rar", ".7z", ".tar", ".gz", ".tgz"), "archive"),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".gif", ".webp", ".heic", ".svg"), "image"),
    **dict.fromkeys((".mp3", ".m4a", ".wav", ".ogg", ".mp4", ".mov", ".mkv", ".webm"), "media"),
}


class NotServedError(Exception):
    """A file has nothing to serve; the message is the reason, as one plain sentence.

    Attributes:
        lasting: Reading the same bytes again would give the same reason.
    """

    def __init__(self, reason: str, *, lasting: bool = True) -> None:
        super().__init__(reason)
        self.lasting = lasting


def unreadable(error: OSError) -> str:
    """The operating system refused to open or list it."""
    reason = (error.strerror or "error").lower()
    return f"It cannot be read ({reason}); give the bot permission to read it, or replace it."


def unknown_format(ending: str, known: Iterable[str]) -> str:
    """No reader knows the extension of its name."""
    if kind := _OLD_ENDINGS.get(ending.casefold()):
        return f"By its name it is {_KINDS[kind]}, which is not read; {_mend(kind)}."
    return f"Its format is not understood; save it as one of {' '.join(known)}."


def other_kind(kind: str, ending: str, endings: Sequence[str]) -> str:
    """Its name has the wrong extension for its content.

    Args:
        kind: What it is by its content, as `sources.readers.kinds` names it.
        ending: The extension of its name.
        endings: The right extensions, the usual one first; none if no reader knows the kind.
    """
    mend = f"give its name the ending {endings[0]}" if endings else _mend(kind)
    return f"By its content it is {_KINDS[kind]}, although its name ends in {ending}; {mend}."


def needs_extra(extra: str) -> str:
    """The libraries for its format are not installed."""
    return (
        "The libraries for its format are not installed; in the folder of Pullquote run "
        f"pip install '.[{extra}]' and reload the sources."
    )


def too_many_entries(limit: int) -> str:
    """It is an archive with too many files."""
    return f"It packs more than {limit:,} files, more than are read; save the text as PDF."


def unpacks_too_large(limit: int) -> str:
    """It is an archive that unpacks to more than the limit."""
    return (
        f"It unpacks to more than the limit of {limit / 1e6:.0f} MB; "
        "make its pictures smaller, or split it into several files."
    )


def too_many_pages(count: int, limit: int, name: str) -> str:
    """It has more pages, slides or chapters than the limit."""
    return (
        f"It has {count:,} {name}, more than the limit of {limit:,}; split it into several files."
    )


def too_many_files(limit: int) -> str:
    """It is the first file of a folder tree beyond the limit."""
    return (
        f"From here on nothing is read: there are more than {limit:,} files; remove what is not "
        "needed, or raise max_files in the settings."
    )


def too_slow(seconds: float) -> str:
    """Its time was over before it was read."""
    return (
        f"It took longer than {seconds:g} s to read; split it into several files, "
        "or raise read_seconds in the settings."
    )


def too_much_memory(limit: int) -> str:
    """Reading it takes more memory than the limit."""
    return (
        f"It needs more than {limit / 1e6:,.0f} MB of memory to read; split it into several files, "
        "or raise read_memory_mb in the settings."
    )


def too_long(length: int, limit: int) -> str:
    """Its text has more characters than the limit."""
    return f"Its text has {length:,} characters, more than {limit:,}; split it into several files."


def too_many_passages(limit: int) -> str:
    """It has more passages or headings than the limit."""
    return (
        f"It makes more than {limit:,} passages or headings; split it into several files, "
        "or raise max_passages in the settings."
    )


def library_full(limit: int) -> str:
    """The documents before it use up the library's limit of passages."""
    return (
        f"With it there would be more than {limit:,} passages; remove documents that are not "
        "needed, or raise max_library_passages in the settings."
    )


def too_large(size: int, limit: int) -> str:
    """It has more bytes than the limit."""
    return (
        f"It has {size / 1e6:.1f} MB, more than the limit of {limit / 1e6:.1f} MB; "
        "split it into several files."
    )


def lost_letters(count: int) -> str:
    """Some characters of its text have no known letter."""
    letters = "1 character" if count == 1 else f"{count:,} characters"
    return (
        f"In it {letters} cannot be read, shown as “\ufffd”; "
        "save it again as UTF-8, or from the program that made it."
    )


def two_encodings(count: int) -> str:
    """Parts of a text are in another encoding than the rest."""
    letters = "1 character" if count == 1 else f"{count:,} characters"
    return (
        f"It mixes two encodings: {letters} that are not UTF-8 are read as Windows-1252; "
        "check them, and save it again as UTF-8."
    )


def old_encoding(name: str) -> str:
    """A text is in an encoding that nothing in it states."""
    return (
        f"It is not saved as UTF-8 and is read as {name}, so some of its letters may be wrong; "
        "check them, and save it again as UTF-8."
    )


def coded_twice(count: int) -> str:
    """A text was saved as UTF-8 twice."""
    letters = "1 character" if count == 1 else f"{count:,} characters"
    return (
        f"It was saved with a wrong encoding once: {letters} such as “â€™” are read as they were "
        "meant; check them, and save it again as UTF-8."
    )


def text_without_place(places: Sequence[tuple[str, str]]) -> str:
    """Some words are in no passage; each place comes with the words around it."""
    shown = places[:_MOST_SHOWN]
    named = [f"“{words}” ({place})" if place else f"“{words}”" for place, words in shown]
    more = len(places) - len(shown)
    listed = ", ".join(named) + (f" and in {more:,} more places" if more else "")
    return f"Some of its words are left out, as no place in the text was found for them: {listed}."


def not_toml(reason: str) -> str:
    """A file of corrections cannot be parsed."""
    return (
        f"It is not valid TOML ({reason}), so no title, author or date is corrected; fix it there."
    )


def bad_correction(doc_id: str, field: str) -> str:
    """A correction of a document is not as it should be."""
    return (
        f"The correction of “{doc_id}” is ignored, because its “{field}” is not valid; write title "
        'and published as text, and authors as a list: authors = ["Ann Bell"].'
    )


def corrects_nothing(doc_id: str) -> str:
    """A correction is of a document that is not there."""
    return f"It corrects “{doc_id}”, which is not among the documents; check the name."


def missing_chapters(count: int) -> str:
    """Chapters that the e-book lists are missing from it."""
    chapters = "1 chapter" if count == 1 else f"{count:,} chapters"
    return f"It lacks {chapters} that it lists; the others are served. Replace it by a whole copy."


def slides_elsewhere(name: str) -> str:
    """Some slides of a deck are in another file."""
    return f"Some of its slides are in the file “{name[:80]}”; add that file to the folder as well."


def hidden_slides(numbers: Sequence[int]) -> str:
    """Some slides are hidden in the presentation."""
    listed = ", ".join(map(str, numbers[:_MOST_NUMBERS]))
    more = ", ..." if len(numbers) > _MOST_NUMBERS else ""
    return f"Its hidden slides ({listed}{more}) are not read; show them to have them quoted."


def only_pictures(count: int) -> str:
    """No page of a PDF has readable text."""
    if count == 1:
        return f"Its only page has no readable text, as a scanned page has none; {_RECOGNISE}."
    return (
        f"None of its {count:,} pages has readable text, as scanned pages have none; {_RECOGNISE}."
    )


def pages_without_text(numbers: Sequence[int]) -> str:
    """Some pages of a PDF have no readable text; `numbers` are ascending."""
    if len(numbers) == 1:
        page = f"Page {numbers[0]} of the file has no readable text, as a scanned page has none"
        return f"{page}; {_RECOGNISE}."
    runs = _runs(numbers)
    listed = [f"{a}" if a == b else f"{a} to {b}" for a, b in runs[:_MOST_NUMBERS]]
    if len(runs) > _MOST_NUMBERS:
        listed.append("others")
    named = " and ".join(filter(None, (", ".join(listed[:-1]), listed[-1])))
    pages = f"Pages {named} of the file have no readable text, as scanned pages have none"
    return f"{pages}; {_RECOGNISE}."


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Return the first and last number of each run of consecutive numbers."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


def _mend(kind: str) -> str:
    return _MENDS.get(kind, _LEAVE_OUT)
